import type { DataSource } from 'typeorm';
import { postgresDriver } from './postgres-connection.js';

/** A pool of pg, as far as it tells how busy it is. */
interface Pool {
  readonly totalCount: number;
  readonly idleCount: number;
  readonly waitingCount: number;
  readonly options: { readonly max: number };
}

/**
 * Whether so many statements can read at once without waiting for a connection, as far as the pool tells; only that of
 * PostgreSQL does.
 *
 * @internal
 */
export function hasFreeConnections(dataSource: DataSource, wanted: number): boolean {
  const driver = postgresDriver(dataSource);
  if (!driver) return false;
  const pools: unknown = Reflect.get(driver, driver.isReplicated ? 'slaves' : 'master');
  return [pools].flat().every((pool) => isPool(pool) && freeIn(pool) >= wanted);
}

function freeIn({ totalCount, idleCount, waitingCount, options }: Pool): number {
  return idleCount + options.max - totalCount - waitingCount;
}

function isPool(value: unknown): value is Pool {
  return (
    typeof value === 'object' &&
    value !== null &&
    ['totalCount', 'idleCount', 'waitingCount'].every((count) => typeof Reflect.get(value, count) === 'number') &&
    typeof Reflect.get(value, 'options') === 'object'
  );
}
