import { Get, Post } from '@nestjs/common';
import {
  type Change,
  Ctx,
  Field,
  Id,
  type Key,
  Nested,
  ReadOnly,
  Referrers,
  RestView,
  SoftDelete,
  SoftDeletedReference,
  Stamped,
  TenantScoped,
  View,
  type ViewContext,
} from 'nestjs-restview';
import {
  Column,
  DeleteDateColumn,
  Entity,
  JoinColumn,
  ManyToOne,
  OneToMany,
  PrimaryColumn,
  PrimaryGeneratedColumn,
  type Relation,
  UpdateDateColumn,
  VersionColumn,
} from 'typeorm';
import { userOf } from '../fixtures/task.entity.js';
import { TestApp } from '../fixtures/test-app.js';
import { onEveryDatabase } from '../setup/databases.js';
import type { HttpAnswer } from '../setup/http.js';
import { express } from '../setup/platforms.js';

@Entity()
class Topic {
  @PrimaryGeneratedColumn() id!: number;
  @Column({ length: 20 }) name!: string;
  @UpdateDateColumn() changedAt!: Date;
  @VersionColumn() version!: number;
  @DeleteDateColumn() deletedAt!: Date | null;
}

/** A key of two columns, one of them text. */
@Entity()
class Sheet {
  @PrimaryColumn({ length: 20 }) book!: string;
  @PrimaryColumn({ type: 'int' }) leaf!: number;
  @Column({ length: 20 }) title!: string;
  @Column({ type: 'int' }) tenantId!: number;
  @Column({ type: 'int', nullable: true }) createdById!: number | null;
  @Column({ type: 'int', nullable: true }) updatedById!: number | null;
  @Column({ type: 'int', nullable: true }) topicId!: number | null;
  @ManyToOne(() => Topic) @JoinColumn({ name: 'topicId' }) topic!: Relation<Topic> | null;
  @OneToMany(() => Line, (line) => line.sheet) lines!: Relation<Line>[];
  @VersionColumn() version!: number;
  @DeleteDateColumn() deletedAt!: Date | null;
}

/** Goes with its sheet. */
@Entity()
class Line {
  @PrimaryGeneratedColumn() id!: number;
  @Column({ length: 20 }) text!: string;
  @Column({ type: 'int', nullable: true }) updatedById!: number | null;
  @ManyToOne(() => Sheet, (sheet) => sheet.lines, { nullable: false, onDelete: 'CASCADE' })
  @JoinColumn([
    { name: 'sheetBook', referencedColumnName: 'book' },
    { name: 'sheetLeaf', referencedColumnName: 'leaf' },
  ])
  sheet!: Relation<Sheet>;
  @DeleteDateColumn() deletedAt!: Date | null;
}

/** Loses its sheet. */
@Entity()
class Pin {
  @PrimaryGeneratedColumn() id!: number;
  @ManyToOne(() => Sheet, { nullable: true, onDelete: 'SET NULL' })
  @JoinColumn([
    { name: 'sheetBook', referencedColumnName: 'book' },
    { name: 'sheetLeaf', referencedColumnName: 'leaf' },
  ])
  sheet!: Relation<Sheet> | null;
}

/** Holds its sheet; its paths have a slug. */
@Entity()
class Seal {
  @PrimaryGeneratedColumn() id!: number;
  @Column({ length: 20, unique: true }) slug!: string;
  @Column({ type: 'int' }) tenantId!: number;
  @ManyToOne(() => Sheet, { nullable: true, onDelete: 'RESTRICT' })
  @JoinColumn([
    { name: 'sheetBook', referencedColumnName: 'book' },
    { name: 'sheetLeaf', referencedColumnName: 'leaf' },
  ])
  sheet!: Relation<Sheet> | null;
}

class TopicRead {
  @ReadOnly() readonly id!: number;
  @Field() name!: string;
}
class LineRead {
  @ReadOnly() readonly id!: number;
  @Field() text!: string;
  @ReadOnly() readonly updatedById!: number | null;
}
class SheetRead {
  @Field() book!: string;
  @Field() leaf!: number;
  @Field() title!: string;
  @Field() topicId!: number | null;
  @ReadOnly() readonly tenantId!: number;
  @ReadOnly() readonly createdById!: number | null;
  @ReadOnly() readonly updatedById!: number | null;
  @ReadOnly() readonly version!: number;
  @ReadOnly() @Nested(() => TopicRead) readonly topic!: TopicRead | null;
  @Nested(() => [LineRead], { write: 'replace' }) lines!: LineRead[];
}
class SheetName {
  @ReadOnly() readonly book!: string;
  @ReadOnly() readonly leaf!: number;
  @ReadOnly() readonly title!: string;
}
class PinRead {
  @ReadOnly() readonly id!: number;
  @ReadOnly() @Nested(() => SheetName) readonly sheet!: SheetName | null;
}
class SealRead {
  @ReadOnly() readonly id!: number;
  @Field() slug!: string;
  @ReadOnly() @Nested(() => SheetName) readonly sheet!: SheetName | null;
}

const tenancy = { property: 'tenantId', tenant: (caller: ViewContext['caller']) => caller.tenantId };
const stamps = {
  createdBy: 'createdById',
  updatedBy: 'updatedById',
  by: (caller: ViewContext['caller']) => caller.userId,
};

const seen: string[] = [];

@View('sheets', { model: Sheet, schema: SheetRead })
class SheetView extends Referrers(
  SoftDelete(Stamped(TenantScoped(RestView<Sheet, SheetRead>, tenancy), stamps), { includeDeleted: true, purge: true }),
) {
  override seesAllTenants({ caller }: ViewContext) {
    return caller.admin ?? false;
  }

  override mayIncludeDeleted() {
    return true;
  }

  override beforeCommit(action: string, { entity, old }: Change<Sheet>) {
    seen.push(`${action} ${String(old?.updatedById)} ${String(entity?.updatedById)}`);
  }

  @Get(':id/peek')
  async peek(@Id() id: Key, @Ctx() context: ViewContext) {
    return this.toResponse(await this.handleGetOne(id, context));
  }

  @Post(':id/copy-to/:other')
  async copy(@Id() id: Key, @Id('other') other: Key, @Ctx() context: ViewContext) {
    const from = await this.handleGetOne(id, context);
    const to = await this.handleGetOne(other, context);
    return this.toResponse(
      await this.writeAction('copy', { entity: to }, context, () => {
        to.title = from.title;
      }),
    );
  }
}

/** The same rows, read only by name; deletes for good. */
@View('plain-sheets', { model: Sheet, schema: SheetName })
class PlainSheetView extends TenantScoped(RestView<Sheet, SheetName>, tenancy) {
  override seesAllTenants({ caller }: ViewContext) {
    return caller.admin ?? false;
  }
}

@View('lines', { model: Line, schema: LineRead })
class LineView extends Stamped(RestView<Line, LineRead>, { updatedBy: 'updatedById', by: stamps.by }) {}

@View('pins', { model: Pin, schema: PinRead })
class PinView extends RestView<Pin, PinRead> {}

@View('seals', { model: Seal, schema: SealRead, lookup: 'slug' })
class SealView extends Referrers(TenantScoped(RestView<Seal, SealRead>, tenancy)) {
  override seesAllTenants({ caller }: ViewContext) {
    return caller.admin ?? false;
  }
}

@View('topics', { model: Topic, schema: TopicRead })
class TopicView extends SoftDelete(RestView<Topic, TopicRead>) {
  /** What the row would get anyway. */
  override stampObject(topic: Topic, isNew: boolean) {
    if (isNew) return;
    topic.changedAt = new Date('2001-02-03T04:05:06Z');
    topic.version += 10;
  }
}

const views = [SheetView, PlainSheetView, LineView, PinView, SealView, TopicView];
const entities = [Topic, Sheet, Line, Pin, Seal, SoftDeletedReference];

const ada = { 'x-tenant': '1', 'x-user': '7' };
const eve = { 'x-tenant': '2', 'x-user': '9' };
const admin = { 'x-admin': 'yes', 'x-user': '1' };

onEveryDatabase((database) => {
  let app: TestApp;
  const send = (method: string, path: string, headers: Record<string, string> = ada, json?: unknown) =>
    app.request(method, path, { headers, ...(json !== undefined && { json }) });
  const manager = () => app.dataSource.manager;
  const stored = (book: string, leaf: number) => manager().findOne(Sheet, { where: { book, leaf }, withDeleted: true });
  const of = ({ status, json }: HttpAnswer): unknown[] => [status, json?.code ?? null];

  beforeAll(async () => {
    app = await TestApp.start(database, express, entities, views, { caller: userOf, relations: true });
  });
  afterAll(() => app.close());
  beforeEach(async () => {
    await app.dataSource.synchronize(true);
    await manager().insert(Topic, [{ name: 'T' }, { name: 'U' }]);
    await manager().insert(Sheet, [
      { book: 'a/b', leaf: 1, title: 'one', tenantId: 1, topicId: 1 },
      { book: 'a', leaf: 2, title: 'two', tenantId: 1, topicId: 2 },
      { book: 'a', leaf: 1, title: 'other', tenantId: 2 },
    ]);
    const sheet = { book: 'a/b', leaf: 1 };
    await manager().insert(Line, [
      { text: 'x', sheet },
      { text: 'y', sheet },
    ]);
    await manager().insert(Pin, { sheet });
    seen.length = 0;
  });

  describe('a soft delete over a key of two columns', () => {
    it('restores the row by its path, with all that went along and what was set to NULL', async () => {
      expect((await send('DELETE', '/sheets/a%2Fb/1')).status).toBe(204);
      expect((await send('GET', '/sheets/a%2Fb/1')).status).toBe(404);
      expect((await send('GET', '/pins/1')).json.sheet).toBeNull();
      expect(await manager().count(Line)).toBe(0);
      const restored = await send('POST', '/sheets/a%2Fb/1/restore');
      expect(restored).toMatchObject({ status: 200, json: { book: 'a/b', leaf: 1, topic: { name: 'T' } } });
      expect(restored.json.lines).toMatchObject([{ text: 'x' }, { text: 'y' }]);
      expect(restored.json).toEqual((await send('GET', '/sheets/a%2Fb/1')).json);
      expect((await send('GET', '/pins/1')).json.sheet).toMatchObject({ book: 'a/b', leaf: 1 });
      expect(of(await send('POST', '/sheets/a%2Fb/1/restore'))).toEqual([409, 'not_deleted']);
    });

    it('purges it by its path, and refuses while another row holds it, by the key of its paths', async () => {
      await send('DELETE', '/sheets/a%2Fb/1');
      const sheet = { book: 'a/b', leaf: 1 };
      await manager().insert(Seal, [
        { slug: 'mine', tenantId: 1, sheet },
        { slug: 'theirs', tenantId: 2, sheet },
      ]);
      const held = await send('DELETE', '/sheets/a%2Fb/1/permanently');
      expect(of(held)).toEqual([409, 'still_referenced']);
      expect(held.json.blockers).toEqual([
        { view: 'SealView', path: 'seals', field: 'sheet', ids: ['mine'], count: 1 },
      ]);
      await manager().delete(Seal, { slug: 'mine' });
      expect((await send('DELETE', '/sheets/a%2Fb/1/permanently')).json.blockers).toEqual([]);
      await manager().delete(Seal, { slug: 'theirs' });
      expect((await send('DELETE', '/sheets/a%2Fb/1/permanently')).status).toBe(204);
      expect([await stored('a/b', 1), await manager().count(Line, { withDeleted: true })]).toEqual([null, 0]);
      expect(await manager().count(SoftDeletedReference)).toBe(0);
    });

    it('names those who refer, by the key of their paths', async () => {
      const sheet = { book: 'a/b', leaf: 1 };
      await manager().insert(Seal, [
        { slug: 'mine', tenantId: 1, sheet },
        { slug: 'theirs', tenantId: 2, sheet },
      ]);
      const { json } = await send('GET', '/sheets/a%2Fb/1/referrers');
      expect(json).toMatchObject([
        { view: 'PinView', path: 'pins', field: 'sheet', count: 1, ids: ['1'], onDelete: 'SET NULL' },
        { view: 'SealView', path: 'seals', field: 'sheet', count: 1, ids: ['mine'], onDelete: 'RESTRICT' },
      ]);
      const held = await send('DELETE', '/sheets/a%2Fb/1');
      expect(held.json.blockers).toEqual([
        { view: 'SealView', path: 'seals', field: 'sheet', ids: ['mine'], count: 1 },
      ]);
      for (const { path, ids } of json) expect((await send('GET', `/${path}/${ids[0]}`)).status).toBe(200);
      expect((await send('GET', '/seals/mine/referrers')).json).toEqual([]);
    });

    it('has both keys in a route of its own, and neither finds a deleted row', async () => {
      expect((await send('POST', '/sheets/a%2Fb/1/copy-to/a%2F2')).json).toMatchObject({ leaf: 2, title: 'one' });
      await send('DELETE', '/sheets/a/2');
      for (const flag of ['', '?include_deleted=true']) {
        expect((await send('POST', `/sheets/a%2Fb/1/copy-to/a%2F2${flag}`)).status).toBe(404);
        expect((await send('GET', `/sheets/a/2/peek${flag}`)).status).toBe(404);
        expect((await send('GET', `/sheets/a/2/referrers${flag}`)).status).not.toBe(200);
        expect((await send('GET', `/plain-sheets/a/2${flag}`)).status).not.toBe(200);
      }
    });
  });

  describe('tenants', () => {
    it('a row whose tenant changed while it was deleted belongs to the other one', async () => {
      await send('DELETE', '/sheets/a/2');
      await manager().createQueryBuilder().update(Sheet).set({ tenantId: 2 }).where({ book: 'a', leaf: 2 }).execute();
      for (const [method, path] of [
        ['POST', '/sheets/a/2/restore'],
        ['DELETE', '/sheets/a/2/permanently'],
        ['GET', '/sheets/a/2?include_deleted=true'],
        ['DELETE', '/sheets/a/2?include_deleted=true'],
      ] as const) {
        expect((await send(method, path)).status).toBe(404);
      }
      expect((await send('POST', '/sheets/a/2/restore', eve)).status).toBe(200);
    });

    it('a caller without one finds nothing by any route', async () => {
      await send('DELETE', '/sheets/a/2');
      const nobody = { 'x-user': '7' };
      for (const [method, path, json] of [
        ['GET', '/sheets/a%2Fb/1', undefined],
        ['PATCH', '/sheets/a%2Fb/1', { title: 'x' }],
        ['DELETE', '/sheets/a%2Fb/1', undefined],
        ['DELETE', '/sheets/a/2?include_deleted=true', undefined],
        ['GET', '/sheets/a/2?include_deleted=true', undefined],
        ['POST', '/sheets/a/2/restore', undefined],
        ['DELETE', '/sheets/a/2/permanently', undefined],
        ['GET', '/sheets/a%2Fb/1/referrers', undefined],
        ['GET', '/sheets/a%2Fb/1/peek', undefined],
      ] as const) {
        expect([path, of(await send(method, path, nobody, json))]).toEqual([path, [404, 'not_found']]);
      }
      expect((await send('GET', '/sheets?include_deleted=true', nobody)).json.items).toEqual([]);
      const body = { book: 'n', leaf: 1, title: 'x', lines: [] };
      expect((await send('POST', '/sheets', nobody, body)).status).toBe(403);
      expect(await manager().count(Sheet, { withDeleted: true })).toBe(3);
    });

    it('who sees all tenants restores and purges for any, and leaves the tenant as it is', async () => {
      await send('DELETE', '/sheets/a/1', eve);
      expect((await send('POST', '/sheets/a/1/restore', admin)).json).toMatchObject({ tenantId: 2, updatedById: 1 });
      await send('DELETE', '/sheets/a/1', admin);
      expect((await send('DELETE', '/sheets/a/1/permanently', admin)).status).toBe(204);
      expect((await send('GET', '/sheets/a%2Fb/1/referrers', admin)).json).toHaveLength(1);
    });
  });

  describe('include_deleted', () => {
    beforeEach(async () => {
      await send('DELETE', '/sheets/a%2Fb/1');
      await manager().softDelete(Topic, 1);
    });

    it('keeps deleted related rows hidden, in single rows, lists, fields, filters and sorts', async () => {
      const one = await send('GET', '/sheets/a%2Fb/1?include_deleted=true');
      expect(one.json).toMatchObject({ title: 'one', topicId: 1, topic: null, lines: [] });
      const list = await send('GET', '/sheets?include_deleted=true&sort=title');
      expect(list.json.items).toMatchObject([
        { title: 'one', topic: null, lines: [] },
        { title: 'two', topic: { name: 'U' } },
      ]);
      const fields = await send('GET', '/sheets?include_deleted=true&fields=title,topic,lines&sort=-title');
      expect(fields.json.items).toEqual([
        { title: 'two', topic: { id: 2, name: 'U' }, lines: [] },
        { title: 'one', topic: null, lines: [] },
      ]);
      for (const filter of ['topic.name=T', 'lines.text=x']) {
        const { json } = await send('GET', `/sheets?include_deleted=true&${filter}`);
        expect([filter, json.items, json.total]).toEqual([filter, [], 0]);
      }
      const sorted = await send('GET', '/sheets?include_deleted=true&sort=topic.name');
      expect(sorted.json.items.map(({ title }: Sheet) => title)).toHaveLength(2);
    });

    it('walks by cursor in any order', async () => {
      for (const sort of ['title', '-title', 'topic.name', '-leaf,title']) {
        const found: string[] = [];
        let cursor = '';
        do {
          const path = `/sheets?include_deleted=true&page_size=1&sort=${sort}&cursor=${encodeURIComponent(cursor)}`;
          const { status, json } = await send('GET', path);
          expect([sort, status]).toEqual([sort, 200]);
          found.push(...json.items.map(({ title }: Sheet) => title));
          cursor = json.next ?? '';
        } while (cursor !== '');
        expect([sort, found.toSorted()]).toEqual([sort, ['one', 'two']]);
      }
    });

    it('tells by a 409 only those who see the row that it is deleted', async () => {
      expect(of(await send('DELETE', '/sheets/a%2Fb/1?include_deleted=true'))).toEqual([409, 'already_deleted']);
      expect(of(await send('DELETE', '/sheets/a%2Fb/1?include_deleted=true', eve))).toEqual([404, 'not_found']);
    });
  });

  describe('stamps', () => {
    it('say who deleted and who restored the row', async () => {
      await send('DELETE', '/sheets/a/2', { ...ada, 'x-user': '8' });
      expect(await stored('a', 2)).toMatchObject({ updatedById: 8, createdById: null });
      const restored = await send('POST', '/sheets/a/2/restore');
      expect(restored.json).toMatchObject({ updatedById: 7 });
      expect(seen).toEqual(['delete null 8', 'restore 8 7']);
    });

    it('raise the version by one', async () => {
      await send('DELETE', '/sheets/a/2');
      expect(await stored('a', 2)).toMatchObject({ version: 2 });
      expect((await send('POST', '/sheets/a/2/restore')).json).toMatchObject({ version: 3 });
    });

    it('may be what a row gets with any change', async () => {
      const topic = () => manager().findOne(Topic, { where: { id: 3 }, withDeleted: true });
      await manager().insert(Topic, { name: 'V' });
      expect((await send('DELETE', '/topics/3')).status).toBe(204);
      expect(await topic()).toMatchObject({ version: 11, changedAt: new Date('2001-02-03T04:05:06Z') });
      expect((await send('POST', '/topics/3/restore')).status).toBe(200);
      expect(await topic()).toMatchObject({ version: 21, deletedAt: null });
    });

    it('say who removed a row by a nested write', async () => {
      await send('PATCH', '/sheets/a%2Fb/1', ada, { lines: [{ id: 1 }] });
      const lines = await manager().find(Line, { withDeleted: true, order: { id: 'ASC' } });
      expect(lines.map(({ updatedById, deletedAt }) => [updatedById, deletedAt !== null])).toEqual([
        [null, false],
        [7, true],
      ]);
    });
  });

  describe('what is sent along', () => {
    it('If-Match cannot be checked, and so is refused', async () => {
      await send('DELETE', '/sheets/a/2');
      for (const [method, path] of [
        ['POST', '/sheets/a/2/restore'],
        ['DELETE', '/sheets/a/2/permanently'],
      ] as const) {
        expect([path, of(await send(method, path, { ...ada, 'if-match': '"1"' }))]).toEqual([
          path,
          [412, 'precondition_failed'],
        ]);
      }
      expect((await stored('a', 2))?.deletedAt).toBeInstanceOf(Date);
    });

    it('unknown parameters are refused', async () => {
      await send('DELETE', '/sheets/a/2');
      for (const [method, path] of [
        ['POST', '/sheets/a/2/restore'],
        ['DELETE', '/sheets/a/2/permanently'],
        ['GET', '/sheets/a%2Fb/1/referrers'],
      ] as const) {
        const answer = await send(method, `${path}?include_deleted=true`);
        expect([path, answer.status]).toEqual([path, 422]);
      }
    });
  });
});
