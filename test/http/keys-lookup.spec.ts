import { Post, type Type } from '@nestjs/common';
import { DocumentBuilder, SwaggerModule } from '@nestjs/swagger';
import {
  ConfigurationError,
  Ctx,
  describeView,
  Field,
  Id,
  type Key,
  ReadOnly,
  RestView,
  systemContext,
  View,
  type ViewContext,
  ViewDefaults,
  WriteOnly,
} from 'nestjs-restview';
import { Column, Entity, Index, PrimaryColumn, PrimaryGeneratedColumn, Unique } from 'typeorm';
import { TestApp } from '../fixtures/test-app.js';
import { mistakesOf } from '../setup/answers.js';
import { databases, onEveryDatabase } from '../setup/databases.js';
import { express, onEveryPlatform } from '../setup/platforms.js';

class Seo {
  @Column({ unique: true, length: 40 }) handle!: string;
}

@Entity()
@Index(['code'], { unique: true })
class Article {
  @PrimaryGeneratedColumn() id!: number;
  @Column({ unique: true, length: 40 }) slug!: string;
  @Column({ type: 'bigint' }) code!: string;
  @Column({ length: 80 }) title!: string;
  @Column({ default: 0 }) reads!: number;
  @Column({ default: false }) hidden!: boolean;
  @Column(() => Seo) seo!: Seo;
}

/** Found by a name, and kept by a key of two columns. */
@Entity()
class Room {
  @PrimaryColumn() house!: number;
  @PrimaryColumn() number!: number;
  @Column({ unique: true, length: 40 }) name!: string;
  @Column({ default: 1 }) beds!: number;
}

/** What cannot be looked up by, each for a reason of its own. */
@Entity()
@Unique(['tenant', 'name'])
@Index(['open'], { unique: true, where: '"open" > 0' })
class Odd {
  @PrimaryGeneratedColumn() id!: number;
  @Column() tenant!: number;
  @Column({ length: 20 }) name!: string;
  @Column() plain!: string;
  @Column() open!: number;
  @Column({ unique: true, select: false, length: 20 }) token!: string;
  @Column({ unique: true, length: 20 }) secret!: string;
  @Column({ type: 'varchar', unique: true, nullable: true, length: 20 }) nick!: string | null;
  @Column({ type: 'decimal', precision: 6, scale: 2, unique: true }) price!: string;
}

class OddRead {
  @ReadOnly() readonly id!: number;
  @Field() name!: string;
  @WriteOnly() @Field() secret!: string;
}

@View('articles', { model: Article, lookup: 'slug' })
class ArticleView extends RestView<Article> {
  override buildQuery(context: ViewContext) {
    return super.buildQuery(context).andWhere('article.hidden = :hidden', { hidden: false });
  }

  @Post(':id/read')
  async read(@Id() id: string, @Ctx() context: ViewContext) {
    const article = await this.handleGetOne(id, context);
    await this.writeAction('read', { entity: article }, context, () => {
      article.reads += 1;
    });
    return this.toResponse(article);
  }
}

@View('codes', { lookup: 'code' })
class CodeView extends ArticleView {}

@View('inherited', { tags: ['Inherited'] })
class InheritedView extends ArticleView {}

@View('handles', { model: Article, lookup: 'seo.handle' })
class HandleView extends RestView<Article> {}

@ViewDefaults({ idType: 'uuid', lookup: 'slug' })
abstract class SlugBase<Row extends object> extends RestView<Row> {}

@View('numbers', { model: Article, lookup: 'id', idType: 'integer' })
class NumberView extends SlugBase<Article> {}

@View('titles', { model: Article, lookup: 'code' })
class UntypedView extends SlugBase<Article> {}

let interfere: () => Promise<unknown> = () => Promise.resolve();

abstract class BedView extends RestView<Room> {
  /** On a row that was loaded before the transaction. */
  @Post(':id/beds')
  async addBed(@Id() id: Key, @Ctx() context: ViewContext) {
    const room = await this.handleGetOne(id, context);
    await this.writeAction('addBed', { entity: room }, context, async ({ manager }) => {
      await manager.count(Room);
      await interfere();
      room.beds += 1;
    });
    return this.toResponse(room);
  }
}

@View('rooms', { model: Room, lookup: 'name' })
class RoomView extends BedView {}

@View('houses', { model: Room })
class HouseView extends BedView {}

/** The key of its base has two segments, its own has one. */
@View('named-houses', { lookup: 'name' })
class NamedHouseView extends HouseView {}

onEveryDatabase((database) => {
  onEveryPlatform((platform) => {
    let app: TestApp;

    beforeAll(async () => {
      app = await TestApp.start(
        database,
        platform,
        [Article, Room],
        [
          ArticleView,
          CodeView,
          InheritedView,
          HandleView,
          NumberView,
          UntypedView,
          RoomView,
          HouseView,
          NamedHouseView,
        ],
      );
    });
    afterAll(() => app.close());
    beforeEach(async () => {
      const { manager } = app.dataSource;
      await app.dataSource.synchronize(true);
      await manager.insert(Article, [
        { slug: 'one', code: '11', title: 'One', seo: { handle: 'h1' } },
        { slug: 'a b/ü', code: '12', title: 'Two', seo: { handle: 'h/2' } },
        { slug: 'gone', code: '13', title: 'Three', hidden: true, seo: { handle: 'h3' } },
      ]);
      await manager.insert(Room, { house: 1, number: 2, name: 'blue' });
    });

    it('finds, changes and removes a row by the property', async () => {
      expect((await app.request('GET', '/articles/one')).json).toMatchObject({ id: 1, slug: 'one' });
      expect((await app.request('GET', `/articles/${encodeURIComponent('a b/ü')}`)).json.id).toBe(2);
      expect((await app.request('PATCH', '/articles/one', { json: { title: 'New' } })).json.title).toBe('New');
      expect((await app.request('POST', '/articles/one/read')).json.reads).toBe(1);
      expect((await app.request('DELETE', '/articles/one')).status).toBe(204);
      expect((await app.request('GET', '/articles')).json.items.map(({ id }: Article) => id)).toEqual([2]);
    });

    it('a number is a text like any other, and hidden rows look like missing ones', async () => {
      for (const slug of ['1', 'gone']) {
        const answer = await app.request('GET', `/articles/${slug}`);
        expect([answer.status, answer.json.detail]).toEqual([404, `There is no Article with the id ${slug}.`]);
      }
      expect(mistakesOf(await app.request('GET', `/articles/${'x'.repeat(41)}`))).toEqual(['id too_long']);
    });

    it('Location has the property', async () => {
      const json = { slug: 'ä/b', code: '14', title: 'Four', seo: { handle: 'h4' } };
      const created = await app.request('POST', '/articles', { json });
      expect([created.status, created.headers.get('location')]).toEqual([201, '/articles/%C3%A4%2Fb']);
      expect((await app.request('GET', created.headers.get('location')!)).json).toEqual(created.json);
    });

    it('an update that changes the property answers with the row, which is found by the new one', async () => {
      const moved = await app.request('PATCH', '/articles/one', { json: { slug: 'uno' } });
      expect([moved.status, moved.json]).toMatchObject([200, { id: 1, slug: 'uno' }]);
      expect((await app.request('GET', '/articles/one')).status).toBe(404);
      expect((await app.request('GET', '/articles/uno')).json.id).toBe(1);
      const taken = await app.request('PATCH', '/articles/uno', { json: { slug: 'a b/ü' } });
      expect([taken.status, mistakesOf(taken)]).toEqual([409, ['/slug unique']]);
      const hidden = await app.request('PATCH', '/articles/uno', { json: { slug: 'dos', hidden: true } });
      expect(hidden.json.code).toBe('out_of_scope');
    });

    it('is of the kind of its column, may be inherited, and may stand in an embedded', async () => {
      expect((await app.request('GET', '/codes/11')).json.id).toBe(1);
      expect(mistakesOf(await app.request('GET', '/codes/one'))).toEqual(['id type']);
      expect((await app.request('POST', '/codes/12/read')).json.reads).toBe(1);
      expect((await app.request('GET', '/inherited/one')).json.id).toBe(1);
      expect((await app.request('GET', '/handles/h%2F2')).json.id).toBe(2);
      expect((await app.request('GET', '/numbers/1')).json.slug).toBe('one');
      // What a base says of its own key does not go for another column.
      expect((await app.request('GET', '/titles/12')).json.id).toBe(2);
    });

    it('from code the property finds the row too', async () => {
      const view = app.app.get(ArticleView);
      const context = systemContext(app.dataSource, {});
      expect((await view.handleGetOne('one', context)).id).toBe(1);
      expect((await view.handleGetOne({ slug: 'one' }, context)).id).toBe(1);
      await expect(view.handleGetOne({ id: 1 }, context)).rejects.toThrow(ConfigurationError);
    });

    it('goes with a primary key of several columns', async () => {
      expect((await app.request('PATCH', '/rooms/blue', { json: { name: 'red' } })).json).toEqual({
        house: 1,
        number: 2,
        name: 'red',
        beds: 1,
      });
      const json = { house: 1, number: 3, name: 'green' };
      const created = await app.request('POST', '/rooms', { json });
      expect(created.headers.get('location')).toBe('/rooms/green');
      expect((await app.request('DELETE', '/rooms/green')).status).toBe(204);
      expect((await app.request('POST', '/rooms/red/beds')).json.beds).toBe(2);
      expect((await app.request('POST', '/houses/1/2/beds')).json.beds).toBe(3);
      expect((await app.request('POST', '/named-houses/red/beds')).json.beds).toBe(4);
    });

    it('stands in the document as what it is', () => {
      const { paths } = SwaggerModule.createDocument(app.app, new DocumentBuilder().build());
      expect(paths['/articles/{id}']?.get?.parameters).toMatchObject([{ name: 'id', schema: { type: 'string' } }]);
      expect(paths['/codes/{id}']?.get?.parameters).toMatchObject([{ name: 'id', schema: { format: 'int64' } }]);
      const { key, idType } = describeView(ArticleView).resource!;
      expect([key?.isPrimary, key?.columns.map(({ path }) => path), idType]).toEqual([false, [['slug']], 'string']);
    });
  });
});

for (const database of databases.filter(({ name }) => name === 'postgres')) {
  describe('postgres, a write that is repeated', () => {
    let app: TestApp;
    beforeAll(async () => {
      const isolated: typeof database = {
        ...database,
        dataSourceOptions: async (entities) =>
          Object.assign(await database.dataSourceOptions(entities), { isolationLevel: 'REPEATABLE READ' }),
      };
      app = await TestApp.start(isolated, express, [Room], [RoomView, HouseView]);
    });
    afterAll(async () => {
      interfere = () => Promise.resolve();
      await app.close();
    });

    it.each(['/rooms/blue', '/houses/1/2'])('%s: finds its row by the primary key', async (path) => {
      const { manager } = app.dataSource;
      await manager.clear(Room);
      await manager.insert(Room, { house: 1, number: 2, name: 'blue' });
      await manager.insert(Room, { house: 2, number: 2, name: 'grey' });
      let attempts = 0;
      interfere = async () => {
        attempts += 1;
        if (attempts === 1) await manager.update(Room, { house: 1, number: 2 }, { name: 'red', beds: 5 });
      };
      const { status, json } = await app.request('POST', `${path}/beds`);
      expect([status, json, attempts]).toEqual([201, { house: 1, number: 2, name: 'red', beds: 6 }, 2]);
      expect(await manager.countBy(Room, { beds: 6 })).toBe(1);
    });
  });
}

describe('the start stops at a lookup', () => {
  async function startMistakes(...views: Type[]): Promise<readonly string[]> {
    const [sqlite] = databases;
    try {
      const app = await TestApp.start(sqlite!, express, [Odd], views);
      await app.close();
    } catch (error) {
      if (error instanceof ConfigurationError) return error.message.split('\n');
      throw error;
    }
    return [];
  }

  it.each([
    ['nmae', 'names "nmae", which is no column of Odd. Did you mean "name"?'],
    ['toString', 'names "toString", which is no column of Odd. Name the property of a unique column.'],
    ['token', 'names Odd.token, which is hidden by select: false, and a key stands in URLs and logs.'],
    ['nick', 'names Odd.nick, which is nullable: rows without a value would have no path.'],
    ['name', 'names Odd.name, which is not unique by itself, so one path could mean several rows.'],
    ['plain', 'names Odd.plain, which is not unique by itself, so one path could mean several rows.'],
    ['open', 'names Odd.open, which is not unique by itself, so one path could mean several rows.'],
  ])('%s', async (lookup, problem) => {
    @View('odd', { model: Odd, lookup })
    class OddView extends RestView<Odd> {}
    expect(await startMistakes(OddView)).toEqual([expect.stringContaining(`OddView: "lookup": ${problem}`)]);
  });

  it('that the read schema does not show', async () => {
    @View('odd', { model: Odd, schema: OddRead, lookup: 'secret' })
    class SecretView extends RestView<Odd, OddRead> {}
    @View('odder', { model: Odd, schema: OddRead, lookup: 'plain' })
    class UnshownView extends RestView<Odd, OddRead> {}
    expect(await startMistakes(SecretView, UnshownView)).toEqual([
      'SecretView: "lookup": names Odd.secret, which OddRead does not show, and a key stands in URLs and logs. ' +
        'Make it a readable field of the schema, or name a column that is one.',
      expect.stringContaining('UnshownView: "lookup": names Odd.plain, which OddRead does not show'),
    ]);
  });

  it('of a kind that a path cannot carry', async () => {
    @View('odd', { model: Odd, lookup: 'price' })
    class PriceView extends RestView<Odd> {}
    expect(await startMistakes(PriceView)).toEqual([
      'PriceView: "idType": the key Odd.price is of kind "decimal", which a path cannot carry. ' +
        'Set idType to one of integer, bigint, uuid, string, or exclude the routes with an id.',
    ]);
  });
});
