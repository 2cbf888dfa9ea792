import { DocumentBuilder, type OpenAPIObject } from '@nestjs/swagger';
import { Expose } from 'class-transformer';
import {
  createDocument,
  describeView,
  Field,
  limitOffsetDialect,
  InstanceAction,
  ReactAdminView,
  ReadOnly,
  View,
  ViewRoute,
} from 'nestjs-restview';
import {
  Article,
  ArticleView,
  Country,
  CountryView,
  REACT_ADMIN_ENTITIES,
  REACT_ADMIN_VIEWS,
  SeatView,
  Topic,
} from '../fixtures/react-admin-world.js';
import { TestApp } from '../fixtures/test-app.js';
import { databases } from '../setup/databases.js';
import { objectionsTo, typeErrorsIn, typesOf } from '../setup/documents.js';
import { express } from '../setup/platforms.js';

type Json = any; // eslint-disable-line @typescript-eslint/no-explicit-any -- a document is looked into at any place

describe('the document', () => {
  let app: TestApp;
  let document: OpenAPIObject;
  let paths: Json;

  const build = (version: string): OpenAPIObject =>
    createDocument(
      app.app,
      new DocumentBuilder().setTitle('A test').setDescription('A test').setOpenAPIVersion(version).build(),
    );

  beforeAll(async () => {
    app = await TestApp.start(databases[0]!, express, REACT_ADMIN_ENTITIES, REACT_ADMIN_VIEWS);
    document = build('3.0.0');
    paths = document.paths;
  });

  afterAll(() => app.close());

  test.each(['3.0.0', '3.1.0'])('is valid as %s, and a client can be made of it', async (version) => {
    const made = build(version);
    expect(await objectionsTo(made)).toEqual([]);
    expect(typeErrorsIn(await typesOf(made))).toEqual([]);
  });

  test('has the parameters of lists', () => {
    const { parameters } = paths['/articles'].get;
    expect(parameters.map(({ name }: Json) => name)).toEqual(['sort', 'range', 'filter', 'embed', 'cheap']);
    const filter = parameters.find(({ name }: Json) => name === 'filter');
    expect(filter.description).toMatch(/writer\.name.*__icontains/);
    expect(filter.description).not.toMatch(/secret|hidden|archived/);
    expect(paths['/articles/{id}'].get.parameters.map(({ name }: Json) => name)).toEqual(['id', 'embed', 'cheap']);
    const flags = paths['/chores'].get.parameters.map(({ name }: Json) => name);
    expect(flags).toEqual(['sort', 'range', 'filter', 'include_deleted']);
  });

  test('has bare arrays with Content-Range', () => {
    const answer = paths['/articles'].get.responses['200'];
    expect(answer.content['application/json'].schema).toEqual({
      type: 'array',
      items: { $ref: '#/components/schemas/ArticleRead' },
    });
    expect(Object.keys(answer.headers)).toEqual(['Content-Range']);
    expect(paths['/plain-articles'].get.responses['200'].headers).toHaveProperty('Link');
  });

  test('has PUT beside PATCH, and the deleted record', () => {
    const item = paths['/articles/{id}'];
    expect(item.put.operationId).toBe('replaceArticle');
    expect(item.put.summary).toBe('Replace article');
    expect(item.patch.operationId).toBe('updateArticle');
    expect(item.put.requestBody).toEqual(item.patch.requestBody);
    expect(Object.keys(item.put.responses)).toEqual(Object.keys(item.patch.responses));
    expect(Object.keys(item.delete.responses)).toContain('200');
    expect(Object.keys(item.delete.responses)).not.toContain('204');
    expect(item.delete.responses['200'].content['application/json'].schema.$ref).toContain('ArticleRead');
    expect(paths['/plain-articles/{id}'].put).toBeUndefined();
    expect(Object.keys(paths['/plain-articles/{id}'].delete.responses)).toContain('204');
  });

  test('has the problems of these views', () => {
    const refOf = (path: string): string =>
      paths[path].get.responses['422'].content['application/problem+json'].schema.$ref;
    expect(refOf('/articles')).toBe('#/components/schemas/ReactAdminProblem');
    expect(refOf('/plain-articles')).toBe('#/components/schemas/ProblemDetails');
    const problem = document.components?.schemas?.ReactAdminProblem as Json;
    expect(problem.properties.errors.type).toBe('object');
    expect(problem.properties.mistakes.items.$ref).toContain('ProblemMistake');
    expect(problem.required).toEqual(expect.arrayContaining(['message', 'code']));
    expect(problem.properties.code.enum).toContain('not_found');
  });

  test('gives rows an id where the schema has none', () => {
    const country = document.components?.schemas?.CountryReadWithId as Json;
    expect(Object.keys(country.properties).sort()).toEqual(['code', 'id', 'name']);
    expect(country.required).toContain('id');
    expect(paths['/seats/{id}'].get.parameters[0]).toMatchObject({ name: 'id', schema: { type: 'string' } });
  });

  test('tells programs of the resource', () => {
    const resource = paths['/articles'].get['x-restview-resource'];
    expect(resource.operations).toEqual({
      list: 'listArticles',
      create: 'createArticle',
      get: 'getArticle',
      update: 'updateArticle',
      replace: 'replaceArticle',
      delete: 'deleteArticle',
    });
    expect(resource.page).toMatchObject({ kinds: ['page'], defaultSize: 25, maxSize: 1000, envelope: false });
    expect(resource.itemPath).toBe('/articles/{id}');
    const price = resource.fields.find(({ name }: Json) => name === 'price');
    expect(price.filters).toMatchObject({ eq: 'price', gte: 'price__gte' });
    expect(paths['/seats'].get['x-restview-resource']).toMatchObject({ itemPath: '/seats/{id}' });
  });

  test('and the definition agree', () => {
    const { routes, resource } = describeView(ArticleView);
    expect(routes.map(({ httpMethod, path, action, method }) => `${httpMethod} ${path} ${action} ${method}`)).toEqual([
      'GET / getMany getManyEndpoint',
      'POST / create createEndpoint',
      'GET /:id getOne getOneEndpoint',
      'PATCH /:id update updateEndpoint',
      'PUT /:id update replaceEndpoint',
      'DELETE /:id delete deleteEndpoint',
    ]);
    expect(resource).toMatchObject({ addsId: false, includePaginationMetadata: false });
    expect(describeView(CountryView).resource).toMatchObject({ addsId: true });
    expect(describeView(SeatView).resource?.key).toMatchObject({ path: '/:id', parameters: ['id'] });
  });
});

describe('the start', () => {
  const start = (...views: Parameters<typeof TestApp.start>[3]) =>
    TestApp.start(databases[0]!, express, REACT_ADMIN_ENTITIES, views).then((app) => app.close());

  test('reports options that have no meaning here', async () => {
    @View('a', { model: Topic, includePaginationMetadata: false })
    class EnvelopeView extends ReactAdminView<Topic> {}
    await expect(start(EnvelopeView)).rejects.toThrow(/EnvelopeView: "includePaginationMetadata".*bare arrays/s);

    @View('a', { model: Topic, pageKinds: ['cursor'] })
    class CursorView extends ReactAdminView<Topic> {}
    await expect(start(CursorView)).rejects.toThrow(/CursorView: "pageKinds".*"range"/s);

    @View('a', { model: Topic, dialect: limitOffsetDialect })
    class OtherDialectView extends ReactAdminView<Topic> {}
    await expect(start(OtherDialectView)).rejects.toThrow(/OtherDialectView: "dialect"/);
  });

  test('reports an id that finds no row', async () => {
    class OddRead {
      @ReadOnly() readonly id!: number;
      @Field() title!: string;
    }
    class RenamedRead {
      @Field() code!: string;
      @Expose({ name: 'id' }) @Field() name!: string;
    }
    @View('a', { model: Article, schema: OddRead })
    class FineView extends ReactAdminView<Article, OddRead> {}
    await expect(start(FineView)).resolves.toBeUndefined();

    @View('a', { model: Country, schema: RenamedRead })
    class OddView extends ReactAdminView<Country, RenamedRead> {}
    await expect(start(OddView)).rejects.toThrow(/OddView: "schema".*"id".*code/s);
  });

  test('takes an id by another name', async () => {
    class CodeRead {
      @Expose({ name: 'id' }) @Field() code!: string;
      @Field() name!: string;
    }
    @View('a', { model: Country, schema: CodeRead })
    class CodeView extends ReactAdminView<Country, CodeRead> {}
    const app = await TestApp.start(databases[0]!, express, REACT_ADMIN_ENTITIES, [CodeView]);
    await app.dataSource.manager.save(Country, { code: 'IT', name: 'Italy' });
    expect((await app.request('GET', '/a?filter={"id":["IT"]}&sort=["id","DESC"]')).json).toEqual([
      { id: 'IT', name: 'Italy' },
    ]);
    expect((await app.request('PUT', '/a/IT', { json: { id: 'IT', name: 'x' } })).json).toEqual({
      id: 'IT',
      name: 'x',
    });
    await app.close();
  });

  test('reports an action that would be the PUT, and names of routes that are not', async () => {
    @View('a', { model: Topic })
    class ReplacingView extends ReactAdminView<Topic> {
      @InstanceAction('replace')
      replace(_topic: Topic) {
        return undefined;
      }
    }
    await expect(start(ReplacingView)).rejects.toThrow(/ReplacingView.replace.*replaceEndpoint/s);

    @View('a', { model: Topic, excludeRoutes: ['putEndpoint'] })
    class MisspeltView extends ReactAdminView<Topic> {}
    await expect(start(MisspeltView)).rejects.toThrow(/putEndpoint.*replaceEndpoint/s);
  });

  test('the number of rows follows the view', () => {
    @View('a', { model: Topic, maxPageSize: 10 })
    class SmallView extends ReactAdminView<Topic> {}
    expect(describeView(SmallView).resource?.list.defaultPageSize).toBe(10);

    @View('a', { model: Topic, defaultPageSize: 40, routes: [ViewRoute.GET_MANY] })
    class OwnSizeView extends ReactAdminView<Topic> {}
    expect(describeView(OwnSizeView).resource?.list.defaultPageSize).toBe(40);
  });
});
