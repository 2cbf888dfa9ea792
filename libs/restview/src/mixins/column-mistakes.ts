import { closestName } from '../errors/closest-name.js';
import type { ConfigurationMistake } from '../errors/configuration-error.js';
import type { ColumnDescription } from '../model/model-description.js';
import { writableFields } from '../schema/input/writable-fields.js';
import type { ResourceDefinition, ViewDefinition } from '../definition/view-definition.js';

/** The column that an option of a mixin names; `undefined` when the entity has none of that name. */
export function columnNamed({ model }: ResourceDefinition, property: string): ColumnDescription | undefined {
  return model.columns.find(({ path }) => path.length === 1 && path[0] === property);
}

/** An option of a mixin that names a column which the mixin fills in. */
export interface ColumnOption {
  readonly mixin: string;
  readonly option: string;
  readonly property: string;
  /** What to do about a body that has the column; `undefined` where bodies may have it. */
  readonly remedy: string | undefined;
}

/** What is wrong with such a column: it is none, or clients may write it. */
export function columnMistakes(
  { name, resource }: ViewDefinition,
  { mixin, option, property, remedy }: ColumnOption,
): readonly ConfigurationMistake[] {
  if (!resource) return [];
  const subject = `${name}: ${mixin}: "${option}"`;
  const column = columnNamed(resource, property);
  if (!column) {
    const columns = resource.model.columns.map(({ path }) => path.join('.'));
    const suggestion = closestName(property, columns);
    return [
      {
        subject,
        problem: `names "${property}", which is no column of ${resource.model.name}.${suggestion === undefined ? '' : ` Did you mean "${suggestion}"?`}`,
        remedy: `Name one of its columns: ${columns.join(', ')}. A foreign key needs a property of its own for that.`,
      },
    ];
  }
  const body = writingBody(resource, column, property);
  if (body === undefined || remedy === undefined) return [];
  return [{ subject, problem: `names "${property}", which clients may write by ${body}.`, remedy }];
}

/** The body that lets a client write a column, by its own field or by the relation that it is the foreign key of. */
function writingBody(
  { create, update }: ResourceDefinition,
  { foreignKeyOf }: ColumnDescription,
  property: string,
): string | undefined {
  const writes = (field: { readonly property: string }): boolean =>
    field.property === property || (foreignKeyOf !== undefined && field.property === foreignKeyOf);
  if (writableFields(create.description, 'create').some(writes)) return create.schema.name;
  return writableFields(update.description, 'update').some(writes) ? update.schema.name : undefined;
}
