import { randomBytes } from 'node:crypto';
import mysql from 'mysql2/promise';
import pg from 'pg';
import type { DataSourceOptions, MixedList } from 'typeorm';
import { StatementLog } from './statement-log.js';

export { StatementLog, statementsOf, type Statement } from './statement-log.js';

// Written by global-setup.js before the workers start.
const { TEST_DATABASES = '', TEST_POSTGRES_URL = '', TEST_MYSQL_URL = '', TEST_MYSQL_SKIP } = process.env;
const mysqlKind = process.env.TEST_MYSQL_KIND === 'mariadb' ? 'mariadb' : 'mysql';

export type DatabaseName = 'sqlite' | 'postgres' | 'mysql';

/** The classes (or schemas) that a data source maps. */
export type Entities = MixedList<NonNullable<DataSourceOptions['entities']> extends MixedList<infer One> ? One : never>;

/** One kind of database to test on. */
export interface Database {
  readonly name: DatabaseName;
  /** Why this database is not tested in this run. */
  readonly skipReason?: string | undefined;
  /**
   * Makes a fresh, empty database and the options of a data source for it: tables are made from the entities, and
   * every statement is recorded (see `statementsOf`). Hand the options to `dropDatabase` afterwards.
   */
  dataSourceOptions(entities: Entities): Promise<DataSourceOptions>;
}

const common = (entities: Entities) => ({
  entities,
  synchronize: true,
  logging: true,
  logger: new StatementLog(),
});

const sqlite: Database = {
  name: 'sqlite',
  dataSourceOptions: (entities) =>
    // TypeORM switches foreign keys on for every connection; setup.spec.ts holds it to that.
    Promise.resolve({ ...common(entities), type: 'better-sqlite3', database: ':memory:' }),
};

const postgres: Database = {
  name: 'postgres',
  async dataSourceOptions(entities) {
    const name = freshName();
    await onPostgres(`CREATE DATABASE "${name}"`);
    return {
      ...common(entities),
      type: 'postgres',
      url: withDatabase(TEST_POSTGRES_URL, name),
      extra: { max: 4 },
    };
  },
};

const mysqlOrMariaDb: Database = {
  name: 'mysql',
  skipReason: TEST_MYSQL_SKIP,
  async dataSourceOptions(entities) {
    const name = freshName();
    await onMysql(`CREATE DATABASE \`${name}\` CHARACTER SET utf8mb4`);
    return {
      ...common(entities),
      type: mysqlKind,
      url: withDatabase(TEST_MYSQL_URL, name),
      charset: 'utf8mb4',
      timezone: 'Z',
      extra: { connectionLimit: 4 },
    };
  },
};

/** The databases of this run; one with a `skipReason` is named in the report, and skipped. */
export const databases: readonly Database[] = [sqlite, postgres, mysqlOrMariaDb].filter((database) =>
  TEST_DATABASES.split(',').includes(database.name),
);

/** Drops a database that `dataSourceOptions` made. Close the data source first. */
export async function dropDatabase(options: DataSourceOptions): Promise<void> {
  if (options.type === 'postgres') {
    await onPostgres(`DROP DATABASE IF EXISTS "${databaseOf(options)}" WITH (FORCE)`);
  } else if (options.type === 'mysql' || options.type === 'mariadb') {
    await onMysql(`DROP DATABASE IF EXISTS \`${databaseOf(options)}\``);
  }
}

/** Runs a suite once for every database, as `describe(name)`. */
export function onEveryDatabase(suite: (database: Database) => void): void {
  for (const database of databases) {
    const { name, skipReason } = database;
    if (skipReason === undefined) {
      describe(name, () => {
        suite(database);
      });
    } else {
      describe.skip(`${name} (skipped: ${skipReason})`, () => {
        suite(database);
      });
    }
  }
}

const freshName = (): string => `restview_${randomBytes(6).toString('hex')}`;

const databaseOf = (options: { readonly url?: string }): string => new URL(options.url ?? '').pathname.slice(1);

function withDatabase(server: string, name: string): string {
  const url = new URL(server);
  url.pathname = `/${name}`;
  return url.href;
}

async function onPostgres(sql: string): Promise<void> {
  const client = new pg.Client({ connectionString: TEST_POSTGRES_URL });
  await client.connect();
  try {
    await client.query(sql);
  } finally {
    await client.end();
  }
}

async function onMysql(sql: string): Promise<void> {
  const connection = await mysql.createConnection(TEST_MYSQL_URL);
  try {
    await connection.query(sql);
  } finally {
    await connection.end();
  }
}
