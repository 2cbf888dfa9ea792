import { type FieldDescription, type SchemaDescription, type ViewDefinition, ViewRegistry } from 'nestjs-restview';
import { type Database, onEveryDatabase } from '../setup/databases.js';
import type { HttpAnswer } from '../setup/http.js';
import { TENANT_ROWS, type TenantRows } from './tracker/tenant-table.js';
import { everyRow, strangersIn, told, TwoWorlds } from './two-worlds.js';

/** A field of a body that names a row of another resource. */
interface ReferenceField {
  readonly view: ViewDefinition;
  readonly field: FieldDescription;
  readonly target: TenantRows;
}

/** Which rows a reference of the tracker names; a reference field that is not here fails the tests. */
const REFERENCES: Readonly<Record<string, string>> = {
  'ProjectView.lead': 'UserView',
  'ProjectMemberView.projectId': 'ProjectView',
  'ProjectMemberView.userId': 'UserView',
  'SprintView.projectId': 'ProjectView',
  'TaskView.projectId': 'ProjectView',
  'TaskView.assignee': 'UserView',
  'TaskView.reporter': 'UserView',
  'TaskView.sprint': 'SprintView',
  'TaskView.parentId': 'TaskView',
  'TaskView.labels': 'LabelView',
  'ChecklistItemView.taskId': 'TaskView',
  'CommentView.taskId': 'TaskView',
  'AttachmentView.taskId': 'TaskView',
};

/** Which rows a nested write of the tracker makes, changes and removes. */
const NESTED_WRITES: Readonly<Record<string, { readonly target: string; readonly row: object }>> = {
  'TaskView.checklist': { target: 'ChecklistItemView', row: { text: 'newer' } },
};

const keyValue = (key: string): string | number => (/^-?\d+$/.test(key) ? Number(key) : key);

function suite(database: Database): void {
  let worlds: TwoWorlds;
  let views: readonly ViewDefinition[];

  beforeAll(async () => {
    worlds = await TwoWorlds.start(database);
    views = worlds.shared.app.get(ViewRegistry).views;
  });
  afterAll(() => worlds.close());
  beforeEach(() => worlds.reset());

  const rowsOf = (name: string): TenantRows => {
    const rows = TENANT_ROWS[name];
    if (!rows) throw new Error(`${name} has no entry in the table of the tenants' rows`);
    return rows;
  };
  const prefix = ({ paths }: ViewDefinition): string => `/${paths[0] ?? ''}`;
  const writable = ({ fields }: SchemaDescription): readonly FieldDescription[] =>
    fields.filter(({ access }) => access !== 'read-only');
  const bodiesOf = ({ resource }: ViewDefinition): readonly FieldDescription[] =>
    resource ? [...writable(resource.create.description), ...writable(resource.update.description)] : [];

  const referenceFields = (): readonly ReferenceField[] =>
    views.flatMap((view) =>
      bodiesOf(view)
        .filter(
          (field, index, all) => field.reference && all.findIndex((one) => one.wireName === field.wireName) === index,
        )
        .map((field) => ({ view, field, target: rowsOf(REFERENCES[`${view.name}.${field.wireName}`] ?? '') })),
    );

  it('knows every field by which a body names rows', () => {
    const names = views.flatMap((view) =>
      bodiesOf(view)
        .filter(({ reference, write }) => reference ?? write)
        .map(({ wireName }) => `${view.name}.${wireName}`),
    );
    const known = [...Object.keys(REFERENCES), ...Object.keys(NESTED_WRITES)];
    expect([...new Set(names)].sort()).toEqual(known.sort());
  });

  describe('a reference to a row of another tenant', () => {
    /** A body with one field more, whose reference names the row. */
    const bodyWith = (body: object, { wireName, reference, isList }: FieldDescription, key: string): object => {
      const value = reference?.form === 'object' ? { id: keyValue(key) } : keyValue(key);
      return { ...body, [wireName]: isList ? [value] : value };
    };

    it('is refused as one to a missing row, on create and on update', async () => {
      const before = await everyRow(worlds.shared.dataSource);
      const wrong: string[] = [];
      for (const { view, field, target } of referenceFields()) {
        const { create, visible } = rowsOf(view.name);
        const requests: (readonly [string, string, object])[] = [
          ['POST', prefix(view), create ?? {}],
          // A key stays what it is; a body may have it, as a client sends back what it read.
          ...(field.column?.primary ? [] : [['PATCH', `${prefix(view)}/${visible[0] ?? ''}`, {}] as const]),
        ];
        for (const [method, path, body] of requests) {
          const ask = (key: string): Promise<HttpAnswer> =>
            worlds.ask('admin', method, path, { json: bodyWith(body, field, key) });
          const absent = await ask(target.missing);
          const name = `${method} ${view.name}.${field.wireName}`;
          const refusal = told(absent).replaceAll(target.missing, 'KEY');
          if (absent.status !== 422 || !refusal.includes('reference_not_found')) wrong.push(`${name}: ${refusal}`);
          for (const key of target.hidden) {
            const answer = await ask(key);
            const found = told(answer).replaceAll(key, 'KEY');
            if (found !== refusal) wrong.push(`${name} ${key}: ${found} but missing ${refusal}`);
            wrong.push(...strangersIn(answer, key).map((shown) => `${name} ${key} shows ${shown}`));
          }
        }
      }
      expect(wrong).toEqual([]);
      expect(await everyRow(worlds.shared.dataSource)).toBe(before);
    });

    it('is refused in a list beside one of its own', async () => {
      const ask = (labels: readonly number[]) => worlds.ask('member', 'PATCH', '/tasks/1', { json: { labels } });
      const hidden = await ask([1, -770001, 3]);
      expect(hidden).toMatchObject({ status: 422, json: { errors: [{ pointer: '/labels/1' }] } });
      expect(told(hidden).replaceAll('-770001', 'KEY')).toBe(
        told(await ask([1, -660001, 3])).replaceAll('-660001', 'KEY'),
      );
    });

    it('that is there already does not come back, and survives a write of something else', async () => {
      for (const path of ['/tasks/3', '/projects/2']) {
        expect(await worlds.differences('member', 'GET', path)).toEqual([]);
        const json = path === '/tasks/3' ? { title: 'Icon II' } : { name: 'App II' };
        const answer = await worlds.ask('member', 'PATCH', path, { json });
        expect(answer.status).toBe(200);
        expect(strangersIn(answer)).toEqual([]);
      }
      const rows = await everyRow(worlds.shared.dataSource);
      expect(rows.match(/"assigneeId":-770001/g)).toHaveLength(3);
    });
  });

  describe('a nested write', () => {
    it('of a row of another tenant is refused as one of a missing row', async () => {
      const before = await everyRow(worlds.shared.dataSource);
      const wrong: string[] = [];
      for (const [name, { target, row }] of Object.entries(NESTED_WRITES)) {
        const [viewName = '', wireName = ''] = name.split('.');
        const view = views.find((one) => one.name === viewName);
        if (!view) throw new Error(`there is no ${viewName}`);
        for (const key of rowsOf(viewName).visible) {
          const ask = (id: string): Promise<HttpAnswer> =>
            worlds.ask('member', 'PATCH', `${prefix(view)}/${key}`, {
              json: { [wireName]: [{ ...row, id: keyValue(id) }] },
            });
          const { missing, hidden } = rowsOf(target);
          const refusal = told(await ask(missing)).replaceAll(missing, 'KEY');
          if (!refusal.startsWith('[422')) wrong.push(`${name} ${refusal}`);
          for (const id of hidden) {
            const answer = await ask(id);
            if (told(answer).replaceAll(id, 'KEY') !== refusal) wrong.push(`${name} ${id} ${told(answer)}`);
            wrong.push(...strangersIn(answer, id).map((shown) => `${name} ${id} shows ${shown}`));
          }
        }
      }
      expect(wrong).toEqual([]);
      expect(await everyRow(worlds.shared.dataSource)).toBe(before);
    });

    it('that replaces all leaves the rows of another tenant', async () => {
      const answer = await worlds.ask('member', 'PATCH', '/tasks/1', { json: { checklist: [{ text: 'only' }] } });
      expect(answer).toMatchObject({ status: 200, json: { checklist: [{ text: 'only' }] } });
      expect(strangersIn(answer)).toEqual([]);
      expect(await everyRow(worlds.shared.dataSource)).toContain('zorble check in Checkout');
    });
  });

  describe('what refers to a row', () => {
    it('is told without rows of another tenant', async () => {
      const found: string[] = [];
      for (const view of views.filter(({ routes }) => routes.some(({ path }) => path.endsWith('/referrers')))) {
        for (const key of rowsOf(view.name).visible) {
          found.push(...(await worlds.differences('member', 'GET', `${prefix(view)}/${key}/referrers`)));
        }
      }
      expect(found).toEqual([]);
    });

    it('is told of a delete that is refused without rows of another tenant', async () => {
      // Ada and Bob are held by rows of their own tenant too, Cy by rows of the other one alone.
      for (const id of [1, 2]) expect(await worlds.differences('admin', 'DELETE', `/users/${String(id)}`)).toEqual([]);
      const held = await worlds.ask('admin', 'DELETE', '/users/3');
      expect(held).toMatchObject({ status: 409, json: { code: 'still_referenced', blockers: [] } });
      expect(strangersIn(held)).toEqual([]);
    });

    it('goes the same way with a row that nothing holds', async () => {
      expect(await worlds.differences('admin', 'DELETE', '/labels/1')).toEqual([]);
      expect(await worlds.differences('admin', 'DELETE', '/projects/2')).toEqual([]);
      expect(await worlds.differences('admin', 'POST', '/projects/2/restore')).toEqual([]);
    });
  });

  it('deletes and restores what rows of another tenant hang on, without a word of them and they come back as they were', async () => {
    // What a cascade does to a row moves the date of its last change, whoever sees the row.
    const theirs = async (): Promise<string[]> => {
      const rows = (await everyRow(worlds.shared.dataSource)).split('\n');
      const parts = rows.filter((row) => /^(?:task|comment|sprint) .*zorble/i.test(row));
      return parts.map((row) => row.replace(/"updatedAt":"[^"]*"/, ''));
    };
    const before = await theirs();
    expect(before.length).toBeGreaterThan(6);
    for (const [method, path] of [
      ['DELETE', '/projects/1'],
      ['POST', '/projects/1/restore'],
      ['DELETE', '/tasks/1'],
      ['POST', '/tasks/1/restore'],
    ] as const) {
      expect(await worlds.differences('admin', method, path)).toEqual([]);
    }
    expect(await theirs()).toEqual(before);
  });

  it('tells the graph of the resources, and no rows', async () => {
    expect(await worlds.differences('member', 'GET', '/_relations')).toEqual([]);
    expect((await worlds.ask('member', 'GET', '/_relations')).status).toBe(200);
  });

  it('puts new rows into the tenant of the caller, nested ones too, and lets no body say otherwise', async () => {
    for (const view of views) {
      const { create } = rowsOf(view.name);
      if (!create) continue;
      const json = view.name === 'TaskView' ? { ...create, checklist: [{ text: 'new' }] } : create;
      const theirs = await worlds.ask('admin', 'POST', prefix(view), { json: { ...json, organisationId: -770001 } });
      expect(theirs.status).toBe(422);
      const before = await everyRow(worlds.shared.dataSource);
      const made = await worlds.ask('admin', 'POST', prefix(view), { json });
      expect([view.name, made.status]).toEqual([view.name, 201]);
      expect(strangersIn(made)).toEqual([]);
      const lines = new Set(before.split('\n'));
      const added = (await everyRow(worlds.shared.dataSource)).split('\n').filter((line) => !lines.has(line));
      expect(added.join('\n')).not.toMatch(/"organisationId":(?!1\b)/);
    }
  });

  it('says of a value that only another tenant has no more than that it is taken', async () => {
    const email = await worlds.ask('admin', 'POST', '/users', { json: { email: 'one@zorble.example', name: 'One' } });
    expect(email.status).toBe(409);
    expect(strangersIn(email, 'one@zorble.example')).toEqual([]);
    // Keys of projects are unique in their organisation, so there the value is free.
    expect((await worlds.ask('admin', 'POST', '/projects', { json: { key: 'ZORBLE1', name: 'Ours' } })).status).toBe(
      201,
    );
  });
}

onEveryDatabase(suite);
