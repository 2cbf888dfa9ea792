import type { DataSource } from 'typeorm';
import type { FieldDescription } from '../../schema/schema-description.js';
import type { RelatedViews } from '../related-views.js';
import { referenceScope } from './reference-scope.js';

/** Whether a to-one reference may lead to a row that some callers do not see, so that they read `null`. */
export function mayBeHidden(
  { reference, relation, isList }: FieldDescription,
  dataSource: DataSource,
  views: RelatedViews,
): boolean {
  if (!reference || !relation || isList) return false;
  const resolved = reference.resolve();
  return (
    dataSource.getMetadata(resolved.entity).deleteDateColumn !== undefined ||
    referenceScope(reference, resolved, views) !== 'all'
  );
}
