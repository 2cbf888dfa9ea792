import type { DataSource } from 'typeorm';

/** The family of databases, as far as it matters for values and statements. */
export type Dialect = 'sqlite' | 'postgres' | 'cockroachdb' | 'mysql' | 'other';

const dialects = new Map<string, Dialect>([
  ...named('sqlite', 'better-sqlite3, sqlite, sqljs, expo, capacitor, cordova, react-native, nativescript'),
  ...named('postgres', 'postgres, aurora-postgres'),
  ...named('cockroachdb', 'cockroachdb'),
  ...named('mysql', 'mysql, mariadb, aurora-mysql'),
]);

function named(dialect: Dialect, types: string): [string, Dialect][] {
  return types.split(', ').map((type) => [type, dialect]);
}

/**
 * The family of a data source's database.
 *
 * @internal
 */
export function dialectOf(dataSource: DataSource): Dialect {
  return dialects.get(dataSource.options.type) ?? 'other';
}
