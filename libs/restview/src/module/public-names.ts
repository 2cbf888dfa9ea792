import type { BoundModel } from '../model/bind-model.js';
import type { SchemaDescription } from '../schema/schema-description.js';
import type { BoundView } from '../view/bound-view.js';

/** Public names for what a database error speaks of; columns outside the schemas have none. */
export function publicNamesOf(model: BoundModel, ...schemas: readonly SchemaDescription[]): BoundView['publicNames'] {
  const byPath = new Map(schemas.flatMap((schema) => namesByPath(schema, '', '')));
  return (column, constraint) => {
    const paths =
      column === undefined
        ? ((constraint === undefined
            ? undefined
            : (model.uniqueColumns(constraint) ?? model.foreignKeyColumns(constraint))) ?? [])
        : [model.databaseNameToPath.get(column) ?? ''];
    const names = paths.map((path) => byPath.get(path));
    // All or none: naming half of a key would point at the wrong field.
    return names.every((name) => name !== undefined) ? names : [];
  };
}

function namesByPath(schema: SchemaDescription, path: string, pointer: string): [string, string][] {
  return schema.fields.flatMap((field): [string, string][] => {
    const name = pointer === '' ? field.wireName : `${pointer}/${escaped(field.wireName)}`;
    const property = path === '' ? field.property : `${path}.${field.property}`;
    if (field.column) return [[property, name]];
    if (!field.nested || field.relation) return [];
    return namesByPath(field.nested(), property, pointer === '' ? `/${escaped(field.wireName)}` : name);
  });
}

function escaped(name: string): string {
  return name.replaceAll('~', '~0').replaceAll('/', '~1');
}
