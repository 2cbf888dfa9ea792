import { closestName } from '../errors/closest-name.js';
import type { Mistake } from '../errors/mistake.js';
import { shown } from './shown.js';

/**
 * One field of a response, as far as `fields=` is concerned.
 *
 * @public
 */
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

/**
 * The fields of a response, by public name.
 *
 * @public
 */
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
  const selection = emptySelection();
  const unknown = new Set(
    text.split(',').filter((path) => {
      const segments = path.split('.');
      return segments.length > maxDepth + 1 || !select(segments, fields, selection);
    }),
  );
  for (const path of [...unknown].slice(0, MOST_MISTAKES)) {
    const suggestion = closestName(path, fields.keys());
    mistakes.push({
      parameter: 'fields',
      code: 'unknown_field',
      detail: `The answer has no field "${shown(path)}".${suggestion === undefined ? '' : ` Did you mean "${suggestion}"?`}`,
    });
  }
  return selection;
}

/** More than that are no slips of the keyboard. */
const MOST_MISTAKES = 20;

type MutableSelection = Map<string, MutableSelection | 'whole'>;

/** Adds a path to a selection; `false` for one that leads nowhere. */
function select(segments: readonly string[], fields: ResponseFields, selection: MutableSelection): boolean {
  const [name = '', ...rest] = segments;
  const field = fields.get(name);
  if (!field || (rest.length > 0 && !field.nested)) return false;
  const known = selection.get(name);
  if (rest.length === 0 || !field.nested) {
    selection.set(name, 'whole');
    return true;
  }
  // Where the whole is wanted, the part changes nothing, but its path is checked all the same.
  const part = known === undefined || known === 'whole' ? emptySelection() : known;
  if (known !== 'whole') selection.set(name, part);
  return select(rest, field.nested(), part);
}

function emptySelection(): MutableSelection {
  return new Map();
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
