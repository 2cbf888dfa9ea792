import { DocumentBuilder, type OpenAPIObject, SwaggerModule } from '@nestjs/swagger';
import { Expose, Transform } from 'class-transformer';
import {
  Field,
  Filterable,
  limitOffsetDialect,
  Nested,
  ReadOnly,
  RestView,
  Sortable,
  View,
  WriteOnly,
} from 'nestjs-restview';
import { Column, Entity, JoinColumn, ManyToOne, OneToMany, PrimaryGeneratedColumn, type Relation } from 'typeorm';
import { TestApp } from '../fixtures/test-app.js';
import { databases } from '../setup/databases.js';
import { platforms } from '../setup/platforms.js';

class Address {
  @Column({ length: 30 }) city!: string;
  @Column({ length: 10, nullable: true, type: 'varchar' }) zip!: string | null;
}

@Entity()
class Team {
  @PrimaryGeneratedColumn() id!: number;
  @Column({ length: 20 }) name!: string;
  @OneToMany(() => Worker, (worker) => worker.team) workers!: Relation<Worker>[];
}

@Entity()
class Worker {
  @PrimaryGeneratedColumn() id!: number;
  @Column({ length: 40 }) name!: string;
  @Column({ type: 'int', nullable: true }) age!: number | null;
  @Column({ type: 'bigint' }) points!: string;
  @Column({ type: 'decimal', precision: 8, scale: 2 }) pay!: string;
  @Column({ type: 'float' }) score!: number;
  @Column() active!: boolean;
  @Column({ type: 'date' }) born!: string;
  @Column() seenAt!: Date;
  @Column({ type: 'uuid' }) token!: string;
  @Column({ type: 'simple-enum', enum: ['new', 'open', 'done'] }) status!: string;
  @Column({ type: 'json', nullable: true }) extra!: object | null;
  @Column({ select: false }) secret!: string;
  @Column() notes!: string;
  @Column() phone!: string;
  @Column({ nullable: true, type: 'int' }) teamId!: number | null;
  @ManyToOne(() => Team, (team) => team.workers) @JoinColumn({ name: 'teamId' }) team!: Relation<Team> | null;
  @ManyToOne(() => Worker) boss!: Relation<Worker> | null;
  @Column(() => Address) address!: Address;
}

class AddressRead {
  @Field() city!: string;
}

class TeamRead {
  @ReadOnly() readonly id!: number;
  @Field() name!: string;
  @Nested(() => WorkerRead) readonly workers!: WorkerRead[];
}

class WorkerRead {
  @ReadOnly() readonly id!: number;
  @Field() @Expose({ name: 'full_name' }) name!: string;
  @Field() age!: number | null;
  @Field() points!: string;
  @Field() pay!: string;
  @Field() score!: number;
  @Field() active!: boolean;
  @Field() born!: string;
  @Field() seenAt!: Date;
  @Field() token!: string;
  @Filterable(['eq', 'in']) @Field() status!: string;
  @Field() extra!: object | null;
  @WriteOnly() @Field() secret!: string;
  @Filterable(false) @Sortable(false) @Field() notes!: string;
  @Transform(({ value }) => String(value).slice(-2), { toPlainOnly: true }) @Field() phone!: string;
  @Field() teamId!: number | null;
  @Nested(() => TeamRead) readonly team!: TeamRead | null;
  @Nested(() => WorkerRead) readonly boss!: WorkerRead | null;
  @Nested(() => AddressRead) address!: AddressRead;
}

@View('workers', {
  model: Worker,
  schema: WorkerRead,
  searchFields: ['full_name'],
  maxPageSize: 80,
  extraQueryParams: ['tint'],
})
class WorkerView extends RestView<Worker, WorkerRead> {}

class FewRead {
  @ReadOnly() readonly id!: number;
  @Field() name!: string;
  @Field() status!: string;
  @Field() seenAt!: Date;
}

@View('paged', { model: Worker, schema: FewRead, pageKinds: ['page'], defaultPageSize: null })
class PagedView extends RestView<Worker, FewRead> {}

@View('walked', { model: Worker, schema: FewRead, pageKinds: ['cursor'], filterable: ['name'], sortable: ['name'] })
class WalkedView extends RestView<Worker, FewRead> {}

@View('spoken', { model: Worker, schema: FewRead, dialect: limitOffsetDialect, searchFields: ['name'] })
class SpokenView extends RestView<Worker, FewRead> {}

@View('bare', { model: Worker, schema: FewRead, includePaginationMetadata: false })
class BareView extends RestView<Worker, FewRead> {}

interface Parameter {
  readonly name: string;
  readonly in: string;
  readonly required?: boolean;
  readonly description?: string;
  readonly style?: string;
  readonly explode?: boolean;
  readonly schema: Readonly<Record<string, unknown>>;
}

const VIEWS = [WorkerView, PagedView, WalkedView, SpokenView, BareView];
const documents = new Map<string, OpenAPIObject>();

beforeAll(async () => {
  for (const platform of platforms) {
    const app = await TestApp.start(databases[0]!, platform, [Team, Worker], VIEWS);
    documents.set(platform.name, SwaggerModule.createDocument(app.app, new DocumentBuilder().build()));
    await app.close();
  }
});

const document = (): OpenAPIObject => documents.get('express')!;

function parametersOf(path: string): ReadonlyMap<string, Parameter> {
  const parameters = (document().paths[path]?.get?.parameters ?? []) as unknown as Parameter[];
  return new Map(parameters.map((parameter) => [parameter.name, parameter]));
}

const list = (items: object, more: object = { maxItems: 100 }) => ({
  in: 'query',
  required: false,
  style: 'form',
  explode: false,
  schema: { type: 'array', items, minItems: 1, ...more },
});
const plain = (schema: object) => ({ in: 'query', required: false, schema });
const INT = { type: 'integer', minimum: Number.MIN_SAFE_INTEGER, maximum: Number.MAX_SAFE_INTEGER };
const EQUALITY = ['', '__ne', '__in', '__not_in', '__isnull'];
const RANGE = ['__gt', '__gte', '__lt', '__lte', '__between'];
const TEXT = ['__contains', '__icontains', '__startswith', '__istartswith', '__endswith', '__iendswith'];

it('is the same on both platforms', () => {
  expect(JSON.stringify(documents.get('fastify'))).toBe(JSON.stringify(document()));
});

describe('a parameter for every field and operator (65)', () => {
  it.each([
    ['id', [...EQUALITY, ...RANGE]],
    ['full_name', [...EQUALITY, ...RANGE, ...TEXT]],
    ['age', [...EQUALITY, ...RANGE]],
    ['points', [...EQUALITY, ...RANGE]],
    ['pay', [...EQUALITY, ...RANGE]],
    ['score', [...EQUALITY, ...RANGE]],
    ['active', EQUALITY],
    ['born', [...EQUALITY, ...RANGE]],
    ['seenAt', [...EQUALITY, ...RANGE]],
    ['token', EQUALITY],
    ['status', ['', '__in']],
    ['extra', ['__isnull']],
    ['teamId', [...EQUALITY, ...RANGE]],
    ['team', EQUALITY],
    ['team.name', [...EQUALITY, ...RANGE, ...TEXT]],
    ['boss', EQUALITY],
    ['boss.active', EQUALITY],
    ['address.city', [...EQUALITY, ...RANGE, ...TEXT]],
  ])('%s', (field, operators) => {
    const names = [...parametersOf('/workers').keys()].filter((name) => name.split('__')[0] === field);
    expect(names.sort()).toEqual(operators.map((operator) => field + operator).sort());
  });

  it.each([
    ['id', plain(INT)],
    ['id__not_in', list(INT)],
    ['full_name', plain({ type: 'string', maxLength: 40 })],
    ['full_name__in', list({ type: 'string', maxLength: 40 })],
    ['full_name__icontains', plain({ type: 'string', minLength: 1 })],
    ['full_name__endswith', plain({ type: 'string', minLength: 1 })],
    ['full_name__isnull', plain({ type: 'boolean' })],
    ['age__gte', plain(INT)],
    ['age__between', list(INT, { minItems: 2, maxItems: 2 })],
    ['points', plain({ type: 'string', format: 'int64', pattern: '^-?\\d+$' })],
    ['pay', plain({ type: 'string', format: 'decimal', pattern: '^-?0*\\d{1,6}(\\.\\d{1,2}0*)?$' })],
    ['score__lt', plain({ type: 'number' })],
    ['active', plain({ type: 'boolean' })],
    ['born', plain({ type: 'string', format: 'date' })],
    ['seenAt__gt', plain({ type: 'string', format: 'date-time' })],
    ['token__in', list({ type: 'string', format: 'uuid' })],
    ['status', plain({ type: 'string', enum: ['new', 'open', 'done'] })],
    ['address.city', plain({ type: 'string', maxLength: 30 })],
    ['page', plain({ type: 'integer', minimum: 1, default: 1 })],
    ['page_size', plain({ type: 'integer', minimum: 1, maximum: 80, default: 50 })],
    ['include_total', plain({ type: 'boolean' })],
    ['cursor', plain({ type: 'string' })],
    ['q', plain({ type: 'string' })],
    ['or', plain({ type: 'string' })],
    ['tint', plain({ type: 'string' })],
  ])('%s has its type', (name, expected) => {
    const { description, ...rest } = parametersOf('/workers').get(name)!;
    expect(description).toMatch(/\.$/);
    expect(rest).toMatchObject({ name, ...expected });
  });

  it('sorts by a list of fields, with "-" for descending', () => {
    const { schema, ...sort } = parametersOf('/workers').get('sort')!;
    expect(sort).toMatchObject({ style: 'form', explode: false });
    expect(schema).toMatchObject({ type: 'array', maxItems: 5, items: { type: 'string' } });
    const { enum: names } = schema['items'] as { readonly enum: readonly string[] };
    expect(names).toEqual(expect.arrayContaining(['full_name', '-full_name', 'team.name', '-team.name']));
  });

  it('says how a value with a comma is written, where there may be one', () => {
    const commas = 'A value that has a comma, or a quote in front, stands in double quotes';
    for (const name of ['full_name', 'full_name__ne', 'full_name__not_in', 'full_name__between']) {
      expect(parametersOf('/workers').get(name)!.description).toContain(commas);
    }
    expect(parametersOf('/workers').get('full_name__in')!.description).toContain(commas);
    expect(parametersOf('/workers').get('age__in')!.description).not.toContain(commas);
  });

  it('says what becomes of rows without a value', () => {
    expect(parametersOf('/workers').get('age__ne')!.description).toContain('Rows without a value are not among them.');
    expect(parametersOf('/workers').get('full_name__ne')!.description).not.toContain('without a value');
  });

  it('has each name once', () => {
    for (const { get } of Object.values(document().paths)) {
      const names = (get?.parameters ?? []).map((parameter) => 'name' in parameter && parameter.name);
      expect(names).toHaveLength(new Set(names).size);
    }
  });
});

it('names no field that is write-only, hidden, kept from filters or changed on its way out', () => {
  const names = [...parametersOf('/workers').keys()].map((name) => name.split('__')[0]);
  for (const field of ['secret', 'notes', 'phone', 'name', 'address.zip', 'boss.secret', 'team.workers.secret']) {
    expect(names).not.toContain(field);
  }
  const sort = JSON.stringify(parametersOf('/workers').get('sort'));
  expect(sort).toContain('full_name');
  for (const field of ['secret', 'notes', 'phone', 'extra']) expect(sort).not.toMatch(new RegExp(`\\b${field}\\b`));
  expect(parametersOf('/workers').get('fields')!.description).not.toContain('secret');
  const { parameters, responses } = document().paths['/workers']!.get!;
  expect(JSON.stringify([parameters, responses])).not.toContain('secret');
});

it('ends where schemas nest each other and themselves (DEF-25)', () => {
  const names = [...parametersOf('/workers').keys()];
  expect(names).toContain('boss.team');
  expect(names).not.toContain('boss.boss.full_name');
  expect(names).not.toContain('team.workers.team.name');
  expect(names.length).toBeLessThan(400);
  const { schemas } = document().components!;
  expect(schemas?.WorkerRead).toMatchObject({ properties: { full_name: { type: 'string' } } });
  expect(schemas?.TeamRead).toBeDefined();
});

describe('what a view leaves out is left out of its document', () => {
  it.each([
    ['/paged', ['page', 'page_size', 'include_total'], ['cursor', 'q', 'tint']],
    [
      '/walked',
      ['cursor', 'page_size', 'name', 'name__icontains', 'sort'],
      ['page', 'q', 'status', 'id', 'seenAt__gt'],
    ],
  ])('%s', (path, present, absent) => {
    const names = [...parametersOf(path).keys()];
    for (const name of present) expect(names).toContain(name);
    for (const name of absent) expect(names).not.toContain(name);
  });

  it('has no default page size where every row comes', () => {
    expect(parametersOf('/paged').get('page_size')!.schema).toEqual({ type: 'integer', minimum: 1, maximum: 1000 });
    expect(parametersOf('/walked').get('sort')!.schema).toMatchObject({ items: { enum: ['name', '-name'] } });
  });
});

describe('the page component', () => {
  const pageOf = (path: string): { properties: Record<string, object>; required?: string[] } => {
    const answer = JSON.stringify(document().paths[path]?.get?.responses['200']);
    const [, name = ''] = /schemas\/(\w+)"/.exec(answer) ?? [];
    return document().components!.schemas![name] as never;
  };

  it.each([
    ['/workers', ['items', 'page_size'], ['next', 'page', 'prev', 'total', 'total_pages']],
    ['/paged', ['items', 'page', 'page_size'], ['total', 'total_pages']],
    ['/walked', ['items', 'page_size'], ['next', 'prev', 'total']],
    ['/spoken', ['items', 'limit', 'offset'], []],
  ])('of %s has its kinds of pages', (path, required, optional) => {
    const { properties, required: found = [] } = pageOf(path);
    const isSpoken = path === '/spoken';
    expect(Object.keys(properties).sort()).toEqual([...required, ...optional, ...(isSpoken ? ['total'] : [])].sort());
    expect(found.filter((name) => name !== 'total' || !isSpoken).sort()).toEqual(required);
  });

  it('is no component for a bare array', () => {
    const { content } = document().paths['/bare']!.get!.responses['200'] as never as { content: object };
    expect(content).toEqual({
      'application/json': { schema: { type: 'array', items: { $ref: '#/components/schemas/FewRead' } } },
    });
  });

  it('announces the Link header', () => {
    for (const path of ['/workers', '/bare']) {
      expect(document().paths[path]!.get!.responses['200']).toMatchObject({ headers: { Link: {} } });
    }
  });
});

it("has the parameters of the view's dialect and no others", () => {
  const parameters = parametersOf('/spoken');
  expect([...parameters.keys()].filter((name) => !name.startsWith('name') && !name.startsWith('seenAt'))).toEqual([
    ...['currentPage', 'pageSize', 'limit', 'offset', 'orderBy', 'sortOrder', 'searchString', 'searchIgnoreCase'],
    ...['id', 'idIn', 'idNotIn', 'ids', 'status', 'statusIn', 'statusNotIn'],
  ]);
  // A list is a repeated parameter here.
  expect(parameters.get('statusIn')).toMatchObject({ style: 'form', explode: true, schema: { type: 'array' } });
  expect(parameters.get('orderBy')!.schema).toEqual({ type: 'string', enum: ['id', 'name', 'seenAt', 'status'] });
  expect(parameters.get('sortOrder')!.schema).toEqual({ type: 'string', enum: ['asc', 'desc'], default: 'desc' });
});
