import { Expose } from 'class-transformer';
import {
  Field,
  ReadOnly,
  RestView,
  systemContext,
  View,
  type ViewContext,
  ViewRoute,
  WriteOnly,
} from 'nestjs-restview';
import {
  Column,
  DeleteDateColumn,
  Entity,
  JoinColumn,
  JoinTable,
  ManyToMany,
  ManyToOne,
  PrimaryColumn,
  PrimaryGeneratedColumn,
  type Relation,
} from 'typeorm';
import { bindModel } from '../../libs/restview/src/model/bind-model.js';
import { describeModel } from '../../libs/restview/src/model/describe-model.js';
import { removeRow } from '../../libs/restview/src/view/deletes/remove-row.js';
import { StartedView } from '../../libs/restview/src/view/started-view.js';
import { callerOf } from '../fixtures/caller.js';
import { TestApp } from '../fixtures/test-app.js';
import { onEveryDatabase } from '../setup/databases.js';
import type { HttpAnswer } from '../setup/http.js';
import { express } from '../setup/platforms.js';

@Entity()
class Author {
  @PrimaryGeneratedColumn() id!: number;
  @Column({ length: 20, unique: true, default: 'x' }) code!: string;
}

/** Nothing said: NO ACTION. */
@Entity()
class Book {
  @PrimaryGeneratedColumn() id!: number;
  @Column({ type: 'int', default: 1 }) tenantId!: number;
  @Column({ type: 'int', nullable: true }) authorId!: number | null;
  @ManyToOne(() => Author) author!: Relation<Author> | null;
  @DeleteDateColumn() deletedAt!: Date | null;
}

/** Goes with its author, and is held by its loans. */
@Entity()
class Draft {
  @PrimaryColumn({ type: 'int' }) author_id!: number;
  @PrimaryColumn({ type: 'int' }) number!: number;
  @ManyToOne(() => Author, { onDelete: 'CASCADE' }) @JoinColumn({ name: 'author_id' }) author!: Relation<Author>;
}

@Entity()
class Loan {
  @PrimaryColumn({ length: 20 }) left!: string;
  @PrimaryColumn({ type: 'int' }) right!: number;
  @Column({ type: 'int', nullable: true }) draftAuthor!: number | null;
  @Column({ type: 'int', nullable: true }) draftNumber!: number | null;
  @ManyToOne(() => Draft, { onDelete: 'RESTRICT' })
  @JoinColumn([
    { name: 'draftAuthor', referencedColumnName: 'author_id' },
    { name: 'draftNumber', referencedColumnName: 'number' },
  ])
  draft!: Relation<Draft> | null;
}

/** Refers by a column that is not the key. */
@Entity()
class Prize {
  @PrimaryGeneratedColumn() id!: number;
  @ManyToOne(() => Author, { onDelete: 'RESTRICT' })
  @JoinColumn({ name: 'author_code', referencedColumnName: 'code' })
  winner!: Relation<Author> | null;
}

@Entity()
class Club {
  @PrimaryGeneratedColumn() id!: number;
  @ManyToMany(() => Author, { onDelete: 'RESTRICT' }) @JoinTable() members!: Relation<Author>[];
  @ManyToMany(() => Tag, (tag) => tag.clubs) @JoinTable() tags!: Relation<Tag>[];
}

/** The inverse side forbids; the owner's side is left alone. */
@Entity()
class Tag {
  @PrimaryGeneratedColumn() id!: number;
  @ManyToMany(() => Club, (club) => club.tags, { onDelete: 'RESTRICT' }) clubs!: Relation<Club>[];
}

@Entity()
class Folder {
  @PrimaryGeneratedColumn() id!: number;
  @Column({ type: 'int', nullable: true }) parentId!: number | null;
  @ManyToOne(() => Folder) parent!: Relation<Folder> | null;
}

/** Two entities that go with each other; a seal holds the second. */
@Entity()
class Ping {
  @PrimaryGeneratedColumn() id!: number;
  @Column({ type: 'int', nullable: true }) pongId!: number | null;
  @ManyToOne(() => Pong, { onDelete: 'CASCADE' }) pong!: Relation<Pong> | null;
}
@Entity()
class Pong {
  @PrimaryGeneratedColumn() id!: number;
  @Column({ type: 'int', nullable: true }) pingId!: number | null;
  @ManyToOne(() => Ping, { onDelete: 'CASCADE' }) ping!: Relation<Ping> | null;
}
@Entity()
class Seal {
  @PrimaryGeneratedColumn() id!: number;
  @Column({ type: 'int', nullable: true }) pongId!: number | null;
  @ManyToOne(() => Pong, { onDelete: 'RESTRICT' }) pong!: Relation<Pong> | null;
  @Column({ type: 'int', nullable: true }) pingId!: number | null;
  @ManyToOne(() => Ping, { onDelete: 'CASCADE' }) ping!: Relation<Ping> | null;
}

class BookRead {
  @ReadOnly() readonly id!: number;
  @Expose({ name: 'written_by' }) @Field() authorId!: number | null;
}
class SealRead {
  @ReadOnly() readonly id!: number;
  @WriteOnly() @Field() pongId!: number | null;
}

@View('authors', { model: Author })
class AuthorView extends RestView<Author> {}

@View('books', { model: Book, schema: BookRead })
class BookView extends RestView<Book, BookRead> {
  override buildQuery(context: ViewContext) {
    return super.buildQuery(context).andWhere('book.tenantId = :tenant', { tenant: context.caller.tenantId });
  }
}

@View('drafts', { model: Draft, excludeRoutes: [ViewRoute.GET_ONE, ViewRoute.UPDATE, ViewRoute.DELETE] })
class DraftView extends RestView<Draft> {}

@View('loans', { model: Loan, excludeRoutes: [ViewRoute.GET_ONE, ViewRoute.UPDATE, ViewRoute.DELETE] })
class LoanView extends RestView<Loan> {}

@View('clubs', { model: Club })
class ClubView extends RestView<Club> {}

@View('tags', { model: Tag })
class TagView extends RestView<Tag> {}

@View('folders', { model: Folder })
class FolderView extends RestView<Folder> {}

@View('pings', { model: Ping })
class PingView extends RestView<Ping> {}

@View('seals', { model: Seal, schema: SealRead })
class SealView extends RestView<Seal, SealRead> {}

const views = [AuthorView, BookView, DraftView, LoanView, ClubView, TagView, FolderView, PingView, SealView];
const entities = [Author, Book, Draft, Loan, Prize, Club, Tag, Folder, Ping, Pong, Seal];

onEveryDatabase((database) => {
  let app: TestApp;
  const remove = (path: string): Promise<HttpAnswer> => app.request('DELETE', path, { headers: { 'x-tenant': '1' } });
  const blockersOf = ({ status, json }: HttpAnswer): unknown => {
    expect([status, json.code]).toEqual([409, 'still_referenced']);
    return json.blockers;
  };

  beforeAll(async () => {
    app = await TestApp.start(database, express, entities, views, { caller: callerOf });
  });
  afterAll(() => app.close());
  beforeEach(async () => {
    await app.dataSource.synchronize(true);
    const { manager } = app.dataSource;
    await manager.insert(Author, [{ code: 'a' }, { code: 'b' }, { code: 'c' }]);
    app.statements.clear();
  });

  describe('rows that refer to it', () => {
    it('are counted, and the first five are named as the view shows them', async () => {
      await app.dataSource.manager.insert(
        Book,
        Array.from({ length: 7 }, () => ({ authorId: 1 })),
      );
      const answer = await remove('/authors/1');
      expect(blockersOf(answer)).toEqual([
        { view: 'BookView', path: 'books', field: 'written_by', ids: ['1', '2', '3', '4', '5'], count: 7 },
      ]);
      expect(answer.json).toMatchObject({ title: 'Still referenced', detail: 'Other rows still refer to this one.' });
      expect(await app.dataSource.manager.count(Author)).toBe(3);
    });

    it('are looked for by one statement each', async () => {
      expect((await remove('/authors/1')).status).toBe(204);
      // The row, its code that prizes refer to, its drafts, books, prizes; no loan can refer to a draft that is not there.
      expect(app.statements.work.map((sql) => sql.slice(0, 6))).toEqual([
        ...['SELECT', 'SELECT', 'SELECT', 'SELECT', 'SELECT', 'DELETE'],
      ]);
      app.statements.clear();
      await app.dataSource.manager.insert(Folder, {});
      expect((await remove('/folders/1')).status).toBe(204);
      expect(app.statements.selects).toHaveLength(2);
    });

    it('of another tenant are neither named nor counted, and the answer says nothing of them', async () => {
      await app.dataSource.manager.insert(Book, [
        { authorId: 1, tenantId: 2 },
        { authorId: 1, tenantId: 1 },
        { authorId: 2, tenantId: 2 },
      ]);
      expect(blockersOf(await remove('/authors/1'))).toEqual([
        { view: 'BookView', path: 'books', field: 'written_by', ids: ['2'], count: 1 },
      ]);
      const hidden = await remove('/authors/2');
      expect(blockersOf(hidden)).toEqual([]);
      expect(hidden.json.detail).toBe('Other rows still refer to this one.');
    });

    it('that are soft-deleted hold it all the same, unnamed', async () => {
      await app.dataSource.manager.insert(Book, { authorId: 1, deletedAt: new Date() });
      expect(blockersOf(await remove('/authors/1'))).toEqual([]);
    });

    it('that no view serves hold it, unnamed, also by a column that is not the key', async () => {
      await app.dataSource.manager.insert(Prize, { winner: { code: 'b' } });
      expect((await remove('/authors/1')).status).toBe(204);
      expect(blockersOf(await remove('/authors/2'))).toEqual([]);
    });

    it('by a field that is only written are named without it', async () => {
      await app.dataSource.manager.insert(Ping, {});
      await app.dataSource.manager.insert(Pong, { pingId: 1 });
      await app.dataSource.manager.insert(Seal, { pongId: 1 });
      expect(blockersOf(await remove('/pings/1'))).toEqual([{ view: 'SealView', path: 'seals', ids: ['1'], count: 1 }]);
    });
  });

  describe('rows that a cascade removes', () => {
    it('are held by those that refer to them, whose composite key is one text', async () => {
      const { manager } = app.dataSource;
      await manager.insert(Draft, [
        { author_id: 1, number: 1 },
        { author_id: 1, number: 2 },
        { author_id: 2, number: 1 },
      ]);
      await manager.insert(Loan, [
        { left: 'a/b', right: 7, draftAuthor: 1, draftNumber: 2 },
        { left: 'c', right: 8, draftAuthor: 2, draftNumber: 1 },
      ]);
      expect(blockersOf(await remove('/authors/1'))).toEqual([
        { view: 'LoanView', path: 'loans', ids: ['a%2Fb/7'], count: 1 },
      ]);
      await manager.clear(Loan);
      expect((await remove('/authors/1')).status).toBe(204);
      expect(await manager.count(Draft)).toBe(1);
    });

    it('hold nothing themselves, and a ring ends', async () => {
      const { manager } = app.dataSource;
      await manager.insert(Ping, [{}, {}]);
      await manager.insert(Pong, [{ pingId: 1 }, { pingId: 2 }]);
      await manager.update(Ping, 1, { pongId: 1 });
      // The first seal goes with the ping; the second one stays where it is.
      await manager.insert(Seal, [{ pongId: 1, pingId: 1 }]);
      const first = await remove('/pings/1');
      // Which of its cascades a database runs first is its own affair, and the reference is gone or stops it.
      expect([204, 409]).toContain(first.status);
      expect(first.json?.blockers).toBeUndefined();
      await manager.insert(Seal, [{ pongId: 2, pingId: null }]);
      expect((blockersOf(await remove('/pings/2')) as object[]).length).toBe(1);
    });

    it('may be many', async () => {
      const { manager } = app.dataSource;
      for (let start = 0; start < 10_000; start += 500) {
        const rows = Array.from({ length: 500 }, (_, index) => ({ author_id: 1, number: start + index }));
        await manager.insert(Draft, rows);
      }
      await manager.insert(Loan, { left: 'x', right: 1, draftAuthor: 1, draftNumber: 9999 });
      app.statements.clear();
      const before = Date.now();
      expect(blockersOf(await remove('/authors/1'))).toMatchObject([
        { view: 'LoanView', path: 'loans', ids: ['x/1'], count: 1 },
      ]);
      expect(app.statements.work.length).toBeLessThan(30);
      expect(Date.now() - before).toBeLessThan(5_000);
    });
  });

  describe('a reference of an entity to itself', () => {
    it('by another row holds it', async () => {
      await app.dataSource.manager.insert(Folder, [{}, { parentId: 1 }]);
      expect(blockersOf(await remove('/folders/1'))).toEqual([
        { view: 'FolderView', path: 'folders', field: 'parentId', ids: ['2'], count: 1 },
      ]);
      expect((await remove('/folders/2')).status).toBe(204);
      expect((await remove('/folders/1')).status).toBe(204);
    });

    it('by the row itself does not, and is not among those that do', async () => {
      const { manager } = app.dataSource;
      await manager.insert(Folder, [{}, {}]);
      await manager.update(Folder, 1, { parentId: 1 });
      await manager.update(Folder, 2, { parentId: 1 });
      expect(blockersOf(await remove('/folders/1'))).toMatchObject([{ ids: ['2'], count: 1 }]);
      expect((await remove('/folders/2')).status).toBe(204);
      // MySQL and MariaDB take a row's reference to itself for one of another row, and they have the last word.
      expect((await remove('/folders/1')).status).toBe(database.name === 'mysql' ? 409 : 204);
    });
  });

  describe('links of a many-to-many relation', () => {
    it('hold the row where their side of the relation says RESTRICT', async () => {
      const { manager } = app.dataSource;
      const tag = await manager.save(manager.create(Tag, {}));
      await manager.save(manager.create(Club, { tags: [tag] }));
      expect(blockersOf(await remove('/tags/1'))).toEqual([{ view: 'ClubView', path: 'clubs', ids: ['1'], count: 1 }]);
      expect((await remove('/clubs/1')).status).toBe(204);
      expect((await remove('/tags/1')).status).toBe(204);
    });

    it('are a matter of that side only', async () => {
      const { manager } = app.dataSource;
      const [author] = await manager.find(Author);
      await manager.save(manager.create(Club, author ? { members: [author] } : {}));
      expect(blockersOf(await remove('/clubs/1'))).toEqual([
        { view: 'AuthorView', path: 'authors', ids: ['1'], count: 1 },
      ]);
      expect((await remove('/authors/1')).status).toBe(204);
      expect((await remove('/clubs/1')).status).toBe(204);
    });
  });

  it('is checked for a row of an entity without a view too, as nested writes remove one', async () => {
    const view = app.app.get(AuthorView);
    const { views } = StartedView.of(view);
    const { manager } = app.dataSource;
    await manager.insert(Ping, {});
    await manager.insert(Pong, [{ pingId: 1 }, { pingId: 1 }]);
    await manager.insert(Seal, { pongId: 1 });
    const model = bindModel<Pong>(describeModel(Pong), app.dataSource);
    const removeAll = (ids: readonly number[]) =>
      view.writeAction('tidy', { entity: null }, systemContext(app.dataSource, { tenantId: 1 }), async (context) => {
        for (const id of ids)
          await removeRow({ model, views }, await context.manager.findOneByOrFail(Pong, { id }), context);
      });
    await expect(removeAll([2, 1])).rejects.toMatchObject({
      code: 'still_referenced',
      blockers: [{ view: 'SealView', path: 'seals' }],
    });
    expect(await manager.count(Pong)).toBe(2);
    await removeAll([2]);
    expect(await manager.count(Pong)).toBe(1);
  });

  it('a row that begins to refer during the delete is stopped, or stops it', async () => {
    for (let round = 0; round < 8; round += 1) {
      const { id } = (await app.request('POST', '/authors', { json: { code: `r${String(round)}` } })).json;
      const [deleted, inserted] = await Promise.all([
        remove(`/authors/${String(id)}`),
        app.request('POST', '/books', { headers: { 'x-tenant': '1' }, json: { written_by: id } }),
      ]);
      expect([
        [204, 422],
        [409, 201],
      ]).toContainEqual([deleted.status, inserted.status]);
    }
  });
});
