import {
  type CreateOf,
  Field,
  Forbidden,
  IdRef,
  IdSchema,
  MustExist,
  Nested,
  ReadOnly,
  RestView,
  type Subject,
  systemContext,
  View,
  WriteOnly,
  type WriteContext,
} from 'nestjs-restview';
import { Article, BLOG, Country, Remark, Seat, Topic, Writer } from '../fixtures/blog.js';
import { TestApp } from '../fixtures/test-app.js';
import type { HttpAnswer } from '../setup/http.js';
import { onEveryDatabaseAndPlatform } from '../setup/platforms.js';

const heard: unknown[] = [];

class ArticleRead {
  @ReadOnly() readonly id!: number;
  @Field() title!: string;
  @ReadOnly() readonly version!: number;
  @MustExist() authorId!: number;
  @IdRef(() => Writer) author!: number;
  @MustExist() editorId?: number | null;
  @IdSchema(() => Writer) editor?: { id: number } | null;
  @IdRef(() => Writer) reviewer?: number | null;
  @IdRef(() => Country) country?: string | null;
  @IdRef(() => Seat) seat?: string | null;
  @IdSchema(() => Seat) desk?: { id: string } | null;
  @IdRef(() => Topic) topics?: number[];
  @IdSchema(() => Remark) remarks?: { id: number }[];
  @MustExist(() => Writer) seenBy?: number[] | null;
  @MustExist(() => Writer) likedBy?: string[];
  @MustExist(() => Writer, { by: 'handle' }) sponsor?: string | null;
}

@View('articles', { model: Article, schema: ArticleRead })
class ArticleView extends RestView<Article, ArticleRead> {
  override authorize(_action: string, { data }: Subject<Article, ArticleRead>) {
    if (data?.author === 666) throw new Forbidden('not this one');
  }

  override async create(data: CreateOf<ArticleRead>, context: WriteContext) {
    heard.push({ ...data });
    const article = await this.makeNewObject(data, context);
    heard.push(data.author ? article.author.name : null);
    return this.saveObject(article, context);
  }
}

class ArticleDraft {
  @Field() title!: string;
  @IdSchema(() => Writer) authorId!: { id: number };
  @IdRef(() => Topic, { by: 'slug' }) topics!: string[];
}

class ArticlePlain {
  @ReadOnly() readonly id!: number;
  @Field() title!: string;
  @Field() authorId!: number;
  @IdRef(() => Topic, { by: 'slug' }) topics!: string[];
}

/** The bodies have references where the answers have plain values. */
@View('drafts', { model: Article, schema: ArticlePlain, schemaCreate: ArticleDraft, schemaUpdate: ArticleDraft })
class DraftView extends RestView<Article, ArticlePlain> {}

class ArticleTitle {
  @Field() title!: string;
}

class TopicWithArticles {
  @Field() slug!: string;
  @Nested(() => [ArticleTitle]) readonly articles!: ArticleTitle[];
}

class ArticleNesting {
  @ReadOnly() readonly id!: number;
  @Nested(() => [TopicWithArticles]) readonly topics!: TopicWithArticles[];
}

class ArticleLinks {
  @IdRef(() => Topic) topics!: number[];
}

/** The answers show what the bodies name. */
@View('linked', { model: Article, schema: ArticleNesting, schemaUpdate: ArticleLinks })
class LinkedView extends RestView<Article, ArticleNesting> {}

class RemarkWrite {
  @Field() text!: string;
  @WriteOnly() @MustExist(() => Writer) readerId?: number;
  @WriteOnly() @MustExist(() => Writer) readerIds?: number[];
}

class ArticleWithRemarks {
  @ReadOnly() readonly id!: number;
  @Field() title!: string;
  @IdRef(() => Writer) author!: number;
  @Nested(() => [RemarkWrite], { write: 'append' }) remarks!: RemarkWrite[];
}

/** References at every depth of a body. */
@View('remarked', { model: Article, schema: ArticleWithRemarks })
class RemarkedView extends RestView<Article, ArticleWithRemarks> {}

onEveryDatabaseAndPlatform((database, platform) => {
  let app: TestApp;
  const send = (method: string, path: string, json: unknown): Promise<HttpAnswer> =>
    app.request(method, path, { json });
  const create = (json: object): Promise<HttpAnswer> =>
    send('POST', '/articles', { title: 'On Engines', author: 1, ...json });
  const change = (json: object): Promise<HttpAnswer> => send('PATCH', '/articles/1', json);
  const links = async (): Promise<number[]> => {
    const { topics } = await app.dataSource.manager.findOneOrFail(Article, {
      where: { id: 1 },
      relations: { topics: true },
      withDeleted: true,
    });
    return topics.map(({ id }) => id).sort();
  };
  const mistakesOf = ({ json }: HttpAnswer): string[] =>
    (json as { errors: { pointer: string; code: string }[] }).errors.map(({ pointer, code }) => `${pointer} ${code}`);

  beforeAll(async () => {
    app = await TestApp.start(database, platform, BLOG, [ArticleView, DraftView, RemarkedView, LinkedView]);
  });
  afterAll(() => app.close());

  beforeEach(async () => {
    const { manager } = app.dataSource;
    await app.dataSource.synchronize(true);
    await manager.insert(Writer, [
      { name: 'Ada', handle: 'ada' },
      { name: 'Bob', handle: 'bob' },
      { name: 'Cyd', handle: 'cyd' },
      { name: 'Old', handle: 'old', deletedAt: new Date() },
    ]);
    await manager.insert(Country, [
      { code: 'PT', name: 'Portugal' },
      { code: 'NZ', name: 'New Zealand' },
    ]);
    await manager.insert(Seat, [
      { room: 7, letter: 'a/b', label: 'window' },
      { room: 7, letter: 'c', label: 'door' },
    ]);
    await manager.insert(Topic, [{ slug: 'engines' }, { slug: 'poems' }, { slug: 'maths' }]);
    await manager.insert(Remark, [{ text: 'first' }, { text: 'second' }, { text: 'third' }]);
    heard.length = 0;
    app.statements.clear();
  });

  describe('to-one', () => {
    it('takes a bare id and an object, and keeps relation and foreign key together', async () => {
      const answer = await create({ author: { id: 2 }, editor: 1, reviewer: 3, country: 'PT', seat: '7/a%2Fb' });
      expect(answer.json).toMatchObject({
        author: 2,
        authorId: 2,
        editor: { id: 1 },
        editorId: 1,
        reviewer: 3,
        country: 'PT',
        seat: '7/a%2Fb',
        desk: null,
        topics: [],
      });
      expect(answer.status).toBe(201);
      expect(heard).toEqual([expect.objectContaining({ author: 2, editor: { id: 1 }, seat: '7/a%2Fb' }), 'Bob']);
      expect((await app.request('GET', '/articles/1')).json).toEqual(answer.json);
      const stored = await app.dataSource.manager.findOneByOrFail(Article, { id: 1 });
      expect(stored).toMatchObject({ authorId: 2, editorId: 1, countryCode: 'PT' });
    });

    it('is written by the foreign key alone, and by the relation alone', async () => {
      await create({ author: 1, editorId: 2 });
      expect((await change({ authorId: 2 })).json).toMatchObject({ author: 2, authorId: 2 });
      expect((await change({ author: 3 })).json).toMatchObject({ author: 3, authorId: 3, editorId: 2 });
      expect((await change({ editor: { id: 3 } })).json).toMatchObject({ editor: { id: 3 }, editorId: 3 });
      expect((await change({ editorId: 1 })).json).toMatchObject({ editor: { id: 1 }, editorId: 1 });
      expect((await change({ country: 'NZ', desk: '7/c' })).json).toMatchObject({ country: 'NZ', desk: { id: '7/c' } });
    });

    it('is cleared by null, on both sides', async () => {
      const body = { editor: 2, reviewer: 2, country: 'PT', seat: '7/c', desk: { id: '7/c' } };
      expect((await create(body)).status).toBe(201);
      const cleared = { editorId: null, reviewer: null, country: null, seat: null, desk: null };
      const answer = await change(cleared);
      expect(answer.json).toMatchObject({ ...cleared, editor: null });
      expect((await app.request('GET', '/articles/1')).json).toEqual(answer.json);
      expect(await app.dataSource.manager.findOneByOrFail(Article, { id: 1 })).toMatchObject({
        editorId: null,
        countryCode: null,
        deskRoom: null,
        deskLetter: null,
      });
      await change({ editor: 2 });
      expect((await change({ editor: null })).json).toMatchObject({ editor: null, editorId: null });
    });

    it('refuses null where a row cannot do without', async () => {
      expect(mistakesOf(await create({ author: null }))).toEqual(['/author null_not_allowed']);
      expect(mistakesOf(await send('POST', '/articles', { title: 'X' }))).toEqual(['/authorId required']);
    });

    it('refuses what is no key, where it stands', async () => {
      const answer = await create({
        author: '1',
        editor: {},
        reviewer: [1],
        seat: '7',
        desk: { id: 7 },
        country: { id: 'PT', name: 'Portugal' },
      });
      expect(answer.status).toBe(422);
      expect(mistakesOf(answer)).toEqual([
        '/author type',
        '/editor/id required',
        '/reviewer type',
        '/country/name unknown_field',
        '/seat type',
        '/desk/id type',
      ]);
      expect(mistakesOf(await create({ author: { id: '1' } }))).toEqual(['/author/id type']);
      expect(mistakesOf(await create({ author: true, editor: { id: null } }))).toEqual([
        '/author type',
        '/editor/id type',
      ]);
    });

    it('changes nothing when the same row is named again', async () => {
      await create({ editor: 2, topics: [1] });
      app.statements.clear();
      expect((await change({ author: 1, editor: { id: 2 }, topics: [1] })).json).toMatchObject({
        version: 1,
        author: 1,
        editor: { id: 2 },
        topics: [1],
      });
      expect(app.statements.updates).toEqual([]);
    });
  });

  describe('references that lead nowhere', () => {
    it('are 422 all together, each where it stands', async () => {
      const answer = await create({
        author: 99,
        editor: { id: 4 },
        country: 'XX',
        desk: { id: '9/z' },
        topics: [98, 1, 98, { id: 97 }],
        remarks: [{ id: 96 }],
        seenBy: [1, 95],
        likedBy: ['1', '94', 'ada'],
        sponsor: 'nobody',
      });
      expect(answer).toMatchObject({ status: 422, json: { code: 'reference_not_found' } });
      expect(mistakesOf(answer).sort()).toEqual(
        [
          '/author',
          '/country',
          '/desk',
          '/editor',
          '/likedBy/1',
          '/likedBy/2',
          '/remarks/0',
          '/seenBy/1',
          '/sponsor',
          '/topics/0',
          '/topics/3',
        ].map((pointer) => `${pointer} reference_not_found`),
      );
      expect(answer.body).toContain('There is nothing with the id \\"97\\".');
      expect(answer.body).not.toMatch(/Writer|Topic|written_by/);
      expect(await app.dataSource.manager.count(Article)).toBe(0);
      expect(app.statements.inserts).toEqual([]);
    });

    it('are looked for after the policy is asked', async () => {
      expect((await create({ author: 666 })).status).toBe(403);
      expect(app.statements.selects).toEqual([]);
    });

    it('are 422 on a change too, and change nothing', async () => {
      await create({});
      const answer = await change({ title: 'New', editorId: 99 });
      expect(mistakesOf(answer)).toEqual(['/editorId reference_not_found']);
      expect((await app.request('GET', '/articles/1')).json).toMatchObject({ title: 'On Engines', version: 1 });
    });
  });

  describe('a foreign key and its relation', () => {
    it('have to agree where both are sent', async () => {
      const answer = await create({ author: 1, authorId: 2, editor: { id: 1 }, editorId: null });
      expect(answer).toMatchObject({ status: 422, json: { code: 'invalid_request' } });
      expect(mistakesOf(answer)).toEqual([
        '/authorId conflicting_references',
        '/author conflicting_references',
        '/editorId conflicting_references',
        '/editor conflicting_references',
      ]);
      expect((await create({ author: 2, authorId: 2, editor: null, editorId: null })).status).toBe(201);
      expect(mistakesOf(await change({ editor: null, editorId: 1 }))).toEqual([
        '/editorId conflicting_references',
        '/editor conflicting_references',
      ]);
    });

    it('stand for each other where one is omitted', async () => {
      expect((await send('POST', '/articles', { title: 'X', authorId: 1 })).json).toMatchObject({ author: 1 });
      expect((await create({ author: 1, editorId: 2 })).json).toMatchObject({ editor: { id: 2 } });
    });
  });

  describe('to-many', () => {
    it('links in any order, once each, and answers by key', async () => {
      const answer = await create({ topics: [3, { id: 1 }, 3] });
      expect(answer.json).toMatchObject({ topics: [1, 3] });
      expect(heard[0]).toMatchObject({ topics: [3, 1] });
      expect(await links()).toEqual([1, 3]);
    });

    it('replaces the list: inserts what is missing, deletes what is too much, one statement each', async () => {
      await create({ topics: [1, 2] });
      app.statements.clear();
      expect((await change({ topics: [3, 2] })).json).toMatchObject({ topics: [2, 3], version: 1 });
      expect(app.statements.inserts).toHaveLength(1);
      expect(app.statements.deletes).toHaveLength(1);
      expect(await links()).toEqual([2, 3]);
    });

    it('leaves an omitted list alone, clears it by [], and refuses null', async () => {
      await create({ topics: [1, 2] });
      expect((await change({ title: 'Same' })).json).toMatchObject({ topics: [1, 2] });
      expect(mistakesOf(await change({ topics: null }))).toEqual(['/topics null_not_allowed']);
      expect(mistakesOf(await change({ topics: 1 }))).toEqual(['/topics type']);
      expect(mistakesOf(await change({ topics: [1, null, 'x', [2]] }))).toEqual([
        '/topics/1 type',
        '/topics/2 type',
        '/topics/3 type',
      ]);
      expect((await change({ topics: [] })).json).toMatchObject({ topics: [] });
      expect(await links()).toEqual([]);
    });

    it('writes nothing for the list that is there', async () => {
      await create({ topics: [2, 1] });
      app.statements.clear();
      expect((await change({ topics: [2, 1] })).json).toMatchObject({ topics: [1, 2] });
      expect([...app.statements.inserts, ...app.statements.deletes, ...app.statements.updates]).toEqual([]);
    });

    it('keeps links to deleted rows, which nobody sees', async () => {
      await create({ topics: [1, 2] });
      await app.dataSource.manager.softDelete(Topic, 2);
      expect((await change({ topics: [3] })).json).toMatchObject({ topics: [3] });
      expect(await links()).toEqual([2, 3]);
    });

    it('gives rows of a one-to-many relation their parent, and takes it from those that are not listed', async () => {
      expect((await create({ remarks: [2, { id: 1 }] })).json).toMatchObject({ remarks: [{ id: 1 }, { id: 2 }] });
      expect((await change({ remarks: [{ id: 3 }, { id: 2 }] })).json).toMatchObject({
        remarks: [{ id: 2 }, { id: 3 }],
      });
      const orphan = await app.dataSource.manager.findOneOrFail(Remark, {
        where: { id: 1 },
        relations: { article: true },
      });
      expect(orphan.article).toBeNull();
      expect((await change({ remarks: [] })).json).toMatchObject({ remarks: [] });
    });

    it('takes no row from another parent', async () => {
      await create({ remarks: [1] });
      const answer = await create({ remarks: [2, 1] });
      expect(mistakesOf(answer)).toEqual(['/remarks/1 reference_not_found']);
      expect(await app.dataSource.manager.count(Article)).toBe(1);
      expect((await app.request('GET', '/articles/1')).json).toMatchObject({ remarks: [{ id: 1 }] });
    });
  });

  describe('keys without a foreign key', () => {
    it('are checked one by one and stored as they are', async () => {
      const answer = await create({ seenBy: [2, 1, 2], likedBy: ['3', '1'], sponsor: 'bob' });
      expect(answer.json).toMatchObject({ seenBy: [2, 1, 2], likedBy: ['3', '1'], sponsor: 'bob' });
      expect((await change({ seenBy: null, likedBy: [], sponsor: null })).json).toMatchObject({
        seenBy: null,
        likedBy: [],
        sponsor: null,
      });
      expect(mistakesOf(await change({ seenBy: [1, '2'] }))).toEqual(['/seenBy/1 type']);
    });
  });

  describe('explicit bodies', () => {
    it('have references where the read schema has none', async () => {
      const answer = await send('POST', '/drafts', { title: 'X', authorId: { id: 2 }, topics: ['poems', 'engines'] });
      expect(answer.json).toMatchObject({ authorId: 2, topics: ['engines', 'poems'] });
      const changed = await send('PATCH', '/drafts/1', { authorId: 1, topics: [{ id: 'maths' }] });
      expect(changed.json).toMatchObject({ authorId: 1, topics: ['maths'] });
      const refused = await send('PATCH', '/drafts/1', { authorId: { id: 9 }, topics: ['none'] });
      expect(mistakesOf(refused)).toEqual(['/authorId reference_not_found', '/topics/0 reference_not_found']);
      expect(mistakesOf(await send('POST', '/drafts', { title: 'X' }))).toEqual(['/authorId required']);
    });
  });

  it.each([[[1, 2]], [[2, 1]], [[3]]])('answers with all that the read schema nests after %j', async (topics) => {
    await create({ topics: [1, 2] });
    const answer = await send('PATCH', '/linked/1', { topics });
    expect(answer.json).toMatchObject({ topics: topics.map(() => ({ articles: [{ title: 'On Engines' }] })) });
    expect(answer.json).toEqual((await app.request('GET', '/linked/1')).json);
  });

  describe('statements', () => {
    const lookups = (): string[] => app.statements.selects.filter((sql) => sql.includes('referenced'));

    it('are one for each target, whatever the number of fields', async () => {
      await create({ editor: 2, reviewer: 3, seenBy: [1, 2], sponsor: 'ada', topics: [1, 2] });
      expect(lookups()).toHaveLength(2);
    });

    it('are one for the whole body, and mistakes stand where the references do', async () => {
      const remarks = [
        { text: 'a', readerId: 1, readerIds: [] },
        { text: 'b', readerId: 98, readerIds: [1, 97] },
      ];
      const answer = await send('POST', '/remarked', { title: 'X', author: 99, remarks });
      expect(mistakesOf(answer).sort()).toEqual([
        '/author reference_not_found',
        '/remarks/1/readerId reference_not_found',
        '/remarks/1/readerIds/1 reference_not_found',
      ]);
      expect(lookups()).toHaveLength(1);
    });

    it('are none for a body without references', async () => {
      await create({});
      app.statements.clear();
      await change({ title: 'New' });
      expect(lookups()).toEqual([]);
    });

    it('reads no more than keys where no entity gets the row', async () => {
      await create({});
      app.statements.clear();
      await change({ editorId: 2, title: 'New' });
      const [lookup, ...more] = lookups();
      expect(more).toEqual([]);
      expect(lookup).not.toMatch(/name/);
    });
  });

  it('resolves for a verb that is called without its handler', async () => {
    const view = app.app.get(ArticleView);
    const made = await view.writeAction('make', {}, systemContext(app.dataSource, {}), (context) =>
      view.create({ title: 'X', author: 2, authorId: 2, topics: [2, 2] }, context),
    );
    expect(made).toMatchObject({ authorId: 2 });
    await expect(
      view.writeAction('make', {}, systemContext(app.dataSource, {}), (context) =>
        view.create({ title: 'X', author: 9, authorId: 9 }, context),
      ),
    ).rejects.toMatchObject({ status: 422, code: 'reference_not_found' });
  });
});
