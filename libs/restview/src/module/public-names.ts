import type { BoundModel } from '../model/bind-model.js';
import type { SchemaDescription } from '../schema/schema-description.js';
import type { BoundView } from '../view/bound-view.js';

/** Public names for what a database error speaks of; columns outside the schemas have none. */
export function publicNamesOf(model: BoundModel, ...schemas: readonly SchemaDescription[]): BoundView['publicNames'] {
  // What a field says of its own column comes after what a relation says of its foreign key.
  const names = schemas.flatMap((schema) => [...namesOfRelations(schema), ...namesByPath(schema, '', '')]);
  const byPath = new Map(names);
  return (column, constraint) => {
    const paths =
      column === undefined
        ? ((constraint === undefined
            ? undefined
            : (model.uniqueColumns(constraint) ?? model.foreignKeyColumns(constraint))) ?? [])
        : [model.databaseNameToPath.get(column) ?? ''];
    const named = paths.map((path) => byPath.get(path) ?? byPath.get(relationBehind(model, path)));
    // All or none: naming half of a key would point at the wrong field.
    return named.every((name) => name !== undefined) ? [...new Set(named)] : [];
  };
}

/** The relation that a foreign key column without a property of its own belongs to. */
function relationBehind(model: BoundModel, path: string): string {
  const column = model.columnOf(path);
  return (column?.isVirtual && column.relationMetadata?.propertyPath) || '';
}

/** A relation that stands in a schema as a reference speaks for its foreign key, declared or not. */
function namesOfRelations({ fields }: SchemaDescription): [string, string][] {
  return fields.flatMap(({ relation, reference, property, wireName }): [string, string][] => {
    if (!relation || !reference) return [];
    return [property, ...relation.foreignKey.map((key) => key.property)].map((path) => [path, wireName]);
  });
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
