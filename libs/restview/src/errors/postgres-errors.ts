import type { DriverError } from './driver-error.js';
import { driverFault, type DriverFault, type FaultKind } from './driver-fault.js';
import { keyColumns } from './key-columns.js';
import { isLostStatement, isStalePlan } from './stale-statement.js';

/**
 * SQLSTATE → kind, for PostgreSQL and what speaks its protocol (CockroachDB, Yugabyte).
 *
 * Not here on purpose: 57014 (statement timeout or cancel). Whether the same request may work later is not known.
 *
 * @see https://www.postgresql.org/docs/current/errcodes-appendix.html
 */
const kinds: ReadonlyMap<string, FaultKind> = new Map([
  ['23505', 'unique'],
  ['23503', 'foreign_key_either'],
  ['23001', 'foreign_key_referenced'], // ON DELETE RESTRICT, since PostgreSQL 18; 23503 before
  ['23502', 'not_null'],
  ['23514', 'check'],
  ['44000', 'check'], // WITH CHECK OPTION of a view
  ['23P01', 'exclusion'],

  ['22003', 'out_of_range'],
  ['22008', 'out_of_range'], // date or time
  ['22015', 'out_of_range'], // interval
  ['22001', 'too_long'],
  ['22026', 'too_long'], // bit string of the wrong length
  ['54000', 'too_long'], // larger than an index row, among others
  ['22021', 'bad_encoding'], // NUL in text, invalid UTF-8
  ['22P05', 'bad_encoding'], // \u0000 in jsonb
  ['22P02', 'invalid_text'],
  ['22007', 'invalid_text'], // date or time
  ['22009', 'invalid_text'], // time zone
  ['2200M', 'invalid_text'], // XML document
  ['2200N', 'invalid_text'], // XML content

  ['40001', 'serialization'],
  ['40P01', 'deadlock'],
  ['55P03', 'busy'], // lock_timeout, NOWAIT

  ['08000', 'connection'],
  ['08001', 'connection'],
  ['08003', 'connection'],
  ['08004', 'connection'],
  ['08006', 'connection'],
  ['08007', 'connection'],
  ['08P01', 'connection'],
  ['25P03', 'connection'], // idle_in_transaction_session_timeout closes it
  ['25P04', 'connection'], // transaction_timeout closes it
  ['40003', 'connection'], // it broke while committing: not known whether the change stands
  ['53300', 'connection'], // too many of them
  ['57P01', 'connection'], // shutdown
  ['57P02', 'connection'], // crash
  ['57P03', 'connection'], // starting up
  ['57P05', 'connection'], // idle_session_timeout
]);

/**
 * Classifies by SQLSTATE; the columns come from `column` or from the key in `detail`.
 *
 * @internal
 */
export function postgresFault(error: DriverError): DriverFault | undefined {
  // The transaction may simply run again: the statement is sent without its name then.
  if (isLostStatement(error) || isStalePlan(error)) return driverFault('busy', {}, true);
  const kind = error.code === undefined ? undefined : kinds.get(error.code);
  if (kind === undefined) return undefined;
  const sided = kind === 'foreign_key_either' ? sideOf(error.detail) : kind;
  const retryable = kind === 'serialization' || kind === 'deadlock';
  return driverFault(
    sided,
    { columns: columnsOf(sided, error), constraint: error.constraint, table: error.table },
    retryable,
  );
}

/** Only these kinds have a key in their detail; the detail of others has the values of the row. */
const kindsWithKey: ReadonlySet<FaultKind> = new Set(['unique', 'exclusion', 'foreign_key', 'foreign_key_either']);

function columnsOf(kind: FaultKind, { column, detail }: DriverError): readonly string[] {
  if (column !== undefined) return [column];
  return kindsWithKey.has(kind) ? keyColumns(detail) : [];
}

/** One SQLSTATE stands for both sides; only the detail tells, and only a server that speaks English. */
function sideOf(detail = ''): FaultKind {
  const missing = detail.lastIndexOf(' is not present in table ');
  const referenced = detail.lastIndexOf(' is still referenced from table ');
  if (missing === referenced) return 'foreign_key_either';
  return missing > referenced ? 'foreign_key' : 'foreign_key_referenced';
}
