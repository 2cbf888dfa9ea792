import { DataSource, type DataSourceOptions, type SelectQueryBuilder } from 'typeorm';
import { listGrammarOf } from '../../libs/restview/src/definition/list-grammar-of.js';
import { bindModel } from '../../libs/restview/src/model/bind-model.js';
import { readValue } from '../../libs/restview/src/model/column-values.js';
import { describeModel } from '../../libs/restview/src/model/describe-model.js';
import type { EntityClass } from '../../libs/restview/src/model/entity-class.js';
import { insertRow } from '../../libs/restview/src/model/write-rows.js';
import { applyListQuery } from '../../libs/restview/src/query/apply-list-query.js';
import type { Condition } from '../../libs/restview/src/query/condition.js';
import type { ListGrammar } from '../../libs/restview/src/query/list-grammar.js';
import type { ListQuery } from '../../libs/restview/src/query/list-query.js';
import { narrowGrammar } from '../../libs/restview/src/query/narrow-grammar.js';
import { parseListQuery } from '../../libs/restview/src/query/parse-list-query.js';
import { queryParametersOf } from '../../libs/restview/src/query/query-parameters.js';
import { entityOf, typeCases, type TypeCase } from '../fixtures/all-types.js';
import { dropDatabase, onEveryDatabase } from '../setup/databases.js';
import { walk } from './walk.js';

interface Row {
  readonly id: number;
  [property: string]: unknown;
}

/** Texts that are values of one kind of column or another, and some that are none of any. */
const ODD_VALUES = [
  ...['', '0', '-1', '1', '99', '2147483648', '9223372036854775808', '1.5', '1e300', '1e-300', 'true', 'abc', '%', "'"],
  ...['2024-02-29', '0001-01-01', '9999-12-31', '12:34', '23:59:59.999999', '2024-11-03T05:30:00.789Z', '\\', 'null'],
  ...[
    'a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11',
    'red',
    'it"s',
    '12345678901234567890.5',
    '{1,2}',
    '[1,2)',
    '9999-12-31T23:59:59Z',
  ],
];

onEveryDatabase((database) => {
  let dataSource: DataSource;
  let options: DataSourceOptions;
  let cases: readonly TypeCase[];
  let entity: EntityClass<Row>;
  let wide: ListGrammar;
  let grammar: ListGrammar;

  beforeAll(async () => {
    const fresh = await database.dataSourceOptions([]);
    cases = typeCases(fresh.type);
    entity = entityOf(cases) as EntityClass<Row>;
    options = { ...fresh, entities: [entity], logging: false };
    dataSource = await new DataSource(options).initialize();
    wide = listGrammarOf(entity);
    grammar = narrowGrammar(wide, dataSource);
    const bound = bindModel<Row>(describeModel(entity), dataSource);
    for (const values of ['first', 'second', 'first', 'none'] as const) {
      const row: Record<string, unknown> = dataSource.getRepository(entity).create();
      for (const { property, first, second } of values === 'none' ? [] : cases) {
        const column = bound.description.columns.find(({ path }) => path.join('.') === property);
        const reading = column && readValue(bound.narrowed(column), values === 'first' ? first : second);
        if (!reading?.ok) throw new Error(`no value for ${property}`);
        row[property] = reading.value;
      }
      await dataSource.transaction((manager) => insertRow(bound, manager, row as Row));
    }
  });
  afterAll(async () => {
    await dataSource.destroy();
    await dropDatabase(options);
  });

  const parse = (parameters: string, by = grammar): ListQuery => {
    const { query, mistakes } = parseListQuery(queryParametersOf(`?${parameters}`), by, 'secret');
    if (mistakes.length > 0) throw new Error(JSON.stringify(mistakes));
    return query;
  };
  const apply = (query: ListQuery): SelectQueryBuilder<Row> =>
    applyListQuery(dataSource.manager.createQueryBuilder(entity, 'row'), query);
  const ids = async (query: ListQuery): Promise<readonly number[]> =>
    (await apply(query).getMany()).map(({ id }) => id);
  const columns = () => [...grammar.fields.columns].filter(([name]) => name !== 'id');

  it('executes every operator that it offers, with every value that it takes', async () => {
    for (const by of [grammar, wide]) {
      for (const [name, { operators }] of by.fields.columns) {
        const accepted = operators.flatMap((operator) => {
          const key = operator === 'eq' ? name : `${name}__${operator}`;
          return ODD_VALUES.flatMap((value): Condition[] => {
            const text = operator === 'between' ? `"${value.replaceAll('"', '""')}",${value}` : value;
            const { query, mistakes } = parseListQuery(new Map([[key, [text]]]), by);
            return mistakes.length === 0 && query.condition ? [query.condition] : [];
          });
        });
        const failure = await ids({ ...parse(''), condition: { kind: 'or', conditions: accepted } }).then(
          () => undefined,
          (error: unknown) => `${name}: ${String(error)}`,
        );
        expect(failure).toBeUndefined();
      }
    }
  });

  it('finds a value by the text that a response shows', async () => {
    const unfound: string[] = [];
    for (const [name, { operators }] of columns()) {
      const typeCase = cases.find(({ property }) => property === name);
      // Text without case is equal to its other spellings, as the column wants it.
      if (!operators.includes('eq') || !typeCase || typeCase.options.type === 'citext') continue;
      const { first, wire = first } = typeCase;
      const text = encodeURIComponent(`"${String(wire).replaceAll('"', '""')}"`);
      const found = [await ids(parse(`${name}=${text}`)), await ids(parse(`${name}__ne=${text}`))];
      if (JSON.stringify(found) !== '[[1,3],[2]]') unfound.push(`${name}=${String(wire)} ${JSON.stringify(found)}`);
    }
    expect(unfound).toEqual([]);
  });

  it('knows which rows have a value', async () => {
    for (const [name, { operators }] of columns()) {
      if (!operators.includes('isnull')) continue;
      expect([name, await ids(parse(`${name}__isnull=true`)), await ids(parse(`${name}__isnull=false`))]).toEqual([
        name,
        [4],
        [1, 2, 3],
      ]);
    }
  });

  it('walks by every column that it sorts by, NULLs last in both directions', async () => {
    const wrong: string[] = [];
    for (const [name, { isSortable }] of columns()) {
      for (const sort of isSortable ? [name, `-${name}`] : []) {
        const paged = await ids(parse(`sort=${sort}`));
        if (paged.length !== 4 || paged.at(-1) !== 4) wrong.push(`${sort}: ${String(paged)}`);
        const read = (cursor: string) => parse(`sort=${sort}&page_size=1&cursor=${encodeURIComponent(cursor)}`);
        const { forward, back } = await walk(read, apply);
        if (String(forward) !== String(paged))
          wrong.push(`${sort} forward: ${String(forward)} instead of ${String(paged)}`);
        if (String(back) !== String(paged)) wrong.push(`${sort} back: ${String(back)} instead of ${String(paged)}`);
      }
    }
    expect(wrong).toEqual([]);
  });
});
