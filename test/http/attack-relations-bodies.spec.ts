import { Label, Mention, Place, Step } from '../fixtures/nested-references.js';
import { PlanWorld, WHOLE_PLAN } from '../fixtures/plan-views.js';
import { onEveryDatabase } from '../setup/databases.js';
import type { HttpAnswer } from '../setup/http.js';

interface Mistake {
  readonly pointer: string;
  readonly code: string;
}

onEveryDatabase((database) => {
  let world: PlanWorld;
  const by: PlanWorld['by'] = (...request) => world.by(...request);
  const patch = (json: unknown): Promise<HttpAnswer> => by(1, 'PATCH', '/plans/1', json);
  const mistakesOf = (answer: HttpAnswer): string[] =>
    (answer.json as { errors: Mistake[] }).errors.map(({ pointer, code }) => `${pointer} ${code}`);

  beforeAll(async () => {
    world = await PlanWorld.start(database);
  });
  afterAll(() => world.app.close());
  beforeEach(async () => {
    await world.fill();
    await by(1, 'POST', '/plans', WHOLE_PLAN);
    world.app.statements.clear();
  });

  it.each<[unknown, string]>([
    [{ lead: { id: { id: 1 } } }, '/lead/id type'],
    [{ lead: [1] }, '/lead type'],
    [{ lead: '1' }, '/lead type'],
    [{ lead: { constructor: 1 } }, '/lead/constructor unknown_field'],
    [{ owner: { id: null } }, '/owner/id type'],
    [{ labels: [[1]] }, '/labels/0 type'],
    [{ labels: [null] }, '/labels/0 type'],
    [{ labels: [{ id: [1] }] }, '/labels/0/id type'],
    [{ labels: null }, '/labels null_not_allowed'],
    [{ labels: [3, 3, -1] }, '/labels/2 reference_not_found'],
    [{ places: [1] }, '/places/0 type'],
    [{ places: ['1/%'] }, '/places/0 type'],
    [{ places: ['1/a/b'] }, '/places/0 type'],
    [{ places: ['1/\u0000'] }, '/places/0 invalid_character'],
    [{ places: ['1/\ud800'] }, '/places/0 invalid_character'],
    [{ steps: [[{ title: 'x' }]] }, '/steps/0 type'],
    [{ steps: [{ id: { id: 1 } }] }, '/steps/0/id type'],
    [{ steps: [{ id: '1' }] }, '/steps/0/id type'],
    [{ steps: [{ id: 1, parts: [{ text: 'q', labels: ['\u0000'] }] }] }, '/steps/0/parts/0/labels/0 invalid_character'],
    [{ steps: [{ id: 1, parts: [{ text: 'q', labels: ['a '] }] }] }, '/steps/0/parts/0/labels/0 reference_not_found'],
    [{ charter: { labels: [2] } }, '/charter/labels/0 reference_not_found'],
    [{ charter: { toString: 1 } }, '/charter/toString unknown_field'],
  ])('refuses %j where it stands', async (body, mistake) => {
    const answer = await patch(body);
    expect(answer.status).toBe(422);
    expect(mistakesOf(answer)).toEqual([mistake]);
    expect(world.writes).toEqual([]);
  });

  it('tells all hidden and missing rows of all levels in one answer, in the same words', async () => {
    const answer = await patch({
      lead: 2,
      labels: [2, 1],
      steps: [
        { id: 1, reviewer: 99, labels: [3, 2], parts: [{ text: 'q', author: 2, labels: ['b', 'zz', 'a'] }] },
        { title: 'n', doer: { id: 2 }, parts: [] },
      ],
      charter: { sponsor: 2 },
    });
    const { errors } = answer.json as { errors: readonly object[] };
    expect(mistakesOf(answer).sort()).toEqual(
      [
        ...['/charter/sponsor', '/labels/0', '/lead', '/steps/0/labels/1', '/steps/0/parts/0/author'],
        ...['/steps/0/parts/0/labels/0', '/steps/0/parts/0/labels/1', '/steps/0/reviewer', '/steps/1/doer/id'],
      ].map((pointer) => `${pointer.replace('/doer/id', '/doer')} reference_not_found`),
    );
    const words = errors.map((error) => (error as { detail: string }).detail.replace(/".*"/, 'ID'));
    expect(new Set(words).size).toBe(1);
    expect(answer.body).not.toMatch(/Bob|bob/);
    expect(world.writes).toEqual([]);
  });

  it('does not take "null" for the handle of somebody who has none', async () => {
    const answer = await by(1, 'POST', '/signed', { name: 'n', lead: 3, owner: 'null' });
    expect(answer.status).toBe(422);
    expect(mistakesOf(answer)).toEqual(['/owner reference_not_found']);
    expect((await by(1, 'POST', '/signed', { name: 'n', lead: 3, owner: 'ada' })).status).toBe(201);
  });

  describe('a row that its list leaves out', () => {
    const left = { steps: [] };

    it('stays as long as others refer to it, and names those of the caller', async () => {
      await world.manager.insert(Mention, [
        { step: { id: 1 }, tenantId: 1 },
        { step: { id: 1 }, tenantId: 2 },
      ]);
      const refused = await patch(left);
      expect(refused).toMatchObject({ status: 409, json: { blockers: [{ path: 'mentions', ids: ['1'], count: 1 }] } });
      await world.manager.delete(Mention, 1);
      expect(await patch(left)).toMatchObject({ status: 409, json: { blockers: [] } });
      await world.manager.delete(Mention, 2);
      expect(await patch(left)).toMatchObject({ status: 200, json: { steps: [] } });
    });

    it('goes with the others that refer to it', async () => {
      expect((await patch({ steps: [{ id: 1 }, { id: 2, after: 1 }] })).status).toBe(200);
      expect(await patch(left)).toMatchObject({ status: 200, json: { steps: [] } });
      expect(await world.manager.count(Step)).toBe(0);
    });

    it('cannot be referred to by one that stays', async () => {
      const refused = await patch({ steps: [{ id: 2, after: 1 }] });
      expect(refused.status).toBe(422);
      // SQLite does not tell which foreign key it is.
      if (database.name !== 'sqlite') expect(mistakesOf(refused)).toEqual(['/steps/0/after reference_not_found']);
      expect(await world.manager.count(Step)).toBe(2);
    });
  });

  describe('long lists', () => {
    const many = (count: number): number[] => Array.from({ length: count }, (_, index) => index);
    const inParts = async (insert: (numbers: number[]) => Promise<unknown>): Promise<void> => {
      for (let start = 0; start < 1500; start += 300) await insert(many(300).map((number) => number + start));
    };

    it('of keys of several parts are linked and taken off', async () => {
      await inParts((some) =>
        world.manager.insert(
          Place,
          some.map((one) => ({ room: 7, letter: String(one) })),
        ),
      );
      const places = many(1500).map((one) => `7/${String(one)}`);
      expect(await patch({ places })).toMatchObject({ status: 200 });
      expect(await patch({ places: places.slice(0, 1) })).toMatchObject({ status: 200, json: { places: ['7/0'] } });
    });

    it('of nothing but mistakes have an answer that somebody reads', async () => {
      const answer = await patch({ labels: many(5000).map((one) => one + 1000) });
      expect(answer.status).toBe(422);
      expect(mistakesOf(answer)).toHaveLength(100);
    });

    it('of nested rows cost one statement for each relation, and one for each row that is written', async () => {
      const steps = many(200).map((one) => ({ title: `t${String(one)}`, reviewer: 1, labels: [1, 3], parts: [] }));
      expect((await patch({ steps })).status).toBe(200);
      await world.manager.insert(Label, [{ slug: 'more' }]);
      const { json } = await by(1, 'GET', '/plans/1');
      world.app.statements.clear();
      expect(await patch(json)).toMatchObject({ status: 200, json });
      expect(world.writes).toEqual([]);
      expect(world.app.statements.work.length).toBeLessThan(40);
      world.app.statements.clear();
      expect(await patch({ steps: [] })).toMatchObject({ status: 200, json: { steps: [] } });
      expect(world.app.statements.deletes).toHaveLength(200);
      expect(world.app.statements.selects.length).toBeLessThan(40);
    });
  });
});
