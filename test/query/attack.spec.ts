import { Exclude, Expose, Transform } from 'class-transformer';
import { Field, Nested, ReadOnly, WriteOnly } from 'nestjs-restview';
import { DataSource, type DataSourceOptions } from 'typeorm';
import { listGrammarOf } from '../../libs/restview/src/definition/list-grammar-of.js';
import type { Mistake } from '../../libs/restview/src/errors/mistake.js';
import { applyListQuery } from '../../libs/restview/src/query/apply-list-query.js';
import { limitOffsetDialect } from '../../libs/restview/src/query/limit-offset-dialect.js';
import type { ListGrammar } from '../../libs/restview/src/query/list-grammar.js';
import { DEFAULT_LIST_LIMITS } from '../../libs/restview/src/query/list-limits.js';
import { narrowGrammar } from '../../libs/restview/src/query/narrow-grammar.js';
import { OPERATORS } from '../../libs/restview/src/query/operators.js';
import { parseListQuery, type ParsedListQuery } from '../../libs/restview/src/query/parse-list-query.js';
import { unknownParameters } from '../../libs/restview/src/query/unknown-parameters.js';
import { City, Country, Person, Tag } from '../fixtures/city.entity.js';
import { PersonRead } from '../fixtures/person-read.js';
import { dropDatabase, onEveryDatabase, statementsOf } from '../setup/databases.js';

/** Columns that a schema hides in every way there is. */
class SecretiveRead {
  @ReadOnly() readonly id!: number;
  @Field() name!: string;
  @WriteOnly() @Field() nickname!: string | null;
  @Exclude({ toPlainOnly: true }) @Field() balance!: string | null;
  @Field() @Expose({ name: 'years' }) age!: number | null;
  @Field() @Transform(({ value }) => String(value).slice(0, 4), { toPlainOnly: true }) born!: string | null;
  @WriteOnly() @Field({ virtual: true }) password!: string;
  @Nested(() => SecretiveRead) readonly boss!: SecretiveRead | null;
  @Nested(() => SecretiveRead) readonly staff!: SecretiveRead[];
}

/** Names of columns that are not public: hidden ones, and internal names of public ones. */
const HIDDEN = [
  'nickname',
  'balance',
  'born',
  'passwordHash',
  'password',
  'token',
  'age',
  'cityId',
  'city',
  'city.name',
  'tags.name',
];

const METACHARACTERS = [
  ...[
    "'",
    '"',
    '`',
    ';',
    '--',
    '/*',
    '\\',
    '%',
    '_',
    '$1',
    '?',
    ':id',
    ':...ids',
    '(',
    ')',
    '||',
    '0x00',
    "' OR '1'='1",
  ],
  ...[
    "'; DROP TABLE person; --",
    '1) OR (1=1',
    'id" = "id',
    '${1}',
    '{{1}}',
    "\\' OR 1=1 --",
    "admin'/*",
    '*/ UNION SELECT 1',
  ],
  ...['\u0001', '\t', '\n', '\u2028', '𝒳', 'ﬀ', '\u202e', '＇ OR 1', '%27%20OR%201', '[]', '[$ne]'],
];
const PROTOTYPE_NAMES = [
  '__proto__',
  'constructor',
  'prototype',
  'toString',
  'hasOwnProperty',
  'valueOf',
  '__defineGetter__',
];
const UNSTORABLE = ['\0', 'a\0b', '\ud800', 'x\udfff', '"\0"', '\0 \ud800'];

const grammar = listGrammarOf(Person, PersonRead, { searchFields: ['name', 'city.name'], extraQueryParams: ['mode'] });
const secretive = listGrammarOf(Person, SecretiveRead, { searchFields: ['name'] });

type Parameters = readonly (readonly [name: string, ...values: string[]])[];
const parse = (parameters: Parameters, by: ListGrammar = grammar): ParsedListQuery =>
  parseListQuery(new Map(parameters.map(([name, ...values]) => [name, values])), by, 'secret');
const codes = (parameters: Parameters, by?: ListGrammar): readonly (readonly [string | undefined, string])[] =>
  parse(parameters, by).mistakes.map(({ parameter, code }) => [parameter, code]);

/** What no message may have: words of SQL drivers, internal names, and more than a message's length. */
function expectHarmless(mistakes: readonly Mistake[], hidden: readonly string[] = []): void {
  for (const { parameter, detail } of mistakes) {
    expect(typeof parameter).toBe('string');
    expect(detail.length).toBeLessThan(1000);
    expect(detail).not.toMatch(/QueryFailed|SQLITE_|syntax error|undefined|\[object|person\./);
    for (const name of hidden) expect(detail.replaceAll(`"${String(parameter)}"`, '')).not.toContain(`"${name}"`);
  }
}

describe('hidden columns', () => {
  const suffixes = ['', ...OPERATORS.map((operator) => `__${operator}`), '__any', '.x', '__none.x'];

  it.each(HIDDEN)('%s is unknown to filters and groups, by every operator and path', (name) => {
    for (const path of [name, `boss.${name}`, `staff.${name}`, `staff__none.boss.${name}`]) {
      for (const suffix of suffixes) {
        const key = path + suffix;
        const { mistakes } = parse([[key, '1']], secretive);
        expect(mistakes).toHaveLength(1);
        expect(mistakes[0]).toMatchObject({ parameter: key, code: 'unknown_parameter' });
        for (const group of ['or', 'and', 'not']) {
          const inGroup = parse([[group, `name=x,and(${key}=1)`]], secretive).mistakes;
          expect(inGroup.map(({ parameter, code }) => [parameter, code])).toEqual([[group, 'unknown_parameter']]);
          expectHarmless(inGroup);
        }
        expectHarmless(mistakes, HIDDEN);
      }
    }
  });

  it.each(HIDDEN)('%s is unknown to sort and fields', (name) => {
    for (const path of [name, `boss.${name}`]) {
      expect(codes([['sort', path]], secretive)).toEqual([['sort', 'unknown_field']]);
      expect(codes([['sort', `-${path}`]], secretive)).toEqual([['sort', 'unknown_field']]);
      // What a transformation makes of a column is shown, though nothing can be asked of the column.
      if (name !== 'born') expect(codes([['fields', path]], secretive)).toEqual([['fields', 'unknown_field']]);
    }
  });

  it('are never suggested', () => {
    for (const typo of ['passwordHas', 'nicknam', 'balanc', 'bor', 'toke', 'ag']) {
      for (const name of ['sort', 'fields', 'or'] as const) {
        const others = HIDDEN.filter((hidden) => name !== 'fields' || hidden !== 'born');
        expectHarmless(parse([[name, name === 'or' ? `${typo}=1` : typo]], secretive).mistakes, others);
      }
      expectHarmless(parse([[typo, '1']], secretive).mistakes, HIDDEN);
    }
  });

  it('cannot be searched, defaulted or allowed', () => {
    expect(() => listGrammarOf(Person, SecretiveRead, { searchFields: ['nickname'] })).toThrow('searchFields');
    expect(() => listGrammarOf(Person, SecretiveRead, { filterable: ['nickname'] })).toThrow('filterable');
    expect(() => listGrammarOf(Person, SecretiveRead, { sortable: ['passwordHash'] })).toThrow('sortable');
    expect(() => listGrammarOf(Person, SecretiveRead, { defaultSort: 'balance' })).toThrow('defaultSort');
    expect(() => listGrammarOf(Person, SecretiveRead, { defaultFilter: { password: 'x' } })).toThrow('defaultFilter');
  });

  it('are unknown to the other dialect', () => {
    for (const name of [...HIDDEN, 'nicknameIn', 'balanceNotIn', 'bornIn']) {
      const { mistakes } = limitOffsetDialect.parse(new Map([[name, ['1']]]), secretive, 'secret');
      expect(mistakes.map(({ parameter, code }) => [parameter, code])).toEqual([[name, 'unknown_parameter']]);
    }
    const { mistakes } = limitOffsetDialect.parse(new Map([['orderBy', ['nickname']]]), secretive, 'secret');
    expect(mistakes.map(({ code }) => code)).toEqual(['unknown_field']);
  });
});

describe('names of prototypes', () => {
  it.each(PROTOTYPE_NAMES)('%s is no field, operator, relation, group or parameter', (name) => {
    expect(codes([[name, '1']])).toEqual([[name, 'unknown_parameter']]);
    for (const key of [
      `name__${name}`,
      `${name}__in`,
      `${name}.name`,
      `city.${name}`,
      `city__${name}.name`,
      `tags__${name}.name`,
    ]) {
      expect(codes([[key, '1']])).toEqual([[key, 'unknown_parameter']]);
      expect(codes([['or', `${key}=1`]])).toEqual([['or', 'unknown_parameter']]);
    }
    expect(codes([['or', `${name}(name=a)`]])).toEqual([['or', 'group']]);
    expect(codes([['sort', name]])).toEqual([['sort', 'unknown_field']]);
    expect(codes([['sort', `city.${name}`]])).toEqual([['sort', 'unknown_field']]);
    expect(codes([['fields', name]])).toEqual([['fields', 'unknown_field']]);
    expect(codes([['fields', `city.${name}`]])).toEqual([['fields', 'unknown_field']]);
    expect(unknownParameters(new Map([[name, ['1']]]), new Set(['mode'])).map(({ parameter }) => parameter)).toEqual([
      name,
    ]);
    expect(limitOffsetDialect.parse(new Map([[name, ['1']]]), grammar, 's').mistakes).toHaveLength(1);
    expect(Object.keys(Object.prototype)).toEqual([]);
  });
});

describe('text that no database stores', () => {
  it.each(UNSTORABLE)('%j is refused wherever text is looked for', (text) => {
    for (const operator of [
      'eq',
      'ne',
      'in',
      'not_in',
      'gt',
      'gte',
      'lt',
      'lte',
      'contains',
      'icontains',
      'startswith',
      'istartswith',
      'endswith',
      'iendswith',
    ]) {
      const key = operator === 'eq' ? 'name' : `name__${operator}`;
      expect(codes([[key, text]])).toEqual([[key, 'invalid_character']]);
      expect(codes([[`city.${key}`, text]])).toEqual([[`city.${key}`, 'invalid_character']]);
    }
    expect(codes([['name__between', `a,${text}`]])).toEqual([['name__between', 'invalid_character']]);
    expect(codes([['q', `a ${text}`]])).toEqual([['q', 'invalid_character']]);
    expect(codes([['or', `name=${text}`]])).toEqual([['or', 'invalid_character']]);
  });

  it('is nothing that other types take for a value', () => {
    for (const key of [
      'age',
      'points',
      'balance',
      'score',
      'active',
      'born',
      'seenAt',
      'token',
      'status',
      'city',
      'name__isnull',
      'sort',
      'fields',
      'page',
      'page_size',
      'include_total',
      'cursor',
    ]) {
      for (const text of [...UNSTORABLE, ...METACHARACTERS.filter((one) => one !== '?')]) {
        expect([key, text, parse([[key, text]]).mistakes.map(({ parameter }) => parameter)]).toEqual([
          key,
          text,
          [key],
        ]);
      }
    }
  });
});

describe('sizes', () => {
  const { maxConditions, maxValues, maxValueLength, maxPathDepth, maxSortTerms, maxGroupDepth, maxSearchWords } =
    DEFAULT_LIST_LIMITS;
  const times = (count: number, text: string, separator = ','): string =>
    Array.from({ length: count }, () => text).join(separator);
  const inTime = (milliseconds: number, act: () => void): void => {
    const start = performance.now();
    act();
    expect(performance.now() - start).toBeLessThan(milliseconds);
  };

  it('takes as many conditions as the limit, and not one more, however they are written', () => {
    const ways: readonly ((count: number) => Parameters)[] = [
      (count) => [['name', ...Array.from({ length: count }, () => 'a')]],
      (count) => [
        ['name', ...Array.from({ length: count - 1 }, () => 'a')],
        ['age', '1'],
      ],
      // The group counts too.
      (count) => [['or', times(count - 1, 'age=1')]],
      (count) => [['or', ...Array.from({ length: count }, () => '')]],
      (count) => [['and', times(count - 1, 'or()')]],
      (count) => [['not', `${times(count - 2, 'and()')},age=1`]],
      (count) => [
        ['age', ...Array.from({ length: count - 1 }, () => '1')],
        ['or', ''],
      ],
    ];
    for (const parameters of ways) {
      expect(codes(parameters(maxConditions))).toEqual([]);
      const over = parse(parameters(maxConditions + 1));
      expect(over.mistakes.map(({ code }) => code)).toEqual(['too_many']);
      expect(parse(parameters(maxConditions + 20)).mistakes.map(({ code }) => code)).toEqual(['too_many']);
    }
  });

  it('takes as many values as the limit', () => {
    const wide = listGrammarOf(Person, PersonRead, { limits: { maxValueLength: 100_000 } });
    for (const key of ['age', 'age__in', 'age__ne', 'age__gt', 'name__not_in']) {
      expect(codes([[key, times(maxValues, '1')]], wide)).toEqual([]);
      expect(codes([[key, times(maxValues + 1, '1')]], wide)).toEqual([[key, 'too_many']]);
    }
    expect(codes([['name__contains', times(maxValues, 'a', ' ')]], wide)).toEqual([]);
    expect(codes([['name__contains', times(maxValues + 1, 'a', ' ')]], wide)).toEqual([['name__contains', 'too_many']]);
    expect(codes([['or', `age__in=(${times(maxValues + 1, '1')})`]], wide)).toEqual([['or', 'too_many']]);
  });

  it('takes values as long as the limit', () => {
    const wide = listGrammarOf(Person, PersonRead, {
      limits: { maxValues: 10_000, maxSortTerms: 10_000, maxConditions: 10_000 },
    });
    const long = (length: number) => 'a'.repeat(length);
    expect(codes([['name__startswith', long(maxValueLength)]])).toEqual([]);
    for (const key of [
      'name',
      'name__in',
      'name__contains',
      'name__startswith',
      'age',
      'settings__isnull',
      'sort',
      'fields',
      'or',
      'and',
      'not',
    ]) {
      expect(codes([[key, long(maxValueLength + 1)]], wide)).toEqual([[key, 'too_long']]);
    }
    expect(codes([['q', long(maxValueLength + 1)]])).toEqual([['q', 'too_long']]);
  });

  it('takes paths, sorts, groups and searches up to their limits', () => {
    const path = (depth: number) => `${times(depth, 'boss', '.')}.name`;
    expect(codes([[path(maxPathDepth), 'a']])).toEqual([]);
    expect(codes([[path(maxPathDepth + 1), 'a']])).toEqual([[path(maxPathDepth + 1), 'too_deep']]);
    expect(codes([[`${times(maxPathDepth, 'boss', '.')}.city`, '1']])).toEqual([]);
    expect(codes([['sort', path(maxPathDepth)]])).toEqual([]);
    expect(codes([['sort', path(maxPathDepth + 1)]])).toEqual([['sort', 'unknown_field']]);
    expect(codes([['fields', path(maxPathDepth)]])).toEqual([]);
    expect(codes([['fields', path(maxPathDepth + 1)]])).toEqual([['fields', 'unknown_field']]);

    const terms = ['id', 'name', 'age', 'points', 'score', 'born'];
    expect(codes([['sort', terms.slice(0, maxSortTerms).join()]])).toEqual([]);
    expect(codes([['sort', terms.slice(0, maxSortTerms + 1).join()]])).toEqual([['sort', 'too_many']]);

    const group = (depth: number) => `${'or('.repeat(depth)}age=1${')'.repeat(depth)}`;
    expect(codes([['or', group(maxGroupDepth - 1)]])).toEqual([]);
    expect(codes([['or', group(maxGroupDepth)]])).toEqual([['or', 'group']]);

    expect(codes([['q', times(maxSearchWords, 'a', ' ')]])).toEqual([]);
    expect(codes([['q', times(maxSearchWords + 1, 'a', ' ')]])).toEqual([['q', 'too_many']]);
    expect(codes([['q', '  ']])).toEqual([['q', 'blank']]);
  });

  it('answers ten thousand parameters with few mistakes, soon', () => {
    inTime(2000, () => {
      const unknown = parse(Array.from({ length: 10_000 }, (_, index) => [`nme${String(index)}`, 'a']));
      expect(unknown.mistakes.length).toBeLessThanOrEqual(maxConditions + 1);
      const known = parse([['name', ...Array.from({ length: 10_000 }, () => 'a')]]);
      expect(known.mistakes.map(({ code }) => code)).toEqual(['too_many']);
      const repeated = Array.from({ length: 10_000 }, () => 'a');
      for (const name of ['sort', 'q', 'fields', 'page', 'cursor']) {
        expect(parse([[name, ...repeated]]).mistakes.some(({ code }) => code === 'repeated')).toBe(true);
      }
      const many = new Map(
        Array.from({ length: 10_000 }, (_, index): [string, string[]] => [`x${String(index)}`, ['a']]),
      );
      expect(limitOffsetDialect.parse(many, grammar, 's').mistakes.length).toBeLessThan(30);
      expect(parse([['fields', times(900, 'x')]]).mistakes.length).toBeLessThan(30);
    });
  });

  it('answers a megabyte anywhere with a short mistake, soon', () => {
    const fillings = [
      'a',
      '"',
      '(',
      ',',
      '.',
      '_',
      '__',
      ' ',
      '\\',
      '%',
      '-',
      '0',
      '1,',
      'or(',
      '""',
      '" ',
      'a"',
      '=',
      'boss.',
      'and(or(not(',
      '2024-01-01T',
      '+',
      'é',
      '😀',
    ];
    inTime(15_000, () => {
      for (const filling of fillings) {
        const huge = filling.repeat(Math.ceil(1_000_000 / filling.length));
        const positions: readonly Parameters[] = [
          [[huge, '1']],
          [[`name__${huge}`, '1']],
          [[`boss.${huge}`, '1']],
          ...[
            'name',
            'name__in',
            'name__icontains',
            'name__startswith',
            'age__gt',
            'balance',
            'seenAt',
            'born',
            'token',
            'status',
            'active',
            'settings__isnull',
          ].map((key): Parameters => [[key, huge]]),
          ...['sort', 'fields', 'q', 'or', 'and', 'not', 'cursor', 'page', 'page_size', 'include_total'].map(
            (key): Parameters => [[key, huge]],
          ),
        ];
        for (const parameters of positions) {
          const { mistakes } = parse(parameters);
          expect([filling, parameters[0]?.[0].slice(0, 20), mistakes.length > 0]).toEqual([
            filling,
            parameters[0]?.[0].slice(0, 20),
            true,
          ]);
          expect(JSON.stringify(mistakes).length).toBeLessThan(10_000);
          expectHarmless(mistakes);
        }
      }
    });
  });

  it('reads what its limits allow without going back and forth', () => {
    // With the limits lifted, only the readers themselves bound the time.
    const unlimited = listGrammarOf(Person, PersonRead, {
      searchFields: ['name'],
      limits: {
        maxValueLength: 1_000_000,
        maxValues: 1_000_000,
        maxSearchWords: 1_000_000,
        maxConditions: 1_000_000,
        maxGroupDepth: 5,
      },
    });
    const texts = [
      '"a""'.repeat(25_000),
      '"'.repeat(100_001),
      'a"'.repeat(50_000),
      '" '.repeat(50_000),
      ' '.repeat(100_000),
      '""'.repeat(50_000),
      ','.repeat(100_000),
      'a,'.repeat(50_000),
    ];
    inTime(10_000, () => {
      for (const text of texts) {
        for (const key of ['name', 'name__contains', 'name__startswith', 'q', 'or', 'balance', 'points', 'seenAt'])
          parse([[key, text]], unlimited);
        parse([['or', `name=${text}`]], unlimited);
        parse([['or', `name__contains=(${text})`]], unlimited);
      }
    });
  });

  it('takes a thousand groups in one another for a mistake', () => {
    const nested = 'and('.repeat(1000) + ')'.repeat(1000);
    expect(codes([['or', nested]])).toEqual([['or', 'too_long']]);
    const wide = listGrammarOf(Person, PersonRead, { limits: { maxValueLength: 100_000 } });
    expect(codes([['or', nested]], wide)).toEqual([['or', 'group']]);
    expect(codes([['or', 'and('.repeat(1000)]], wide)).toEqual([['or', 'group']]);
  });

  it('takes numbers that no database counts to for mistakes', () => {
    for (const text of [
      '0',
      '-1',
      '1.5',
      '1e3',
      'Infinity',
      'NaN',
      '99999999999999999999',
      '9007199254740993',
      '+1',
      ' 1',
      '',
      '0x1',
      '１',
    ]) {
      expect([text, codes([['page', text]]).map(([name]) => name)]).toEqual([text, ['page']]);
      expect([text, codes([['page_size', text]]).map(([name]) => name)]).toEqual([text, ['page_size']]);
    }
    expect(codes([['page', '180143985094819']])).toEqual([]);
    expect(codes([['page', '180143985094820']])).toEqual([['page', 'out_of_range']]);
    expect(codes([['page_size', '1000']])).toEqual([]);
    expect(codes([['page_size', '1001']])).toEqual([['page_size', 'out_of_range']]);
    for (const [key, text] of [
      ['id', '9007199254740992'],
      ['points', '9223372036854775808'],
      ['balance', '1e400'],
      ['score', '1e999'],
      ['score', 'Infinity'],
      ['balance', '10.001'],
      ['age', '1'.repeat(50)],
    ] as const) {
      expect(codes([[key, text]]).map(([name]) => name)).toEqual([key]);
    }
  });
});

onEveryDatabase((database) => {
  let dataSource: DataSource;
  let options: DataSourceOptions;

  beforeAll(async () => {
    options = await database.dataSourceOptions([Country, City, Tag, Person]);
    dataSource = await new DataSource(options).initialize();
    const base = {
      points: '1',
      balance: '1',
      score: 1,
      active: true,
      born: null,
      seenAt: new Date(0),
      status: 'new' as const,
    };
    for (const name of ['Ada', "O'Hara"]) {
      await dataSource.manager.insert(Person, { ...base, name, token: '00000000-0000-4000-8000-000000000001' });
    }
  });
  afterAll(async () => {
    await dataSource.destroy();
    await dropDatabase(options);
  });

  const run = async (parameters: Parameters, by = grammar): Promise<readonly string[] | undefined> => {
    const { query, mistakes } = parse(parameters, by);
    if (mistakes.length > 0) {
      expectHarmless(mistakes);
      return undefined;
    }
    const builder = applyListQuery(dataSource.manager.createQueryBuilder(Person, 'person'), query);
    return (await builder.getMany()).map(({ name }) => name);
  };

  it('takes metacharacters in any place for text, or for a mistake', async () => {
    const log = statementsOf(dataSource);
    for (const text of METACHARACTERS) {
      const quoted = `"${text.replaceAll('"', '""')}"`;
      for (const parameters of [
        ...OPERATORS.filter((operator) => operator !== 'isnull' && operator !== 'between').map(
          (operator): Parameters => [[operator === 'eq' ? 'name' : `name__${operator}`, quoted]],
        ),
        ...OPERATORS.filter((operator) => operator !== 'isnull' && operator !== 'between').map(
          (operator): Parameters => [['not', `city.name${operator === 'eq' ? '' : `__${operator}`}=${quoted}`]],
        ),
        [['tags__none.name', quoted]],
        [['name__between', `${quoted},${quoted}`]],
        [['q', quoted]],
        [['sort', text]],
        [['fields', text]],
        [['cursor', text]],
        [['or', text]],
        [['or', `name=${text}`]],
        [['or', `name__in=(a,${text})`]],
        [[text, 'x']],
        [[`name__${text}`, 'x']],
        [[`city.${text}`, 'x']],
        [['mode', text]],
        [
          ['name', text],
          ['sort', '-name'],
          ['cursor', ''],
        ],
      ] satisfies readonly Parameters[]) {
        log.clear();
        const found = await run(parameters);
        // What is not looked for is not found: nothing is taken for a wildcard or for SQL.
        if (found && parameters.length === 1 && parameters[0]?.[0] === 'name') expect(found).toEqual([]);
        for (const { sql } of log.entries) {
          expect(sql).not.toMatch(/DROP|UNION|1'='1/);
          expect(sql.split(';').length).toBe(1);
        }
      }
    }
    expect(await run([])).toEqual(['Ada', "O'Hara"]);
    expect(await run([['name', "O'Hara"]])).toEqual(["O'Hara"]);
    expect(await run([['name__contains', "'"]])).toEqual(["O'Hara"]);
  });

  it('binds every value', () => {
    const marker = 'zzyx';
    const parameters: Parameters = [
      ...OPERATORS.filter((operator) => operator !== 'isnull').map((operator): readonly [string, string] => [
        operator === 'eq' ? 'name' : `name__${operator}`,
        operator === 'between' ? `${marker},${marker}` : marker,
      ]),
      ...['age', 'points', 'balance', 'score'].map((key): readonly [string, string] => [key, '48151']),
      ['seenAt', '1623-04-02'],
      ['or', `city.name=${marker},tags__all.name__icontains=${marker},not(boss.name=${marker})`],
      ['q', marker],
    ];
    const { query, mistakes } = parse(parameters);
    expect(mistakes).toEqual([]);
    const walk = parse([...parameters, ['sort', 'name'], ['cursor', '']]).query.walk;
    const cursor = walk?.write({ values: [marker, '48151'], direction: 'next' }) ?? '';
    const walked = parse([...parameters, ['sort', 'name'], ['cursor', cursor]]);
    expect(walked.mistakes).toEqual([]);
    for (const asked of [query, walked.query]) {
      const builder = applyListQuery(dataSource.manager.createQueryBuilder(Person, 'person'), asked);
      expect(builder.getQuery()).not.toMatch(/zzyx|48151|1623/);
      // TypeORM itself writes numbers into SQL for SQLite, but no text.
      expect(builder.getSql()).not.toMatch(/zzyx|1623/);
    }
  });

  it('executes values that its columns cannot hold, or refuses them', async () => {
    const narrow = narrowGrammar(grammar, dataSource);
    const values = [
      '2147483648',
      '-2147483649',
      '9007199254740991',
      '9223372036854775807',
      '99999999.99',
      '1e308',
      '1e-308',
      '-0',
      '0',
    ];
    for (const key of ['id', 'age', 'points', 'score', 'city', 'city.id', 'tags.size']) {
      for (const value of values) {
        for (const parameters of [
          [[key, value]],
          [[key, `1,${value}`]],
          [['not', `${key}=${value}`]],
          [['or', `${key}__ne=${value}`]],
        ] satisfies Parameters[]) {
          await run(parameters);
          await run(parameters, narrow);
        }
      }
    }
    if (database.name !== 'sqlite') expect(codes([['age', '2147483648']], narrow)).toEqual([['age', 'out_of_range']]);
    expect(await run([['age__lt', '2147483648']])).toEqual([]);
    expect(await run([['id__lt', '2147483648']])).toEqual(['Ada', "O'Hara"]);
  });

  it('executes a query at all its limits', async () => {
    const many = Array.from({ length: 100 }, (_, index) => String(index)).join();
    const path = 'boss.staff.boss';
    const found = await run([
      ['id__in', ...Array.from({ length: 10 }, () => many)],
      ['name__icontains', 'a '.repeat(99)],
      [`${path}.name__ne`, 'x'],
      ['or', 'id=1,and(or(id=2,id=1),not(id=5)),tags__none.name=x'],
      ['q', 'a a a a a a a a'],
      ['sort', 'boss.boss.boss.name,-city.country.code,birthplace.name,age,-score'],
      ['page_size', '1000'],
      ['page', '9007199254740'],
    ]);
    expect(found).toEqual([]);
  });
});
