import type { TestApp } from '../fixtures/test-app.js';
import type { HttpAnswer } from '../setup/http.js';
import { onEveryDatabaseAndPlatform } from '../setup/platforms.js';
import { startBlog } from './blog/blog.js';
import { Country, Profile } from './blog/entities.js';

/** A blog from its first author to a deleted country; each step goes on where the one before ended. */
onEveryDatabaseAndPlatform((database, platform) => {
  let app: TestApp;
  const ADA = 1;
  const BOB = 2;
  const send = (user: number | null, method: string, path: string, json?: unknown): Promise<HttpAnswer> =>
    app.request(method, path, {
      ...(user !== null && { headers: { 'x-user': String(user) } }),
      ...(json !== undefined && { json }),
    });
  const made = async (path: string, json: object, user = ADA) => {
    const answer = await send(user, 'POST', path, json);
    expect([path, answer.status, answer.json.errors ?? answer.json.detail]).toEqual([path, 201, undefined]);
    return answer.json;
  };

  beforeAll(async () => {
    app = await startBlog(database, platform);
    await app.dataSource.manager.insert(Country, [
      { code: 'NL', name: 'Netherlands' },
      { code: 'PT', name: 'Portugal' },
    ]);
  });
  afterAll(() => app.close());

  it('has countries under their codes', async () => {
    const answer = await send(ADA, 'POST', '/countries', { code: 'ET', name: 'Ethiopia' });
    expect(answer.status).toBe(201);
    expect(answer.headers.get('location')).toBe('/countries/ET');
    expect((await send(null, 'GET', '/countries/ET')).json).toEqual({ code: 'ET', name: 'Ethiopia' });
    expect((await send(null, 'GET', '/countries/XX')).status).toBe(404);
  });

  it('takes authors in, with their country and their profile', async () => {
    const ada = await made('/authors', {
      ...{ name: 'Ada', email: 'ada@blog.example', countryCode: 'NL' },
      profile: { bio: 'counts', website: 'https://ada.example' },
    });
    expect(ada).toMatchObject({
      ...{ id: ADA, countryCode: 'NL', country: { code: 'NL', name: 'Netherlands' } },
      profile: { bio: 'counts', website: 'https://ada.example' },
    });
    expect(await made('/authors', { name: 'Bob', email: 'bob@blog.example' })).toMatchObject({
      ...{ id: BOB, country: null, profile: null },
    });
    expect(await send(ADA, 'PATCH', '/authors/1', { countryCode: 'XX' })).toMatchObject({
      status: 422,
      json: { errors: [{ pointer: '/countryCode', code: 'reference_not_found' }] },
    });
  });

  it('changes, removes and makes a profile in the body of its author', async () => {
    const { profile } = (await send(ADA, 'GET', '/authors/1')).json;
    const changed = await send(ADA, 'PATCH', '/authors/1', { profile: { id: profile.id, bio: 'counts on' } });
    expect(changed.json.profile).toEqual({ id: profile.id, bio: 'counts on', website: 'https://ada.example' });
    const gone = await send(ADA, 'PATCH', '/authors/1', { profile: null });
    expect(gone).toMatchObject({ status: 200, json: { profile: null } });
    expect(await app.dataSource.manager.count(Profile)).toBe(0);
    expect((await send(ADA, 'PATCH', '/authors/1', { profile: { bio: 'back' } })).json.profile).toMatchObject({
      ...{ bio: 'back', website: null },
    });
  });

  it('has a tree of categories', async () => {
    await made('/categories', { name: 'Science' });
    await made('/categories', { name: 'Computing', parent: 1 });
    await made('/categories', { name: 'Engines', parent: 2 });
    expect((await send(null, 'GET', '/categories?parent__isnull=true')).json.items).toMatchObject([
      { name: 'Science', parent: null, children: [{ name: 'Computing', parent: 1 }] },
    ]);
    expect(await send(ADA, 'PATCH', '/categories/1', { parent: 99 })).toMatchObject({
      status: 422,
      json: { errors: [{ pointer: '/parent' }] },
    });
    expect(await send(ADA, 'DELETE', '/categories/1')).toMatchObject({
      status: 409,
      json: { code: 'still_referenced' },
    });
  });

  it('writes a draft with tags by name, which nobody else sees', async () => {
    for (const name of ['maths', 'looms']) await made('/tags', { name });
    const draft = await made('/posts', {
      ...{ slug: 'engine', title: 'The Engine', body: 'It weaves.', category: 3, tags: ['looms', 'maths', 'looms'] },
    });
    expect(draft).toMatchObject({
      ...{ id: 1, authorId: ADA, author: { name: 'Ada', country: { code: 'NL' } } },
      ...{ category: 3, tags: ['maths', 'looms'], publishedAt: null },
    });
    expect((await send(ADA, 'GET', '/posts/1')).json).toEqual(draft);
    for (const other of [BOB, null]) {
      expect((await send(other, 'GET', '/posts/1')).status).toBe(404);
      expect((await send(other, 'GET', '/posts')).json.total).toBe(0);
      expect((await send(other, 'GET', '/tags/1?include=posts')).json).toEqual({ id: 1, name: 'maths', posts: [] });
      expect((await send(other, 'GET', '/authors/1?include=posts')).json.posts).toEqual([]);
      expect((await send(other, 'GET', '/tags/1/referrers')).json).toEqual([]);
    }
    expect(await send(BOB, 'POST', '/remarks', { postId: 1, by: 'Bob', text: 'First' })).toMatchObject({
      status: 422,
      json: { errors: [{ pointer: '/postId', code: 'reference_not_found' }] },
    });
  });

  it('translates a post, under a key of two parts', async () => {
    const answer = await send(ADA, 'POST', '/translations', {
      postId: 1,
      locale: 'pt-PT',
      title: 'A máquina',
      body: 'Tece.',
    });
    expect(answer.status).toBe(201);
    expect(answer.headers.get('location')).toBe('/translations/1/pt-PT');
    expect((await send(ADA, 'GET', '/translations/1/pt-PT')).json).toMatchObject({ title: 'A máquina' });
    expect((await send(BOB, 'GET', '/translations/1/pt-PT')).status).toBe(404);
    const two = await send(ADA, 'POST', '/translations', { postId: 1, locale: 'pt-PT', title: 'Outra', body: 'x' });
    expect(two.status).toBe(409);
  });

  it('merges translations in the body of their post', async () => {
    const answer = await send(ADA, 'PATCH', '/posts/1', {
      translations: [
        { locale: 'pt-PT', title: 'O engenho', body: 'Tece.' },
        { locale: 'nl', title: 'De machine', body: 'Zij weeft.' },
      ],
    });
    expect(answer).toMatchObject({
      status: 200,
      json: {
        translations: [
          { locale: 'nl', title: 'De machine' },
          { locale: 'pt-PT', title: 'O engenho' },
        ],
      },
    });
    expect((await send(ADA, 'GET', '/translations?sort=locale')).json.total).toBe(2);
  });

  it('publishes, and then everybody reads and answers', async () => {
    expect((await send(BOB, 'POST', '/posts/1/publish')).status).toBe(404);
    expect((await send(ADA, 'POST', '/posts/1/publish')).json).toMatchObject({
      publishedAt: '2026-01-02T03:04:05.000Z',
    });
    expect((await send(BOB, 'PATCH', '/posts/1', { title: 'Mine' })).status).toBe(403);
    expect((await send(null, 'GET', '/posts?tags__isnull=false&q=engine')).status).toBe(422);
    expect((await send(null, 'GET', '/posts?q=engine')).json.total).toBe(1);
    const first = await made('/remarks', { postId: 1, by: 'Bob', text: 'First' }, BOB);
    const second = await made('/remarks', { postId: 1, parentId: first.id, by: 'Ada', text: 'Thanks' });
    await made('/remarks', { postId: 1, parentId: second.id, by: 'Bob', text: 'Welcome' }, BOB);
    expect((await send(null, 'GET', '/remarks?parentId__isnull=true')).json.items).toMatchObject([
      { text: 'First', replies: [{ text: 'Thanks' }] },
    ]);
    expect((await send(null, 'GET', '/posts/1')).json).not.toHaveProperty('remarks');
    const shown = (await send(null, 'GET', '/posts/1?include=remarks')).json.remarks;
    expect(shown.map(({ text }: { text: string }) => text)).toEqual(['First', 'Thanks', 'Welcome']);
    expect((await send(null, 'GET', '/tags/2?include=posts')).json.posts).toMatchObject([{ slug: 'engine' }]);
    expect((await send(null, 'GET', '/authors/1?include=posts')).json.posts).toMatchObject([{ slug: 'engine' }]);
  });

  it('clears tags and category', async () => {
    expect((await send(ADA, 'PATCH', '/posts/1', { tags: [], category: null })).json).toMatchObject({
      ...{ tags: [], category: null },
    });
    expect((await send(ADA, 'PATCH', '/posts/1', { tags: ['nothing', 'maths'] })).json.errors).toMatchObject([
      { pointer: '/tags/0', code: 'reference_not_found' },
    ]);
    expect((await send(ADA, 'DELETE', '/tags/1')).status).toBe(204);
  });

  it('tells who holds a country, an author and a category', async () => {
    expect((await send(null, 'GET', '/countries/NL/referrers')).json).toMatchObject([
      { path: 'authors', field: 'countryCode', count: 1, ids: ['1'] },
    ]);
    const held = await send(ADA, 'DELETE', '/countries/NL');
    expect(held).toMatchObject({ status: 409, json: { blockers: [{ field: 'countryCode', ids: ['1'], count: 1 }] } });
    expect((await send(ADA, 'DELETE', '/countries/PT')).status).toBe(204);
    expect((await send(ADA, 'DELETE', '/authors/1')).status).toBe(409);
    // A draft of somebody else holds its author too, and is not named.
    await made('/posts', { slug: 'draft', title: 'Secret draft', body: 'x' }, BOB);
    const hidden = await send(ADA, 'DELETE', '/authors/2');
    expect(hidden).toMatchObject({ status: 409, json: { code: 'still_referenced', blockers: [] } });
    expect(hidden.body).not.toMatch(/draft/i);
  });

  it('draws the graph of its resources', async () => {
    const { status, body } = await send(null, 'GET', '/_relations');
    expect(status).toBe(200);
    for (const path of ['countries', 'authors', 'posts', 'tags', 'translations']) expect(body).toContain(path);
  });
});
