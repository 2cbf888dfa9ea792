import type { SelectQueryBuilder } from 'typeorm';
import { NotFound } from '../errors/problems.js';
import { keySegments, keyText } from '../model/key-text.js';
import { keyOf, valuesAt } from '../model/row-key.js';
import type { BoundView } from './bound-view.js';
import { urlOf } from './caller.js';
import { type Key, noSuchRow, readKeyValues } from './key-values.js';
import { RelationLoading } from './loading/load-relations.js';
import { planFor } from './loading/plan-for.js';
import { closeScope, whereKey } from './scoped-query.js';
import type { ViewContext } from './view-context.js';

/** The row of the scope that has this key, with the relations of the response. */
export async function readOne<Entity extends object>(
  bound: BoundView<Entity>,
  scope: SelectQueryBuilder<Entity>,
  key: Key,
  context: ViewContext,
): Promise<Entity> {
  const { model, definition } = bound;
  const { columns, values } = readKeyValues(bound, key);
  const stored = columns.flatMap(({ path }) => model.columnOf(path.join('.')) ?? []);
  const rows = whereKey(closeScope(scope, definition.name), stored, values);
  const row = await readRow(bound, rows, context);
  if (!row) throw noSuchRow(bound, keyText(columns, values));
  return row;
}

/** The row of the scope that an entity is, by its primary key, whatever else of it has changed. */
export async function readAgain<Entity extends object>(
  bound: BoundView<Entity>,
  scope: SelectQueryBuilder<Entity>,
  entity: Entity,
  context: ViewContext,
): Promise<Entity> {
  const row = await readRow(bound, wherePrimaryKey(bound, scope, entity), context);
  if (!row) throw new NotFound(`This ${bound.model.description.name} is gone.`);
  return row;
}

/** Whether the scope has a row with the entity's key. */
export function isInScope<Entity extends object>(
  bound: BoundView<Entity>,
  scope: SelectQueryBuilder<Entity>,
  entity: Entity,
): Promise<boolean> {
  return wherePrimaryKey(bound, scope, entity).getExists();
}

function wherePrimaryKey<Entity extends object>(
  { model: { metadata, primaryColumns }, definition }: BoundView<Entity>,
  scope: SelectQueryBuilder<Entity>,
  entity: Entity,
): SelectQueryBuilder<Entity> {
  return whereKey(closeScope(scope, definition.name), primaryColumns, keyOf(metadata, entity));
}

async function readRow<Entity extends object>(
  bound: BoundView<Entity>,
  rows: SelectQueryBuilder<Entity>,
  context: ViewContext,
): Promise<Entity | null> {
  const loading = new RelationLoading(bound, context, planFor(bound, context));
  const { entities } = await loading.read(rows);
  const [row] = entities;
  if (!row) return null;
  await loading.complete([row]);
  return row;
}

/** Tells where a created row is found by the `Location` header (RFC 9110, section 10.2.2). */
export function announceLocation<Entity extends object>(
  { key, model, definition }: BoundView<Entity>,
  entity: Entity,
  context: ViewContext,
  below = '/',
): void {
  const hasItemRoute = definition.routes.some(({ httpMethod, path }) => httpMethod === 'GET' && path === key?.path);
  if (!context.request || !hasItemRoute || !key) return;
  const segments = keySegments(key.columns, valuesAt(model.metadata, key.columns, entity));
  if (segments === undefined) return;
  const collection = urlOf(context.request)
    .replace(/[?#].*$/s, '')
    .replace(/\/+$/, '')
    .split('/')
    .slice(0, below === '/' ? undefined : 1 - below.split('/').length)
    .join('/');
  // A key of several parts in one segment is one text there.
  const isWhole = key.parameters.length < key.columns.length;
  context.setHeader('Location', `${collection}/${isWhole ? encodeURIComponent(segments) : segments}`);
}
