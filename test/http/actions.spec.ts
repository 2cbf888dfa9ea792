import { systemContext } from 'nestjs-restview';
import { AuditRow } from '../fixtures/audit-row.entity.js';
import { callerOf } from '../fixtures/caller.js';
import { Org } from '../fixtures/org.entity.js';
import { heard, interludes, Post, PostOrgView, PostView } from '../fixtures/posts.js';
import { LogRecorder } from '../fixtures/log-recorder.js';
import { TestApp } from '../fixtures/test-app.js';
import { User } from '../fixtures/user.entity.js';
import { mistakesOf } from '../setup/answers.js';
import type { HttpRequest } from '../setup/http.js';
import { onEveryDatabaseAndPlatform } from '../setup/platforms.js';

onEveryDatabaseAndPlatform((database, platform) => {
  let app: TestApp;
  const log = new LogRecorder();
  const asAdmin = (method: string, path: string, options: HttpRequest = {}) =>
    app.request(method, path, { ...options, headers: { 'x-admin': 'yes', ...options.headers } });
  const publish = (id: number | string, json: unknown = { reason: 'due' }) =>
    asAdmin('POST', `/posts/${String(id)}/publish`, { json });
  const stored = (id = 1) => app.dataSource.manager.findOneBy(Post, { id });
  const audited = async () => (await app.dataSource.manager.find(AuditRow)).map(({ action }) => action);

  beforeAll(async () => {
    const nest = { logger: log };
    const views = [PostView, PostOrgView];
    app = await TestApp.start(
      database,
      platform,
      [Post, Org, User, AuditRow],
      views,
      { caller: callerOf },
      {},
      { nest },
    );
  });
  afterAll(() => app.close());

  beforeEach(async () => {
    await app.dataSource.synchronize(true);
    await app.dataSource.manager.insert(Post, [{ title: 'One' }, { title: 'Two' }, { title: 'Other', tenantId: 2 }]);
    await app.dataSource.manager.insert(Org, [{ name: 'Seen' }, { name: 'Hidden' }]);
    heard.length = 0;
    interludes.length = 0;
    log.clear();
    app.statements.clear();
  });

  describe('on a row', () => {
    it('runs the verb in the write bracket and answers the row by the read schema', async () => {
      const answer = await publish(1);
      const row = { id: 1, title: 'One', status: 'published', views: 0, note: 'due', orgId: null, tenantId: 1 };
      expect(answer.status).toBe(200);
      expect(answer.json).toEqual(row);
      expect(await stored()).toMatchObject({ status: 'published', note: 'due' });
      expect(app.statements.updates).toHaveLength(1);
      expect(await audited()).toEqual(['publish']);
      expect(heard).toEqual([
        'authorize publish 1 {"reason":"due"}',
        'publish publish true',
        'before publish published draft',
        'after publish published',
      ]);
    });

    it('is 404 for a row out of the scope and for none, before the policy is asked', async () => {
      expect((await publish(3)).status).toBe(404);
      expect((await publish(99)).status).toBe(404);
      expect(heard).toEqual([]);
    });

    it('is 403 when the policy refuses, and nothing is stored', async () => {
      const answer = await app.request('POST', '/posts/1/publish', { json: { reason: 'due' } });
      expect(answer.status).toBe(403);
      expect(await stored()).toMatchObject({ status: 'draft' });
      expect(await audited()).toEqual([]);
    });

    it('tells all that is wrong with key, query and body in one answer', async () => {
      const answer = await asAdmin('POST', '/posts/x/publish?foo=1', { json: { reason: 'a', rank: 11, reasn: 1 } });
      expect(answer.status).toBe(422);
      expect(mistakesOf(answer).map((mistake) => mistake.split(' ')[0])).toEqual(
        expect.arrayContaining(['id', 'foo', '/reason', '/rank', '/reasn']),
      );
      expect((await asAdmin('POST', '/posts/1/publish?trace=1', { json: { reason: 'due' } })).status).toBe(200);
    });

    it('needs its body, as JSON', async () => {
      expect(mistakesOf(await asAdmin('POST', '/posts/1/publish'))).toEqual([' required']);
      const text = { body: 'reason=due', headers: { 'content-type': 'text/plain' } };
      expect((await asAdmin('POST', '/posts/1/publish', text)).status).toBe(415);
      expect((await publish(1, [])).status).toBe(422);
      expect(await stored()).toMatchObject({ status: 'draft' });
    });

    it('refuses a condition that it cannot check', async () => {
      const options = { json: { reason: 'due' }, headers: { 'if-match': '"1"' } };
      expect((await asAdmin('POST', '/posts/1/publish', options)).status).toBe(412);
    });

    it('is 405 by another method', async () => {
      expect((await asAdmin('PUT', '/posts/1/publish', { json: {} })).status).toBe(405);
    });

    it('reads references of the body within the scope', async () => {
      const assign = (orgId: number) => asAdmin('PUT', '/posts/1/assign', { json: { orgId } });
      expect(await assign(1)).toMatchObject({ status: 200, json: { orgId: 1 } });
      const hidden = await assign(2);
      expect([hidden.status, mistakesOf(hidden)]).toEqual([422, ['/orgId reference_not_found']]);
      expect(heard.filter((line) => line.startsWith('authorize'))).toEqual([
        'authorize reassign 1 {"orgId":1}',
        'authorize reassign 1 {"orgId":2}',
      ]);
    });

    it('takes from the column what a field of the body asks for', async () => {
      const rename = (title: unknown) => asAdmin('POST', '/posts/1/rename', { json: { title } });
      expect(await rename('New')).toMatchObject({ status: 200, json: { title: 'New' } });
      expect((await rename('n'.repeat(41))).status).toBe(422);
      expect((await rename(null)).status).toBe(422);
    });

    it('without a body refuses one with something in it', async () => {
      const copy = await asAdmin('POST', '/posts/1/copy', { json: { title: 'x' } });
      expect([copy.status, mistakesOf(copy)]).toEqual([422, ['/title unknown_field']]);
      expect((await asAdmin('POST', '/posts/1/copy', { json: {} })).status).toBe(201);
    });

    it('leaves nothing behind when the verb throws, or beforeCommit', async () => {
      expect((await asAdmin('POST', '/posts/1/fail')).status).toBe(500);
      expect(await stored()).toMatchObject({ status: 'draft' });
      expect((await asAdmin('POST', '/posts/1/rename', { json: { title: 'doomed' } })).status).toBe(409);
      expect(await stored()).toMatchObject({ title: 'One' });
      expect(await audited()).toEqual([]);
      expect(heard.filter((line) => line.startsWith('after'))).toEqual([]);
    });

    it('may move the row out of the scope', async () => {
      expect((await asAdmin('POST', '/posts/1/leave')).json).toMatchObject({ id: 1, tenantId: 2 });
      expect((await asAdmin('POST', '/posts/1/leave')).status).toBe(404);
    });

    it('makes another row, which the hooks hear of, at a place of its own', async () => {
      const answer = await asAdmin('POST', '/posts/1/copy?trace=1');
      expect(answer).toMatchObject({ status: 201, json: { id: 4, title: 'One II', views: 0 } });
      expect(answer.headers.get('location')).toBe('/posts/4');
      expect(await stored(1)).toMatchObject({ views: 1 });
      expect(heard).toEqual(['authorize copy 1 null', 'before copy draft -', 'after copy draft']);
    });

    it('answers without content', async () => {
      expect(await asAdmin('DELETE', '/posts/1/drop')).toMatchObject({ status: 204, body: '' });
      expect(await stored()).toBeNull();
      expect(heard[1]).toBe('before drop draft draft');
    });

    it('by GET has no bracket, and shows nothing but the fields of its class', async () => {
      const answer = await app.request('GET', '/posts/1/preview');
      expect(answer).toMatchObject({ status: 200, json: { html: '<h1>One</h1>', meta: null } });
      expect(answer.body).not.toContain('hash');
      expect(heard).toEqual(['authorize preview 1 null', 'preview preview']);
      expect((await app.request('GET', '/posts/3/preview')).status).toBe(404);
      expect((await app.request('GET', '/posts/1/reload')).json).toMatchObject({ id: 1, title: 'One' });
      const related = await app.request('GET', '/posts/1/related');
      expect(related.json.map(({ id }: { id: number }) => id)).toEqual([1, 2]);
      expect(related.body).not.toContain('hash');
    });

    it('of two at a time, one publishes', async () => {
      const both = await Promise.all([publish(1), publish(1), publish(1)]);
      expect(both.map(({ status }) => status).sort()).toEqual([200, 409, 409]);
      expect(await audited()).toEqual(['publish']);
    });

    it('of two at a time, the second waits for the first where the row is locked', async () => {
      let second: Promise<{ status: number }> | undefined;
      interludes.push(async () => {
        second = publish(1, { reason: 'second' });
        await new Promise((resolve) => setTimeout(resolve, 50));
      });
      expect((await publish(1, { reason: 'first' })).status).toBe(200);
      expect((await second)?.status).toBe(409);
      expect(await stored()).toMatchObject({ note: 'first' });
    });
  });

  describe('on the collection', () => {
    it('makes rows, and answers with all of them', async () => {
      const json = { drafts: [{ title: 'A' }, { title: 'B' }] };
      const answer = await asAdmin('POST', '/posts/import', { json });
      expect(answer.status).toBe(201);
      expect(answer.headers.get('location')).toBeNull();
      expect(answer.json).toMatchObject([
        { id: 4, title: 'A', status: 'draft' },
        { id: 5, title: 'B', status: 'draft' },
      ]);
      expect(heard).toEqual([`authorize import - ${JSON.stringify(json)}`, 'before import - -', 'after import -']);
    });

    it('points at the mistakes within its body', async () => {
      const json = { drafts: [{ title: 'A' }, { titel: 'B' }] };
      const answer = await asAdmin('POST', '/posts/import', { json });
      expect([answer.status, mistakesOf(answer).sort()]).toEqual([
        422,
        ['/drafts/1/titel unknown_field', '/drafts/1/title required'],
      ]);
    });

    it('has its request checked where it takes nothing of it', async () => {
      const reset = (path = '', options: HttpRequest = {}) => asAdmin('POST', `/posts/reset${path}`, options);
      expect(mistakesOf(await reset('?foo=1'))).toEqual(['foo unknown_parameter']);
      expect(mistakesOf(await reset('', { json: { foo: 1 } }))).toEqual(['/foo unknown_field']);
      expect((await reset('', { headers: { 'if-match': '"1"' } })).status).toBe(412);
      expect((await reset('', { body: 'foo', headers: { 'content-type': 'text/plain' } })).status).toBe(415);
      expect(heard).toEqual([]);
      expect((await reset('?trace=1', { json: {} })).status).toBe(204);
    });

    it('makes no row out of the scope, alone or among others', async () => {
      const draft = await asAdmin('POST', '/posts/draft', { json: { title: 'X', tenantId: 2 } });
      expect(draft).toMatchObject({ status: 403, json: { code: 'out_of_scope' } });
      const drafts = [{ title: 'A' }, { title: 'X', tenantId: 2 }];
      const all = await asAdmin('POST', '/posts/import', { json: { drafts } });
      expect(all).toMatchObject({ status: 403, json: { code: 'out_of_scope' } });
      expect(await app.dataSource.manager.count(Post)).toBe(3);
    });

    it('makes one row: 201 with its place', async () => {
      const answer = await asAdmin('POST', '/posts/draft', { json: { title: 'A' } });
      expect(answer).toMatchObject({ status: 201, json: { id: 4, title: 'A' } });
      expect(answer.headers.get('location')).toBe('/posts/4');
      expect(heard.slice(1)).toEqual(['before draft draft -', 'after draft draft']);
    });

    it('has no content unless it says so', async () => {
      await app.dataSource.manager.update(Post, 1, { views: 5 });
      expect(await asAdmin('POST', '/posts/reset')).toMatchObject({ status: 204, body: '' });
      expect(await stored()).toMatchObject({ views: 0 });
    });

    it('answers by a class, with a status of its own', async () => {
      const answer = await asAdmin('POST', '/posts/report', { json: { drafts: [{ title: 'A' }] } });
      expect([answer.status, answer.json]).toEqual([202, { made: 1 }]);
    });

    it('reads, by a path of several words', async () => {
      expect((await app.request('GET', '/posts/stats/by-status')).json).toEqual([{ status: 'draft', count: 2 }]);
      expect(heard).toEqual(['authorize stats - null', 'stats stats']);
    });
  });

  describe('without a request', () => {
    it('is handled with the same scope, policy and hooks', async () => {
      const posts = app.app.get(PostView);
      const job = systemContext(app.dataSource, { admin: true });
      const post: Post = await posts.handleAction('publish', { id: 1, data: { reason: 'due' } }, job);
      expect(post).toMatchObject({ id: 1, status: 'published' });
      expect(heard.at(-1)).toBe('after publish published');
      expect(await posts.handleAction('preview', { id: 1 }, job)).toMatchObject({ html: '<h1>One</h1>' });
      const made: readonly Post[] = await posts.handleAction('import', { data: { drafts: [{ title: 'A' }] } }, job);
      expect(made).toMatchObject([{ title: 'A' }]);
      await expect(posts.handleAction('publish', { id: 3, data: { reason: 'x' } }, job)).rejects.toMatchObject({
        status: 404,
      });
      const guest = systemContext(app.dataSource, {});
      await expect(posts.handleAction('publish', { id: 2, data: { reason: 'x' } }, guest)).rejects.toMatchObject({
        status: 403,
      });
      expect(await stored(2)).toMatchObject({ status: 'draft' });
    });

    it('is the plain method when it is called by its own name', async () => {
      const posts = app.app.get(PostView);
      const job = systemContext(app.dataSource, {});
      const post = await posts.getOne(1, job);
      heard.length = 0;
      await posts.writeAction('other', { entity: post }, job, (write) => posts.publish(post, { reason: 'x' }, write));
      expect(heard).toEqual([
        'authorize other 1 null',
        'publish other false',
        'before other published draft',
        'after other published',
      ]);
    });
  });
});
