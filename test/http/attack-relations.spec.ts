import { Label, Plan, Step } from '../fixtures/nested-references.js';
import { PlanWorld, WHOLE_PLAN } from '../fixtures/plan-views.js';
import { onEveryDatabase } from '../setup/databases.js';

onEveryDatabase((database) => {
  let world: PlanWorld;
  const by: PlanWorld['by'] = (...request) => world.by(...request);

  beforeAll(async () => {
    world = await PlanWorld.start(database);
  });
  afterAll(() => world.app.close());
  beforeEach(async () => {
    await world.fill();
    expect((await by(1, 'POST', '/plans', WHOLE_PLAN)).status).toBe(201);
    world.app.statements.clear();
  });

  describe('references in nested rows', () => {
    it('are looked up with those of the parent, one statement for each target', async () => {
      const made = await by(1, 'POST', '/plans', WHOLE_PLAN);
      expect(world.app.statements.selects.filter((sql) => sql.includes('referenced'))).toHaveLength(3);
      expect(made.json).toMatchObject({
        lead: 1,
        owner: 3,
        labels: [1, 3],
        places: ['1/a', '1/b%2Fc'],
        steps: [
          {
            reviewer: 1,
            doer: { id: 3 },
            place: '1/a',
            labels: [{ id: 1 }, { id: 3 }],
            after: null,
            parts: [
              { author: 3, labels: ['a', 'c'] },
              { author: null, labels: [] },
            ],
          },
          { reviewer: 3, doer: null, place: null, parts: [] },
        ],
        charter: { sponsor: 1, labels: [1] },
      });
      expect((await by(1, 'GET', '/plans/2')).body).toBe(made.body);
    });

    it('that are sent back as they were read write nothing', async () => {
      const read = await by(1, 'GET', '/plans/1');
      world.app.statements.clear();
      expect((await by(1, 'PATCH', '/plans/1', read.json)).body).toBe(read.body);
      expect(world.writes).toEqual([]);
    });

    it('that the caller may not see stay when he sends back what he read', async () => {
      const before = await by(2, 'GET', '/plans/1');
      await world.hide();
      const whole = await by(2, 'GET', '/plans/1');
      const read = await by(1, 'GET', '/plans/1');
      expect(read.json).toMatchObject({
        lead: null,
        owner: null,
        labels: [3],
        steps: [{ reviewer: null, doer: null }],
      });
      world.app.statements.clear();
      expect((await by(1, 'PATCH', '/plans/1', read.json)).body).toBe(read.body);
      expect(world.writes).toEqual([]);
      expect((await by(2, 'GET', '/plans/1')).body).toBe(whole.body);
      expect(before.json).toMatchObject({ lead: null });
      expect(whole.json).toMatchObject({ lead: 1, owner: 3, labels: [1], charter: { sponsor: 1 } });
    });

    it('are changed and cleared one by one', async () => {
      const answer = await by(1, 'PATCH', '/plans/1', {
        owner: null,
        steps: [
          { id: 1, reviewer: 3, doer: null, place: null, labels: [], parts: [{ id: 2, author: 1 }] },
          { id: 2, reviewer: null, doer: 1, place: '1/b%2Fc', after: 1 },
        ],
        charter: { sponsor: null },
      });
      expect(answer.json).toMatchObject({
        lead: 1,
        owner: null,
        steps: [
          { reviewer: 3, doer: null, place: null, labels: [], parts: [{ id: 2, author: 1 }] },
          { reviewer: null, doer: { id: 1 }, place: '1/b%2Fc', after: 1 },
        ],
        charter: { sponsor: null, labels: [1] },
      });
      expect((await by(1, 'GET', '/plans/1')).body).toBe(answer.body);
    });

    it('may have a default of the schema, also where a row turns out not to be there', async () => {
      expect((await by(1, 'PATCH', '/plans/1', { charter: null })).json).toMatchObject({ charter: null });
      const made = await by(1, 'PATCH', '/plans/1', { charter: { text: 'new' } });
      expect(made).toMatchObject({ status: 200, json: { charter: { text: 'new', sponsor: null, labels: [] } } });
      // No default for a row that is there.
      await by(1, 'PATCH', '/plans/1', { charter: { labels: [3] } });
      const changed = await by(1, 'PATCH', '/plans/1', { charter: { text: 'newer' } });
      expect(changed.json).toMatchObject({ charter: { text: 'newer', labels: [3] } });
    });

    it('are written on a deleted parent that its view shows', async () => {
      await world.manager.softDelete(Plan, 1);
      const read = await by(1, 'GET', '/archive/1');
      world.app.statements.clear();
      expect((await by(1, 'PATCH', '/archive/1', read.json)).body).toBe(read.body);
      expect(world.writes).toEqual([]);
      const changed = await by(1, 'PATCH', '/archive/1', { steps: [{ id: 2, title: 'left' }] });
      expect(changed.json).toMatchObject({ steps: [{ id: 2, title: 'left' }] });
      expect(await world.manager.count(Step)).toBe(1);
    });
  });

  describe('relations on request that are written too', () => {
    it('are shown where they are asked for, and written anyway', async () => {
      const { name, steps, charter } = WHOLE_PLAN;
      const made = await by(1, 'POST', '/asked?include=steps,charter', { name, steps, charter });
      expect(made.json).toMatchObject({ id: 2, steps: [{ reviewer: 1 }, { reviewer: 3 }], charter: { sponsor: 1 } });
      expect((await by(1, 'GET', '/asked/2?include=steps,charter')).body).toBe(made.body);
      const changed = await by(1, 'PATCH', '/asked/2', { steps: [{ id: 4, doer: 1 }] });
      expect(changed.json).toEqual({ id: 2, name: 'p' });
      const asked = await by(1, 'PATCH', '/asked/2?include=steps', { charter: null });
      expect(asked.json).toMatchObject({ steps: [{ id: 4, doer: { id: 1 } }] });
      expect((await by(1, 'GET', '/asked/2?include=steps')).body).toBe(asked.body);
      const both = await by(1, 'GET', '/asked/2?include=steps,charter');
      world.app.statements.clear();
      expect((await by(1, 'PATCH', '/asked/2?include=steps,charter', both.json)).body).toBe(both.body);
      expect(world.writes).toEqual([]);
    });
  });

  describe('a custom action', () => {
    it.each(['rename', 'save'])('leaves what its caller was not shown: %s', async (action) => {
      await world.hide();
      const before = await Promise.all([1, 2].map((tenant) => by(tenant, 'GET', '/plans/1')));
      world.app.statements.clear();
      const answer = await by(1, 'POST', `/plans/1/${action}`);
      expect(world.writes).toEqual([expect.stringMatching(/UPDATE .plan. SET .name. = /)]);
      const after = await Promise.all([1, 2].map((tenant) => by(tenant, 'GET', '/plans/1')));
      expect(after[0]?.body).toBe(answer.body);
      expect(after.map(({ json }): unknown => json)).toEqual(
        before.map(({ json }): unknown => ({ ...json, name: 'p!', version: 2 })),
      );
    });

    it('leaves what its caller was not shown of the rows of a list', async () => {
      await world.hide();
      const before = await by(2, 'GET', '/plans/1');
      world.app.statements.clear();
      expect((await by(1, 'POST', '/plans/save-all')).status).toBe(201);
      expect(world.writes).toEqual([expect.stringMatching(/UPDATE .plan. SET .name. = /)]);
      expect((await by(2, 'GET', '/plans/1')).json).toEqual({ ...before.json, name: 'p!', version: 2 });
    });

    it("takes off what it says by TypeORM's own save()", async () => {
      const answer = await by(1, 'POST', '/plans/1/clear');
      expect(answer.json).toMatchObject({ labels: [], lead: null, owner: 3, steps: [{ id: 1 }, { id: 2 }] });
      expect((await by(1, 'GET', '/plans/1')).body).toBe(answer.body);
    });

    it("changes rows along a cascade by TypeORM's own save()", async () => {
      await world.manager.update(Label, 1, { tenantId: 2 });
      const answer = await by(1, 'POST', '/steps/1/shout');
      expect(answer.json).toMatchObject({ labels: [{ id: 3 }], parts: [{ text: 'x!' }, { text: 'y!' }] });
      expect((await by(1, 'GET', '/steps/1')).body).toBe(answer.body);
      expect(
        (await world.manager.findOneOrFail(Step, { where: { id: 1 }, relations: { labels: true } })).labels,
      ).toHaveLength(2);
    });
  });
});
