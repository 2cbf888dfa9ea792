import type { ConfigurationMistake } from '../errors/configuration-error.js';
import { describeModel } from '../model/describe-model.js';
import type { ColumnDescription, RelationDescription } from '../model/model-description.js';
import { frozenMap } from '../query/frozen-map.js';
import type { ListField, ListFields, ListRelation } from '../query/list-fields.js';
import { listMarksOf } from '../query/list-marks.js';
import { isSortable, operatorsOf } from '../query/operators.js';
import type { ResponseField, ResponseFields } from '../query/response-fields.js';
import type { FieldDescription, SchemaDescription } from '../schema/schema-description.js';
import { valueTransform } from '../schema/transformer-metadata.js';
import { KEY_OPERATORS, listReference } from './list-reference.js';

/** Which public paths a list may be filtered and sorted by; `undefined` for all that the schema has. */
export interface ListPolicy {
  readonly filterable: ReadonlySet<string> | undefined;
  readonly sortable: ReadonlySet<string> | undefined;
}

const EVERYTHING: ListPolicy = { filterable: undefined, sortable: undefined };

/**
 * What a read schema offers to lists: its own columns, and those of the schemas it nests.
 *
 * Write-only fields are no part of it, and neither is what is not a column. A field whose value is transformed on its way
 * out is left out too, unless it is marked `@Filterable`: a filter would tell what the transformation hides.
 */
export function listFieldsOf(
  schema: SchemaDescription,
  policy: ListPolicy,
  mistakes: ConfigurationMistake[],
  path = '',
): ListFields {
  const columns = new Map<string, ListField>();
  const relations = new Map<string, ListRelation>();
  for (const field of schema.fields) {
    const name = path + field.wireName;
    if (field.access === 'write-only') continue;
    if (field.relation) {
      const relation = field.nested
        ? listRelation(field, field.relation, policy, mistakes, name)
        : leadsTo(policy, name)
          ? listReference(
              field,
              field.relation,
              (column, path) => listField(schema, field, column, policy, mistakes, path),
              name,
            )
          : undefined;
      if (relation) relations.set(field.wireName, relation);
    } else if (field.column?.selected) {
      columns.set(field.wireName, listField(schema, field, field.column, policy, mistakes, name));
    } else if (field.embedded && field.nested && !field.isList) {
      for (const [inner, column] of listFieldsOf(field.nested(), policy, mistakes, `${name}.`).columns) {
        columns.set(`${field.wireName}.${inner}`, column);
      }
    }
  }
  return Object.freeze({ columns: frozenMap(columns), relations: frozenMap(relations) });
}

function listField(
  { schema }: SchemaDescription,
  { property }: FieldDescription,
  column: ColumnDescription,
  policy: ListPolicy,
  mistakes: ConfigurationMistake[],
  name: string,
): ListField {
  const marks = listMarksOf(schema, property);
  const executable = operatorsOf(column);
  const isHidden = valueTransform(schema, property, 'output') !== undefined;
  const wanted = marks.filterable === false ? [] : (marks.filterable ?? (isHidden ? [] : executable));
  const impossible = wanted.filter((operator) => !executable.includes(operator));
  if (impossible.length > 0) {
    mistakes.push({
      subject: `${schema.name}.${property}`,
      problem: `is marked @Filterable by ${impossible.join(', ')}, which a column of type ${column.type} has not.`,
      remedy: executable.length > 0 ? `Choose from ${executable.join(', ')}.` : 'Remove the mark.',
    });
  }
  const sortable = marks.sortable ?? !isHidden;
  return Object.freeze({
    column,
    operators: allows(policy.filterable, name) ? wanted : [],
    isSortable: sortable && isSortable(column) && allows(policy.sortable, name),
  });
}

function listRelation(
  field: FieldDescription,
  relation: RelationDescription,
  policy: ListPolicy,
  mistakes: ConfigurationMistake[],
  name: string,
): ListRelation | undefined {
  const { nested } = field;
  if (!nested || !leadsTo(policy, name)) return undefined;
  const isToMany = relation.kind === 'one-to-many' || relation.kind === 'many-to-many';
  let fields: ListFields | undefined;
  let key: { readonly field: ListField | undefined } | undefined;
  return Object.freeze({
    relation,
    isToMany,
    // Reading the other side's schema late lets schemas nest each other, and themselves.
    fields: () => (fields ??= listFieldsOf(nested(), policy, mistakes, `${name}.`)),
    key: () => (key ??= { field: isToMany ? undefined : relationKey(nested(), relation, policy, name) }).field,
  });
}

/** The key of the other side under the name of the relation: `author=1`, `author__isnull=true`. */
function relationKey(
  schema: SchemaDescription,
  { target, nullable }: RelationDescription,
  policy: ListPolicy,
  name: string,
): ListField | undefined {
  const [column, ...more] = describeModel(target()).primaryKey;
  if (!column || more.length > 0 || !allows(policy.filterable, name)) return undefined;
  const path = column.path.join('.');
  const shown = schema.fields.find((field) => field.column?.path.join('.') === path && field.access !== 'write-only');
  if (!shown) return undefined;
  const { operators } = listField(schema, shown, column, EVERYTHING, [], name);
  return Object.freeze({
    column: Object.freeze({ ...column, nullable }),
    operators: KEY_OPERATORS.filter((operator) => operators.includes(operator)),
    isSortable: false,
  });
}

function allows(allowed: ReadonlySet<string> | undefined, name: string): boolean {
  return allowed?.has(name) ?? true;
}

function leadsTo({ filterable, sortable }: ListPolicy, name: string): boolean {
  const isOnTheWay = (allowed: ReadonlySet<string> | undefined): boolean =>
    allowed === undefined || [...allowed].some((path) => path === name || path.startsWith(`${name}.`));
  return isOnTheWay(filterable) || isOnTheWay(sortable);
}

/** The fields of a response that `fields=` can name, and the columns behind them. */
export function responseFieldsOf({ fields }: SchemaDescription): ResponseFields {
  return frozenMap(
    fields
      .filter(({ access, column }) => access !== 'write-only' && column?.selected !== false)
      .map((field): [string, ResponseField] => {
        const { nested, relation } = field;
        let inner: ResponseFields | undefined;
        return [
          field.wireName,
          Object.freeze({
            property: field.property,
            columns: relation ? [] : columnsBehind(field),
            isRelation: relation !== undefined,
            ...(nested && { nested: () => (inner ??= responseFieldsOf(nested())) }),
          }),
        ];
      }),
  );
}

function columnsBehind({ column, embedded, nested }: FieldDescription): readonly string[] | null {
  if (column) return [column.path.join('.')];
  if (!embedded || !nested) return null;
  const columns = nested().fields.map(columnsBehind);
  return columns.includes(null) ? null : columns.flatMap((paths) => paths ?? []);
}
