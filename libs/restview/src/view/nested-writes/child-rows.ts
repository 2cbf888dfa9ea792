import { dialectOf } from '../../model/dialect.js';
import { rawKeyText } from '../../model/raw-key.js';
import { keyOf } from '../../model/row-key.js';
import type { ColumnMetadata } from '../../model/type-orm-metadata.js';
import { ConditionWriter } from '../../query/apply-condition.js';
import type { BoundChild } from './bound-child.js';
import { currentRows, loadReferences } from './child-references.js';
import type { LoadingPlan } from '../loading/loading-plan.js';
import { outOfScope } from '../out-of-scope.js';
import { relatedTo } from '../loading/related-values.js';
import { isOneOfRows } from './rows-condition.js';
import { rowsOf } from '../bracket/transaction.js';
import type { WriteContext } from '../view-context.js';

/** The rows that were locked when they were loaded. */
const locked = new WeakSet<object>();

/** Lets one writer after the other write the rows of a parent: else two lists would be mixed. */
export async function lockParent({ parent }: BoundChild, entity: object, context: WriteContext): Promise<void> {
  // SQLite has one writer.
  if (locked.has(entity) || dialectOf(context.manager.dataSource) === 'sqlite') return;
  await context.manager
    .createQueryBuilder<object>(parent.target, 'owner')
    .select(parent.primaryColumns.map(({ propertyPath }) => `owner.${propertyPath}`))
    .withDeleted()
    .whereInIds(parent.getEntityIdMap(entity))
    .setLock('pessimistic_write')
    .getOne();
}

/**
 * The rows of some parents that the caller may see, as the database has them now, by their keys; one statement.
 *
 * Each row is made its parent's, and the write knows it as stored.
 *
 * @param references - what has to be known of the rows' own references; one statement more where there are some.
 */
export async function loadChildren(
  child: BoundChild,
  parents: readonly object[],
  references: LoadingPlan,
  context: WriteContext,
): Promise<ReadonlyMap<object, readonly object[]>> {
  const { parent, relation, model } = child;
  const rows = context.manager
    .createQueryBuilder<object>(parent.target, 'owner')
    .select(parent.primaryColumns.map(({ propertyPath }) => `owner.${propertyPath}`));
  const visible = new ConditionWriter(rows, currentRows(child, context)).isAmong(model.metadata, 'child');
  rows.innerJoinAndSelect(`owner.${relation.propertyPath}`, 'child', visible?.sql, visible?.parameters);
  // After the join: the parent may be a deleted one that its view shows, its rows may not.
  rows.withDeleted();
  for (const { propertyPath } of model.primaryColumns) rows.addOrderBy(`child.${propertyPath}`);
  if (dialectOf(context.manager.dataSource) !== 'sqlite') rows.setLock('pessimistic_write');
  const among = isOneOfRows(parent, parents, 'owner');
  const owners = await rows.where(among.sql, among.parameters).getMany();
  const byKey = new Map(owners.map((owner) => [rawKeyText(keyOf(parent, owner)), owner]));
  const children = new Map(
    parents.map((one): [object, readonly object[]] => {
      const owner = byKey.get(rawKeyText(keyOf(parent, one)));
      return [one, owner ? relatedTo(relation, owner) : []];
    }),
  );
  await loadReferences(child, [...children.values()].flat(), references, context);
  for (const [one, some] of children) for (const row of some) adopt(child, row, one, context);
  return children;
}

function adopt(child: BoundChild, row: object, parent: object, context: WriteContext): void {
  locked.add(row);
  belongTo(child, row, parent);
  rowsOf(context).track(child.model, row);
}

/** Whether the parent has a row, which the caller need not see. */
export async function hasChild(
  { parent, relation }: BoundChild,
  entity: object,
  context: WriteContext,
): Promise<boolean> {
  return context.manager
    .createQueryBuilder<object>(parent.target, 'owner')
    .innerJoin(`owner.${relation.propertyPath}`, 'child')
    .withDeleted()
    .whereInIds(parent.getEntityIdMap(entity))
    .getExists();
}

/** Makes a row the parent's: by the relation, and by the columns that the entity declares beside it. */
export function belongTo({ relation }: BoundChild, row: object, parent: object): void {
  const back = relation.inverseRelation;
  if (!back || relation.isOwning) return;
  Reflect.set(row, back.propertyName, parent);
  copyKey(back.joinColumns, row, parent);
}

/** Makes a parent refer to a row, or to none. */
export function referTo({ relation }: BoundChild, parent: object, row: object | null): void {
  Reflect.set(parent, relation.propertyName, row);
  copyKey(relation.joinColumns, parent, row);
}

function copyKey(foreignKey: readonly ColumnMetadata[], to: object, from: object | null): void {
  for (const column of foreignKey) {
    if (column.isVirtual) continue;
    column.setEntityValue(to, from ? column.referencedColumn?.getEntityValue(from) : null);
  }
}

/** Refuses rows that a write has put where the caller may not see them; one statement, where there is such a place. */
export async function checkChildScope(
  { model, views }: BoundChild,
  written: readonly object[],
  context: WriteContext,
): Promise<void> {
  if (written.length === 0) return;
  const { metadata } = model;
  const rows = context.manager.createQueryBuilder<object>(metadata.target, 'child');
  const visible = new ConditionWriter(rows, views.relatedRows(context)).isAmong(metadata, 'child');
  if (!visible) return;
  const among = isOneOfRows(metadata, written, 'child');
  const found = await rows.where(among.sql, among.parameters).andWhere(visible.sql, visible.parameters).getCount();
  if (found < written.length) throw outOfScope();
}
