import { RestView, type ViewContext, View, ReadOnly } from 'nestjs-restview';
import { City, Country, Person, Tag } from '../fixtures/city.entity.js';
import { PersonRead, CityRead } from '../fixtures/person-read.js';
import { TestApp } from '../fixtures/test-app.js';
import { onEveryDatabaseAndPlatform } from '../setup/platforms.js';

@View('people', { model: Person, schema: PersonRead, searchFields: ['name'] })
class PersonView extends RestView<Person, PersonRead> {}

@View('cities', { model: City, schema: CityRead })
class CityView extends RestView<City, CityRead> {
  override buildQuery(context: ViewContext) {
    return super.buildQuery(context).andWhere('city.name <> :name', { name: 'Hidden' });
  }
}

onEveryDatabaseAndPlatform((database, platform) => {
  let app: TestApp;
  beforeAll(async () => {
    app = await TestApp.start(database, platform, [Country, City, Tag, Person], [PersonView, CityView]);
    const { manager } = app.dataSource;
    const nl = await manager.save(Country, { code: 'NL' });
    const hidden = await manager.save(City, { name: 'Hidden', country: nl });
    const ams = await manager.save(City, { name: 'Amsterdam', country: nl });
    const base = {
      points: '1',
      balance: '10.50',
      score: 1.5,
      active: true,
      born: '2000-01-01',
      token: '00000000-0000-4000-8000-000000000001',
      status: 'new' as const,
      settings: { a: 1 },
    };
    for (let index = 1; index <= 7; index += 1) {
      await manager.save(Person, {
        ...base,
        name: `P${index}`,
        age: index % 3 === 0 ? null : index,
        seenAt: new Date(index * 1000),
        city: index % 2 ? ams : hidden,
      });
    }
  });
  afterAll(() => app.close());

  it('walks by cursor in both directions, filters, selects, hides', async () => {
    const names: string[] = [];
    let cursor: string | null = '';
    let last = '';
    while (cursor !== null) {
      const page = await app.request('GET', `/people?sort=-age&page_size=3&fields=name,city.name&cursor=${cursor}`);
      expect(page.status).toBe(200);
      names.push(...page.json.items.map((item: { name: string }) => item.name));
      last = page.json.prev;
      cursor = page.json.next;
      expect(Object.keys(page.json.items[0])).toEqual(['name', 'city']);
    }
    expect(names).toEqual(['P7', 'P5', 'P4', 'P2', 'P1', 'P3', 'P6']);
    const back = await app.request('GET', `/people?sort=-age&page_size=3&fields=name&cursor=${last}`);
    expect(back.json.items.map((item: { name: string }) => item.name)).toEqual(['P2', 'P1', 'P3']);
    expect((await app.request('GET', `/people?sort=age&cursor=${last}`)).status).toBe(422);

    expect((await app.request('GET', '/people?city.name=Hidden')).json.total).toBe(0);
    expect((await app.request('GET', '/people?city.country.code=NL')).json.total).toBe(4);
    expect((await app.request('GET', '/people?passwordHash=secret')).status).toBe(422);
    expect((await app.request('GET', '/people?include_total=false&page_size=2')).json).not.toHaveProperty('total');
    expect((await app.request('GET', '/people?q=p3')).json.items).toHaveLength(1);
  });
});
void ReadOnly;
