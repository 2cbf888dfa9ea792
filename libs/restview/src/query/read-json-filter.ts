import type { Mistake } from '../errors/mistake.js';
import { parseText } from '../model/column-values.js';
import { parseKeyText } from '../model/key-text.js';
import type { ColumnDescription } from '../model/model-description.js';
import { allOf, type Condition } from './condition.js';
import { findField, type ListFields, plainPath } from './list-fields.js';
import type { ListGrammar } from './list-grammar.js';
import type { QueryParameters } from './query-parameters.js';
import {
  type ConditionReading,
  conditionOn,
  countCondition,
  findKey,
  type FoundKey,
  hasTooMany,
  LONGEST_KEY,
} from './read-condition.js';
import { OPERATORS } from './operators.js';
import { readJsonOperands } from './read-json-operands.js';
import { readJsonParameter } from './read-json-parameter.js';
import { readSearch } from './read-search.js';
import { shown } from './shown.js';
import { unknownKey } from './unknown-key.js';

const FILTER = 'filter';

/** The most characters of a filter: about a thousand UUIDs. */
export const LONGEST_FILTER = 65_536;

type JsonObject = Readonly<Record<string, unknown>>;

/** Reads a filter in JSON, such as `{"status":"open","price_gte":10,"author":{"name":"Ada"}}`. */
export class FilterReader {
  /** How many rows at most the filter asks for by their ids; `undefined` when it does not. */
  ids: number | undefined;

  constructor(
    private readonly grammar: ListGrammar,
    private readonly reading: ConditionReading,
  ) {}

  /** The conditions that could be read; the mistakes say what could not. */
  read(parameters: QueryParameters): readonly Condition[] {
    const value = readJsonParameter(FILTER, parameters, LONGEST_FILTER, EXAMPLE, this.reading.mistakes);
    if (value === undefined) return [];
    if (isJsonObject(value)) return this.readObject(value, '', 1);
    this.refuse('type', `"${FILTER}" must be a JSON object, such as ${EXAMPLE}.`);
    return [];
  }

  /** @param prefix - the path that leads to the object, with a dot at its end. */
  private readObject(object: JsonObject, prefix: string, depth: number): readonly Condition[] {
    const conditions: Condition[] = [];
    for (const [name, value] of Object.entries(object)) {
      if (hasTooMany(this.reading)) break;
      const read = this.readEntry(prefix + name, value, depth);
      conditions.push(...read);
    }
    return conditions;
  }

  private readEntry(key: string, value: unknown, depth: number): readonly Condition[] {
    const { fields } = this.reading;
    const { rowId, searchFields } = this.grammar;
    // The inputs of a form for "author.name" make an object of it.
    if (isJsonObject(value) && leadsOn(fields, key)) return this.readWithin(key, value, depth);
    const found = key.length > LONGEST_KEY ? undefined : findJsonKey(fields, key, value);
    if (key === 'id' && rowId && found?.operator !== 'eq') return this.readIds(value, rowId, depth);
    if (found) return this.readCondition(key, value, found, depth);
    if (GROUPS.has(key)) return this.readGroup(key, value, depth);
    if (key === 'q' && searchFields.length > 0) return this.readSearched(value);
    if (!countCondition(FILTER, this.reading)) return [];
    return this.refuse('unknown_parameter', unknownKey(key, this.reading, FILTER));
  }

  private readWithin(key: string, value: JsonObject, depth: number): readonly Condition[] {
    if (depth > this.reading.limits.maxPathDepth) return this.refuse('too_deep', `"${shown(key)}" leads too far.`);
    if (Object.keys(value).length > 0) return this.readObject(value, `${key}.`, depth + 1);
    return this.refuse('type', `"${shown(key)}" takes a value, an array of values, or an object of conditions.`);
  }

  private readSearched(value: unknown): readonly Condition[] {
    if (typeof value !== 'string') return this.refuse('type', '"q" must be a text.');
    // The search box of a page is cleared so, or left with a space.
    if (value.trim() === '') return [];
    if (!countCondition(FILTER, this.reading)) return [];
    const mistakes: Mistake[] = [];
    const search = readSearch('q', value, this.grammar, true, mistakes);
    for (const { code, detail } of mistakes) this.refuse(code, detail);
    return search ? [search] : [];
  }

  private readCondition(
    key: string,
    value: unknown,
    { found, operator }: FoundKey,
    depth: number,
  ): readonly Condition[] {
    const { limits, named } = this.reading;
    if (!countCondition(FILTER, this.reading)) return [];
    if (found.depth > limits.maxPathDepth) {
      return this.refuse('too_deep', `A path leads through ${String(limits.maxPathDepth)} relations at most.`);
    }
    named.add(plainPath(found));
    const isId = key === 'id' && this.grammar.rowId !== undefined;
    const most = isId ? this.mostIds : limits.maxValues;
    const read = readJsonOperands(operator, found.field.column, value, { limits, maxValues: most });
    if ('problem' in read) return this.refuse(read.code, `"${shown(key)}" ${read.problem}`);
    if (isId) this.noteIds(value, depth);
    const alternatives = read.map((one) => conditionOn(found, one.operator, one.values));
    const [only, ...more] = alternatives;
    return [only && more.length === 0 ? only : { kind: 'or', conditions: alternatives }];
  }

  /** Rows by their whole key, which is no field that filters can name. */
  private readIds(value: unknown, columns: readonly ColumnDescription[], depth: number): readonly Condition[] {
    if (!countCondition(FILTER, this.reading)) return [];
    const given: readonly unknown[] = Array.isArray(value) ? value : [value];
    if (given.length > this.mostIds)
      return this.refuse('too_many', `"id" may have ${String(this.mostIds)} values at most.`);
    const keys: (readonly unknown[])[] = [];
    for (const id of given) {
      const key = keyOf(id, columns);
      if (!key) return this.refuse('type', `"id" has a value that is no id here: "${shown(String(id))}".`);
      keys.push(key);
    }
    this.noteIds(value, depth);
    const conditions = keys.map((values) =>
      allOf(
        columns.map((column, index): Condition => ({
          kind: 'compare',
          column,
          operator: 'eq',
          values: [values[index]],
        })),
      ),
    );
    return [{ kind: 'or', conditions }];
  }

  /** Within a group a list of ids may stand for any rows: all but these, these or others. */
  private noteIds(value: unknown, depth: number): void {
    if (depth === 1 && Array.isArray(value)) this.ids = value.length;
  }

  /** More than a page: pages refer to as many other rows as they have rows. */
  private get mostIds(): number {
    return Math.max(this.grammar.maxPageSize, this.reading.limits.maxValues);
  }

  private readGroup(kind: string, value: unknown, depth: number): readonly Condition[] {
    const { limits } = this.reading;
    if (!countCondition(FILTER, this.reading)) return [];
    if (depth > limits.maxGroupDepth) {
      return this.refuse('group', `"${kind}" nests groups more than ${String(limits.maxGroupDepth)} deep.`);
    }
    const members: readonly unknown[] = Array.isArray(value) ? value : [value];
    if (!members.every(isJsonObject)) return this.refuse('group', `"${kind}" takes filters, such as [${EXAMPLE}].`);
    const conditions: Condition[] = [];
    for (const member of members) {
      // Empty ones count too, or they would be free.
      if (Object.keys(member).length === 0) countCondition(FILTER, this.reading);
      if (hasTooMany(this.reading)) break;
      conditions.push(allOf(this.readObject(member, '', depth + 1)));
    }
    if (kind === 'not') return [{ kind: 'not', condition: allOf(conditions) }];
    return [{ kind: kind === 'or' ? 'or' : 'and', conditions }];
  }

  private refuse(code: string, detail: string): readonly Condition[] {
    this.reading.mistakes.push({ parameter: FILTER, code, detail });
    return [];
  }
}

const EXAMPLE = '{"status":"open"}';
const GROUPS: ReadonlySet<string> = new Set(['and', 'or', 'not']);

export function isJsonObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/**
 * Looks a key up: a field, `price__gte`, or `price_gte` as react-admin writes it. A field that has the name itself wins.
 *
 * Whether a field has a value can be asked of those too that cannot be compared.
 */
function findJsonKey(fields: ListFields, key: string, value: unknown): FoundKey | undefined {
  const known = findKey(fields, key) ?? (value === null ? findKey(fields, `${key}__isnull`) : undefined);
  if (known) return known.operator === 'isnull' && value === null ? asNull(known) : known;
  // A list of references, such as "tags", by what stands for its rows.
  const referred = fields.relations.get(key)?.isToMany ? findKey(fields, `${key}.id`) : undefined;
  if (referred) return referred;
  // The longest name first: "status_not" with "in" before "status" with "not_in".
  for (const operator of BY_LENGTH) {
    if (!key.endsWith(`_${operator}`)) continue;
    const found = findField(fields, key.slice(0, -operator.length - 1));
    if (found?.field.operators.includes(operator)) return { found, operator };
  }
  return undefined;
}

function asNull({ found }: FoundKey): FoundKey {
  return { found, operator: 'eq' };
}

const BY_LENGTH = [...OPERATORS].sort((left, right) => left.length - right.length);

/** Whether a path leads to something that has fields of its own. */
function leadsOn({ columns, relations }: ListFields, path: string): boolean {
  const [first = '', ...more] = path.split('.');
  const [name = ''] = first.split('__');
  const relation = relations.get(name);
  if (relation) return more.length === 0 || leadsOn(relation.fields(), more.join('.'));
  return [...columns.keys()].some((column) => column.startsWith(`${path}.`));
}

function keyOf(id: unknown, columns: readonly ColumnDescription[]): readonly unknown[] | undefined {
  if (typeof id !== 'string' && (typeof id !== 'number' || !Number.isSafeInteger(id))) return undefined;
  const [column, ...more] = columns;
  if (column && more.length === 0) {
    const reading = parseText(column, String(id));
    return reading.ok ? [reading.value] : undefined;
  }
  const reading = parseKeyText(columns, String(id));
  return reading.ok && Array.isArray(reading.value) ? reading.value : undefined;
}
