import { Field, IdRef, IdSchema, ReadOnly, RestView, View } from 'nestjs-restview';
import { Article, BLOG, Country, Seat, Topic, Writer } from '../fixtures/blog.js';
import { TestApp } from '../fixtures/test-app.js';
import { onEveryDatabase } from '../setup/databases.js';
import { express } from '../setup/platforms.js';

class ArticleRead {
  @ReadOnly() readonly id!: number;
  @Field() title!: string;
  @IdRef(() => Writer) author!: number;
  @IdSchema(() => Writer) reviewer?: { id: number } | null;
  @IdRef(() => Writer, { by: 'handle' }) editor?: string | null;
  @IdRef(() => Country) country?: string | null;
  @IdRef(() => Seat) seat?: string | null;
  @IdRef(() => Topic) topics?: number[];
}

@View('articles', { model: Article, schema: ArticleRead })
class ArticleView extends RestView<Article, ArticleRead> {}

onEveryDatabase((database) => {
  let app: TestApp;
  const found = async (query: string): Promise<number[]> => {
    const answer = await app.request('GET', `/articles?${query}`);
    expect(answer).toMatchObject({ status: 200 });
    return (answer.json as { items: { id: number }[] }).items.map(({ id }) => id);
  };

  beforeAll(async () => {
    app = await TestApp.start(database, express, BLOG, [ArticleView]);
    const { manager } = app.dataSource;
    await manager.insert(Writer, [
      { name: 'Ada', handle: 'ada' },
      { name: 'Bob', handle: 'bob' },
    ]);
    await manager.insert(Country, [{ code: 'PT', name: 'Portugal' }]);
    await manager.insert(Seat, [{ room: 7, letter: 'c', label: 'door' }]);
    await manager.insert(Topic, [{ slug: 'engines' }, { slug: 'poems' }, { slug: 'maths' }]);
    for (const json of [
      { title: 'one', author: 1, reviewer: 2, editor: 'ada', country: 'PT', seat: '7/c', topics: [1, 2] },
      { title: 'two', author: 2, editor: 'bob', topics: [3] },
      { title: 'three', author: 2, reviewer: 1 },
    ]) {
      expect((await app.request('POST', '/articles', { json })).status).toBe(201);
    }
  });
  afterAll(() => app.close());

  it.each([
    ['author=1', [1]],
    ['author__in=1,2', [1, 2, 3]],
    ['author.id=2', [2, 3]],
    ['author__ne=2', [1]],
    ['author.id__gt=1', [2, 3]],
    ['reviewer__isnull=true', [2]],
    ['reviewer=2', [1]],
    ['reviewer.id__in=1,2', [1, 3]],
    ['editor=bob', [2]],
    ['editor.id__startswith=a', [1]],
    ['country=PT', [1]],
    ['country__isnull=false', [1]],
    ['seat__isnull=false', [1]],
    ['topics.id=3', [2]],
    ['topics.id__in=1,3', [1, 2]],
    ['topics__none.id=3', [1, 3]],
    ['sort=-author.id,id', [2, 3, 1]],
    ['or=author.id=1,topics.id=3', [1, 2]],
  ])('%s', async (query, ids) => {
    expect(await found(query)).toEqual(ids);
  });

  it.each([
    'author=x',
    'author.id=',
    'author.name=Ada',
    'topics=1',
    'seat=7/c',
    'reviewer.secret=shh',
    'author=99999999999999999999',
  ])('%s is 422', async (query) => {
    expect((await app.request('GET', `/articles?${query}`)).status).toBe(422);
  });

  it('shows references in a list and in a selection of fields', async () => {
    const { json } = await app.request('GET', '/articles?fields=id,author,reviewer,topics&author=1');
    expect(json.items).toEqual([{ id: 1, author: 1, reviewer: { id: 2 }, topics: [1, 2] }]);
  });
});
