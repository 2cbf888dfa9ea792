import { HttpException } from '@nestjs/common';
import { classifyDriverError, problemOfFault } from '../../errors/driver-problems.js';
import { NotFound, Unprocessable } from '../../errors/problems.js';
import { insertRow, isChanged, updateRow } from '../../model/write-rows.js';
import type { BoundChild, NestedWrites } from './bound-child.js';
import { markRowDeleted } from '../deletes/mark-deleted.js';
import { removeRows } from '../deletes/remove-row.js';
import { takeRelationWrites } from '../bracket/relation-writes.js';
import { rowsOf } from '../bracket/transaction.js';
import type { WriteContext } from '../view-context.js';

/** What saving a child did. */
export interface SavedChild {
  /** Its own row was written. */
  readonly isWritten: boolean;
  /** Its row was written, or one of those that hang on it. */
  readonly hasWritten: boolean;
}

/** Writes a child and what hangs on it: INSERT for a new one, UPDATE of the changed columns for one that was loaded. */
export async function saveChild(
  child: BoundChild,
  row: object,
  pointer: string,
  context: WriteContext,
  nested: NestedWrites,
): Promise<SavedChild> {
  const stored = rowsOf(context).storedRow(row);
  const around = takeRelationWrites(row);
  for (const write of around) await write.before?.(context, nested);
  const isWritten = await answering(child, pointer, stored ? 'update' : 'insert', async () => {
    if (!stored) return makeRow(child, row, context);
    if (!isChanged(child.model, row, stored)) return false;
    await stamp(child, row, false, context);
    const outcome = await updateRow(child.model, context.manager, row, stored);
    if (outcome === 'missing') throw childGone(pointer);
    return outcome;
  });
  let hasWritten = isWritten;
  for (const write of around) if (await write.after?.(context, nested)) hasWritten = true;
  if (isWritten) rowsOf(context).track(child.model, row);
  return { isWritten, hasWritten };
}

/**
 * Removes the rows of children, or marks them as removed where their entity has a `@DeleteDateColumn()`.
 *
 * The last one goes first: what was made later refers to what was there.
 */
export async function removeChildren(child: BoundChild, rows: readonly object[], context: WriteContext): Promise<void> {
  const isSoft = child.model.metadata.deleteDateColumn !== undefined;
  const lastFirst = rows.toReversed();
  await answering(child, '', 'delete', async () => {
    if (!isSoft) await removeRows(child, lastFirst, context);
    else for (const row of lastFirst) await markIfThere(child, row, context);
  });
  for (const row of rows) rowsOf(context).forget(row);
}

/** A row that is gone already is as good. */
async function markIfThere(child: BoundChild, row: object, context: WriteContext): Promise<void> {
  try {
    await markRowDeleted(child, row, context, () => stamp(child, row, false, context));
  } catch (error) {
    if (!(error instanceof NotFound)) throw error;
  }
}

async function makeRow(child: BoundChild, row: object, context: WriteContext): Promise<true> {
  await stamp(child, row, true, context);
  await insertRow(child.model, context.manager, row);
  return true;
}

async function stamp(child: BoundChild, row: object, isNew: boolean, context: WriteContext): Promise<void> {
  for (const view of child.views.of(child.model.description.entity)) await view.stampObject(row, isNew, context);
}

/** What the database refuses of a child is told by the child's fields: the parent may have some of the same name. */
async function answering<Result>(
  child: BoundChild,
  pointer: string,
  operation: 'insert' | 'update' | 'delete',
  work: () => Promise<Result>,
): Promise<Result> {
  try {
    return await work();
  } catch (error) {
    const fault = error instanceof HttpException ? undefined : classifyDriverError(error);
    if (!fault) throw error;
    const { tableName } = child.model.metadata;
    const nameOf = (table?: string, column?: string, constraint?: string): readonly string[] =>
      table !== undefined && table !== tableName ? [] : placed(child.publicNames(column, constraint), pointer);
    throw problemOfFault(fault, operation === 'delete' ? () => [] : nameOf, { operation, cause: error });
  }
}

function placed(names: readonly string[], pointer: string): readonly string[] {
  return names.map((name) =>
    name.startsWith('/') ? pointer + name : `${pointer}/${name.replaceAll('~', '~0').replaceAll('/', '~1')}`,
  );
}

function childGone(pointer: string): Unprocessable {
  return new Unprocessable([{ pointer, code: 'reference_not_found', detail: 'This row is gone.' }]);
}
