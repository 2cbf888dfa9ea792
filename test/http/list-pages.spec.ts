import { Field, Nested, ReadOnly, RestView, View, type ViewContext } from 'nestjs-restview';
import {
  Column,
  CreateDateColumn,
  Entity,
  JoinColumn,
  JoinTable,
  ManyToMany,
  ManyToOne,
  OneToMany,
  PrimaryGeneratedColumn,
  type Relation,
} from 'typeorm';
import { countsBeside } from '../../libs/restview/src/view/page-count.js';
import { TestApp } from '../fixtures/test-app.js';
import { mistakesOf } from '../setup/answers.js';
import { type Database, onEveryDatabase } from '../setup/databases.js';
import type { HttpAnswer } from '../setup/http.js';
import { express, onEveryDatabaseAndPlatform } from '../setup/platforms.js';

@Entity()
class Maker {
  @PrimaryGeneratedColumn() id!: number;
  @Column({ length: 20 }) name!: string;
  @Column({ length: 20, default: 'nl' }) land!: string;
}

@Entity()
class Label {
  @PrimaryGeneratedColumn() id!: number;
  @Column({ length: 20 }) name!: string;
}

@Entity()
class Part {
  @PrimaryGeneratedColumn() id!: number;
  @Column({ length: 20 }) name!: string;
  @Column() weight!: number;
  @Column({ type: 'int' }) itemId!: number;
  @ManyToOne(() => Item, (item) => item.parts, { nullable: false })
  @JoinColumn({ name: 'itemId' })
  item!: Relation<Item>;
  @Column({ type: 'int', nullable: true }) makerId!: number | null;
  @ManyToOne(() => Maker, { nullable: true }) @JoinColumn({ name: 'makerId' }) maker!: Maker | null;
  @ManyToMany(() => Label) @JoinTable() labels!: Label[];
}

@Entity()
class Item {
  @PrimaryGeneratedColumn() id!: number;
  @Column({ length: 20 }) name!: string;
  @Column({ type: 'int', nullable: true }) size!: number | null;
  @Column({ type: 'bigint' }) big!: string;
  @Column({ type: 'decimal', precision: 8, scale: 2, nullable: true }) price!: string | null;
  @Column({ type: 'uuid' }) token!: string;
  @Column({ type: 'json', nullable: true }) extra!: object | null;
  @CreateDateColumn() madeAt!: Date;
  @Column({ type: 'int', nullable: true }) makerId!: number | null;
  @ManyToOne(() => Maker, { nullable: true }) @JoinColumn({ name: 'makerId' }) maker!: Maker | null;
  @OneToMany(() => Part, (part) => part.item) parts!: Relation<Part>[];
  @ManyToMany(() => Label) @JoinTable() labels!: Label[];
}

class MakerRead {
  @ReadOnly() readonly id!: number;
  @Field() name!: string;
}

class LabelRead {
  @ReadOnly() readonly id!: number;
  @Field() name!: string;
}

class PartRead {
  @ReadOnly() readonly id!: number;
  @Field() name!: string;
  @Field() weight!: number;
  @Nested(() => MakerRead) readonly maker!: MakerRead | null;
  @Nested(() => LabelRead) readonly labels!: LabelRead[];
}

class ItemRead {
  @ReadOnly() readonly id!: number;
  @Field() name!: string;
  @Field() size!: number | null;
  @Field() big!: string;
  @Field() price!: string | null;
  @Field() token!: string;
  @Field() extra!: object | null;
  @ReadOnly() readonly madeAt!: Date;
  @Nested(() => MakerRead) readonly maker!: MakerRead | null;
  @Nested(() => PartRead) readonly parts!: PartRead[];
  @Nested(() => LabelRead) readonly labels!: LabelRead[];
}

class PlainItemRead {
  @ReadOnly() readonly id!: number;
  @Field() name!: string;
  @Field() size!: number | null;
  @Nested(() => MakerRead) readonly maker!: MakerRead | null;
}

@View('items', { model: Item, schema: ItemRead, searchFields: ['name'] })
class ItemView extends RestView<Item, ItemRead> {}

@View('plain-items', { model: Item, schema: PlainItemRead })
class PlainItemView extends RestView<Item, PlainItemRead> {}

@View('counted-items', { model: Item, schema: PlainItemRead, pageKinds: ['page'] })
class CountedItemView extends RestView<Item, PlainItemRead> {}

@View('walked-items', { model: Item, schema: PlainItemRead, pageKinds: ['cursor'], defaultPageSize: 4 })
class WalkedItemView extends RestView<Item, PlainItemRead> {}

@View('bare-items', { model: Item, schema: PlainItemRead, includePaginationMetadata: false, defaultPageSize: 4 })
class BareItemView extends RestView<Item, PlainItemRead> {}

@View('whole-items', { model: Item, schema: PlainItemRead, defaultPageSize: null, maxPageSize: 5 })
class WholeItemView extends RestView<Item, PlainItemRead> {}

/** A scope that joins a list, so that each row comes several times. */
@View('heavy-items', { model: Item, schema: PlainItemRead })
class HeavyItemView extends RestView<Item, PlainItemRead> {
  override buildQuery(context: ViewContext) {
    return super.buildQuery(context).innerJoin('item.parts', 'part').andWhere('part.weight >= :least', { least: 2 });
  }
}

/** The same, ordered by a column of the list. */
@View('heaviest-items', { model: Item, schema: PlainItemRead })
class HeaviestItemView extends RestView<Item, PlainItemRead> {
  override buildQuery(context: ViewContext) {
    // PostgreSQL has NULLs first in a descending order, unless it is told.
    const nulls = context.manager.dataSource.options.type === 'postgres' ? 'NULLS LAST' : undefined;
    return super.buildQuery(context).leftJoin('item.parts', 'part').orderBy('part.weight', 'DESC', nulls);
  }
}

/** A scope with an order. */
@View('ordered-items', { model: Item, schema: PlainItemRead })
class OrderedItemView extends RestView<Item, PlainItemRead> {
  override buildQuery(context: ViewContext) {
    return super.buildQuery(context).orderBy('item.name', 'DESC');
  }
}

/** What it answers is its own work, so it needs whole rows. */
@View('drawn-items', { model: Item, schema: PlainItemRead })
class DrawnItemView extends RestView<Item, PlainItemRead> {
  override toResponseSchema(item: Item) {
    return { ...super.toResponseSchema(item), name: `${item.name} ${String(item.size)} ${item.maker?.name ?? '-'}` };
  }
}

const ENTITIES = [Maker, Label, Part, Item];
const COUNT = 23;

interface Linked {
  readonly [relation: string]: string;
}

/** The `Link` header by relation. */
function linksOf({ headers }: HttpAnswer): Linked {
  const links = headers.get('link')?.split(', ') ?? [];
  return Object.fromEntries(
    links.map((link) => {
      const [, url = '', relation = ''] = /^<([^>]*)>; rel="(\w+)"$/.exec(link) ?? [];
      return [relation, url];
    }),
  );
}

const idsIn = ({ json }: HttpAnswer): number[] => (json.items ?? json).map(({ id }: { id: number }) => id);

async function startItems(database: Database, platform = express, options = {}): Promise<TestApp> {
  const views = [
    ...[ItemView, PlainItemView, CountedItemView, WalkedItemView, BareItemView, WholeItemView, HeavyItemView],
    ...[HeaviestItemView, OrderedItemView, DrawnItemView],
  ];
  const app = await TestApp.start(database, platform, ENTITIES, views, options);
  const { manager } = app.dataSource;
  const makers = await manager.save(Maker, [{ name: 'Acme' }, { name: 'Bolt' }]);
  const labels = await manager.save(Label, [{ name: 'red' }, { name: 'blue' }, { name: 'green' }]);
  for (let index = 0; index < COUNT; index += 1) {
    await manager.save(Item, {
      name: `item ${String((index * 7) % 10)}`,
      size: index % 4 === 0 ? null : (index * 5) % 7,
      big: String(9_007_199_254_740_993n + BigInt((index * 3) % 11)),
      price: index % 5 === 0 ? null : `${String((index * 13) % 9)}.${index % 2 ? '10' : '05'}`,
      token: `00000000-0000-4000-8000-0000000000${String(10 + ((index * 11) % 23))}`,
      extra: { index },
      maker: index % 3 === 0 ? null : makers[index % 2]!,
      labels: labels.slice(0, index % 4),
      parts: [],
    });
    const parts = Array.from({ length: index % 4 }, (_, at) => ({
      name: `part ${String(at)}`,
      weight: at + 1,
      itemId: index + 1,
      maker: makers[at % 2]!,
      labels: labels.slice(at),
    }));
    await manager.save(Part, parts);
  }
  // Some were made by other means at one moment, which SQLite keeps without milliseconds.
  const made = manager.createQueryBuilder().update(Item);
  await made
    .set({ madeAt: () => 'CURRENT_TIMESTAMP' })
    .where('id < 9')
    .execute();
  return app;
}

onEveryDatabase((database) => {
  let app: TestApp;
  const get = (path: string) => app.request('GET', path);
  const walk = async (path: string): Promise<number[]> => {
    const ids: number[] = [];
    for (let cursor: string | null = ''; cursor !== null;) {
      const page = await get(`${path}&cursor=${cursor}`);
      expect(page.status).toBe(200);
      ids.push(...idsIn(page));
      if (ids.length > COUNT) throw new Error('the walk does not end');
      cursor = page.json.next as string | null;
    }
    return ids;
  };

  beforeAll(async () => {
    app = await startItems(database);
  });
  afterAll(() => app.close());

  describe.each([
    ...['id', '-id', 'name', '-name', 'size', '-size', 'size,-name', '-size,price', 'big', '-big', 'price', '-price'],
    ...['token', '-token', 'madeAt', '-madeAt', 'maker.name', '-maker.name', 'maker.name,-size', '-madeAt,-price,name'],
  ])('sort=%s', (sort) => {
    it('walks by cursor what pages by number show, each row once (39, 42, 43, 69)', async () => {
      const paged: number[] = [];
      for (let page = 1; page <= 6; page += 1) {
        paged.push(...idsIn(await get(`/items?fields=id&sort=${sort}&page_size=4&page=${String(page)}`)));
      }
      expect(new Set(paged).size).toBe(COUNT);
      for (const size of [1, 4, 23, 24]) {
        expect(await walk(`/items?fields=id&sort=${sort}&page_size=${String(size)}`)).toEqual(paged);
      }
    });

    it('walks back by prev to the same pages (42)', async () => {
      const forth: number[][] = [];
      let page = await get(`/items?fields=id&sort=${sort}&page_size=4&cursor=`);
      expect(page.json.prev).toBeNull();
      forth.push(idsIn(page));
      while (page.json.next !== null) {
        page = await get(`/items?fields=id&sort=${sort}&page_size=4&cursor=${page.json.next}`);
        forth.push(idsIn(page));
      }
      for (const expected of forth.slice(0, -1).reverse()) {
        page = await get(`/items?fields=id&sort=${sort}&page_size=4&cursor=${page.json.prev}`);
        expect(idsIn(page)).toEqual(expected);
      }
    });
  });

  describe('a page', () => {
    it('has the key as its last order, so that ties stay in place (38, 39)', async () => {
      const ids = idsIn(await get('/plain-items?sort=name&page_size=23'));
      const names = (await get('/plain-items?sort=name&page_size=23')).json.items as { id: number; name: string }[];
      expect(names).toEqual([...names].sort((a, b) => (a.name === b.name ? a.id - b.id : a.name < b.name ? -1 : 1)));
      expect(idsIn(await get('/plain-items'))).toEqual([...ids].sort((a, b) => a - b));
    });

    it.each([
      ['page_size=1001', 'page_size out_of_range'],
      ['page_size=0', 'page_size out_of_range'],
      ['page=2&cursor=', 'page conflict'],
      ['cursor=&cursor=', 'cursor repeated'],
      ['cursor=nonsense', 'cursor cursor'],
      ['include_total=1', 'include_total type'],
      ['include_total=true&include_total=false', 'include_total repeated'],
    ])('%s is 422 (46)', async (query, mistake) => {
      const answer = await get(`/items?${query}`);
      expect([answer.status, ...mistakesOf(answer)]).toEqual([422, mistake]);
    });

    it.each([
      ['/plain-items?page_size=10', { total: COUNT, total_pages: 3, page: 1, page_size: 10 }, 2],
      ['/plain-items?page_size=10&page=3', { total: COUNT, total_pages: 3, page: 3, page_size: 10 }, 1],
      ['/plain-items?page_size=10&page=4', { total: COUNT, total_pages: 3, page: 4, page_size: 10 }, 2],
      ['/plain-items?page_size=10&include_total=false', { page: 1, page_size: 10 }, 1],
      ['/plain-items?page_size=30&cursor=', { page_size: 30, next: null, prev: null }, 1],
      [
        '/plain-items?page_size=30&cursor=&include_total=true',
        { page_size: 30, total: COUNT, next: null, prev: null },
        1,
      ],
      [
        '/plain-items?page_size=9&cursor=&include_total=true',
        { page_size: 9, total: COUNT, next: expect.any(String), prev: null },
        2,
      ],
      ['/plain-items?id=0', { total: 0, total_pages: 0, page: 1, page_size: 50 }, 1],
    ])(
      '%s says %j by %i statements, and counts only what it does not know (47)',
      async (path, envelope, statements) => {
        app.statements.clear();
        // A count that goes beside its page cannot know what the page will tell.
        countsBeside.isOn = false;
        const { items, ...rest } = (await get(path)).json;
        countsBeside.isOn = true;
        expect(rest).toEqual(envelope);
        expect(Array.isArray(items)).toBe(true);
        expect(app.statements.statements).toHaveLength(statements);
      },
    );
  });

  describe('Link headers', () => {
    it('lead through pages, all other parameters as they came', async () => {
      const path = '/plain-items?sort=-name&name__ne=item+3&page_size=8';
      const first = await get(path);
      const seen: number[] = idsIn(first);
      expect(Object.keys(linksOf(first))).toEqual(['first', 'next', 'last']);
      let page = first;
      for (let links = linksOf(page); links.next; links = linksOf(page)) {
        page = await get(links.next);
        seen.push(...idsIn(page));
      }
      expect(Object.keys(linksOf(page))).toEqual(['first', 'prev', 'last']);
      expect(seen).toHaveLength(first.json.total);
      expect(seen).toEqual(idsIn(await get('/plain-items?sort=-name&name__ne=item+3&page_size=23')));
      expect(idsIn(await get(linksOf(first).last!))).toEqual(idsIn(page));
      expect(idsIn(await get(linksOf(page).first!))).toEqual(idsIn(first));
    });

    it('have no last page where nothing was counted', async () => {
      const links = linksOf(await get('/plain-items?page_size=8&page=2&include_total=false'));
      expect(Object.keys(links)).toEqual(['first', 'prev', 'next']);
    });

    it('lead through a walk in both directions', async () => {
      const first = await get('/plain-items?sort=-size&page_size=8&cursor=');
      expect(Object.keys(linksOf(first))).toEqual(['first', 'next']);
      const second = await get(linksOf(first).next!);
      expect(new URL(linksOf(first).next!, 'http://x').searchParams.get('cursor')).toBe(first.json.next);
      expect(Object.keys(linksOf(second))).toEqual(['first', 'prev', 'next']);
      const third = await get(linksOf(second).next!);
      expect(Object.keys(linksOf(third))).toEqual(['first', 'prev']);
      expect(idsIn(await get(linksOf(third).prev!))).toEqual(idsIn(second));
      expect(idsIn(await get(linksOf(second).prev!))).toEqual(idsIn(first));
      expect(idsIn(await get(linksOf(third).first!))).toEqual(idsIn(first));
    });

    it('page a bare array, by number and by cursor', async () => {
      for (const start of ['/bare-items', '/bare-items?cursor=']) {
        app.statements.clear();
        const seen: number[] = [];
        let requests = 0;
        for (let next: string | undefined = start; next !== undefined; requests += 1) {
          const page: HttpAnswer = await get(next);
          expect(Array.isArray(page.json)).toBe(true);
          seen.push(...idsIn(page));
          next = linksOf(page).next;
        }
        expect(seen).toEqual(Array.from({ length: COUNT }, (_, index) => index + 1));
        expect(app.statements.statements).toHaveLength(requests);
      }
    });
  });

  describe('pageKinds', () => {
    it.each([
      ['/counted-items?cursor=', 'cursor unknown_parameter'],
      ['/walked-items?page=1', 'page unknown_parameter'],
    ])('%s is 422', async (path, mistake) => {
      const answer = await get(path);
      expect([answer.status, ...mistakesOf(answer)]).toEqual([422, mistake]);
    });

    it('lets a list that offers only cursors be walked from its plain address', async () => {
      const first = await get('/walked-items');
      expect(first.json).toMatchObject({ page_size: 4, next: expect.any(String), prev: null });
      expect(await walk('/walked-items?page_size=9')).toHaveLength(COUNT);
    });
  });

  it('without a default page size a walk still has one, and a plain list has every row', async () => {
    expect(idsIn(await get('/whole-items'))).toHaveLength(COUNT);
    const start = await get('/whole-items?cursor=');
    expect(start.json).toMatchObject({ page_size: 5, next: expect.any(String) });
  });

  describe('a cursor of another list is 422 (44)', () => {
    let cursor: string;
    beforeAll(async () => {
      const start = await get('/plain-items?sort=-size&name__ne=item+3&page_size=4&cursor=');
      cursor = start.json.next as string;
    });

    it.each([
      ['the same list', '/plain-items?sort=-size&name__ne=item+3&page_size=4', 200],
      ['another page size', '/plain-items?sort=-size&name__ne=item+3&page_size=9', 200],
      ['other fields', '/plain-items?sort=-size&name__ne=item+3&fields=id', 200],
      ['another direction', '/plain-items?sort=size&name__ne=item+3', 422],
      ['another sort', '/plain-items?sort=-name&name__ne=item+3', 422],
      ['a further sort', '/plain-items?sort=-size,name&name__ne=item+3', 422],
      ['no sort', '/plain-items?name__ne=item+3', 422],
      ['another value', '/plain-items?sort=-size&name__ne=item+4', 422],
      ['another operator', '/plain-items?sort=-size&name=item+3', 422],
      ['no filter', '/plain-items?sort=-size', 422],
      ['a further filter', '/plain-items?sort=-size&name__ne=item+3&id__gt=0', 422],
      ['a group', '/plain-items?sort=-size&name__ne=item+3&or=id__gt=0', 422],
      ['another view', '/walked-items?sort=-size&name__ne=item+3', 422],
    ])('%s', async (_, path, status) => {
      const answer = await get(`${path}&cursor=${cursor}`);
      expect([answer.status, ...mistakesOf(answer)]).toEqual(status === 200 ? [200] : [422, 'cursor cursor']);
    });

    it('tampered with anywhere', async () => {
      const path = '/plain-items?sort=-size&name__ne=item+3&cursor=';
      for (let at = 0; at < cursor.length; at += 3) {
        const other = cursor.charAt(at) === 'A' ? 'B' : 'A';
        const answer = await get(path + cursor.slice(0, at) + other + cursor.slice(at + 1));
        expect([answer.status, ...mistakesOf(answer)]).toEqual([422, 'cursor cursor']);
      }
      const [content = '', signature = ''] = cursor.split('.');
      const forged = Buffer.from(JSON.stringify(['next', null, 1])).toString('base64url');
      for (const text of [content, `.${signature}`, `${forged}.${signature}`, `${cursor}.x`, `${cursor}A`, '.', 'é']) {
        expect((await get(path + encodeURIComponent(text))).status).toBe(422);
      }
    });
  });

  describe('statements', () => {
    const countOf = async (path: string): Promise<number> => {
      app.statements.clear();
      expect((await get(path)).status).toBe(200);
      return app.statements.statements.length;
    };

    it.each([
      ['/plain-items?page_size=20', 2],
      ['/plain-items?page_size=20&include_total=false', 1],
      ['/plain-items?page_size=20&sort=maker.name', 2],
      ['/items?page_size=20', 2 + 3],
      ['/items?page_size=20&include_total=false', 1 + 3],
      ['/items?page_size=20&cursor=', 1 + 3],
      ['/items?page_size=20&fields=id,name', 2],
      ['/items?page_size=20&fields=maker', 2],
      ['/items?page_size=20&fields=labels', 2 + 1],
      ['/items?page_size=20&fields=parts', 2 + 2],
      ['/items?page_size=20&fields=parts.name', 2 + 1],
      ['/items?page_size=20&fields=parts.maker.name', 2 + 1],
      ['/items?page_size=20&fields=parts.labels.name,labels.id', 2 + 3],
      ['/items/4', 1 + 3],
    ])('%s takes %i (51)', async (path, expected) => {
      expect(await countOf(path)).toBe(expected);
    });
  });

  describe('fields', () => {
    const sqlOf = async (path: string): Promise<string> => {
      app.statements.clear();
      expect((await get(path)).status).toBe(200);
      return (app.statements.selects[0] ?? '').split('FROM')[0]!.replace(/[`"]/g, '');
    };

    it('narrow the SELECT to the columns behind them and the key', async () => {
      const selected = await sqlOf('/items?fields=name,size');
      for (const column of ['id', 'name', 'size']) expect(selected).toMatch(new RegExp(`item\\.${column}\\b`));
      for (const column of ['big', 'price', 'token', 'extra', 'madeAt', 'maker'])
        expect(selected).not.toContain(column);
      expect(await sqlOf('/items')).toContain('token');
    });

    it('join a to-one relation only when it is wanted', async () => {
      expect(await sqlOf('/items?fields=id')).not.toContain('restview_one');
      expect(await sqlOf('/items?fields=maker.name')).toMatch(/restview_one_\d+\.name/);
    });

    it('answer with what was asked for, in a page, a walk and a bare array', async () => {
      const expected = [{ name: 'item 0', maker: null, parts: [], labels: [] }];
      const query = 'fields=name,maker.name,parts.name,labels.name&page_size=1';
      expect((await get(`/items?${query}`)).json.items).toEqual(expected);
      expect((await get(`/items?${query}&cursor=`)).json.items).toEqual(expected);
      expect((await get('/bare-items?fields=name&page_size=1')).json).toEqual([{ name: 'item 0' }]);
      const second = await get('/items?id=4&fields=parts.name,parts.labels.name');
      expect(second.json.items).toEqual([
        {
          parts: [
            { name: 'part 0', labels: [{ name: 'red' }, { name: 'blue' }, { name: 'green' }] },
            { name: 'part 1', labels: [{ name: 'blue' }, { name: 'green' }] },
            { name: 'part 2', labels: [{ name: 'green' }] },
          ],
        },
      ]);
    });

    it('leave a view that makes its own answers whole rows with their relations', async () => {
      const whole = await get('/drawn-items?id=2,3');
      const part = await get('/drawn-items?id=2,3&fields=name');
      expect(part.json.items).toEqual(whole.json.items.map(({ name }: { name: string }) => ({ name })));
      expect(part.json.items[0].name).toMatch(/ (Acme|Bolt)$/);
    });
  });

  describe('lists in rows and in scopes', () => {
    it('a filter on a list does not trim the list in the answer (49)', async () => {
      for (const query of [
        'labels.name=red',
        'labels.name=red&sort=-name&cursor=',
        'or=labels.name=red,parts.weight=9',
      ]) {
        const { items } = (await get(`/items?page_size=100&${query}`)).json;
        expect(items).not.toHaveLength(0);
        for (const { id, labels } of items) expect(labels).toHaveLength((id - 1) % 4);
        expect(items).toHaveLength(new Set(items.map(({ id }: { id: number }) => id)).size);
      }
      const { items } = (await get('/items?parts.weight=3&page_size=100')).json;
      for (const { parts } of items) expect(parts).toHaveLength(3);
    });

    const heavy = Array.from({ length: COUNT }, (_, index) => index + 1).filter((id) => (id - 1) % 4 >= 2);

    it('a scope that joins a list has each row once, on pages of the right length (71)', async () => {
      const whole = await get('/heavy-items?page_size=100');
      expect(idsIn(whole)).toEqual(heavy);
      expect(whole.json.total).toBe(heavy.length);
      const paged: number[] = [];
      for (const page of [1, 2, 3, 4]) {
        const answer = await get(`/heavy-items?page_size=3&page=${String(page)}`);
        expect(answer.json.total).toBe(heavy.length);
        paged.push(...idsIn(answer));
      }
      expect(paged).toEqual(heavy);
    });

    it.each(['id', '-id', '-size', 'name', 'maker.name,-size'])(
      'a scope that joins a list is walked by sort=%s, each row once (71)',
      async (sort) => {
        const expected = idsIn(await get(`/heavy-items?sort=${sort}&page_size=100`));
        expect([...expected].sort((a, b) => a - b)).toEqual(heavy);
        for (const size of [1, 2, 5]) {
          expect(await walk(`/heavy-items?sort=${sort}&page_size=${String(size)}`)).toEqual(expected);
        }
      },
    );

    it('a scope ordered by a column of a list is paged by rows (71)', async () => {
      const weightOf = (id: number): number => (id - 1) % 4;
      const paged: number[] = [];
      for (const page of [1, 2, 3, 4, 5]) {
        const answer = await get(`/heaviest-items?page_size=5&page=${String(page)}`);
        expect(answer.json.total).toBe(COUNT);
        paged.push(...idsIn(answer));
      }
      expect(new Set(paged).size).toBe(COUNT);
      expect(paged.map(weightOf)).toEqual(paged.map(weightOf).sort((a, b) => b - a));
    });

    it('a scope with an order of its own is walked, each row once', async () => {
      const walked = await walk('/ordered-items?page_size=4');
      expect(walked.sort((a, b) => a - b)).toEqual(Array.from({ length: COUNT }, (_, index) => index + 1));
    });
  });
});

onEveryDatabase((database) => {
  describe('while others write', () => {
    let app: TestApp;
    beforeAll(async () => {
      app = await startItems(database);
    });
    afterAll(() => app.close());

    it('a walk shows each row that stays exactly once (42)', async () => {
      const { manager } = app.dataSource;
      const before = idsIn(await app.request('GET', '/plain-items?sort=-size,name&page_size=100'));
      const deleted = new Set<number>();
      const seen: number[] = [];
      let added = 0;
      for (let cursor: string | null = ''; cursor !== null;) {
        const page = await app.request('GET', `/plain-items?sort=-size,name&page_size=3&cursor=${cursor}`);
        seen.push(...idsIn(page));
        cursor = page.json.next as string | null;
        // The row that the cursor stands on, one to come, and new rows before and behind.
        const gone = [seen.at(-1)!, before.find((id) => !seen.includes(id) && !deleted.has(id))];
        for (const id of added < 3 ? gone : []) {
          if (id === undefined) continue;
          await manager.delete(Part, { itemId: id });
          await app.request('DELETE', `/plain-items/${String(id)}`);
          if (!seen.includes(id)) deleted.add(id);
        }
        for (const size of added < 3 ? [9, null] : []) {
          const token = '00000000-0000-4000-8000-000000000099';
          await manager.insert(Item, { name: 'new', size, big: '1', token });
        }
        added += 1;
      }
      const old = seen.filter((id) => id <= COUNT);
      expect(old).toEqual(before.filter((id) => !deleted.has(id)));
      expect(new Set(seen).size).toBe(seen.length);
    });
  });

  it('a cursor that was signed with another secret is 422 (44)', async () => {
    const cursors: string[] = [];
    for (const cursorSecret of ['one', 'other']) {
      const app = await startItems(database, express, { cursorSecret });
      try {
        const start = await app.request('GET', '/plain-items?page_size=3&cursor=');
        cursors.push(start.json.next as string);
        const answers = await Promise.all(
          cursors.map((cursor) => app.request('GET', `/plain-items?page_size=3&cursor=${cursor}`)),
        );
        expect(answers.map(({ status }) => status)).toEqual(cursorSecret === 'one' ? [200] : [422, 200]);
      } finally {
        await app.close();
      }
    }
  });
});

onEveryDatabaseAndPlatform((database, platform) => {
  it('the platform has no part in pages, walks and links', async () => {
    const app = await startItems(database, platform);
    try {
      const page = await app.request('GET', '/plain-items?page_size=4&page=2&name__ne=item+3');
      expect(page.headers.get('link')).toBe(
        ['1>; rel="first"', '1>; rel="prev"', '3>; rel="next"', '6>; rel="last"']
          .map((end) => `</plain-items?page_size=4&page=${end.replace('>', '&name__ne=item+3>')}`)
          .join(', '),
      );
      const walked = await app.request('GET', '/plain-items?page_size=4&cursor=');
      const next = linksOf(walked).next!;
      expect(idsIn(await app.request('GET', next))).toEqual([5, 6, 7, 8]);
    } finally {
      await app.close();
    }
  });
});
