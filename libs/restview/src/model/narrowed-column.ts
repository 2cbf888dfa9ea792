import type { Dialect } from './dialect.js';
import type { ColumnDescription } from './model-description.js';

type Limits = Pick<ColumnDescription, 'minimum' | 'maximum' | 'precision' | 'scale' | 'maxLength'>;

const maxSafe = BigInt(Number.MAX_SAFE_INTEGER);
const maxInt32 = (1n << 31n) - 1n;
/** A double keeps that many decimal digits whatever they are. */
const doubleDigits = 15;

/** What MySQL and TypeORM's MySQL driver make of a type without a length, in characters or bytes. */
const mysqlLengths = new Map([
  ...['varchar', 'nvarchar', 'national varchar', 'varbinary'].map((type) => [type, 255] as const),
  ...['char', 'nchar', 'national char', 'binary'].map((type) => [type, 1] as const),
  ...['text', 'blob'].map((type) => [type, 65_535] as const),
  ...['mediumtext', 'mediumblob'].map((type) => [type, 16_777_215] as const),
]);
const postgresLengths = new Map([
  ['char', 1],
  ['character', 1],
]);

/**
 * A column with the limits that its database adds, so that a value is refused instead of changed.
 *
 * - SQLite's driver hands integers over as JavaScript numbers, and SQLite stores a decimal as a double: what lies
 *   beyond 2^53 - 1, or has more than 15 digits, would come back as another value.
 * - `int` has 32 bits on PostgreSQL and MySQL, and more on SQLite and CockroachDB.
 * - MySQL rounds a `decimal` without precision to whole numbers, and bounds every text.
 *
 * @internal
 */
export function narrowColumn(column: ColumnDescription, dialect: Dialect): ColumnDescription {
  if (column.transformed) return column;
  const limits = limitsOf(column, dialect);
  return limits === undefined ? column : Object.freeze({ ...column, ...limits });
}

function limitsOf(column: ColumnDescription, dialect: Dialect): Limits | undefined {
  switch (column.element ?? column.kind) {
    case 'integer':
      return integerLimits(column, dialect);
    case 'bigint':
      return dialect === 'sqlite' ? within(column, maxSafe) : undefined;
    case 'decimal':
      return decimalLimits(column, dialect);
    case 'string':
    case 'binary':
      return lengthLimit(column, dialect);
    default:
      return undefined;
  }
}

function integerLimits(column: ColumnDescription, dialect: Dialect): Limits | undefined {
  if (column.maximum !== undefined) return undefined;
  const is32Bit = dialect === 'postgres' || dialect === 'mysql';
  return is32Bit ? { minimum: -maxInt32 - 1n, maximum: maxInt32 } : { minimum: -maxSafe, maximum: maxSafe };
}

function within({ minimum = -maxSafe, maximum = maxSafe }: ColumnDescription, bound: bigint): Limits {
  return { minimum: minimum < -bound ? -bound : minimum, maximum: maximum > bound ? bound : maximum };
}

function decimalLimits({ precision }: ColumnDescription, dialect: Dialect): Limits | undefined {
  if (dialect === 'sqlite') return { precision: Math.min(precision ?? doubleDigits, doubleDigits) };
  return dialect === 'mysql' && precision === undefined ? { precision: 10, scale: 0 } : undefined;
}

function lengthLimit({ maxLength, type }: ColumnDescription, dialect: Dialect): Limits | undefined {
  if (maxLength !== undefined) return undefined;
  const lengths = dialect === 'mysql' ? mysqlLengths : dialect === 'sqlite' ? undefined : postgresLengths;
  const length = lengths?.get(type);
  return length === undefined ? undefined : { maxLength: length };
}
