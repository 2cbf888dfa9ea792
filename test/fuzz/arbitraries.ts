import fc from 'fast-check';
import type { OpenApi, Schema } from './open-api.js';

/** Deepest nesting of generated bodies: schemas may lead in circles. */
const DEEPEST = 4;
const MOST_ITEMS = 3;
const DAY = 86_400_000;
/** Days that every database can hold. */
const days = fc.integer({ min: 0, max: 36_500 }).map((day) => new Date(Date.UTC(1970, 0, 1) + day * DAY));
const moments = fc
  .tuple(days, fc.integer({ min: 0, max: DAY / 1000 - 1 }))
  .map(([day, second]) => new Date(day.getTime() + second * 1000).toISOString());
/** Any character that JSON can carry, but NUL, which PostgreSQL has no place for. */
const characters = fc
  .string({ unit: 'grapheme', minLength: 1, maxLength: 1 })
  .filter((text) => !text.includes('\0') && !/\p{Surrogate}/u.test(text) && text.trim() !== '');

const FORMATS: Readonly<Record<string, fc.Arbitrary<string>>> = {
  date: days.map((day) => day.toISOString().slice(0, 10)),
  'date-time': moments,
  email: fc
    .tuple(fc.stringMatching(/^[a-z]{1,10}$/), fc.stringMatching(/^[a-z]{1,10}$/))
    .map((parts) => `${parts.join('@')}.example`),
  uuid: fc.uuid({ version: 4 }),
  // SQLite's driver counts no further than JavaScript.
  int64: fc.bigInt({ min: 1n - 2n ** 53n, max: 2n ** 53n - 1n }).map(String),
  uri: fc.stringMatching(/^[a-z]{1,10}$/).map((name) => `https://${name}.example/`),
};

/** Keys of rows that are there, by resource. */
export type KnownKeys = (resource: string) => readonly unknown[];

/** Values that are valid by a schema of the document. */
export class Arbitraries {
  constructor(
    private readonly api: OpenApi,
    private readonly keys: KnownKeys,
  ) {}

  valid(named: Schema, depth = 0): fc.Arbitrary<unknown> {
    const schema = this.api.resolved(named);
    const value = this.present(schema, depth);
    return schema.nullable === true ? fc.option(value, { nil: null, freq: 4 }) : value;
  }

  private present(schema: Schema, depth: number): fc.Arbitrary<unknown> {
    const known = this.knownKeys(schema);
    if (known) return known;
    const alternatives = schema.anyOf ?? schema.oneOf;
    if (alternatives) return fc.oneof(...alternatives.map((one) => this.valid(one, depth)));
    if (schema.enum) return fc.constantFrom(...schema.enum.filter((value) => value !== null));
    switch (schema.type) {
      case 'boolean':
        return fc.boolean();
      case 'integer':
        return fc.integer(integerBounds(schema));
      case 'number':
        return fc.integer(integerBounds(schema)).map((value) => value + 0);
      case 'string':
        return texts(schema);
      case 'array':
        return this.arrays(schema, depth);
      case 'object':
        return this.objects(schema, depth);
      default:
        return fc.oneof(fc.boolean(), fc.integer({ min: 0, max: 99 }), characters);
    }
  }

  /** A reference names a row that is there, as far as the lists have shown. */
  private knownKeys(schema: Schema): fc.Arbitrary<unknown> | undefined {
    const resource = schema['x-resource-ref'];
    const isScalar = schema.type === 'integer' || schema.type === 'number' || schema.type === 'string';
    if (resource === undefined || !isScalar) return undefined;
    // A resource may be named by another column than the one in its path.
    const keys = this.keys(resource).filter((key) => typeof key === (schema.type === 'string' ? 'string' : 'number'));
    return keys.length > 0 ? fc.constantFrom(...keys) : undefined;
  }

  private arrays(
    { items = {}, minItems = 0, maxItems, 'x-resource-ref': ref }: Schema,
    depth: number,
  ): fc.Arbitrary<unknown> {
    const item = this.valid(
      ref === undefined ? items : { ...this.api.resolved(items), 'x-resource-ref': ref },
      depth + 1,
    );
    const bounds = { minLength: minItems, maxLength: Math.max(minItems, Math.min(maxItems ?? MOST_ITEMS, MOST_ITEMS)) };
    return fc.uniqueArray(item, { ...bounds, selector: (value) => JSON.stringify(value) });
  }

  private objects(
    { properties = {}, required = [], 'x-resource-ref': ref }: Schema,
    depth: number,
  ): fc.Arbitrary<unknown> {
    const writable = Object.entries(properties).filter(([, property]) => this.api.resolved(property).readOnly !== true);
    const values = writable.flatMap(([name, property]) => {
      if (depth >= DEEPEST && !required.includes(name)) return [];
      const inner = ref === undefined ? property : { ...this.api.resolved(property), 'x-resource-ref': ref };
      return [[name, this.valid(inner, depth + 1)] as const];
    });
    const names = values.map(([name]) => name);
    return fc.record(Object.fromEntries(values), { requiredKeys: names.filter((name) => required.includes(name)) });
  }
}

const INT = 2_147_483_647;

function integerBounds(schema: Schema): { min: number; max: number } {
  const { minimum = -INT, maximum = INT, exclusiveMinimum = false, exclusiveMaximum = false } = schema;
  return {
    min: Math.ceil(minimum) + (exclusiveMinimum ? 1 : 0),
    max: Math.floor(maximum) - (exclusiveMaximum ? 1 : 0),
  };
}

function texts({ format, pattern, minLength = 0, maxLength }: Schema): fc.Arbitrary<string> {
  const fits = (text: string): boolean => text.length >= minLength && text.length <= (maxLength ?? Infinity);
  const formatted = format === undefined ? undefined : FORMATS[format];
  if (formatted) return formatted.filter((text) => fits(text) && new RegExp(pattern ?? '').test(text));
  if (pattern !== undefined) return fc.stringMatching(new RegExp(pattern)).filter(fits);
  return fc
    .array(characters, { minLength, maxLength: Math.max(minLength, Math.min(maxLength ?? 30, 30)) })
    .map((parts) => parts.join(''))
    .map((text) =>
      Array.from(text)
        .slice(0, maxLength ?? 30)
        .join(''),
    )
    .filter(fits);
}
