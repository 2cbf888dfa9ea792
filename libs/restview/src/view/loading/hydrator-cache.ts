import type { EntitySubscriberInterface, SelectQueryBuilder } from 'typeorm';
import type { KeptQuery } from '../../model/statements/kept-query.js';
import { listensTo } from '../../model/listens-to.js';
import type { EntityMetadata } from '../../model/type-orm-metadata.js';
import { compileHydrator, type Hydrator } from './compile-hydrator.js';
import { type HydrationShape, hydrationShape } from './hydration-shape.js';

/** Most shapes that are kept of an entity: clients make them by the fields that they name. */
const MOST_SHAPES = 100;

interface Compiled {
  readonly hydrate: Hydrator;
  /** All entities that come out of it. */
  readonly metadatas: readonly EntityMetadata[];
}

type Shapes = Map<string, Compiled | undefined>;

const shapesOf = new WeakMap<EntityMetadata, Shapes>();

type ExpressionMap = SelectQueryBuilder<object>['expressionMap'];

/** What was compiled for the queries that are kept, which saves to look at each of them again. */
const compiledFor = new WeakMap<KeptQuery, Compiled | typeof NOT_OURS>();
const NOT_OURS = Symbol('made by TypeORM');

/**
 * The function that makes the entities of a query; `undefined` where TypeORM has to do it.
 *
 * @param kept - what is kept for the shape of the query, if it is.
 */
export function hydratorOf<Entity extends object>(
  rows: SelectQueryBuilder<Entity>,
  kept?: KeptQuery,
): Hydrator | undefined {
  const { expressionMap, dataSource } = rows;
  const known = kept && compiledFor.get(kept);
  const compiled = known ?? compiledOf(expressionMap) ?? NOT_OURS;
  if (kept && !known) compiledFor.set(kept, compiled);
  if (compiled === NOT_OURS) return undefined;
  if (expressionMap.callListeners && isHeard(compiled.metadatas, dataSource.subscribers)) return undefined;
  return compiled.hydrate;
}

/** Whether a query asks for no more than its rows: no page of TypeORM's own, no lock, no relation ids. */
function isPlain(map: ExpressionMap): boolean {
  return (
    map.skip === undefined &&
    map.take === undefined &&
    map.lockMode === undefined &&
    map.cache === undefined &&
    map.options.length === 0 &&
    map.relationIdAttributes.length === 0 &&
    map.relationLoadStrategy !== 'query'
  );
}

function compiledOf(map: ExpressionMap): Compiled | undefined {
  const main = map.mainAlias;
  if (!main?.hasMetadata || !isPlain(map)) return undefined;
  let shapes = shapesOf.get(main.metadata);
  if (!shapes) shapesOf.set(main.metadata, (shapes = new Map<string, Compiled | undefined>()));
  const key = keyOf(map);
  if (key === undefined) return undefined;
  if (shapes.has(key)) return shapes.get(key);
  const compiled = compile(map);
  const [oldest] = shapes.keys();
  if (shapes.size >= MOST_SHAPES && oldest !== undefined) shapes.delete(oldest);
  shapes.set(key, compiled);
  return compiled;
}

/** What tells one shape from another: the joins, and what is selected, but for expressions with names of their own. */
function keyOf({ mainAlias, joinAttributes, selects }: ExpressionMap): string | undefined {
  let key = mainAlias?.name ?? '';
  for (const { alias, entityOrProperty, isSelected } of joinAttributes) {
    if (typeof entityOrProperty !== 'string') return undefined;
    // The join of a cloned query may not know of what is selected since.
    key += `\n${entityOrProperty} ${alias.name} ${String(isSelected)}`;
  }
  key += '\n';
  for (const { selection, aliasName } of selects) {
    if (aliasName === undefined) key += `\n${selection}`;
    else if (!selection.includes('(')) key += `\n${selection} ${aliasName}`;
  }
  return key;
}

function compile(map: ExpressionMap): Compiled | undefined {
  const shape = hydrationShape(map);
  const hydrate = shape && compileHydrator(shape);
  return hydrate && { hydrate, metadatas: [...new Set(metadatasOf(shape))] };
}

function metadatasOf({ metadata, joins }: HydrationShape): readonly EntityMetadata[] {
  return [metadata, ...joins.flatMap(({ shape }) => metadatasOf(shape))];
}

/** Whether somebody wants to be told of entities that are loaded; TypeORM tells them. */
function isHeard(metadatas: readonly EntityMetadata[], subscribers: readonly EntitySubscriberInterface[]): boolean {
  if (metadatas.some(({ afterLoadListeners }) => afterLoadListeners.length > 0)) return true;
  return subscribers.some((subscriber) => subscriber.afterLoad && metadatas.some((one) => listensTo(subscriber, one)));
}
