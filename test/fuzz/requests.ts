import fc from 'fast-check';
import type { Arbitraries } from './arbitraries.js';
import type { OpenApi, Operation, Parameter, Schema } from './open-api.js';

/** A request that was made by an operation of the document. */
export interface FuzzRequest {
  readonly operation: Operation;
  readonly path: string;
  readonly body?: unknown;
  /** Sent as it is, in place of a JSON body. */
  readonly raw?: { readonly text: string; readonly type: string };
  /** What is wrong with it; absent for a valid one. */
  readonly fault?: string;
}

interface Parts {
  readonly path: Readonly<Record<string, unknown>>;
  readonly query: Readonly<Record<string, string>>;
  readonly body?: unknown;
}

/** Most parameters of one query. */
const MOST_PARAMETERS = 4;
/** Texts with a grammar of their own: places that an answer tells, groups of filters, paths of fields. */
const OPAQUE = new Set(['cursor', 'and', 'or', 'not', 'fields']);

/** Makes requests of operations. */
export class Requests {
  constructor(
    private readonly api: OpenApi,
    private readonly arbitraries: Arbitraries,
    /** The values of a path's parameters, of rows that are there. */
    private readonly rows: (path: string) => readonly Readonly<Record<string, unknown>>[],
  ) {}

  /** A request that has to be understood. */
  valid(operation: Operation): fc.Arbitrary<FuzzRequest> {
    return this.parts(operation).map((parts) => this.request(operation, parts));
  }

  /** A request with one fault, by what the document says; none of a route that does not say what it refuses. */
  invalid(operation: Operation): fc.Arbitrary<FuzzRequest> | undefined {
    const refused = operation.answers['422'];
    if (!refused) return undefined;
    const faults = [
      // Routes that developers wrote by hand say that they look at the path.
      ...(/\bquery\b/.test(refused.description ?? '') ? this.queryFaults(operation) : []),
      ...this.pathFaults(operation),
      ...(operation.body ? this.bodyFaults(operation, operation.body) : []),
    ];
    if (faults.length === 0) return undefined;
    return fc.oneof(...faults);
  }

  private parts(operation: Operation): fc.Arbitrary<Parts> {
    return fc
      .tuple(
        this.pathValues(operation),
        this.queryValues(operation),
        operation.body ? this.arbitraries.valid(operation.body) : fc.constant(undefined),
      )
      .map(([path, query, body]) => ({ path, query, ...(body !== undefined && { body }) }));
  }

  private pathValues({ path, parameters }: Operation): fc.Arbitrary<Parts['path']> {
    const known = this.rows(path);
    const any = fc.record(
      Object.fromEntries(
        inPath(parameters).map(({ name, schema }) => [name, this.arbitraries.valid(schema).filter(isSegment)]),
      ),
    );
    return known.length > 0
      ? fc.oneof({ weight: 4, arbitrary: fc.constantFrom(...known) }, { weight: 1, arbitrary: any })
      : any;
  }

  private queryValues({ parameters }: Operation): fc.Arbitrary<Parts['query']> {
    const offered = inQuery(parameters).filter(({ name }) => !OPAQUE.has(name));
    if (offered.length === 0) return fc.constant({});
    return fc
      .subarray(offered, { maxLength: Math.min(MOST_PARAMETERS, offered.length) })
      .chain((chosen) =>
        fc.record(Object.fromEntries(chosen.map((parameter) => [parameter.name, this.text(parameter)]))),
      );
  }

  /** The text of a parameter; lists are separated by commas. */
  private text({ schema, description = '' }: Parameter): fc.Arbitrary<string> {
    const { type, items } = this.api.resolved(schema);
    const plain = (value: unknown): string => String(value);
    const isQuotable = description.includes('stands in double quotes');
    const quoted = (text: string) => (isQuotable && /[,"]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);
    if (type !== 'array' || !items) {
      return this.arbitraries
        .valid(schema)
        .map(plain)
        .filter((text) => isSendable(text) && (isQuotable || !text.startsWith('"')))
        .map(quoted);
    }
    // A comma separates, and quotes hold a value together.
    return this.arbitraries
      .valid({ ...schema, items: { ...items, nullable: false } })
      .map((values) => (Array.isArray(values) ? values.map(plain) : []))
      .filter((values) => values.length > 0)
      .filter((values) => values.every((value) => isSendable(value) && (isQuotable || !/[,"]/.test(value))))
      .map((values) => values.map(quoted).join());
  }

  private request(operation: Operation, { path, query, body }: Parts, fault?: string): FuzzRequest {
    const filled = operation.path.replace(/\{(\w+)\}/g, (_whole, name: string) =>
      encodeURIComponent(String(path[name])),
    );
    const search = new URLSearchParams(query).toString();
    return {
      operation,
      path: search === '' ? filled : `${filled}?${search}`,
      ...(body !== undefined && { body }),
      ...(fault !== undefined && { fault }),
    };
  }

  private queryFaults(operation: Operation): fc.Arbitrary<FuzzRequest>[] {
    const with_ = (name: string, value: string, fault: string): fc.Arbitrary<FuzzRequest> =>
      this.parts(operation).map((parts) =>
        this.request(operation, { ...parts, query: { [name]: value } }, `query: ${fault}`),
      );
    const wrong = inQuery(operation.parameters).flatMap(({ name, schema }) => {
      const inner = this.api.resolved(schema);
      const item = inner.type === 'array' && inner.items ? this.api.resolved(inner.items) : inner;
      return textFaults(item).map(([value, fault]) => with_(name, value, `${name} ${fault}`));
    });
    return [with_('nobodyKnowsThis', '1', 'an unknown parameter'), ...wrong];
  }

  private pathFaults(operation: Operation): fc.Arbitrary<FuzzRequest>[] {
    return inPath(operation.parameters).flatMap(({ name, schema }) =>
      textFaults(this.api.resolved(schema)).map(([value, fault]) =>
        this.parts(operation).map((parts) =>
          this.request(operation, { ...parts, path: { ...parts.path, [name]: value } }, `path: ${name} ${fault}`),
        ),
      ),
    );
  }

  private bodyFaults(operation: Operation, schema: Schema): fc.Arbitrary<FuzzRequest>[] {
    const { properties = {}, required = [] } = this.api.resolved(schema);
    const changed = (fault: string, change: (body: object) => unknown): fc.Arbitrary<FuzzRequest> =>
      this.parts(operation).map((parts) =>
        this.request(operation, { ...parts, query: {}, body: change(Object(parts.body) as object) }, `body: ${fault}`),
      );
    const raw = (text: string, type: string, fault: string): fc.Arbitrary<FuzzRequest> =>
      this.parts(operation).map((parts) => {
        const { body: _body, ...request } = this.request(operation, { ...parts, query: {} }, `body: ${fault}`);
        return { ...request, raw: { text, type } };
      });
    return [
      changed('an unknown field', (body) => ({ ...body, nobodyKnowsThis: 1 })),
      ...[[], 'text', 7, true].map((other) => changed(`${JSON.stringify(other)} for an object`, () => other)),
      raw('{"broken":', 'application/json', 'broken JSON'),
      raw('<a/>', 'application/xml', 'XML'),
      ...required.map((name) =>
        changed(`without ${name}`, (body) => Object.fromEntries(Object.entries(body).filter(([key]) => key !== name))),
      ),
      ...Object.entries(properties).flatMap(([name, property]) =>
        this.valueFaults(this.api.resolved(property)).map(([value, fault]) =>
          changed(`${name} ${fault}`, (body) => ({ ...body, [name]: value })),
        ),
      ),
    ];
  }

  private valueFaults(schema: Schema): readonly (readonly [unknown, string])[] {
    if (schema.readOnly === true) return [];
    const faults: [unknown, string][] = schema.nullable === true || schema.type === undefined ? [] : [[null, 'null']];
    switch (schema.type) {
      case 'boolean':
        return [...faults, ['maybe', 'no boolean'], [2, 'no boolean']];
      case 'integer':
        return [...faults, ['x', 'no number'], [1.5, 'no integer'], ...beyond(schema)];
      case 'number':
        return [...faults, ['x', 'no number'], ...beyond(schema)];
      case 'string':
        return [...faults, [{}, 'an object'], [['x'], 'a list'], ...textFaults(schema)];
      case 'array':
        return [...faults, [{ x: 1 }, 'no list'], [7, 'no list']];
      case 'object':
        return [...faults, [[], 'a list'], ['x', 'a text']];
      default:
        return faults;
    }
  }
}

/** Texts that a schema does not allow, each with what is wrong with it. */
function textFaults(schema: Schema): readonly (readonly [string, string])[] {
  const { type, format, enum: values, maxLength, minLength = 0 } = schema;
  if (values) return [['nobodyKnowsThis', 'none of its values']];
  if (type === 'boolean') return [['maybe', 'no boolean']];
  if (type === 'integer' || type === 'number') {
    return [['x', 'no number'], ...beyond(schema).map(([value, fault]) => [String(value), fault] as const)];
  }
  if (type !== 'string') return [];
  return [
    ...(format === undefined || format === 'uri' ? [] : [['@', `no ${format}`] as const]),
    ...(maxLength === undefined || maxLength > LONGEST_FAULT ? [] : [['x'.repeat(maxLength + 1), 'too long'] as const]),
    ...(minLength > 1 ? [['x', 'too short'] as const] : []),
  ];
}

function beyond({ minimum, maximum }: Schema): readonly (readonly [number, string])[] {
  return [
    ...(minimum === undefined ? [] : [[minimum - 1, 'too small'] as const]),
    ...(maximum === undefined ? [] : [[maximum + 1, 'too great'] as const]),
  ];
}

/** What is not lost on its way: clients take dots as steps. */
function isSegment(value: unknown): boolean {
  return typeof value === 'number' || (typeof value === 'string' && isSendable(value) && !/^\.{1,2}$/.test(value));
}

/** Longer ones do not fit into a URL. */
const LONGEST_FAULT = 2000;

/** Blank texts are no values of parameters. */
function isSendable(text: string): boolean {
  return text.trim() !== '';
}

function inPath(parameters: readonly Parameter[]): readonly Parameter[] {
  return parameters.filter((parameter) => parameter.in === 'path');
}

function inQuery(parameters: readonly Parameter[]): readonly Parameter[] {
  return parameters.filter((parameter) => parameter.in === 'query');
}
