import type { DriverError } from './driver-error.js';
import { driverFault, type DriverFault, type FaultKind, type FaultPlace } from './driver-fault.js';

/**
 * Extended result code → kind.
 *
 * @see https://www.sqlite.org/rescode.html
 */
const kinds: ReadonlyMap<string, FaultKind> = new Map([
  ['SQLITE_CONSTRAINT_UNIQUE', 'unique'],
  ['SQLITE_CONSTRAINT_PRIMARYKEY', 'unique'],
  ['SQLITE_CONSTRAINT_ROWID', 'unique'],
  ['SQLITE_CONSTRAINT_FOREIGNKEY', 'foreign_key_either'],
  ['SQLITE_CONSTRAINT_NOTNULL', 'not_null'],
  ['SQLITE_CONSTRAINT_CHECK', 'check'],
  ['SQLITE_CONSTRAINT_DATATYPE', 'invalid_text'], // a STRICT table
  ['SQLITE_MISMATCH', 'invalid_text'], // text for an INTEGER PRIMARY KEY
  ['SQLITE_TOOBIG', 'too_long'],

  ['SQLITE_BUSY', 'busy'],
  ['SQLITE_BUSY_RECOVERY', 'busy'],
  ['SQLITE_BUSY_SNAPSHOT', 'busy'],
  ['SQLITE_BUSY_TIMEOUT', 'busy'],
  ['SQLITE_LOCKED_SHAREDCACHE', 'busy'],

  ['SQLITE_CANTOPEN', 'connection'],
]);

/** Where the code says too little, the whole message decides. */
const kindsOfMessages: ReadonlyMap<string, FaultKind> = new Map([
  ['SQLITE_CONSTRAINT_TRIGGER: FOREIGN KEY constraint failed', 'foreign_key_referenced'], // how RESTRICT is done
  ['SQLITE_ERROR: integer overflow', 'out_of_range'],
  ['RangeError: The bound string, buffer, or bigint is too big', 'out_of_range'], // better-sqlite3, before SQLite
]);

/**
 * Classifies by extended result code; table and columns come from the message, which has no values in it.
 *
 * @internal
 */
export function sqliteFault(error: DriverError): DriverFault | undefined {
  const { code = error.name, message } = error;
  const kind = kinds.get(code) ?? kindsOfMessages.get(`${code}: ${message}`);
  return kind && driverFault(kind, placeOf(kind, message), kind === 'busy');
}

function placeOf(kind: FaultKind, message: string): FaultPlace {
  switch (kind) {
    case 'unique': {
      const [, index, keys] = /^UNIQUE constraint failed: (?:index '(.+)'|(.+))$/.exec(message) ?? [];
      return keys === undefined ? { constraint: index } : columnsOf(keys);
    }
    case 'not_null':
      return columnsOf(/^NOT NULL constraint failed: (.+)$/.exec(message)?.[1]);
    case 'check':
      return { constraint: /^CHECK constraint failed: (.+)$/s.exec(message)?.[1] };
    case 'invalid_text':
      return columnsOf(/ column (\S+\.\S+)$/.exec(message)?.[1]);
    default:
      return {};
  }
}

/** Reads `user.tenant, user.email`. */
function columnsOf(keys = ''): FaultPlace {
  const dot = keys.indexOf('.');
  if (dot < 0) return {};
  const table = keys.slice(0, dot);
  return { table, columns: keys.slice(dot + 1).split(`, ${table}.`) };
}
