import type { DataSourceOptions } from 'typeorm';
import { entities } from './entities/entities.js';
import { migrations } from './migrations/migrations.js';

/** The tables of the shop: made by migrations, which a test holds against the entities. */
export const shopTables = { entities, migrations, migrationsRun: true, synchronize: false };

/** A database by a URL (`postgres://…`), or by the path of a SQLite file. */
export function databaseAt(place: string): DataSourceOptions {
  return /^postgres(ql)?:/.test(place)
    ? // PostgreSQL's timestamps have no zone; what it fills in itself is UTC, as what the process writes is.
      { type: 'postgres', url: place, extra: { options: '-c TimeZone=UTC' }, ...shopTables }
    : { type: 'better-sqlite3', database: place, enableWAL: true, ...shopTables };
}
