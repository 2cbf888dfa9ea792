import { type CanActivate, type ExecutionContext, Header, Injectable, UseGuards } from '@nestjs/common';
import { ApiOperation } from '@nestjs/swagger';
import { IsInt, IsString } from 'class-validator';
import {
  Field,
  Forbidden,
  InstanceAction,
  type Key,
  ReadOnly,
  RestView,
  SoftDelete,
  Stamped,
  type Subject,
  View,
  type ViewClass,
  type ViewContext,
  viewOf,
  type WriteContext,
} from 'nestjs-restview';
import { Column, DeleteDateColumn, Entity, PrimaryColumn, PrimaryGeneratedColumn } from 'typeorm';
import { LogRecorder } from '../fixtures/log-recorder.js';
import { TestApp } from '../fixtures/test-app.js';
import { mistakesOf } from '../setup/answers.js';
import { onEveryDatabaseAndPlatform } from '../setup/platforms.js';

@Entity()
class Doc {
  @PrimaryGeneratedColumn() id!: number;
  @Column({ unique: true }) slug!: string;
  @Column({ default: 'new' }) state!: string;
  @Column({ default: 'hash', select: false }) secret!: string;
  @Column({ type: 'varchar', nullable: true }) changedBy!: string | null;
  @DeleteDateColumn() deletedAt!: Date | null;
}

class SoftRead {
  @ReadOnly() readonly id!: number;
  @Field() state!: string;
  @ReadOnly() readonly changedBy!: string | null;
  @ReadOnly() readonly deletedAt!: Date | null;
}

@Entity()
class Line {
  @PrimaryColumn({ type: 'int' }) orderId!: number;
  @PrimaryColumn({ type: 'int' }) lineNo!: number;
  @Column({ type: 'int', default: 0 }) amount!: number;
}

class Mark {
  @IsString() mark!: string;
}

class Amount {
  @IsInt() amount!: number;
}

class Words {
  @IsString() words!: string;
}

const heard: string[] = [];

@Injectable()
class Gate implements CanActivate {
  canActivate(execution: ExecutionContext) {
    const served = viewOf(execution);
    heard.push(`gate ${String(served?.action)} ${String(served?.route.method)}`);
    const { headers } = execution.switchToHttp().getRequest<{ headers: Record<string, string> }>();
    return headers['x-closed'] === undefined;
  }
}

// Five levels: a base class that is no view, a mixin, a view, a view of it, and one more.
abstract class Base<Row extends { state: string }, Schema extends object = Partial<Row>> extends RestView<Row, Schema> {
  @InstanceAction('mark', { body: Mark, description: 'Marks it.' })
  @UseGuards(Gate)
  @Header('X-Verb', 'mark')
  @ApiOperation({ summary: 'Mark it' })
  mark(row: Row, { mark }: Mark, _context: WriteContext): Row | undefined {
    heard.push('base');
    row.state = mark;
    return undefined;
  }
}

function Closing<Parent extends ViewClass<RestView<Doc>>>(base: Parent) {
  abstract class ClosingView extends base {
    @InstanceAction('close')
    close(doc: Doc, _context: WriteContext) {
      doc.state = 'closed';
    }
  }
  return ClosingView;
}

@View('docs', { model: Doc })
class DocView extends Closing(Base<Doc>) {
  override authorize(action: string, _subject: Subject<Doc>, { request }: ViewContext) {
    heard.push(`authorize ${action}`);
    if (request?.headers['x-forbidden']) throw new Forbidden('no');
  }
}

@View('loud-docs', { model: Doc })
class LoudView extends DocView {
  // The verb, without a decorator: the route stays.
  override mark(doc: Doc, data: Mark, context: WriteContext) {
    heard.push('loud');
    return super.mark(doc, { mark: data.mark.toUpperCase() }, context);
  }

  // The wire.
  async closeEndpoint(this: LoudView, id: number, context: ViewContext) {
    context.setHeader('X-Closed', String(id));
    return { closed: this.toResponse(await this.handleAction('close', { id }, context)) };
  }
}

@View('kept-docs', { model: Doc, lookup: 'slug' })
class KeptView extends LoudView {
  // The handler: asks for more, and runs the bracket itself.
  async handleMark(id: Key, data: Mark, context: ViewContext): Promise<Doc> {
    heard.push(`handler ${JSON.stringify(id)}`);
    return this.writeAction('mark', { id, data }, context, (write, doc) => this.mark(doc, data, write));
  }

  // Decorated again: another route.
  @InstanceAction('shut', { method: 'PUT', status: 202 })
  override close(doc: Doc, context: WriteContext) {
    super.close(doc, context);
    doc.state += ' for good';
  }
}

@View('last-docs', { model: Doc, excludeRoutes: ['close'], lookup: 'id' })
class LastView extends KeptView {}

@View('raw-docs', { model: Doc })
class RawView extends DocView {
  // An endpoint that forgets toResponse shows no more than the read schema all the same.
  async closeEndpoint(id: number, context: ViewContext) {
    return this.getOne(id, context);
  }
}

@View('lines', { model: Line })
class LineView extends RestView<Line> {
  @InstanceAction('add', { body: Amount, lock: true })
  add(line: Line, { amount }: Amount) {
    line.amount += amount;
  }
}

@View('soft-docs', { model: Doc, schema: SoftRead })
class SoftView extends Stamped(SoftDelete(Base<Doc, SoftRead>), { updatedBy: 'changedBy', by: () => 'me' }) {
  @InstanceAction('retire')
  retire(doc: Doc, context: WriteContext): Promise<void> {
    return this.deleteObject(doc, context);
  }
}

/** Verbs that give back what their answer has no place for. */
@View('wrong-docs', { model: Doc })
class WrongView extends RestView<Doc> {
  @InstanceAction('other')
  async other(_doc: Doc, { manager }: WriteContext): Promise<Doc> {
    return manager.findOneByOrFail(Doc, { slug: 'second' });
  }

  @InstanceAction('unsaid', { response: null })
  unsaid(doc: Doc): undefined {
    doc.state = 'stored';
    return JSON.parse('{"secret":"hash"}') as undefined;
  }

  @InstanceAction('listed', { response: [Words] })
  listed(doc: Doc): Words[] {
    doc.state = 'stored';
    return JSON.parse('{"words":"one"}') as Words[];
  }

  @InstanceAction('hidden', { method: 'GET', response: Words })
  hidden(doc: Doc): Words {
    return JSON.parse('null') ?? Object.assign(new Words(), { words: { inner: [doc] } });
  }
}

onEveryDatabaseAndPlatform((database, platform) => {
  let app: TestApp;
  const log = new LogRecorder();
  const post = (path: string, json?: unknown, headers: Record<string, string> = {}) =>
    app.request('POST', path, { ...(json !== undefined && { json }), headers });
  const state = async () => (await app.dataSource.manager.findOneByOrFail(Doc, { id: 1 })).state;

  beforeAll(async () => {
    const views = [DocView, LoudView, KeptView, LastView, RawView, LineView, SoftView, WrongView];
    app = await TestApp.start(database, platform, [Doc, Line], views, {}, {}, { nest: { logger: log } });
  });
  afterAll(() => app.close());

  beforeEach(async () => {
    await app.dataSource.synchronize(true);
    await app.dataSource.manager.insert(Doc, [{ slug: 'first' }, { slug: 'second' }]);
    await app.dataSource.manager.insert(Line, { orderId: 7, lineNo: 2 });
    heard.length = 0;
    log.clear();
  });

  it('of a base class is one of each view, with what decorators say of the verb', async () => {
    const answer = await post('/docs/1/mark', { mark: 'red' });
    expect(answer).toMatchObject({ status: 200, json: { id: 1, state: 'red' } });
    expect(answer.headers.get('x-verb')).toBe('mark');
    expect(heard).toEqual(['gate mark markEndpoint', 'authorize mark', 'base']);
    expect((await post('/docs/1/mark', { mark: 'blue' }, { 'x-closed': 'yes' })).status).toBe(403);
    expect((await post('/docs/1/mark', { mark: 'blue' }, { 'x-forbidden': 'yes' })).status).toBe(403);
    expect(await state()).toBe('red');
    expect((await post('/docs/1/close')).json).toMatchObject({ state: 'closed' });
  });

  it('keeps its route when the verb is overridden without a decorator, and its guard', async () => {
    const answer = await post('/loud-docs/1/mark', { mark: 'red' });
    expect(answer.json).toMatchObject({ state: 'RED' });
    expect(answer.headers.get('x-verb')).toBe('mark');
    expect(heard).toEqual(['gate mark markEndpoint', 'authorize mark', 'loud', 'base']);
  });

  it('keeps its route when the endpoint is overridden', async () => {
    const answer = await post('/loud-docs/1/close');
    expect(answer).toMatchObject({ status: 200, json: { closed: { id: 1, state: 'closed' } } });
    expect(answer.headers.get('x-closed')).toBe('1');
    expect(heard).toEqual(['authorize close']);
    expect((await post('/loud-docs/x/close')).status).toBe(422);
  });

  it('runs the handler of the view, from anywhere, by the key of the view', async () => {
    expect((await post('/kept-docs/first/mark', { mark: 'red' })).json).toMatchObject({ id: 1, state: 'RED' });
    expect(heard.slice(1)).toEqual(['handler "first"', 'authorize mark', 'loud', 'base']);
    expect(mistakesOf(await post('/last-docs/1/mark', {}))).toEqual(['/mark required']);
  });

  it('has another route where it is decorated again', async () => {
    const answer = await app.request('PUT', '/kept-docs/first/shut');
    expect([answer.status, await state()]).toEqual([202, 'closed for good']);
    expect((await post('/kept-docs/first/close')).status).toBe(404);
  });

  it('is no route where it is excluded', async () => {
    expect((await app.request('PUT', '/last-docs/1/shut')).status).toBe(404);
    expect((await post('/last-docs/1/close')).status).toBe(404);
    expect((await post('/last-docs/1/mark', { mark: 'x' })).status).toBe(200);
  });

  it('shows no row as it is, whatever its endpoint returns', async () => {
    const answer = await post('/raw-docs/1/close');
    expect(answer.json).toMatchObject({ id: 1, slug: 'first' });
    expect(answer.body).not.toContain('hash');
  });

  it('finds rows by keys of several columns', async () => {
    const add = (path: string, amount: unknown = 3) => post(`/lines/${path}/add`, { amount });
    expect(await add('7/2')).toMatchObject({ status: 200, json: { orderId: 7, lineNo: 2, amount: 3 } });
    expect((await add('7/3')).status).toBe(404);
    expect(mistakesOf(await add('a/b', 'c')).sort()).toEqual([
      expect.stringContaining('/amount'),
      expect.stringContaining('lineNo'),
      expect.stringContaining('orderId'),
    ]);
  });

  it('loses no change of a row that it locks', async () => {
    const answers = await Promise.all(Array.from({ length: 6 }, () => post('/lines/7/2/add', { amount: 1 })));
    expect(answers.map(({ status }) => status)).toEqual(Array.from({ length: 6 }, () => 200));
    expect((await app.request('GET', '/lines/7/2')).json).toMatchObject({ amount: 6 });
  });

  it('finds no deleted row, but by restore; and is stamped', async () => {
    expect((await post('/soft-docs/1/mark', { mark: 'red' })).json).toMatchObject({ changedBy: 'me' });
    expect((await post('/soft-docs/1/retire')).status).toBe(200);
    expect((await post('/soft-docs/1/mark', { mark: 'blue' })).status).toBe(404);
    expect((await post('/soft-docs/1/restore')).json).toMatchObject({ state: 'red', deletedAt: null });
    expect((await post('/soft-docs/1/restore')).status).toBe(409);
  });

  it.each(['other', 'unsaid', 'listed'])(
    'that gives back what it does not say is an error, and stores nothing: %s',
    async (path) => {
      const answer = await post(`/wrong-docs/1/${path}`);
      expect(answer.status).toBe(500);
      expect(answer.body).not.toMatch(/hash|second|one/);
      expect(log.of('error')).toEqual([expect.stringContaining(`WrongView.${path}`)]);
      expect(await state()).toBe('new');
    },
  );

  it('that hides a row in its answer is an error', async () => {
    const answer = await app.request('GET', '/wrong-docs/1/hidden');
    expect(answer.status).toBe(500);
    expect(log.of('error')).toEqual([expect.stringContaining('returned a Doc in "words"')]);
  });
});
