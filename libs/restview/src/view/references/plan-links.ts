import { adoptRows } from './adopt-rows.js';
import type { RelationMetadata } from '../../model/type-orm-metadata.js';
import type { KeySet } from './link-change.js';
import { linkRows, presentLinks } from './link-rows.js';
import { plannedRelationWrites, planRelationWrite, type RelationWrite } from '../bracket/relation-writes.js';
import type { FieldReferences } from './resolved-references.js';
import { transactionOf } from '../bracket/transaction.js';
import type { WriteContext } from '../view-context.js';

/**
 * Plans what saving an entity has to do, so that a to-many relation leads to the rows that a body names and to no others.
 *
 * Rows that the caller may not see stay where they are: nobody takes away what he does not know of.
 *
 * @param loaded - what the relation had, where it was loaded; it stays if nothing has to be done.
 */
export function planLinks(
  entity: object,
  property: string,
  references: FieldReferences,
  loaded: readonly unknown[] | undefined,
): void {
  planRelationWrite(entity, property, new LinkWrite(entity, property, references, loaded));
}

/** Looks for the links of many stored rows at once: one statement for each relation. */
export async function loadLinksTogether(rows: readonly object[], context: WriteContext): Promise<void> {
  const writes = rows.flatMap(plannedRelationWrites).filter((write) => write instanceof LinkWrite);
  for (const property of new Set(writes.map((write) => write.property))) {
    const some = writes.filter((write) => write.property === property);
    const [first] = some;
    const relation = first && relationOf(first, context);
    if (some.length < 2 || !relation?.isManyToMany) continue;
    const links = await presentLinks(
      relation,
      some.map(({ entity }) => entity),
      context,
    );
    for (const write of some) write.present = links.get(write.entity);
  }
}

/** The links of one relation of one row, on their way to the database. */
class LinkWrite implements RelationWrite {
  /** The links that are there, once they are known. */
  present: KeySet | undefined;
  private isNew = false;

  constructor(
    readonly entity: object,
    readonly property: string,
    private readonly references: FieldReferences,
    private readonly loaded: readonly unknown[] | undefined,
  ) {}

  before(context: WriteContext): Promise<void> {
    this.isNew = transactionOf(context)?.rows.storedRow(this.entity) === undefined;
    return Promise.resolve();
  }

  async after(context: WriteContext): Promise<boolean> {
    const { entity, property, references, isNew, loaded, present } = this;
    const relation = relationOf(this, context);
    if (!relation) return false;
    const change = { entity, relation, references, isNew, ...(present && { present }) };
    const wrote = await (relation.isManyToMany ? linkRows(change, context) : adoptRows(change, context));
    if (!wrote && loaded) Reflect.set(entity, property, loaded);
    return wrote;
  }
}

function relationOf({ entity, property }: LinkWrite, context: WriteContext): RelationMetadata | undefined {
  return context.manager.dataSource.getMetadata(entity.constructor).findRelationWithPropertyPath(property);
}
