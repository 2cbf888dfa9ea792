import { describeModel } from '../../model/describe-model.js';
import type { SchemaClass } from '../schema-class.js';
import type { FieldDescription } from '../schema-description.js';
import { documentedApplications } from './documented-application.js';
import { documentKeyword } from './swagger-metadata.js';

/**
 * Says that a related row may be `null` in an answer although the column is not: where it is deleted softly, or out of the
 * scope of the views that serve it.
 *
 * @param author - the class that the author of the schema wrote; what it says stands.
 */
export function documentHiddenRelation(
  schema: SchemaClass,
  { property, relation, isList, nullable }: FieldDescription,
  author: SchemaClass,
): void {
  if (!relation || isList || nullable) return;
  documentKeyword(schema, property, 'nullable', author, () => mayBeHidden(relation.target()) || undefined);
}

function mayBeHidden(entity: ReturnType<NonNullable<FieldDescription['relation']>['target']>): boolean {
  if (describeModel(entity).deleteDate) return true;
  return documentedApplications().some((application) => application.isScoped(entity));
}
