import { closestName } from '../errors/closest-name.js';
import type { Mistake } from '../errors/mistake.js';

/** One field of a response, as far as `fields=` is concerned. */
export interface ResponseField {
  /** The property on the entity. */
  readonly property: string;
  /** The column paths that the field is made of; `null` when it is computed, so that any column may be behind it. */
  readonly columns: readonly string[] | null;
  /** The relation that has to be loaded for it. */
  readonly isRelation: boolean;
  /** The fields of a nested object. */
  readonly nested?: () => ResponseFields;
}

/** The fields of a response, by public name. */
export type ResponseFields = ReadonlyMap<string, ResponseField>;

/**
 * The fields that a client wants, by public name; a nested selection where it wants a part of an object.
 *
 * @public
 */
export type FieldSelection = ReadonlyMap<string, FieldSelection | 'whole'>;

/** Reads `fields=id,name,city.name`. */
export function readFields(
  text: string,
  fields: ResponseFields,
  maxDepth: number,
  mistakes: Mistake[],
): FieldSelection | undefined {
  const selection: MutableSelection = new Map();
  for (const path of text.split(',')) {
    const segments = path.split('.');
    const unknown = segments.length > maxDepth + 1 ? path : select(segments, fields, selection);
    if (unknown === undefined) continue;
    const suggestion = closestName(path, fields.keys());
    mistakes.push({
      parameter: 'fields',
      code: 'unknown_field',
      detail: `The answer has no field "${path}".${suggestion === undefined ? '' : ` Did you mean "${suggestion}"?`}`,
    });
  }
  return selection;
}

type MutableSelection = Map<string, MutableSelection | 'whole'>;

function select(segments: readonly string[], fields: ResponseFields, selection: MutableSelection): string | undefined {
  const [name = '', ...rest] = segments;
  const field = fields.get(name);
  if (!field) return name;
  const known = selection.get(name);
  if (rest.length === 0 || known === 'whole') {
    // A part of it is wanted, but the whole is too; what the part names is still checked.
    selection.set(name, 'whole');
    return rest.length === 0 ? undefined : field.nested ? select(rest, field.nested(), new Map()) : name;
  }
  if (!field.nested) return name;
  const part: MutableSelection = known ?? new Map();
  selection.set(name, part);
  return select(rest, field.nested(), part);
}

/** The column paths that a selection needs, or `null` for all columns. */
export function selectedColumns(selection: FieldSelection, fields: ResponseFields): readonly string[] | null {
  const columns: string[] = [];
  for (const name of selection.keys()) {
    const field = fields.get(name);
    if (!field?.columns) return null;
    columns.push(...field.columns);
  }
  return columns;
}

/** Leaves only the selected fields in a row of the response. */
export function pickFields(row: Record<string, unknown>, selection: FieldSelection): Record<string, unknown> {
  return Object.fromEntries(
    [...selection].flatMap(([name, part]) => {
      if (!Object.hasOwn(row, name)) return [];
      const value = row[name];
      return [[name, part === 'whole' ? value : pickNested(value, part)] as const];
    }),
  );
}

function pickNested(value: unknown, selection: FieldSelection): unknown {
  if (Array.isArray(value)) return value.map((item: unknown) => pickNested(item, selection));
  return isRecord(value) ? pickFields(value, selection) : value;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}
