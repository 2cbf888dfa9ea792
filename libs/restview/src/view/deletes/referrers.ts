import type { SelectQueryBuilder } from 'typeorm';
import { type InboundRelation, inboundRelationsOf, type OnDelete } from '../../model/inbound-relations.js';
import type { RelationDescription } from '../../model/model-description.js';
import { referringCondition } from '../../model/referring-condition.js';
import type { EntityMetadata } from '../../model/type-orm-metadata.js';
import { ConditionWriter } from '../../query/apply-condition.js';
import type { BoundView } from '../bound-view.js';
import { type ReferringView, referringId, referringView } from './referring-view.js';
import type { RelatedView } from '../related-views.js';
import type { ViewContext } from '../view-context.js';

/**
 * Rows of one view that refer to a row by one of their fields.
 *
 * @public
 */
export interface ReferrerGroup {
  /** The name of the view that serves the rows. */
  readonly view: string;
  /** Its path, without a slash in front. */
  readonly path: string;
  /** The field by which they refer, as it is called on the wire. */
  readonly field: string;
  /** How many rows there are on either side, the referring ones first. */
  readonly kind: Exclude<RelationDescription['kind'], 'one-to-many'>;
  /** What the database does to them, or to their links, when the row goes. */
  readonly onDelete: OnDelete;
  /** How many of them the caller may see. */
  readonly count: number;
  /** The keys of the first ones of these, as the texts by which that path finds them. */
  readonly ids: readonly string[];
}

/** Ids that a group has at most. */
export const REFERRER_IDS = 20;

const ALIAS = 'referrer';

/** A relation by which rows can refer, and under which names clients know it. */
interface Referrer {
  readonly relation: InboundRelation;
  readonly source: EntityMetadata;
  readonly named: Pick<ReferrerGroup, 'view' | 'path' | 'field' | 'kind' | 'onDelete'>;
  readonly served: ReferringView;
}

/**
 * Finds the rows that refer to a row, as far as the caller may see them; one group for each field that has some.
 *
 * Asks one statement for a field, and a second one for the count where there are more rows than the group shows.
 */
export async function referrersOf<Entity extends object>(
  bound: BoundView<Entity>,
  entity: Entity,
  context: ViewContext,
): Promise<readonly ReferrerGroup[]> {
  const groups: ReferrerGroup[] = [];
  for (const referrer of preparedFor(bound)) {
    const rows = rowsOf(referrer, entity, context, bound);
    const { primaryColumns } = referrer.source;
    const columns = new Set([...primaryColumns, ...referrer.served.key.map(([, column]) => column)]);
    rows.select([...columns].map(({ propertyPath }) => `${ALIAS}.${propertyPath}`));
    for (const { propertyPath } of primaryColumns) rows.addOrderBy(`${ALIAS}.${propertyPath}`);
    const first = await rows
      .clone()
      .limit(REFERRER_IDS + 1)
      .getMany();
    if (first.length === 0) continue;
    const ids = first.slice(0, REFERRER_IDS).map((row) => idOf(referrer, row));
    const count = first.length > REFERRER_IDS ? await countOf(rows) : first.length;
    groups.push({ ...referrer.named, count, ids });
  }
  return groups;
}

function rowsOf<Entity extends object>(
  { relation, source }: Referrer,
  entity: Entity,
  context: ViewContext,
  bound: BoundView<Entity>,
): SelectQueryBuilder<object> {
  const rows = context.manager.createQueryBuilder<object>(source.target, ALIAS);
  const { sql, parameters } = referringCondition(relation, ALIAS, entity);
  rows.where(sql, parameters);
  const visible = new ConditionWriter(rows, bound.relatedRows(context)).isAmong(source, ALIAS);
  return visible ? rows.andWhere(visible.sql, visible.parameters) : rows;
}

/** Nothing is joined, so that rows need not be told apart by their keys. */
async function countOf(rows: SelectQueryBuilder<object>): Promise<number> {
  const counted = await rows.clone().select('COUNT(*)', 'count').orderBy().getRawOne<{ readonly count: unknown }>();
  return Number(counted?.count);
}

function idOf({ served }: Referrer, row: object): string {
  return referringId(served, (column): unknown => column.getEntityValue(row));
}

const PREPARED = new WeakMap<object, readonly Referrer[]>();

/** What does not depend on the row; made by the first request, since it takes all views of the application. */
function preparedFor(bound: BoundView): readonly Referrer[] {
  const prepared = PREPARED.get(bound) ?? prepare(bound);
  PREPARED.set(bound, prepared);
  return prepared;
}

function prepare({ model, views }: BoundView): readonly Referrer[] {
  const referrers = inboundRelationsOf(model.metadata).flatMap((relation) => {
    // Where no view serves the rows of a shared table, views may serve those of some classes in it.
    const [whole, ...parts] = [relation.source, ...relation.source.childEntityMetadatas].map((source) => ({
      source,
      over: typeof source.target === 'function' ? views.of(source.target) : [],
    }));
    return (whole && whole.over.length > 0 ? [whole] : parts).flatMap(({ source, over }) =>
      referrer(relation, source, over),
    );
  });
  const placeOf = ({ named }: Referrer): string => `${named.path} ${named.field}`;
  return referrers.sort((left, right) => (placeOf(left) < placeOf(right) ? -1 : 1));
}

/** Nothing where no view shows by what they refer. */
function referrer(relation: InboundRelation, source: EntityMetadata, views: readonly RelatedView[]): Referrer[] {
  const kind = kindOf(relation);
  const served = referringView(relation, source, views);
  if (!kind || served?.field === undefined) return [];
  const { view, path, field } = served;
  return [{ relation, source, named: { view, path, field, kind, onDelete: relation.onDelete }, served }];
}

function kindOf({ source, property }: InboundRelation): ReferrerGroup['kind'] | undefined {
  const kind = property === undefined ? undefined : source.findRelationWithPropertyPath(property)?.relationType;
  return kind === 'one-to-many' ? undefined : kind;
}
