import type { EntityManager } from 'typeorm';
import type { BoundModel } from './bind-model.js';
import { columnsCondition } from './row-key.js';
import { rowPlanOf } from './row-plan.js';
import { runnerOf, runWrite } from './run-statement.js';
import { deleteStatement } from './write-statements.js';
import type { ColumnMetadata } from './type-orm-metadata.js';

/**
 * Deletes the row that has these values in columns which identify a row, by one statement that gives it back; for
 * entities of which `isDeletedUnseen` says that it can.
 *
 * @returns the row as an entity; `undefined` when there is none.
 * @internal
 */
export async function deleteUnseen<Entity extends object>(
  bound: BoundModel<Entity>,
  manager: EntityManager,
  columns: readonly ColumnMetadata[],
  values: readonly unknown[],
): Promise<Entity | undefined> {
  const runner = runnerOf(manager);
  const { metadata } = bound;
  const condition = columnsCondition(columns, values);
  const { rows } = await runWrite(
    runner,
    deleteStatement(runner, metadata, condition, rowPlanOf(metadata).updateReturning),
  );
  const [row] = rows;
  return row && bound.hydrate(row);
}
