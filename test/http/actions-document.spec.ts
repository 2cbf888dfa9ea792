import { DocumentBuilder, type OpenAPIObject, SwaggerModule } from '@nestjs/swagger';
import { Validator } from '@seriousme/openapi-schema-validator';
import { describeView } from 'nestjs-restview';
import { AuditRow } from '../fixtures/audit-row.entity.js';
import { Org } from '../fixtures/org.entity.js';
import { Post, PostOrgView, PostRead, PostView, PublishInput } from '../fixtures/posts.js';
import { TestApp } from '../fixtures/test-app.js';
import { User } from '../fixtures/user.entity.js';
import { databases } from '../setup/databases.js';
import { onEveryPlatform } from '../setup/platforms.js';

const json = (operation: unknown, part: string): unknown => {
  const content: unknown = Reflect.get(Object(operation), part);
  return Reflect.get(Object(Reflect.get(Object(content), 'content')), 'application/json');
};

onEveryPlatform((platform) => {
  let app: TestApp;
  let document: OpenAPIObject;
  const operation = (method: string, path: string) => Object(Reflect.get(Object(document.paths[path]), method));

  beforeAll(async () => {
    const [database] = databases;
    app = await TestApp.start(database!, platform, [Post, Org, User, AuditRow], [PostView, PostOrgView]);
    document = SwaggerModule.createDocument(app.app, new DocumentBuilder().build());
  });
  afterAll(() => app.close());

  it('is valid', async () => {
    const copy = JSON.parse(JSON.stringify(document)) as Record<string, unknown>;
    expect(await new Validator().validate(copy)).toMatchObject({ valid: true });
  });

  it('has what an action takes and answers', () => {
    const publish = operation('post', '/posts/{id}/publish');
    expect(publish.summary).toBe('Publish');
    expect(json(publish, 'requestBody')).toEqual({ schema: { $ref: '#/components/schemas/PublishInput' } });
    expect(document.components?.schemas?.PublishInput).toEqual({
      type: 'object',
      properties: {
        reason: { type: 'string', minLength: 3, maxLength: 20 },
        rank: { type: 'integer', minimum: 0, maximum: 10, nullable: true },
      },
      required: ['reason'],
    });
    expect(publish.parameters).toMatchObject([{ name: 'id', in: 'path' }, { name: 'trace' }]);
    expect(Object.keys(publish.responses)).toEqual([
      '200',
      '400',
      '403',
      '404',
      '409',
      '412',
      '413',
      '415',
      '422',
      '503',
    ]);
    expect(publish.responses['409'].description).toBe('It is published already.');
    expect(json(publish.responses, '200')).toEqual({ schema: { $ref: '#/components/schemas/PostRead' } });
  });

  it('has the body by columns, references and nested classes', () => {
    const schemas = document.components?.schemas ?? {};
    expect(schemas.RenameInput).toMatchObject({ properties: { title: { type: 'string', maxLength: 40 } } });
    expect(schemas.AssignInput).toMatchObject({ properties: { orgId: { 'x-resource-ref': 'orgs' } } });
    expect(schemas.ImportInput).toMatchObject({
      properties: { drafts: { type: 'array', items: { $ref: '#/components/schemas/DraftInput' } } },
    });
    expect(schemas.DraftInput).toMatchObject({ properties: { title: { type: 'string' } }, required: ['title'] });
  });

  it('has answers of all kinds', () => {
    const row = '#/components/schemas/PostRead';
    const copied = operation('post', '/posts/{id}/copy').responses['201'];
    expect(Object.keys(copied.headers)).toEqual(['Location']);
    expect(json(operation('post', '/posts/import').responses, '201')).toEqual({
      schema: { type: 'array', items: { $ref: row } },
    });
    expect(json(operation('post', '/posts/report').responses, '202')).toEqual({
      schema: { $ref: '#/components/schemas/ImportReport' },
    });
    expect(Object.keys(operation('post', '/posts/reset').responses)).toContain('204');
    const stats = operation('get', '/posts/stats/by-status');
    expect(stats.requestBody).toBeUndefined();
    expect(Object.keys(stats.responses)).toEqual(['200', '403', '422', '503']);
    expect(operation('put', '/posts/{id}/assign').summary).toBe('Give to');
  });
});

describe('the definition', () => {
  it('has the actions as data', () => {
    const { resource, routes } = describeView(PostView);
    const actions = resource?.actions ?? [];
    expect(Object.isFrozen(actions) && actions.every((action) => Object.isFrozen(action))).toBe(true);
    expect(actions.find(({ verb }) => verb === 'publish')).toMatchObject({
      ...{ name: 'publish', label: 'Publish', kind: 'instance', method: 'publishEndpoint', httpMethod: 'POST' },
      ...{ path: '/:id/publish', status: 200, lock: true, creates: false },
      body: { schema: PublishInput, description: { name: 'PublishInput' } },
      response: { schema: PostRead, isList: false, isOfView: true },
    });
    expect(actions.find(({ verb }) => verb === 'assign')).toMatchObject({ name: 'reassign', label: 'Give to' });
    expect(actions.find(({ verb }) => verb === 'reset')).toMatchObject({
      ...{ kind: 'collection', path: '/reset', status: 204, body: null, response: null },
    });
    expect(routes).toContainEqual({
      ...{ method: 'assignEndpoint', action: 'reassign', httpMethod: 'PUT', path: '/:id/assign' },
      operationId: 'assignPost',
    });
  });
});
