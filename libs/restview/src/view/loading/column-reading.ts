import type { ColumnMetadata } from '../../model/type-orm-metadata.js';

/** The value that a column has in an entity, of what the driver read. */
export type ColumnReader = (value: unknown) => unknown;

/** How TypeORM's driver for the database reads a column. */
export function columnReader(column: ColumnMetadata): ColumnReader {
  const { driver } = column.entityMetadata.dataSource;
  return (value) => driver.prepareHydratedValue(value, column) as unknown;
}

/** Types that TypeORM hands over as the driver has them, on SQLite, PostgreSQL, MySQL and MariaDB. */
const asTheyAre = new Set<unknown>([
  String,
  ...['varchar', 'character varying', 'text', 'char', 'character', 'citext', 'uuid'],
  ...['int', 'integer', 'int2', 'int4', 'int8', 'smallint', 'bigint'],
  ...['numeric', 'decimal', 'real', 'float', 'float4', 'float8', 'double', 'double precision'],
]);
const booleans = new Set<unknown>([Boolean, 'boolean', 'bool']);
const instants = new Set<unknown>([
  Date,
  ...['datetime', 'timestamp', 'timestamptz', 'timestamp with time zone', 'timestamp without time zone'],
]);

/**
 * The text of an expression over `value` that reads a column, without a call where the value is what the entity has.
 *
 * @param byDriver - the expression that asks the driver.
 */
export function inlineReading({ type, transformer }: ColumnMetadata, byDriver: string): string {
  if (transformer) return byDriver;
  if (asTheyAre.has(type)) return 'value';
  if (type === Number) return `((value | 0) === value ? value | 0 : ${byDriver})`;
  if (booleans.has(type)) return `(value === true || value === false ? value : ${byDriver})`;
  if (instants.has(type)) return `(value instanceof Date ? value : ${byDriver})`;
  return byDriver;
}
