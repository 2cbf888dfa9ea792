import { inspect } from 'node:util';
import type { DataSourceOptions } from 'typeorm';
import { describeModel } from '../../../libs/restview/src/model/describe-model.js';
import { describeSchema } from '../../../libs/restview/src/schema/describe-schema.js';
import {
  compileProjection,
  generatedProjections,
  type ProjectedField,
} from '../../../libs/restview/src/schema/projection.js';
import { schemaFromModel } from '../../../libs/restview/src/schema/read-schema.js';
import { compileSerializer } from '../../../libs/restview/src/schema/serializer.js';
import { entityOf, typeCases } from '../../fixtures/all-types.js';
import { Random } from '../../query/random.js';
import { User, UserRead } from './people.js';

type Values = Record<string, unknown>;

/** Compiles the same with functions made from text, and without. */
function bothWays<Compiled>(compile: () => Compiled): readonly [generated: Compiled, closures: Compiled] {
  const { isOn } = generatedProjections;
  const generated = compile();
  generatedProjections.isOn = false;
  try {
    return [generated, compile()];
  } finally {
    generatedProjections.isOn = isOn;
  }
}

const random = new Random(7);
const NAMES = [
  ...['id', 'name', '_x', '$y', 'class', 'return', 'constructor', 'toString', 'entity', 'json', 'value', 'depth'],
  ...['tools', 'tool0', 'tool1', 'first-name', 'größe', '', '0', '12', 'a b', 'a.b', 'a;throw 1', '`', '\u2028', "'"],
];
const VALUES: readonly unknown[] = [
  ...[
    undefined,
    null,
    true,
    false,
    0,
    -0,
    1.5,
    1e21,
    NaN,
    Infinity,
    2 ** 53,
    '',
    '7',
    'a"\\\n',
    '\ud800',
    '\u2028',
    '💥',
  ],
  ...[[], [null, undefined, 1], {}, { a: undefined, b: [{}] }, new Date(0), new Date(NaN), new Date(-1e15), 12n],
  ...[Buffer.from('bytes'), Symbol('s'), new Set([1]), { toJSON: () => 'own' }, { toISOString: () => undefined }],
];

/** One of the values, which may be `undefined`. */
const valueFrom = (values: readonly unknown[]): unknown => values[random.int(0, values.length - 1)];

/** What a function returns or throws, with the order of keys and the types of values. */
function outcome(run: () => unknown): string {
  try {
    return inspect(run(), { depth: Infinity, maxArrayLength: null, maxStringLength: null });
  } catch (error) {
    return String(error);
  }
}

describe('compileProjection', () => {
  it('makes the same objects by a function from text as by closures', () => {
    for (let round = 0; round < 500; round += 1) {
      const fields = random.some(NAMES, random.int(0, 12)).map((wireName): ProjectedField => {
        const property = random.pick(NAMES);
        if (random.chance(0.2)) return { wireName, compute: (entity, depth) => [entity.id, depth] };
        return random.chance(0.5)
          ? { wireName, property }
          : { wireName, property, write: (value, depth) => (depth > 1 ? undefined : value) };
      });
      const [generated, closures] = bothWays(() => compileProjection(fields));
      const entity: Values = Object.fromEntries(NAMES.map((name) => [name, valueFrom(VALUES)]));
      for (const depth of [1, 2]) {
        expect(outcome(() => generated(entity, depth))).toBe(outcome(() => closures(entity, depth)));
      }
    }
  });

  it('is one function for all fields, which other closures are not', () => {
    const [generated, closures] = bothWays(() => compileProjection([{ wireName: 'id', property: 'id' }]));
    expect(String(generated)).toContain('json.id = value');
    expect(String(closures)).not.toContain('json.id');
  });

  it('runs nothing that stands in a name', () => {
    const code = 'x; globalThis.hasRun = true;';
    const project = compileProjection([
      { wireName: code, property: code },
      { wireName: '__proto__', property: 'id' },
      { wireName: 'y', property: code },
    ]);
    expect(String(project)).not.toContain('hasRun');
    expect(project({ [code]: 1, id: {} }, 1)).toEqual({ [code]: 1, y: 1 });
    expect(globalThis).not.toHaveProperty('hasRun');
  });

  it('does without where code from text is forbidden', () => {
    const { Function: builtIn } = globalThis;
    Reflect.set(globalThis, 'Function', () => {
      throw new EvalError('Code generation from strings disallowed for this context');
    });
    try {
      expect(compileProjection([{ wireName: 'a', property: 'b' }])({ b: 1, c: 2 }, 1)).toEqual({ a: 1 });
    } finally {
      Reflect.set(globalThis, 'Function', builtIn);
    }
  });
});

describe('a serializer', () => {
  const databases: readonly DataSourceOptions['type'][] = ['better-sqlite3', 'postgres', 'mysql'];

  it.each(databases)('writes every type of column of %s alike, and values that are of another type', (database) => {
    const cases = typeCases(database);
    const model = describeModel(entityOf(cases));
    const { description } = describeSchema(schemaFromModel(model), model);
    const [generated, closures] = bothWays(() => compileSerializer(description));
    for (let round = 0; round < 300; round += 1) {
      const entity = Object.fromEntries(model.columns.map(({ path }) => [path.join('.'), valueFrom(VALUES)]));
      expect(outcome(() => generated(entity))).toBe(outcome(() => closures(entity)));
      expect(outcome(() => JSON.stringify(generated(entity)))).toBe(outcome(() => JSON.stringify(closures(entity))));
    }
  });

  it('writes nested and recursive schemas, transforms and computed fields alike', () => {
    const { description } = describeSchema(UserRead, describeModel(User));
    const [generated, closures] = bothWays(() => compileSerializer(description));
    const user = (depth: number): Values => ({
      ...Object.fromEntries(description.fields.map(({ property }) => [property, valueFrom(VALUES)])),
      email: 'ada@example.org',
      settings: random.pick([null, { colour: valueFrom(VALUES), hidden: 'x' }, [{ version: 1n }], 'theme']),
      org: valueFrom([undefined, null, 3, { id: 1, title: valueFrom(VALUES), secretKey: 'shh' }]),
      manager: depth < 7 && random.chance(0.8) ? user(depth + 1) : null,
      passwordHash: 'hash',
      unknown: 'x',
    });
    for (let round = 0; round < 300; round += 1) {
      const entity = user(0);
      const text = outcome(() => generated(entity));
      expect(text).toBe(outcome(() => closures(entity)));
      expect(text).not.toMatch(/shh|hash|unknown|hidden/);
    }
  });
});
