import { DataSource, type DataSourceOptions } from 'typeorm';
import { listGrammarOf } from '../../libs/restview/src/definition/list-grammar-of.js';
import type { RelatedRows } from '../../libs/restview/src/query/apply-condition.js';
import { applyListConditions, applyListPage } from '../../libs/restview/src/query/apply-list-query.js';
import type { ListQuery } from '../../libs/restview/src/query/list-query.js';
import { narrowGrammar } from '../../libs/restview/src/query/narrow-grammar.js';
import { parseListQuery } from '../../libs/restview/src/query/parse-list-query.js';
import { queryParametersOf } from '../../libs/restview/src/query/query-parameters.js';
import { City, Country, Person, Tag } from '../fixtures/city.entity.js';
import { PersonRead } from '../fixtures/person-read.js';
import { dropDatabase, onEveryDatabase } from '../setup/databases.js';
import { exactTables } from './exact-tables.js';
import { expectedIds, type OracleRules } from './oracle.js';
import { Random, SEED } from './random.js';
import { randomQuery, type RandomQuery, urlOf } from './random-list-query.js';
import { simpler, smaller } from './shrink.js';
import { fillTables, randomWorld, type World } from './world.js';
import { walk } from './walk.js';

const WORLDS = 40;
const QUERIES = 60;

onEveryDatabase((database) => {
  let dataSource: DataSource;
  let options: DataSourceOptions;
  const plain = listGrammarOf(Person, PersonRead, {
    searchFields: ['name', 'nick', 'city.name'],
    limits: { maxConditions: 100 },
  });

  beforeAll(async () => {
    options = { ...(await database.dataSourceOptions([Country, City, Tag, Person])), logging: false };
    dataSource = await new DataSource(options).initialize();
    await exactTables(dataSource);
  });
  afterAll(async () => {
    await dataSource.destroy();
    await dropDatabase(options);
  });

  const enumOrder = database.name === 'sqlite' ? 'text' : 'place';
  const everything: OracleRules = { isInScope: () => true, isVisible: () => true, enumOrder };
  const scoped: OracleRules = {
    isInScope: ({ id, age }) => id % 5 !== 0 && age !== 99,
    isVisible: (_, id) => id % 3 !== 0,
    enumOrder,
  };
  const hidesRows: RelatedRows = (entity) => {
    if (typeof entity !== 'function') return [];
    const rows = dataSource.manager.createQueryBuilder<object>(dataSource.getMetadata(entity).target, 'shown');
    return [rows.where('shown.id % :restview_1 <> 0', { restview_1: 3 })];
  };
  // An OR that no brackets hold, and parameters with names that the layer would choose.
  const scope = () =>
    dataSource.manager
      .createQueryBuilder(Person, 'person')
      .where(
        'person.age IS NULL AND person.id % :restview_1 <> 0 OR person.age <> :restview_2 AND person.id % 5 <> 0',
        {
          restview_1: 5,
          restview_2: 99,
        },
      );

  /** What is wrong with the answer to a query; `undefined` when it is right. */
  const fault = async (world: World, query: RandomQuery, isScoped: boolean): Promise<string | undefined> => {
    const expected = expectedIds(world, query, isScoped ? scoped : everything);
    const grammar = narrowGrammar(plain, dataSource);
    const start = () => (isScoped ? scope() : dataSource.manager.createQueryBuilder(Person, 'person'));
    const rows = isScoped ? hidesRows : undefined;
    const parse = (parameters: string): ListQuery => {
      const { query: parsed, mistakes } = parseListQuery(queryParametersOf(`?${parameters}`), grammar, 'secret');
      if (mistakes.length > 0) throw new Error(JSON.stringify(mistakes));
      return parsed;
    };
    try {
      const url = urlOf(query);
      const { page, pageSize } = query;
      const parsed = parse(`${url}&page_size=${String(pageSize)}&page=${String(page)}`);
      const matching = applyListConditions(start(), parsed, rows);
      const total = await matching.clone().getCount();
      if (total !== expected.length) return `counts ${String(total)} instead of ${String(expected.length)}`;
      const ids = (await applyListPage(matching, parsed, rows).getMany()).map(({ id }) => id);
      const cut = expected.slice((page - 1) * pageSize, page * pageSize);
      if (String(ids) !== String(cut))
        return `page ${String(page)} of ${String(pageSize)}: ${String(ids)} instead of ${String(cut)}`;
      if (!query.isWalked) return undefined;
      const read = (cursor: string) =>
        parse(`${url}&page_size=${String(pageSize)}&cursor=${encodeURIComponent(cursor)}`);
      const walked = await walk(read, (list) => applyListPage(applyListConditions(start(), list, rows), list, rows));
      if (String(walked.forward) !== String(expected))
        return `walks ${String(walked.forward)} instead of ${String(expected)}`;
      if (String(walked.back) !== String(expected))
        return `walks back ${String(walked.back)} instead of ${String(expected)}`;
      return undefined;
    } catch (error) {
      return String(error);
    }
  };

  it.each([
    ['all rows', false],
    ['a scope and hidden related rows', true],
  ])(
    `agrees with the oracle: %s (LIST_SEED=${String(SEED)})`,
    async (_, isScoped) => {
      const random = new Random(SEED);
      let [cases, found] = [0, 0];
      for (let round = 0; round < WORLDS; round += 1) {
        const world = randomWorld(random, database.name !== 'sqlite');
        await fillTables(dataSource, world);
        for (let turn = 0; turn < QUERIES; turn += 1) {
          const query = randomQuery(random);
          const wrong = await fault(world, query, isScoped);
          cases += 1;
          if (expectedIds(world, query, isScoped ? scoped : everything).length > 0) found += 1;
          if (wrong !== undefined) throw new Error(await reproduction(world, query, isScoped));
        }
      }
      // Queries that find nothing prove little.
      expect(found).toBeGreaterThan(cases / 4);
    },
    120_000,
  );

  const reproduction = async (world: World, query: RandomQuery, isScoped: boolean): Promise<string> => {
    const fails = async (candidate: World, asked: RandomQuery): Promise<boolean> => {
      await fillTables(dataSource, candidate);
      return (await fault(candidate, asked, isScoped)) !== undefined;
    };
    const leastQuery = await smallest(query, simpler, (candidate) => fails(world, candidate));
    const leastWorld = await smallest(world, smaller, (candidate) => fails(candidate, leastQuery));
    await fillTables(dataSource, leastWorld);
    return [
      `LIST_SEED=${String(SEED)} on ${database.name}: ${String(await fault(leastWorld, leastQuery, isScoped))}`,
      `?${decodeURIComponent(urlOf(leastQuery).replaceAll('+', ' '))}`,
      ...Object.entries(leastWorld).flatMap(([name, rows]) =>
        rows.map((row: object) => `${name} ${JSON.stringify(row)}`),
      ),
    ].join('\n');
  };
});

async function smallest<Case>(
  start: Case,
  reduce: (current: Case) => readonly Case[],
  fails: (candidate: Case) => Promise<boolean>,
): Promise<Case> {
  for (const candidate of reduce(start)) if (await fails(candidate)) return smallest(candidate, reduce, fails);
  return start;
}
