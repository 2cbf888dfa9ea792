import type { Type } from '@nestjs/common';
import { RestView, View } from 'nestjs-restview';
import { entityOf, typeCases, type TypeCase } from '../fixtures/all-types.js';
import { TestApp } from '../fixtures/test-app.js';
import { dropDatabase } from '../setup/databases.js';
import { onEveryDatabaseAndPlatform } from '../setup/platforms.js';

/** A view without a schema over an entity that has a column of every type of its database. */
function viewOver(model: ReturnType<typeof entityOf>): Type {
  class ThingView extends RestView<Record<string, unknown>> {}
  View('things', { model })(ThingView);
  return ThingView;
}

onEveryDatabaseAndPlatform((database, platform) => {
  let app: TestApp;
  let cases: readonly TypeCase[];

  const bodyOf = (valueOf: (typeCase: TypeCase) => unknown) =>
    Object.fromEntries(cases.map((typeCase) => [typeCase.property, valueOf(typeCase)]));

  beforeAll(async () => {
    const options = await database.dataSourceOptions([]);
    await dropDatabase(options);
    cases = typeCases(options.type);
    const entity = entityOf(cases);
    app = await TestApp.start(database, platform, [entity], [viewOver(entity)]);
  });
  afterAll(() => app.close());

  it('derives a schema in which every column type goes round: POST, GET, PATCH and list agree byte for byte', async () => {
    const first = bodyOf((typeCase) => typeCase.first);
    const created = await app.request('POST', '/things', { json: first });
    expect([created.status, created.json.errors]).toEqual([201, undefined]);
    expect(created.json).toEqual({ id: 1, ...bodyOf(({ first: sent, wire }) => wire ?? sent) });
    expect((await app.request('GET', '/things/1')).body).toBe(created.body);

    app.statements.clear();
    const sentBack = await app.request('PATCH', '/things/1', { json: created.json });
    expect([sentBack.status, sentBack.body]).toEqual([200, created.body]);
    expect(app.statements.updates).toEqual([]);

    const changed = await app.request('PATCH', '/things/1', { json: bodyOf(({ second }) => second) });
    expect([changed.status, changed.json.errors]).toEqual([200, undefined]);
    expect((await app.request('GET', '/things/1')).body).toBe(changed.body);
    expect((await app.request('GET', '/things')).json.items).toEqual([changed.json]);
  });

  it('takes null, and what is left out, for a nullable column of any type', async () => {
    const empty = { id: 2, ...bodyOf(() => null) };
    const created = await app.request('POST', '/things', { json: {} });
    expect([created.status, created.json]).toEqual([201, empty]);
    const changed = await app.request('PATCH', '/things/2', { json: bodyOf(() => null) });
    expect([changed.status, changed.json]).toEqual([200, empty]);
  });

  it.each(['int', 'boolean', 'date', 'text', 'decimal_10', 'simple_array', 'simple_enum'])(
    'refuses an object for a column of type %s',
    async (property) => {
      const refused = await app.request('POST', '/things', { json: { [property]: { $gt: '' } } });
      expect(refused.status).toBe(422);
      expect(refused.json.errors).toMatchObject([{ pointer: `/${property}` }]);
    },
  );
});
