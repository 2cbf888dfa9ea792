import type { DriverError } from './driver-error.js';
import { driverFault, type DriverFault, type FaultKind, type FaultPlace } from './driver-fault.js';

/**
 * Error number → kind, for MySQL and MariaDB. SQLSTATE is too coarse: 23000 is every constraint.
 *
 * @see https://dev.mysql.com/doc/mysql-errors/8.4/en/server-error-reference.html
 * @see https://mariadb.com/kb/en/mariadb-error-code-reference/
 */
const kinds: ReadonlyMap<number, FaultKind> = new Map([
  [1022, 'unique'],
  [1062, 'unique'],
  [1586, 'unique'],
  [1761, 'unique'], // by a cascading update
  [1762, 'unique'],
  [1859, 'unique'],
  [1216, 'foreign_key'],
  [1452, 'foreign_key'],
  [1217, 'foreign_key_referenced'],
  [1451, 'foreign_key_referenced'],
  [1048, 'not_null'],
  [1364, 'not_null'], // no value and no default
  [1369, 'check'], // WITH CHECK OPTION of a view
  [3819, 'check'],

  [1264, 'out_of_range'],
  [1441, 'out_of_range'], // date or time
  [1690, 'out_of_range'],
  [1153, 'too_long'], // larger than max_allowed_packet
  [1406, 'too_long'],
  [1300, 'bad_encoding'],
  [1977, 'bad_encoding'],
  [3854, 'bad_encoding'],
  [3988, 'bad_encoding'],
  [1265, 'invalid_text'], // no member of an enum, among others
  [1292, 'invalid_text'],
  [1366, 'invalid_text'],
  [1367, 'invalid_text'],
  [1411, 'invalid_text'],
  [3140, 'invalid_text'], // JSON

  [1020, 'serialization'], // MariaDB's innodb_snapshot_isolation
  [1213, 'deadlock'],
  [1614, 'deadlock'],
  [1205, 'busy'],
  [3572, 'busy'], // NOWAIT

  [1040, 'connection'], // too many of them
  [1053, 'connection'], // shutdown
  [1158, 'connection'],
  [1159, 'connection'],
  [1160, 'connection'],
  [1161, 'connection'],
  [1203, 'connection'],
  [1927, 'connection'], // killed
  [4031, 'connection'], // idle for too long
]);

const retryable: ReadonlySet<number | undefined> = new Set([1020, 1205, 1213, 1614]);

/**
 * Classifies by error number; names come from the message, read from its end, since values stand before them.
 *
 * @internal
 */
export function mysqlFault(error: DriverError): DriverFault | undefined {
  const kind = kindOf(error);
  return kind && driverFault(kind, placeOf(kind, error.message), retryable.has(error.errno));
}

function kindOf({ errno, sqlState, message }: DriverError): FaultKind | undefined {
  // System errors have a number too, but no SQLSTATE.
  if (errno === undefined || sqlState === undefined) return undefined;
  // A check on MariaDB. MySQL has the number for something else.
  if (errno === 4025 && sqlState === '23000') return 'check';
  // One number for text that is no number and for text that is no text.
  if (errno === 1366 && message.startsWith('Incorrect string value')) return 'bad_encoding';
  return kinds.get(errno);
}

function placeOf(kind: FaultKind, message: string): FaultPlace {
  switch (kind) {
    case 'unique':
      return uniqueKey(message);
    case 'foreign_key':
    case 'foreign_key_referenced':
      return foreignKey(kind, message);
    case 'not_null': {
      const column = /^(?:Column|Field) '(.+)' (?:cannot be null|doesn't have a default value)$/.exec(message)?.[1];
      return { columns: column === undefined ? [] : [column] };
    }
    case 'check':
      return check(message);
    default:
      return column(message);
  }
}

/** `… for key 'email'` (MariaDB, and MySQL before 8.0.19) or `… for key 'user.email'`. */
function uniqueKey(message: string): FaultPlace {
  const key = /^.* for key '(.+)'$/s.exec(message)?.[1];
  const [, table, constraint] = /^([^.]+)\.(.+)$/.exec(key ?? '') ?? [undefined, undefined, key];
  return { constraint, table };
}

/** ``… (`db`.`child`, CONSTRAINT `fk` FOREIGN KEY (`a`, `b`) REFERENCES …``; the older numbers tell nothing. */
function foreignKey(kind: FaultKind, message: string): FaultPlace {
  const [, table, constraint, list = ''] =
    /`\.`([^`]+)`, CONSTRAINT `([^`]+)` FOREIGN KEY \((.+?)\) REFERENCES/.exec(message) ?? [];
  return { table, constraint, columns: kind === 'foreign_key' ? names(list) : [] };
}

/** MariaDB: ``CONSTRAINT `positive` failed for `db`.`table` ``, where a column's own check is `` `table.column` ``. */
function check(message: string): FaultPlace {
  const [, constraint, table] = /^CONSTRAINT `(.+)` failed for `.+`\.`(.+)`$/.exec(message) ?? [];
  if (constraint === undefined) return { constraint: /^Check constraint '(.+)' is violated\.$/.exec(message)?.[1] };
  const column = constraint.startsWith(`${table}.`) ? [constraint.slice(`${table}.`.length)] : [];
  return { constraint, table, columns: column };
}

/** `… for column 'age' at row 1`, or ``… for column `db`.`user`.`age` at row 1``. */
function column(message: string): FaultPlace {
  const named = /^.* for column (.+) at row \d+$/s.exec(message)?.[1];
  if (named === undefined) return {};
  const [last, table] = names(named).reverse();
  return { table, columns: [last ?? named.replace(/^'(.*)'$/, '$1')] };
}

/** The names between backticks. */
function names(list: string): string[] {
  return Array.from(list.matchAll(/`((?:[^`]|``)+)`/g), ([, name = '']) => name.replaceAll('``', '`'));
}
