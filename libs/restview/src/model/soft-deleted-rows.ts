import type { EntityManager } from 'typeorm';
import { ConfigurationError } from '../errors/configuration-error.js';
import type { DeletePlan } from './delete-plan.js';
import type { DeletionTime } from './deletion-time.js';
import { dialectOf } from './dialect.js';
import { columnSql, isOneOf, keyBatchesOf } from './key-batches.js';
import { rawKeyOf } from './raw-key.js';
import { rawRowsOf, referringRows, REFERRING } from './referring-rows.js';
import type { RowChange } from './row-changes.js';
import type { RawRow } from './row-plan.js';
import type { FollowCascade } from './rows-to-go.js';
import type { ColumnMetadata, EntityMetadata } from './type-orm-metadata.js';
import { updateRawRows } from './update-raw-rows.js';

const OWNER = 'restview_owner';

/**
 * Follows a cascade to live rows; of those that are deleted, the moment is passed over.
 *
 * @internal
 */
export function followingLive(manager: EntityManager, time: DeletionTime): FollowCascade {
  return async ({ relation, plan }, rows) => {
    const { entity } = plan;
    const column = deleteDateOf(entity);
    const deletedAt = columnSql(column, REFERRING);
    const found = await referringRows(manager, relation, rows, [...plan.columns, column], {
      sql: `(${deletedAt} IS NULL OR ${deletedAt} >= :restview_since)`,
      parameters: { restview_since: prepared(time.value, column) },
    });
    return found.filter((row) => {
      const taken = deletionOf(entity, row);
      if (taken !== null) time.pass(taken);
      return taken === null;
    });
  };
}

/**
 * Follows a cascade to the rows that were deleted at a moment.
 *
 * @internal
 */
export function followingDeletedAt(manager: EntityManager, moment: unknown): FollowCascade {
  return ({ relation, plan }, rows) => {
    const column = deleteDateOf(plan.entity);
    return referringRows(manager, relation, rows, plan.columns, {
      sql: `${columnSql(column, REFERRING)} = :restview_moment`,
      parameters: { restview_moment: prepared(moment, column) },
    });
  };
}

/**
 * Marks rows as deleted, those that nobody has marked meanwhile.
 *
 * @param also - what else is written to them.
 * @returns how many.
 * @internal
 */
export function markDeleted(
  manager: EntityManager,
  { entity }: DeletePlan,
  rows: readonly RawRow[],
  time: Date,
  also: readonly RowChange[] = [],
): Promise<number> {
  const column = deleteDateOf(entity);
  return write(manager, rows, [{ column, value: time }, ...also], `${columnSql(column, undefined)} IS NULL`);
}

/**
 * Makes rows live again.
 *
 * @param also - what else is written to them.
 * @internal
 */
export function unmarkDeleted(
  manager: EntityManager,
  { entity }: DeletePlan,
  rows: readonly RawRow[],
  also: readonly RowChange[] = [],
): Promise<number> {
  const column = deleteDateOf(entity);
  return write(manager, rows, [{ column, value: null }, ...also], `${columnSql(column, undefined)} IS NOT NULL`);
}

/** When the rows are deleted, as an entity has it. */
type DateChange = Pick<RowChange, 'column' | 'value'>;

async function write(
  manager: EntityManager,
  rows: readonly RawRow[],
  changes: readonly [DateChange, ...RowChange[]],
  only: string,
): Promise<number> {
  const [date, ...also] = changes;
  const { entityMetadata: entity, databaseName } = date.column;
  const all = [date, ...also.filter(({ column }) => column.databaseName !== databaseName)];
  const columns = all.map(({ column }) => column);
  const values = all.map(({ column, value }) => prepared(value, column));
  let written = 0;
  for (const keys of keyBatchesOf(entity.primaryColumns, rows)) {
    const { sql, parameters } = isOneOf(entity.primaryColumns, keys, undefined);
    const condition = { sql: `${sql} AND ${only}`, parameters };
    written += await updateRawRows(manager, entity, columns, values, condition);
  }
  return written;
}

/**
 * Whether one of some rows belongs, by a cascade, to a row that is deleted.
 *
 * @internal
 */
export async function hasDeletedOwner(
  manager: EntityManager,
  { entity, owners }: DeletePlan,
  rows: readonly RawRow[],
): Promise<boolean> {
  for (const { entity: owner, foreignKey, referenced } of owners) {
    const pairs = foreignKey.map(
      (column, index) => `${columnSql(column, REFERRING)} = ${columnSql(referenced[index] ?? column, OWNER)}`,
    );
    const isDeleted = `${columnSql(deleteDateOf(owner), OWNER)} IS NOT NULL`;
    for (const keys of keyBatchesOf(entity.primaryColumns, rows)) {
      const { sql, parameters } = isOneOf(entity.primaryColumns, keys, REFERRING);
      const orphan = await rawRowsOf(manager, entity, entity.primaryColumns)
        .innerJoin(owner.target, OWNER, pairs.join(' AND '))
        .where(`${sql} AND ${isDeleted}`, parameters)
        .limit(1)
        .getRawOne<RawRow>();
      if (orphan) return true;
    }
  }
  return false;
}

/**
 * What a plan has to know of the row with a key, and when it was deleted; locked where the database can, so that of two
 * who restore it one waits and finds it live.
 *
 * @internal
 */
export async function deletedRow(
  manager: EntityManager,
  { entity, columns }: DeletePlan,
  key: readonly unknown[],
): Promise<RawRow | undefined> {
  const values = entity.primaryColumns.map((column, index) => prepared(key[index], column));
  const { sql, parameters } = isOneOf(entity.primaryColumns, [values], REFERRING);
  const query = rawRowsOf(manager, entity, [...columns, deleteDateOf(entity)]).where(sql, parameters);
  if (['postgres', 'cockroachdb', 'mysql'].includes(dialectOf(entity.dataSource))) query.setLock('pessimistic_write');
  return query.getRawOne<RawRow>();
}

/**
 * When a row was deleted, as an entity has it; `null` for a live one.
 *
 * @internal
 */
export function deletionOf(entity: EntityMetadata, row: RawRow): unknown {
  const column = deleteDateOf(entity);
  const [value] = rawKeyOf([column], row);
  if (value === null || value === undefined) return null;
  return entity.dataSource.driver.prepareHydratedValue(value, column) as unknown;
}

function prepared(value: unknown, column: ColumnMetadata): unknown {
  return column.entityMetadata.dataSource.driver.preparePersistentValue(value, column) as unknown;
}

/**
 * The column that says when a row was deleted.
 *
 * @throws {@link ConfigurationError} when the entity has none.
 * @internal
 */
export function deleteDateOf({ name, deleteDateColumn }: EntityMetadata): ColumnMetadata {
  if (deleteDateColumn) return deleteDateColumn;
  throw new ConfigurationError({
    subject: name,
    problem: 'is soft-deleted, but has no column for it.',
    remedy: 'Add @DeleteDateColumn() deletedAt!: Date | null.',
  });
}
