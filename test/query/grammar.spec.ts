import { DataSource } from 'typeorm';
import { listGrammarOf } from '../../libs/restview/src/definition/list-grammar-of.js';
import { applyListQuery } from '../../libs/restview/src/query/apply-list-query.js';
import { parseListQuery } from '../../libs/restview/src/query/parse-list-query.js';
import { queryParametersOf } from '../../libs/restview/src/query/query-parameters.js';
import { City, Country, Person, Tag } from '../fixtures/city.entity.js';
import { PersonRead } from '../fixtures/person-read.js';
import { dropDatabase, onEveryDatabase } from '../setup/databases.js';

onEveryDatabase((database) => {
  let dataSource: DataSource;
  let options: Awaited<ReturnType<typeof database.dataSourceOptions>>;
  const grammar = listGrammarOf(Person, PersonRead, { searchFields: ['name', 'nick', 'city.name'] });

  beforeAll(async () => {
    options = await database.dataSourceOptions([Country, City, Tag, Person]);
    dataSource = await new DataSource(options).initialize();
    const nl = await dataSource.manager.save(Country, { code: 'NL' });
    const paris = await dataSource.manager.save(City, { name: 'Paris', country: null });
    const ams = await dataSource.manager.save(City, { name: 'Amsterdam', country: nl });
    const red = await dataSource.manager.save(Tag, { name: 'red', size: 1 });
    const blue = await dataSource.manager.save(Tag, { name: 'blue', size: 3 });
    const base = {
      points: '9007199254740991',
      balance: '10.50',
      score: 1.5,
      active: true,
      born: '2000-01-01',
      seenAt: new Date('2024-01-01T10:00:00.000Z'),
      token: '00000000-0000-4000-8000-000000000001',
      status: 'new' as const,
      settings: { a: 1 },
    };
    const ada = await dataSource.manager.save(Person, {
      ...base,
      name: 'Ada Lovelace',
      nickname: 'a%a',
      age: 36,
      city: ams,
      tags: [red, blue],
    });
    await dataSource.manager.save(Person, {
      ...base,
      name: 'Bob',
      nickname: null,
      age: null,
      balance: null,
      born: null,
      city: null,
      birthplace: ams,
      boss: ada,
      tags: [red],
      settings: null,
    });
    await dataSource.manager.save(Person, {
      ...base,
      name: 'Carol, Jr',
      nickname: 'CJ',
      age: 12,
      city: paris,
      boss: ada,
      tags: [],
      status: 'done' as const,
      active: false,
    });
  });
  afterAll(async () => {
    await dataSource.destroy();
    await dropDatabase(options);
  });

  const ids = async (query: string): Promise<unknown> => {
    const { query: parsed, mistakes } = parseListQuery(queryParametersOf(`/people?${query}`), grammar);
    if (mistakes.length > 0) return mistakes;
    const builder = applyListQuery(dataSource.manager.createQueryBuilder(Person, 'person'), parsed);
    return (await builder.getMany()).map(({ id }) => id);
  };

  it.each([
    ['', [1, 2, 3]],
    ['name=Bob', [2]],
    ['name=Bob,Ada Lovelace', [1, 2]],
    ['name="Carol, Jr"', [3]],
    ['name__icontains=LOVE ada', [1]],
    ['name__contains=LOVE', []],
    ['nick__contains=%25', [1]],
    ['nick__contains=_', []],
    ['nick__isnull=true', [2]],
    ['nick__ne=CJ', [1]],
    ['age__gte=12&age__lt=36', [3]],
    ['age__between=12,36', [1, 3]],
    ['points=9007199254740991', [1, 2, 3]],
    ['balance=10.5', [1, 3]],
    ['balance__gt=10.49', [1, 3]],
    ['active=false', [3]],
    ['born=2000-01-01', [1, 3]],
    ['seenAt=2024-01-01T10:00:00Z', [1, 2, 3]],
    ['seenAt=2024-01-01T12:00:00+02:00', [1, 2, 3]],
    ['seenAt__gt=2024-01-01T10:00:00', []],
    ['token=00000000-0000-4000-8000-000000000001', [1, 2, 3]],
    ['status=new', [1, 2]],
    ['settings__isnull=true', [2]],
    ['city.name=Amsterdam', [1]],
    ['city.country.code__in=NL,BE', [1]],
    ['city.country__isnull=true', [3]],
    ['city=2', [1]],
    ['birthplace=2', [2]],
    ['birthplace.name=Amsterdam', [2]],
    ['boss.name=Ada Lovelace', [2, 3]],
    ['boss.city.name=Amsterdam', [2, 3]],
    ['staff.name=Bob', [1]],
    ['staff.boss.staff.name=Bob', [1]],
    ['tags.name=red', [1, 2]],
    ['tags.name=red&tags.size=3', []],
    ['tags__none.name=red', [3]],
    ['tags__all.name=red', [2, 3]],
    ['or=name=Bob,age=12', [2, 3]],
    ['or=(name=Bob,and(age=12,active=false))', [2, 3]],
    ['or=', []],
    ['and=', [1, 2, 3]],
    ['not=nick=CJ', [1, 2]],
    ['not=', []],
    ['or=status__in=(new,done)', [1, 2, 3]],
    ['or=name="Carol, Jr",tags.name=blue', [1, 3]],
    ['q=ada', [1]],
    ['q=paris', [3]],
    ['sort=-name', [3, 2, 1]],
    ['sort=age', [3, 1, 2]],
    ['sort=-age', [1, 3, 2]],
    ['sort=city.name', [1, 3, 2]],
    ['sort=-city.name,name', [3, 1, 2]],
    ['sort=boss.city.name,-id', [3, 2, 1]],
    ['sort=seenAt,-id', [3, 2, 1]],
    ['page_size=2&page=2', [3]],
  ])('%s', async (query, expected) => {
    expect(await ids(query)).toEqual(expected);
  });
});
