import type { DataSource } from 'typeorm';
import type { RawRow } from '../row-plan.js';

/** A connection of pg, as far as statements need it. */
export interface PostgresConnection {
  query(statement: PostgresStatement): Promise<PostgresAnswer>;
  on(event: 'error', listener: (error: Error) => void): unknown;
  removeListener(event: 'error', listener: (error: Error) => void): unknown;
}

/** A statement as pg takes it; one with a name is parsed once on each connection. */
export interface PostgresStatement {
  readonly text: string;
  readonly values: readonly unknown[];
  readonly name?: string;
}

/** What pg answers. */
export interface PostgresAnswer {
  readonly rows: RawRow[];
  readonly rowCount: number | null;
  readonly command: string;
}

/** Gives a connection back to its pool; one with an error, or `true`, is closed. */
export type Release = (error?: Error | boolean) => void;

/** TypeORM's driver for PostgreSQL, as far as statements need it. */
export interface PostgresDriver {
  readonly isReplicated: boolean;
  obtainMasterConnection(): Promise<[PostgresConnection, Release]>;
  obtainSlaveConnection(): Promise<[PostgresConnection, Release]>;
}

const drivers = new WeakMap<DataSource, PostgresDriver | null>();

/**
 * TypeORM's driver of a PostgreSQL data source; `undefined` for other databases and other ways to PostgreSQL.
 *
 * @internal
 */
export function postgresDriver(dataSource: DataSource): PostgresDriver | undefined {
  let known = drivers.get(dataSource);
  if (known === undefined) {
    const { driver, options } = dataSource;
    known = options.type === 'postgres' && isPostgresDriver(driver) ? driver : null;
    drivers.set(dataSource, known);
  }
  return known ?? undefined;
}

function isPostgresDriver(driver: object): driver is PostgresDriver {
  return 'isReplicated' in driver && 'obtainMasterConnection' in driver && 'obtainSlaveConnection' in driver;
}

/**
 * A connection that reads, as TypeORM's own reads choose it.
 *
 * @internal
 */
export function readingConnection(
  dataSource: DataSource,
  driver: PostgresDriver,
): Promise<[PostgresConnection, Release]> {
  const isSlave = driver.isReplicated && dataSource.defaultReplicationModeForReads() === 'slave';
  return isSlave ? driver.obtainSlaveConnection() : driver.obtainMasterConnection();
}

/**
 * Whether this is what a query runner on PostgreSQL is connected by.
 *
 * @internal
 */
export function isPostgresConnection(connection: unknown): connection is PostgresConnection {
  return typeof connection === 'object' && connection !== null && 'query' in connection && 'on' in connection;
}
