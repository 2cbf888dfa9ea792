export interface AuditEntry {
  readonly id: number;
  readonly action: string;
  readonly resource: string;
  readonly rowId: number;
  readonly staffId: number;
  readonly staffName: string;
  /** The fields that have changed, with what they were and what they are. */
  readonly changes: Readonly<Record<string, readonly [before: unknown, after: unknown]>>;
  readonly createdAt: string;
}
