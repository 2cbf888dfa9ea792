import { ReadOnly } from 'nestjs-restview';
import type { FieldChanges } from '../audit/field-changes.js';

export class AuditEntryRead {
  @ReadOnly() readonly id!: number;
  @ReadOnly() readonly action!: string;
  @ReadOnly() readonly resource!: string;
  @ReadOnly() readonly rowId!: number;
  @ReadOnly() readonly staffId!: number;
  @ReadOnly() readonly staffName!: string;
  @ReadOnly() readonly changes!: FieldChanges;
  @ReadOnly() readonly createdAt!: Date;
}
