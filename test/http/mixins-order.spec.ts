import { Get, HttpCode } from '@nestjs/common';
import { DocumentBuilder, SwaggerModule } from '@nestjs/swagger';
import {
  Ctx,
  describeView,
  Id,
  type Key,
  RestView,
  SoftDelete,
  Stamped,
  TenantScoped,
  View,
  type ViewClass,
  type ViewContext,
  ViewDefaults,
} from 'nestjs-restview';
import { Project, Task, TaskRead, userOf } from '../fixtures/task.entity.js';
import { TestApp } from '../fixtures/test-app.js';
import { databases } from '../setup/databases.js';
import type { Database } from '../setup/databases.js';
import type { HttpRequest } from '../setup/http.js';
import { express, onEveryDatabaseAndPlatform, type Platform } from '../setup/platforms.js';

type TaskViewClass = ViewClass<RestView<Task, TaskRead>>;
type Mixin = (base: TaskViewClass) => TaskViewClass;

/** A mixin of the application's own: a scope, a header, a route, and options of every kind. */
function Discreet(base: TaskViewClass): TaskViewClass {
  @ViewDefaults({ extraQueryParams: ['tint'], tags: ['Discreet'], responses: { 418: { description: 'A teapot.' } } })
  abstract class DiscreetView extends base {
    override buildQuery(context: ViewContext) {
      return super.buildQuery(context).andWhere('task.title <> :secret', { secret: 'secret' });
    }

    override async getOneEndpoint(id: Key, context: ViewContext) {
      context.setHeader('x-discreet', 'yes');
      return super.getOneEndpoint(id, context);
    }

    @Get(':id/whisper')
    @HttpCode(203)
    async whisper(@Id() id: number, @Ctx() context: ViewContext) {
      return { whispered: (await this.handleGetOne(id, context)).title.toLowerCase() };
    }
  }
  return DiscreetView;
}

const mixins: Readonly<Record<string, Mixin>> = {
  SoftDelete(base) {
    abstract class IncludingView extends SoftDelete(base, { includeDeleted: true, purge: true }) {
      override mayIncludeDeleted(context: ViewContext) {
        return context.caller.admin ?? false;
      }
    }
    return IncludingView;
  },
  TenantScoped: (base) => TenantScoped(base, { property: 'tenantId', tenant: (caller) => caller.tenantId }),
  Stamped: (base) =>
    Stamped(base, { createdBy: 'createdById', updatedBy: 'updatedById', by: (caller) => caller.userId }),
  Discreet,
};

function permutations<Item>(items: readonly Item[]): Item[][] {
  if (items.length === 0) return [[]];
  return items.flatMap((item) => permutations(items.filter((other) => other !== item)).map((rest) => [item, ...rest]));
}

const orders = permutations(Object.keys(mixins));

function viewOf(order: readonly string[]): TaskViewClass {
  const base: TaskViewClass = RestView<Task, TaskRead>;
  const mixed = order.reduceRight((view, name) => mixins[name]?.(view) ?? view, base);
  @View('tasks', { model: Task, schema: TaskRead, extraQueryParams: ['shade'], tags: ['Tasks'] })
  class TaskView extends mixed {}
  return TaskView;
}

/** What clients meet, whatever the order: one request after the other, and what is stored in the end. */
async function story(app: TestApp): Promise<unknown[]> {
  const told: unknown[] = [];
  const by = (headers: Record<string, string>) => async (method: string, path: string, json?: object) => {
    const options: HttpRequest = { headers, ...(json && { json }) };
    const { status, json: answer, headers: sent } = await app.request(method, path, options);
    const items: { title: string }[] | undefined = answer?.items;
    told.push([
      `${method} ${path}`,
      status,
      items?.map(({ title }) => title) ?? answer?.code ?? answer,
      sent.get('x-discreet'),
    ]);
  };
  const ada = by({ 'x-tenant': '1', 'x-user': '7' });
  const bob = by({ 'x-tenant': '1', 'x-user': '8', 'x-admin': 'yes' });
  const eve = by({ 'x-tenant': '2', 'x-user': '9' });
  const nobody = by({});
  await ada('POST', '/tasks', { title: 'A', tenantId: 2, createdById: 99 });
  await ada('POST', '/tasks', { title: 'B' });
  await eve('POST', '/tasks', { title: 'E' });
  await ada('POST', '/tasks', { title: 'secret' });
  await nobody('POST', '/tasks', { title: 'N' });
  await nobody('GET', '/tasks');
  await ada('GET', '/tasks?tint=red&shade=dark');
  await eve('GET', '/tasks/1');
  await bob('PATCH', '/tasks/1', { title: 'A2' });
  await ada('GET', '/tasks/1');
  await ada('GET', '/tasks/1/whisper');
  await ada('POST', '/tasks/1/restore');
  await ada('DELETE', '/tasks/1/permanently');
  await eve('DELETE', '/tasks/1');
  await ada('DELETE', '/tasks/1');
  await ada('DELETE', '/tasks/1');
  await ada('GET', '/tasks');
  await ada('GET', '/tasks/1');
  await ada('PATCH', '/tasks/1', { title: 'A3' });
  await ada('GET', '/tasks?include_deleted=true');
  await bob('GET', '/tasks?include_deleted=true');
  await bob('GET', '/tasks/1?include_deleted=true');
  await bob('DELETE', '/tasks/1?include_deleted=true');
  await bob('GET', '/tasks?include_deleted=maybe&colour=1');
  await eve('POST', '/tasks/1/restore');
  await ada('POST', '/tasks/1/restore');
  await ada('GET', '/tasks');
  await ada('DELETE', '/tasks/2');
  await eve('DELETE', '/tasks/2/permanently');
  await ada('DELETE', '/tasks/2/permanently');
  await bob('GET', '/tasks?include_deleted=true');
  const rows = await app.dataSource.manager.find(Task, { withDeleted: true, order: { id: 'ASC' } });
  told.push(rows.map((row) => [row.title, row.tenantId, row.createdById, row.updatedById, row.deletedAt !== null]));
  return told;
}

const row = (id: number, title: string, updatedById: number) => ({
  id,
  title,
  tenantId: 1,
  createdById: 7,
  updatedById,
});

const expected: unknown[] = [
  ['POST /tasks', 201, row(1, 'A', 7), null],
  ['POST /tasks', 201, row(2, 'B', 7), null],
  ['POST /tasks', 201, { id: 3, title: 'E', tenantId: 2, createdById: 9, updatedById: 9 }, null],
  ['POST /tasks', 403, 'out_of_scope', null],
  ['POST /tasks', 403, 'forbidden', null],
  ['GET /tasks', 200, [], null],
  ['GET /tasks?tint=red&shade=dark', 200, ['A', 'B'], null],
  ['GET /tasks/1', 404, 'not_found', 'yes'],
  ['PATCH /tasks/1', 200, row(1, 'A2', 8), null],
  ['GET /tasks/1', 200, row(1, 'A2', 8), 'yes'],
  ['GET /tasks/1/whisper', 203, { whispered: 'a2' }, null],
  ['POST /tasks/1/restore', 409, 'not_deleted', null],
  ['DELETE /tasks/1/permanently', 409, 'not_deleted', null],
  ['DELETE /tasks/1', 404, 'not_found', null],
  ['DELETE /tasks/1', 204, undefined, null],
  ['DELETE /tasks/1', 404, 'not_found', null],
  ['GET /tasks', 200, ['B'], null],
  ['GET /tasks/1', 404, 'not_found', 'yes'],
  ['PATCH /tasks/1', 404, 'not_found', null],
  ['GET /tasks?include_deleted=true', 403, 'forbidden', null],
  ['GET /tasks?include_deleted=true', 200, ['A2', 'B'], null],
  ['GET /tasks/1?include_deleted=true', 200, row(1, 'A2', 7), 'yes'],
  ['DELETE /tasks/1?include_deleted=true', 409, 'already_deleted', null],
  ['GET /tasks?include_deleted=maybe&colour=1', 422, 'bad_query', null],
  ['POST /tasks/1/restore', 404, 'not_found', null],
  ['POST /tasks/1/restore', 200, row(1, 'A2', 7), null],
  ['GET /tasks', 200, ['A2', 'B'], null],
  ['DELETE /tasks/2', 204, undefined, null],
  ['DELETE /tasks/2/permanently', 404, 'not_found', null],
  ['DELETE /tasks/2/permanently', 204, undefined, null],
  ['GET /tasks?include_deleted=true', 200, ['A2'], null],
  [
    ['A2', 1, 7, 7, false],
    ['E', 2, 9, 9, false],
  ],
];

async function withApp(
  database: Database,
  platform: Platform,
  order: readonly string[],
  test: (app: TestApp, view: TaskViewClass) => Promise<void>,
): Promise<void> {
  const view = viewOf(order);
  const app = await TestApp.start(database, platform, [Task, Project], [view] as never, { caller: userOf });
  try {
    await test(app, view);
  } finally {
    await app.close();
  }
}

const [sqlite] = databases;

it('there are 24 orders', () => {
  expect(orders).toHaveLength(24);
});

it.each(orders.map((order) => [order.join(' of '), order] as const))('%s behaves like the others', (_name, order) =>
  withApp(sqlite!, express, order, async (app) => {
    expect(await story(app)).toEqual(expected);
  }),
);

it('the definition and the document are the same in every order', async () => {
  const seen: object[] = [];
  for (const order of orders) {
    await withApp(sqlite!, express, order, ({ app }, view) => {
      const { tags, responses, routes, resource } = describeView(view);
      const { paths } = SwaggerModule.createDocument(app, new DocumentBuilder().build());
      seen.push({
        tags: [...tags].sort(),
        responses,
        routes: routes.map(({ method, action }) => `${method} ${action}`).sort(),
        extra: [...(resource?.list.extraQueryParams ?? [])].sort(),
        flags: resource?.queryFlags,
        paths,
      });
      return Promise.resolve();
    });
  }
  expect(seen[0]).toMatchObject({
    tags: ['Discreet', 'Tasks'],
    responses: { 418: { description: 'A teapot.' } },
    extra: ['shade', 'tint'],
  });
  for (const other of seen) expect(other).toEqual(seen[0]);
});

onEveryDatabaseAndPlatform((database, platform) => {
  it.each([0, 23])('order %i', (index) =>
    withApp(database, platform, orders[index]!, async (app) => {
      expect(await story(app)).toEqual(expected);
    }),
  );
});
