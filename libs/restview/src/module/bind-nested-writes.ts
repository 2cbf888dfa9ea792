import type { DataSource } from 'typeorm';
import { bindModel } from '../model/bind-model.js';
import { describeModel } from '../model/describe-model.js';
import { childInputOf } from '../schema/input/child-input.js';
import type { FieldDescription, SchemaDescription } from '../schema/schema-description.js';
import type { BoundChild, NestedWrites } from '../view/nested-writes/bound-child.js';
import { compileOwnReferences } from '../view/loading/loading-plan.js';
import type { RelatedViews } from '../view/related-views.js';
import { publicNamesOf } from './public-names.js';

/** Holds the nested writes of a view's bodies against the DataSource, at any depth, once. */
export function bindNestedWrites(
  descriptions: readonly SchemaDescription[],
  dataSource: DataSource,
  views: RelatedViews,
): NestedWrites {
  const writes = new Map<FieldDescription, BoundChild>();
  const seen = new Set(descriptions);
  for (const owner of seen) {
    for (const field of owner.fields) {
      const child = bindChild(owner, field, dataSource, views);
      if (!child || !field.nested) continue;
      writes.set(field, child);
      seen.add(field.nested());
    }
  }
  return writes;
}

function bindChild(
  owner: SchemaDescription,
  field: FieldDescription,
  dataSource: DataSource,
  views: RelatedViews,
): BoundChild | undefined {
  const input = field.access === 'read-only' ? undefined : childInputOf(field, owner);
  if (!input || !owner.model || !field.relation) return undefined;
  const parent = dataSource.getMetadata(owner.model.entity);
  const relation = parent.findRelationWithPropertyPath(field.property);
  if (!relation) return undefined;
  const model = bindModel(describeModel(field.relation.target()), dataSource);
  return Object.freeze({
    input,
    field,
    parent,
    relation,
    model,
    views,
    references: compileOwnReferences(input.changes.fields, model.metadata),
    publicNames: publicNamesOf(model, input.create, input.change),
  });
}
