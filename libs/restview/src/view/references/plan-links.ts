import { adoptRows } from './adopt-rows.js';
import { linkRows } from './link-rows.js';
import { planRelationWrite } from '../bracket/relation-writes.js';
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
  let isNew = false;
  planRelationWrite(entity, property, {
    before: (context) => {
      isNew = transactionOf(context)?.rows.storedRow(entity) === undefined;
      return Promise.resolve();
    },
    after: async (context) => {
      const wrote = await writeLinks(entity, property, references, isNew, context);
      if (!wrote && loaded) Reflect.set(entity, property, loaded);
      return wrote;
    },
  });
}

function writeLinks(
  entity: object,
  property: string,
  references: FieldReferences,
  isNew: boolean,
  context: WriteContext,
): Promise<boolean> {
  const metadata = context.manager.dataSource.getMetadata(entity.constructor);
  const relation = metadata.findRelationWithPropertyPath(property);
  if (!relation) return Promise.resolve(false);
  const change = { entity, relation, references, isNew };
  return relation.isManyToMany ? linkRows(change, context) : adoptRows(change, context);
}
