import type { ColumnKind } from './model-description.js';

/** What the name of a column type alone tells about its values. */
export interface TypeFacts {
  readonly kind: ColumnKind;
  readonly element?: Exclude<ColumnKind, 'array' | 'unknown'>;
  /** Lowest and highest integer; absent where it differs between databases (`int`). */
  readonly minimum?: bigint;
  readonly maximum?: bigint;
  /** The range of the same type declared `unsigned`, on MySQL. */
  readonly unsignedMaximum?: bigint;
  readonly maxLength?: number;
}

type ElementKind = Exclude<ColumnKind, 'array' | 'unknown'>;

const signed = (bits: bigint, kind: 'integer' | 'bigint' = 'integer'): TypeFacts => ({
  kind,
  minimum: -(1n << (bits - 1n)),
  maximum: (1n << (bits - 1n)) - 1n,
  unsignedMaximum: (1n << bits) - 1n,
});

const ofKind = (kind: ColumnKind, names: string): [string, TypeFacts][] =>
  names.split(/,\s*/).map((name) => [name, { kind }]);

/**
 * Every column type of TypeORM's SQLite, PostgreSQL, CockroachDB, MySQL and MariaDB drivers, by what TypeORM hydrates a
 * value of it to (tried on each database, see test/contract/columns.spec.ts).
 */
const factsByType = new Map<string, TypeFacts>([
  // 32 bits on PostgreSQL and MySQL, 64 on SQLite and CockroachDB: the range comes with the database.
  ['int', { kind: 'integer', unsignedMaximum: (1n << 32n) - 1n }],
  ['integer', { kind: 'integer', unsignedMaximum: (1n << 32n) - 1n }],
  ['tinyint', signed(8n)],
  ['smallint', signed(16n)],
  ['int2', signed(16n)],
  ['mediumint', signed(24n)],
  ['int4', signed(32n)],
  ['bigint', signed(64n, 'bigint')],
  ['int8', signed(64n, 'bigint')],
  ['int64', signed(64n, 'bigint')],
  ['unsigned big int', { kind: 'bigint', minimum: 0n, maximum: (1n << 63n) - 1n }],
  // MySQL reads years below 100 as abbreviations, so they are not offered.
  ['year', { kind: 'integer', minimum: 1901n, maximum: 2155n }],
  ...ofKind('decimal', 'decimal, dec, numeric, fixed'),
  ...ofKind('float', 'float, float4, float8, double, double precision, real'),
  ...ofKind('boolean', 'boolean, bool'),
  ...ofKind('string', 'varchar, character varying, varying character, char varying, nvarchar, national varchar'),
  ...ofKind('string', 'char, character, nchar, native character, national char'),
  ...ofKind('string', 'text, mediumtext, longtext, clob, string, citext'),
  ['tinytext', { kind: 'string', maxLength: 255 }],
  // Text of a form that the database checks; it comes back in the database's spelling.
  ...ofKind('string', 'inet, inet4, inet6, cidr, macaddr, macaddr8, money, interval, timetz, time with time zone'),
  ...ofKind('string', 'xml, ltree, jsonpath, tsvector, tsquery, varbit, bit varying, line, lseg, box, path'),
  ...ofKind('string', 'int4range, int8range, numrange, tsrange, tstzrange, daterange'),
  ...ofKind('string', 'int4multirange, int8multirange, nummultirange, tsmultirange, tstzmultirange, datemultirange'),
  // PostgreSQL's own text form, or well-known text on MySQL.
  ...ofKind('string', 'polygon, linestring, multipoint, multilinestring, multipolygon, geometrycollection'),
  ...ofKind('uuid', 'uuid'),
  ...ofKind('enum', 'enum, simple-enum'),
  ...ofKind('date', 'date'),
  ...ofKind('time', 'time, time without time zone'),
  ...ofKind('datetime', 'datetime, timestamp, timestamp without time zone, timestamptz, timestamp with time zone'),
  ...ofKind('json', 'json, jsonb, simple-json'),
  // {x, y}, {x, y, radius} and GeoJSON on PostgreSQL; well-known text in a JSON string on MySQL.
  ...ofKind('json', 'point, circle, geometry, geography'),
  ...ofKind('binary', 'blob, mediumblob, longblob, bytea, bytes, binary, varbinary'),
  ['tinyblob', { kind: 'binary', maxLength: 255 }],
  ['simple-array', { kind: 'array', element: 'string' }],
  ['set', { kind: 'array', element: 'enum' }],
  ['cube', { kind: 'array', element: 'float' }],
  ['vector', { kind: 'array', element: 'float' }],
  ['halfvec', { kind: 'array', element: 'float' }],
]);

/**
 * The element kinds of `array: true` columns, which PostgreSQL has: only of types whose arrays the driver reads back
 * as arrays. It reads `numeric[]` as floating point numbers, and arrays of other types as one unparsed string.
 */
const elementByType = new Map<string, ElementKind>([
  ...elements('integer', 'int, integer, int2, int4, smallint'),
  ...elements('bigint', 'bigint, int8'),
  ...elements('float', 'decimal, numeric, real, float, float4, float8, double precision'),
  ...elements('string', 'text, varchar, character varying, char, character, money, inet, cidr, macaddr, timetz'),
  ...elements('string', 'time with time zone, interval, numrange'),
  ...elements('enum', 'enum, simple-enum'),
  ...elements('uuid', 'uuid'),
  ...elements('boolean', 'bool, boolean'),
  ...elements('binary', 'bytea'),
  ...elements('date', 'date'),
  ...elements('time', 'time, time without time zone'),
  ...elements('datetime', 'timestamp, timestamp without time zone, timestamptz, timestamp with time zone'),
]);

function elements(kind: ElementKind, names: string): [string, ElementKind][] {
  return names.split(/,\s*/).map((name) => [name, kind]);
}

/**
 * What the type of a column tells about its values: `varchar` is text, `tinyint` an integer of eight bits.
 *
 * A type that is not in the table is of the kind `unknown`.
 *
 * @internal
 */
export function factsOfType(type: string): TypeFacts {
  return factsByType.get(type) ?? { kind: 'unknown' };
}

/**
 * The same for an `array: true` column of that type.
 *
 * @internal
 */
export function factsOfArray(type: string): TypeFacts {
  const element = elementByType.get(type);
  if (element === undefined) return { kind: 'unknown' };
  return { ...(element === 'float' ? {} : factsOfType(type)), kind: 'array', element };
}

/**
 * The kind of a property that a value transformer stands behind, by TypeScript's `design:type`.
 *
 * A union such as `string | null`, an interface and a class of the application's own all arrive as something else than
 * the four plain constructors, and are JSON then.
 *
 * @internal
 */
export function kindOfDesignType(designType: unknown): ColumnKind {
  if (designType === String) return 'string';
  if (designType === Number) return 'float';
  if (designType === Boolean) return 'boolean';
  if (designType === Date) return 'datetime';
  if (designType === BigInt) return 'bigint';
  if (designType === Buffer) return 'binary';
  return 'json';
}
