export interface AuditEntry {
  readonly id: number;
  readonly action: string;
  readonly resource: string;
  readonly rowId: string | number;
  readonly staffId: number | null;
  readonly staffName: string | null;
  readonly changes: Readonly<Record<string, unknown>> | null;
  readonly createdAt: string;
}
