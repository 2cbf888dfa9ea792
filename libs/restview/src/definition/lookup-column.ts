import { closestName } from '../errors/closest-name.js';
import type { ConfigurationMistake } from '../errors/configuration-error.js';
import { allColumns } from '../model/all-columns.js';
import type { ColumnDescription, ModelDescription } from '../model/model-description.js';
import type { SchemaDescription } from '../schema/schema-description.js';

/**
 * The column that `lookup` names, as the one column of a key; `undefined` where it cannot be one.
 *
 * What stands in URLs, logs and `Location` is public, so the read schema has to show it. Whether the column is unique is
 * told by the DataSource, at start.
 */
export function lookupColumn(
  viewName: string,
  lookup: string,
  model: ModelDescription,
  schema: SchemaDescription,
  mistakes: ConfigurationMistake[],
): readonly ColumnDescription[] | undefined {
  const columns = allColumns(model);
  const column = columns.find(({ path }) => path.join('.') === lookup);
  const mistake = column ? unfit(lookup, column, model, schema) : unknown(lookup, columns, model);
  if (mistake) mistakes.push({ subject: `${viewName}: "lookup"`, ...mistake });
  return column && !mistake ? [column] : undefined;
}

type Mistake = Omit<ConfigurationMistake, 'subject'>;

function unknown(lookup: string, columns: readonly ColumnDescription[], { name }: ModelDescription): Mistake {
  const meant = closestName(
    lookup,
    columns.filter(({ selected }) => selected).map(({ path }) => path.join('.')),
  );
  return {
    problem: `names "${lookup}", which is no column of ${name}.`,
    remedy: meant === undefined ? 'Name the property of a unique column.' : `Did you mean "${meant}"?`,
  };
}

function unfit(
  lookup: string,
  { selected, nullable }: ColumnDescription,
  { name }: ModelDescription,
  schema: SchemaDescription,
): Mistake | undefined {
  if (!selected) {
    return {
      problem: `names ${name}.${lookup}, which is hidden by select: false, and a key stands in URLs and logs.`,
      remedy: 'Name a column that is selected.',
    };
  }
  if (nullable) {
    return {
      problem: `names ${name}.${lookup}, which is nullable: rows without a value would have no path.`,
      remedy: 'Make the column NOT NULL, or name another one.',
    };
  }
  if (shows(schema, lookup.split('.'))) return undefined;
  return {
    problem: `names ${name}.${lookup}, which ${schema.name} does not show, and a key stands in URLs and logs.`,
    remedy: 'Make it a readable field of the schema, or name a column that is one.',
  };
}

/** Whether a response has the column at a path. */
function shows({ fields }: SchemaDescription, [property, ...rest]: readonly string[]): boolean {
  const field = fields.find((one) => one.property === property);
  if (!field || field.access === 'write-only') return false;
  if (rest.length === 0) return field.column !== undefined;
  return field.embedded !== undefined && field.nested !== undefined && shows(field.nested(), rest);
}
