import type { RawRow } from '../row-plan.js';

/** What a statement did. */
export interface StatementResult {
  /** The rows that it read, or those after RETURNING. */
  readonly rows: RawRow[];
  readonly affected: number;
  /** What the driver itself says, for TypeORM's drivers to read. */
  readonly raw: unknown;
}
