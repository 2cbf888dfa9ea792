import type { SelectQueryBuilder } from 'typeorm';
import { showRelation } from '../../schema/included-relations.js';
import type { BoundView } from '../bound-view.js';
import { readCollection } from './read-collection.js';
import { JoinedRelations, type Visibility } from './join-relations.js';
import { noteLoaded } from './loaded-relations.js';
import type { LoadingPlan, PlannedRelation } from './loading-plan.js';
import { readEntities, type ReadRows } from './read-entities.js';
import { columnValue, putRelated, relatedTo, rowNamedBy } from './related-values.js';
import { RelatedRowsBudget } from './related-rows-budget.js';
import { relationVisibility } from './relation-visibility.js';
import type { ViewContext } from '../view-context.js';

/**
 * Loads the relations of one answer: to-one relations along with their rows, each to-many relation and level by one
 * statement, however many rows there are.
 *
 * A statement of its own never multiplies or cuts the rows of a page, as a join would.
 */
export class RelationLoading<Entity extends object> {
  private readonly visibility: Visibility;
  private readonly budget: RelatedRowsBudget;
  /** A single row may be changed and saved by the application. */

  constructor(
    private readonly bound: BoundView<Entity>,
    private readonly context: ViewContext,
    private readonly plan: LoadingPlan,
    answer: 'list' | 'row' = 'row',
  ) {
    this.visibility = relationVisibility(bound.relatedRows(context), bound.views, context);
    this.budget = new RelatedRowsBudget(bound.resource, answer);
  }

  /** Runs a query over the view's entity with the to-one relations of the plan. */
  async read(rows: SelectQueryBuilder<Entity>): Promise<ReadRows<Entity>> {
    const joined = new JoinedRelations(rows, this.bound.model.metadata, this.visibility, this.plan);
    const found = await readEntities(rows);
    joined.complete(found.entities, found.raw);
    return found;
  }

  /** Loads the to-many relations of rows whose to-one relations are there. */
  complete(rows: readonly object[]): Promise<void> {
    return this.completeLevel(rows, this.plan);
  }

  /** Loads all relations of a row that was just written; what is stored now is shown, and not what was loaded before. */
  async reload(row: Entity): Promise<void> {
    const single = this.plan.filter(({ isToMany }) => !isToMany);
    const owner = single.every((planned) => this.isTold(planned)) ? row : await this.readAgain(row, single);
    for (const { relation } of single) {
      const related = owner === row ? namedBy(row, relation) : owner && (relation.getEntityValue(owner) as unknown);
      putRelated(relation, row, related ?? null);
    }
    await this.complete([row]);
  }

  /** Gives a row that did not change the empty relations back that comparing them has put aside. */
  keepEmpty(row: Entity): void {
    for (const { relation, isToMany } of this.plan) {
      if (!isToMany && relation.getEntityValue(row) === undefined) putRelated(relation, row, null);
    }
  }

  private async completeLevel(owners: readonly object[], plan: LoadingPlan): Promise<void> {
    if (owners.length === 0) return;
    for (const planned of plan) {
      const { relation, property, isToMany, includedBy, nested } = planned;
      if (includedBy !== undefined) for (const owner of owners) showRelation(owner, property);
      if (isToMany) await readCollection(this.context.manager, owners, planned, this.visibility, this.budget);
      for (const owner of owners) noteLoaded(owner, relation);
      if (nested.length === 0) continue;
      await this.completeLevel([...new Set(owners.flatMap((owner) => relatedTo(relation, owner)))], nested);
    }
  }

  /** Whether a written row tells a relation without a look at the database. */
  private isTold(planned: PlannedRelation): boolean {
    const { relation, isInForeignKey } = planned;
    if (!isInForeignKey || relation.joinColumns.some(({ isVirtual, isSelect }) => isVirtual || !isSelect)) return false;
    const { target } = relation.inverseEntityMetadata;
    return typeof target !== 'function' || this.visibility(planned)(target).length === 0;
  }

  private async readAgain(row: Entity, plan: LoadingPlan): Promise<object | undefined> {
    const metadata = this.context.manager.dataSource.getMetadata(row.constructor);
    const rows = this.context.manager
      .createQueryBuilder<object>(metadata.target, 'owner')
      .withDeleted()
      .select(metadata.primaryColumns.map((column) => `owner.${column.propertyPath}`));
    const joined = new JoinedRelations(rows, metadata, this.visibility, plan);
    const { entities, raw } = await readEntities(rows.whereInIds([metadata.getEntityIdMap(row)]));
    joined.complete(entities, raw);
    return entities[0];
  }
}

function namedBy(row: object, relation: PlannedRelation['relation']): object | null {
  return rowNamedBy(
    relation,
    relation.joinColumns.map((column) => columnValue(column, row)),
  );
}
