import type {
  ColumnDescription,
  ListField,
  ListFields,
  ListRelation,
  Operator,
  ResponseFields,
  SchemaDescription,
  ViewDefinition,
} from 'nestjs-restview';
import type { EntityTarget, ObjectLiteral } from 'typeorm';

/** A filter path and the column at its end. */
export interface FilterPath {
  readonly path: string;
  readonly field: ListField;
  /** It leads through a to-many relation, so there is no order by it. */
  readonly isThroughMany?: boolean;
  readonly entity: EntityTarget<ObjectLiteral>;
}

/** Values that rows of the other tenant have in a column. */
export type StrangeValues = (entity: EntityTarget<ObjectLiteral>, column: ColumnDescription) => readonly string[];

/**
 * Every path that the lists of a view can be filtered or sorted by, no relation twice on a path; a to-many relation of the
 * view's own with every quantifier.
 */
export function filterPaths({ resource }: ViewDefinition): readonly FilterPath[] {
  if (!resource) return [];
  const { fields, limits } = resource.list;
  return pathsOf(fields, resource.model.entity, limits.maxPathDepth, []);
}

function pathsOf(
  fields: ListFields,
  entity: EntityTarget<ObjectLiteral>,
  depth: number,
  passed: readonly object[],
): FilterPath[] {
  const own = [...fields.columns].map(([path, field]) => ({ path, field, entity }));
  const beyond = [...fields.relations].flatMap(([name, relation]) => {
    const related = relation.relation.target();
    const key = relation.key();
    const keyed = key ? [{ path: name, field: key, entity: related }] : [];
    if (depth === 0 || passed.includes(relation.relation)) return keyed;
    const steps = relation.isToMany && passed.length === 0 ? [name, `${name}__all`, `${name}__none`] : [name];
    const inner = pathsOf(relation.fields(), related, depth - 1, [...passed, relation.relation]);
    return [...keyed, ...steps.flatMap((step) => inner.map((found) => beyondStep(step, found, relation)))];
  });
  return [...own, ...beyond];
}

function beyondStep(step: string, found: FilterPath, { isToMany }: ListRelation): FilterPath {
  return { ...found, path: `${step}.${found.path}`, isThroughMany: isToMany || (found.isThroughMany ?? false) };
}

/** The filters on a path by what rows of the other tenant have there, with every operator. */
export function filtersOn({ path, field, entity }: FilterPath, strange: StrangeValues): readonly string[] {
  const values = strange(entity, field.column).map((value) => encodeURIComponent(quoted(value)));
  // Farther away and with quantifiers other related rows count, but values are compared in the same way.
  const isFar = path.includes('__') || path.split('.').length > 2;
  const operators = isFar ? field.operators.filter((one) => FEW.includes(one)) : field.operators;
  return operators.flatMap((operator) => {
    const name = operator === 'eq' ? path : `${path}__${operator}`;
    if (operator === 'isnull') return [`${name}=true`, `${name}=false`];
    const tried = operator === 'eq' ? values : values.slice(0, 1);
    return tried.map((value) => `${name}=${value}${operator === 'between' ? `,${value}` : ''}`);
  });
}

const FEW: readonly Operator[] = ['eq', 'ne', 'icontains', 'isnull'];

const quoted = (value: string): string => (/[\s,"()]/.test(value) ? `"${value.replaceAll('"', '""')}"` : value);

/** The orders by a path. */
export function sortsBy({ path, field, isThroughMany }: FilterPath): readonly string[] {
  return field.isSortable && !isThroughMany ? [`sort=${path}`, `sort=-${path}`] : [];
}

/** Every path of `fields`. */
export function responsePaths({ resource }: ViewDefinition): readonly string[] {
  return resource ? fieldPaths(resource.list.responseFields, resource.list.limits.maxPathDepth) : [];
}

function fieldPaths(fields: ResponseFields, depth: number): string[] {
  return [...fields].flatMap(([name, { nested }]) => [
    name,
    ...(nested && depth > 0 ? fieldPaths(nested(), depth - 1).map((path) => `${name}.${path}`) : []),
  ]);
}

/** Every path of `include`: the relations that are shown only on demand, through other relations too. */
export function includePaths({ resource }: ViewDefinition): readonly string[] {
  return resource ? optionalPaths(resource.schema, 3) : [];
}

function optionalPaths({ fields }: SchemaDescription, depth: number): string[] {
  if (depth === 0) return [];
  return fields.flatMap(({ wireName, relation, nested, isIncludable }) => {
    if (!relation || !nested) return [];
    const beyond = optionalPaths(nested(), depth - 1).map((path) => `${wireName}.${path}`);
    return isIncludable ? [wireName, ...beyond] : beyond;
  });
}
