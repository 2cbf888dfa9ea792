/**
 * What the database refused, in words that do not depend on the database.
 *
 * - `unique`, `not_null`, `check`, `exclusion`: a constraint of that kind.
 * - `foreign_key`: the written row refers to a row that does not exist.
 * - `foreign_key_referenced`: the row that goes away, or changes its key, is still referred to.
 * - `foreign_key_either`: one of those two, and the driver does not say which.
 * - `out_of_range`, `too_long`, `bad_encoding`, `invalid_text`: a value that its column cannot hold; the last is text
 *   that is no number, UUID, date, enum member or JSON.
 * - `serialization`, `deadlock`, `busy`: other transactions are in the way; `busy` is a lock that did not come in time.
 * - `connection`: there is no connection, or it broke.
 *
 * @public
 */
export type FaultKind =
  | 'unique'
  | 'foreign_key'
  | 'foreign_key_referenced'
  | 'foreign_key_either'
  | 'not_null'
  | 'check'
  | 'exclusion'
  | 'out_of_range'
  | 'too_long'
  | 'bad_encoding'
  | 'invalid_text'
  | 'serialization'
  | 'deadlock'
  | 'busy'
  | 'connection';

/**
 * An error of the database as a plain value, without the values of the row and without SQL.
 *
 * The names are those of the database; what a client may read of them is decided by whoever answers it.
 *
 * @public
 */
export interface DriverFault {
  /** What was refused. */
  readonly kind: FaultKind;
  /** Database columns as far as the driver names them; empty when it does not, and for `foreign_key_referenced`. */
  readonly columns: readonly string[];
  /** Constraint or index. A check without a name of its own is its expression on SQLite. */
  readonly constraint?: string;
  /** The table that has the constraint: the referring one for foreign keys. */
  readonly table?: string;
  /** Whether the whole transaction may succeed when it is simply run again. */
  readonly retryable: boolean;
}

/**
 * Where a fault lies; what the driver does not tell is left out or `undefined`.
 *
 * @internal
 */
export interface FaultPlace {
  readonly columns?: readonly string[] | undefined;
  readonly constraint?: string | undefined;
  readonly table?: string | undefined;
}

/**
 * Makes a frozen {@link DriverFault} without empty members.
 *
 * @internal
 */
export function driverFault(kind: FaultKind, place: FaultPlace = {}, retryable = false): DriverFault {
  const { columns = [], constraint, table } = place;
  return Object.freeze({
    kind,
    columns: Object.freeze([...columns]),
    ...(constraint !== undefined && { constraint }),
    ...(table !== undefined && { table }),
    retryable,
  });
}
