import { inboundRelationsOf, type InboundRelation } from './inbound-relations.js';
import type { ColumnMetadata, EntityMetadata } from './type-orm-metadata.js';

/** Rows that go because the row that they refer to goes. */
export interface Cascade {
  readonly relation: InboundRelation;
  readonly plan: DeletePlan;
}

/** What the removal of rows of one table means for the rows that refer to them; a graph, which may have rings. */
export interface DeletePlan {
  /** The entity of the table; of several in one table, the base. */
  readonly entity: EntityMetadata;
  /** What forbids the removal: RESTRICT, NO ACTION, and nothing said. */
  readonly blocking: readonly InboundRelation[];
  /** What is removed along. */
  readonly cascading: readonly Cascade[];
  /** What is set to NULL, unless the database does it. */
  readonly clearing: readonly InboundRelation[];
  /** The soft-deletable rows that rows of the table go along with. */
  readonly owners: readonly Owner[];
  /** The columns of a row that have to be known to follow the plan: its key, and what is referred to. */
  readonly columns: readonly ColumnMetadata[];
}

/** A reference by which rows go along with the rows of another table. */
export interface Owner {
  readonly entity: EntityMetadata;
  readonly foreignKey: readonly ColumnMetadata[];
  readonly referenced: readonly ColumnMetadata[];
}

const plans = new WeakMap<EntityMetadata, DeletePlan>();
const softPlans = new WeakMap<EntityMetadata, DeletePlan>();

/**
 * What has to be looked at before rows of an entity are deleted.
 *
 * The database itself cascades and sets to NULL, so a branch is left out where nothing on it blocks, unless it removes
 * rows that would block elsewhere.
 *
 * @internal
 */
export function deletePlanOf(metadata: EntityMetadata): DeletePlan {
  const base = baseOf(metadata);
  const plan = plans.get(base) ?? compiled(base, byDatabase);
  plans.set(base, plan);
  return plan;
}

/**
 * What has to be done when rows of an entity are soft-deleted, where the database does nothing.
 *
 * A cascade goes as far as there are entities with a delete date.
 *
 * @internal
 */
export function softDeletePlanOf(metadata: EntityMetadata): DeletePlan {
  const base = baseOf(metadata);
  const plan = softPlans.get(base) ?? compiled(base, byUs);
  softPlans.set(base, plan);
  return plan;
}

/**
 * The plans of a graph, each once, the given one first.
 *
 * @internal
 */
export function plansIn(plan: DeletePlan, known = new Set<DeletePlan>()): ReadonlySet<DeletePlan> {
  if (!known.has(plan)) {
    known.add(plan);
    for (const { plan: next } of plan.cascading) plansIn(next, known);
  }
  return known;
}

/**
 * The entity that stands for a table: of several in one table, the base.
 *
 * @internal
 */
export function baseOf(metadata: EntityMetadata): EntityMetadata {
  return metadata.tableType === 'entity-child' ? metadata.parentEntityMetadata : metadata;
}

/** A plan that is being made: the relations are known, which of them are followed is not yet. */
interface Node {
  readonly entity: EntityMetadata;
  readonly inbound: readonly InboundRelation[];
  readonly next: Map<InboundRelation, Node>;
}

/** How much of a graph a plan has. */
interface Extent {
  follows(source: EntityMetadata): boolean;
  keeps(nodes: readonly Node[]): ReadonlySet<Node>;
  readonly clears: boolean;
}

const byDatabase: Extent = { follows: () => true, keeps: withConsequences, clears: false };

const byUs: Extent = { follows: isSoftDeletable, keeps: (nodes) => new Set(nodes), clears: true };

function compiled(base: EntityMetadata, extent: Extent): DeletePlan {
  const nodes = new Map<string, Node>();
  const root = explore(base, extent, nodes);
  return planOf(root, extent.keeps([...nodes.values()]), extent, new Map());
}

function explore(entity: EntityMetadata, extent: Extent, nodes: Map<string, Node>): Node {
  const known = nodes.get(entity.tablePath);
  if (known) return known;
  const node: Node = { entity, inbound: inboundRelationsOf(entity), next: new Map() };
  nodes.set(entity.tablePath, node);
  for (const relation of node.inbound) {
    const source = baseOf(relation.source);
    // The links of a many-to-many relation go alone, and nothing refers to them.
    if (relation.onDelete !== 'CASCADE' || relation.junction || !extent.follows(source)) continue;
    node.next.set(relation, explore(source, extent, nodes));
  }
  return node;
}

function planOf(node: Node, kept: ReadonlySet<Node>, extent: Extent, plansOfNodes: Map<Node, DeletePlan>): DeletePlan {
  const known = plansOfNodes.get(node);
  if (known) return known;
  const cascading: Cascade[] = [];
  const blocking = node.inbound.filter(isBlocking);
  const clearing = extent.clears ? node.inbound.filter(isClearing) : [];
  const followed = [...node.next].filter(([, next]) => kept.has(next));
  const used = [...blocking, ...clearing, ...followed.map(([relation]) => relation)];
  const columns = new Set([...node.entity.primaryColumns, ...used.flatMap(({ referenced }) => referenced)]);
  const plan: DeletePlan = {
    ...{ entity: node.entity, blocking, cascading, clearing },
    owners: ownersOf(node.entity),
    columns: [...columns],
  };
  plansOfNodes.set(node, plan);
  for (const [relation, next] of followed) cascading.push({ relation, plan: planOf(next, kept, extent, plansOfNodes) });
  return plan;
}

function ownersOf({ foreignKeys }: EntityMetadata): readonly Owner[] {
  return foreignKeys
    .filter(
      ({ onDelete, referencedEntityMetadata }) => onDelete === 'CASCADE' && isSoftDeletable(referencedEntityMetadata),
    )
    .map(({ columns, referencedColumns, referencedEntityMetadata }) => ({
      entity: baseOf(referencedEntityMetadata),
      foreignKey: columns,
      referenced: referencedColumns,
    }));
}

/** The nodes that block, those whose rows would, and all on the way to them. */
function withConsequences(nodes: readonly Node[]): ReadonlySet<Node> {
  const sources = new Set(
    nodes.flatMap(({ inbound }) => inbound.filter(isBlocking).map(({ source }) => source.tablePath)),
  );
  const kept = new Set(
    nodes.filter(({ entity, inbound }) => inbound.some(isBlocking) || sources.has(entity.tablePath)),
  );
  for (let size = -1; size !== kept.size;) {
    size = kept.size;
    for (const node of nodes) if ([...node.next.values()].some((next) => kept.has(next))) kept.add(node);
  }
  return kept;
}

function isBlocking({ onDelete }: InboundRelation): boolean {
  return onDelete === 'RESTRICT' || onDelete === 'NO ACTION';
}

function isClearing({ onDelete, junction }: InboundRelation): boolean {
  return onDelete === 'SET NULL' && !junction;
}

function isSoftDeletable({ deleteDateColumn }: EntityMetadata): boolean {
  return deleteDateColumn !== undefined;
}
