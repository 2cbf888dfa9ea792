import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Post } from '@nestjs/common';
import BetterSqlite3 from 'better-sqlite3';
import {
  type Change,
  Conflict,
  type CreateOf,
  Ctx,
  RestView,
  type RestviewRootOptions,
  View,
  type ViewContext,
  type WriteContext,
} from 'nestjs-restview';
import { Column, Entity, PrimaryGeneratedColumn } from 'typeorm';
import { AuditRow } from '../fixtures/audit-row.entity.js';
import { LogRecorder } from '../fixtures/log-recorder.js';
import { TestApp } from '../fixtures/test-app.js';
import { type Database, databases, StatementLog } from '../setup/databases.js';
import { express } from '../setup/platforms.js';

// TypeORM has one query runner, and one connection, for everybody on SQLite.

@Entity()
class Note {
  @PrimaryGeneratedColumn() id!: number;
  @Column({ unique: true, length: 40 }) title!: string;
}

let attempts = 0;
const committed: string[] = [];

const aMoment = () => new Promise((resolve) => setTimeout(resolve, 1));

@View('notes', { model: Note })
class NoteView extends RestView<Note> {
  override async create(data: CreateOf<Note>, context: WriteContext) {
    attempts += 1;
    await context.manager.insert(AuditRow, { action: 'create', note: data.title });
    await aMoment();
    return super.create(data, context);
  }

  override async beforeCommit(_action: string, { entity }: Change<Note>) {
    await aMoment();
    if (entity?.title.startsWith('bad')) throw new Conflict('bad');
  }

  override async afterCommit(_action: string, { entity }: Change<Note>) {
    await aMoment();
    committed.push(entity?.title ?? '-');
  }

  /** Starts a write within a write, and gives it the context of the request instead of the write's. */
  @Post('waiting-on-itself')
  async waitingOnItself(@Ctx() context: ViewContext) {
    await this.writeAction('outer', { entity: null }, context, async (write) => {
      await write.manager.insert(AuditRow, { action: 'outer', note: null });
      await this.handleCreate(Object.assign(new Note(), { title: 'inner' }), context);
    });
  }
}

const sqlite = databases.find(({ name }) => name === 'sqlite');
const suite = sqlite ? describe : describe.skip;

suite('on SQLite', () => {
  let app: TestApp;
  const log = new LogRecorder();
  const start = async (database: Database | undefined, options: RestviewRootOptions = {}) => {
    if (!database) throw new Error('no SQLite');
    app = await TestApp.start(database, express, [Note, AuditRow], [NoteView], options, {}, { nest: { logger: log } });
    attempts = 0;
    committed.length = 0;
    log.clear();
  };
  const post = (title: string) => app.request('POST', '/notes', { json: { title } });
  const titles = async () => (await app.dataSource.manager.find(Note)).map(({ title }) => title).sort();

  describe('writes at the same time', () => {
    beforeEach(() => start(sqlite));
    afterEach(() => app.close());

    it('are done one after the other: a failing one undoes itself alone', async () => {
      const wanted = Array.from(
        { length: 30 },
        (_, number) => `${number % 3 === 0 ? 'bad' : 'good'} ${String(number)}`,
      );
      const answers = await Promise.all(wanted.map(post));
      const good = wanted.filter((title) => title.startsWith('good'));
      expect(answers.map(({ status }) => status)).toEqual(wanted.map((title) => (good.includes(title) ? 201 : 409)));
      expect(await titles()).toEqual([...good].sort());
      expect((await app.dataSource.manager.find(AuditRow)).map(({ note }) => note).sort()).toEqual([...good].sort());
      expect([...committed].sort()).toEqual([...good].sort());
      expect(app.statements.transactions.filter((sql) => /SAVEPOINT/.test(sql))).toEqual([]);
    });

    it('one of which waits on itself get an error instead of no answer, and the next one works', async () => {
      const answer = await app.request('POST', '/notes/waiting-on-itself');
      expect(answer).toMatchObject({ status: 503, json: { code: 'busy' } });
      expect(log.of('error')[0]).toContain('If a write starts another one, pass it the write context');
      expect(await titles()).toEqual([]);
      expect(await app.dataSource.manager.count(AuditRow)).toBe(0);
      expect((await post('next')).status).toBe(201);
    });
  });

  describe('a lock of another connection on the file', () => {
    let directory: string;
    let other: BetterSqlite3.Database;

    beforeEach(async () => {
      directory = await mkdtemp(join(tmpdir(), 'restview-test-'));
      const file = join(directory, 'notes.sqlite');
      const onFile: Database = {
        name: 'sqlite',
        dataSourceOptions: (entities) =>
          Promise.resolve({
            type: 'better-sqlite3',
            database: file,
            timeout: 0,
            entities,
            synchronize: true,
            logging: true,
            logger: new StatementLog(),
          }),
      };
      await start(onFile, { writeAttempts: 3 });
      other = new BetterSqlite3(file, { timeout: 0 });
      other.exec('BEGIN IMMEDIATE');
    });
    afterEach(async () => {
      other.close();
      await app.close();
      await rm(directory, { recursive: true });
    });

    it('is waited for: the whole bracket runs again', async () => {
      const creating = post('patient');
      while (attempts < 2) await aMoment();
      other.exec('COMMIT');
      expect((await creating).status).toBe(201);
      expect(await titles()).toEqual(['patient']);
      expect(await app.dataSource.manager.count(AuditRow)).toBe(1);
      expect(committed).toEqual(['patient']);
    });

    it('is 503 with Retry-After when it stays, and works again when it goes', async () => {
      const answer = await post('unlucky');
      expect(answer).toMatchObject({ status: 503, json: { code: 'busy' } });
      expect(answer.headers.get('retry-after')).toBe('1');
      expect(answer.body).not.toMatch(/lock|SQLITE/i);
      expect(attempts).toBe(3);
      expect((await app.request('GET', '/notes')).json).toMatchObject({ total: 0 });
      other.exec('ROLLBACK');
      expect((await post('lucky')).status).toBe(201);
      expect(await titles()).toEqual(['lucky']);
    });
  });
});
