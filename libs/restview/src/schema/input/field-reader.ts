import { readValue } from '../../model/column-values.js';
import type { ColumnDescription } from '../../model/model-description.js';
import { compileRules, type FieldRules } from './compile-rules.js';
import { isPlainObject } from './forbidden-keys.js';
import { type MaybePromise, whenReady } from './maybe-promise.js';
import { pointerTo, type MistakeList } from './mistake-list.js';
import { compileReferenceReader, type ReferenceReader } from './reference-reader.js';
import { isRequired, type InputFacts } from './requirement.js';
import type { FieldDescription, InputRole } from '../schema-description.js';
import { designType } from '../document/swagger-metadata.js';
import { typeConversion, valueTransform, type ValueTransform } from '../transformer-metadata.js';

/** A client's value on its way to the entity; refused values have had their mistake added. */
export type Conversion = { readonly ok: true; readonly value: unknown } | { readonly ok: false };

/** How one field of a body is read; made once, from the class that describes the body. */
export interface FieldReader {
  readonly field: FieldDescription;
  /** The field's part of a JSON Pointer, such as `/name`. */
  readonly segment: string;
  readonly isRequired: boolean;
  readonly rules: FieldRules;
  /** What the class makes of the client's value: a nested schema, `@Type`, `@Transform`, text to `Date`. */
  readonly convert: (raw: unknown, body: object, pointer: string, mistakes: MistakeList) => MaybePromise<Conversion>;
  /** Reads a valid value by its column; `undefined` stands for one that the column refuses. */
  readonly store: (value: unknown, pointer: string, mistakes: MistakeList) => unknown;
  /** Whether answers may show `null` where the field has none, and a client may so send it back. */
  readonly mayShowNull: (field: FieldDescription) => boolean;
}

/** What a field reader needs of its surroundings. */
export interface FieldReaderParts {
  readonly narrow: (column: ColumnDescription) => ColumnDescription;
  readonly mayShowNull: (field: FieldDescription) => boolean;
  /** The fields of the same body. */
  readonly siblings: readonly FieldDescription[];
  readonly readNested: ((value: unknown, pointer: string, mistakes: MistakeList) => Promise<unknown>) | undefined;
}

/** Compiles the reader of one field. */
export function compileFieldReader(
  field: FieldDescription,
  role: InputRole,
  facts: InputFacts,
  { narrow, mayShowNull, siblings, readNested }: FieldReaderParts,
): FieldReader {
  const { property, wireName } = field;
  const column = field.column && narrow(field.column);
  const type = readNested ? undefined : typeConversion(facts.schema, property);
  const isDate = !readNested && !type && wantsDate(property, facts);
  const toTyped = type ?? (isDate ? (value: unknown) => toDate(value, column) : undefined);
  const transform = valueTransform(facts.schema, property, 'input');
  const readReference = readNested ? undefined : compileReferenceReader(field, narrow);
  const isConverted = toTyped !== undefined || readNested !== undefined || readReference !== undefined;
  const store = column ? columnReader(column, wireName, isConverted) : undefined;
  const plain = plainConversion(toTyped, transform, wireName);
  return Object.freeze({
    field,
    segment: pointerTo('', wireName),
    isRequired: isRequired(field, role, facts, siblings),
    rules: compileRules(facts.validators.get(property) ?? [], wireName, readNested !== undefined),
    convert: readNested
      ? nestedConversion(readNested, transform, column, wireName)
      : readReference
        ? referenceConversion(plain, readReference)
        : plain,
    store: store ?? asRead,
    mayShowNull: role === 'update' ? mayShowNull : never,
  });
}

const asSent: FieldReader['convert'] = (raw) => ({ ok: true, value: raw });
const asRead: FieldReader['store'] = (value) => value;

const REFUSED: Conversion = Object.freeze({ ok: false });

function plainConversion(
  type: ((value: unknown) => unknown) | undefined,
  transform: ValueTransform | undefined,
  wireName: string,
): FieldReader['convert'] {
  if (!type && !transform) return asSent;
  return (raw, body, pointer, mistakes) => {
    if (raw === undefined) return { ok: true, value: raw };
    try {
      const typed = type ? type(raw) : raw;
      return { ok: true, value: transform ? transform(typed, body) : typed };
    } catch {
      // Transformers are written for the values one expects; one that stumbles says that this is none of them.
      mistakes.add(pointer, 'type', `${wireName} has a value that cannot be read.`);
      return REFUSED;
    }
  };
}

/** What transformers make of a value is read as a reference: hooks find the declared form, whoever wrote it. */
function referenceConversion(plain: FieldReader['convert'], readReference: ReferenceReader): FieldReader['convert'] {
  return (raw, body, pointer, mistakes) =>
    whenReady(plain(raw, body, pointer, mistakes), (conversion) => {
      if (!conversion.ok || conversion.value === undefined || conversion.value === null) return conversion;
      const value = readReference(conversion.value, pointer, mistakes);
      return value === undefined ? REFUSED : { ok: true, value };
    });
}

function nestedConversion(
  readNested: NonNullable<FieldReaderParts['readNested']>,
  transform: ValueTransform | undefined,
  column: ColumnDescription | undefined,
  wireName: string,
): FieldReader['convert'] {
  return async (raw, body, pointer, mistakes) => {
    if (raw === undefined || raw === null) return { ok: true, value: raw };
    if (column && readByColumn(column, raw, wireName, pointer, mistakes) === undefined) return REFUSED;
    const value = await readNested(raw, pointer, mistakes);
    if (value === undefined) return REFUSED;
    return { ok: true, value: transform ? transform(value, body) : value };
  };
}

/** By its type; or, since some compilers write no type for `Date | null`, by its validator. */
function wantsDate(property: string, { schema, validators }: InputFacts): boolean {
  return designType(schema, property) === Date || !!validators.get(property)?.some(({ name }) => name === 'isDate');
}

/** A property of type `Date` gets one before its validators look, so that `@IsDate()` works without `@Type`. */
function toDate(value: unknown, column: ColumnDescription | undefined): unknown {
  if (typeof value !== 'string') return value;
  if (column) {
    const reading = readValue(column, value);
    if (!reading.ok) return value;
    if (reading.value instanceof Date) return reading.value;
  }
  const date = new Date(value);
  return /^\d{4}-\d{2}-\d{2}/.test(value) && !Number.isNaN(date.getTime()) ? date : value;
}

function columnReader(column: ColumnDescription, wireName: string, isConverted: boolean): FieldReader['store'] {
  return (value, pointer, mistakes) => {
    if (value === null) return value;
    if (value instanceof Date && Number.isNaN(value.getTime())) {
      mistakes.add(pointer, 'type', `${wireName} is not a valid date.`);
      return undefined;
    }
    // What @Type, @Transform or a nested schema made is the entity's value already.
    if (typeof value === 'object' && (isConverted || !isJson(value))) return value;
    return readByColumn(column, value, wireName, pointer, mistakes);
  };
}

function readByColumn(
  column: ColumnDescription,
  value: unknown,
  wireName: string,
  pointer: string,
  mistakes: MistakeList,
): unknown {
  const reading = readValue(column, value);
  if (reading.ok) return reading.value;
  // The column speaks of "it"; an answer with many mistakes is easier to read with names.
  mistakes.add(pointer, reading.code, reading.detail.replace(/^It(?= )/, wireName));
  return undefined;
}

function isJson(value: object): boolean {
  return Array.isArray(value) || isPlainObject(value);
}

function never(): boolean {
  return false;
}
