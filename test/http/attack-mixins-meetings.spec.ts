import type { INestApplication } from '@nestjs/common';
import { DocumentBuilder, type OpenAPIObject, SwaggerModule } from '@nestjs/swagger';
import {
  Field,
  MustExist,
  Nested,
  ReadOnly,
  ReadOnlyView,
  Referrers,
  RestView,
  SoftDelete,
  type Subject,
  Stamped,
  TenantScoped,
  View,
  type ViewContext,
} from 'nestjs-restview';
import {
  ChildEntity,
  Column,
  DeleteDateColumn,
  Entity,
  Index,
  JoinTable,
  ManyToMany,
  ManyToOne,
  OneToMany,
  PrimaryGeneratedColumn,
  type Relation,
  TableInheritance,
} from 'typeorm';
import { userOf } from '../fixtures/task.entity.js';
import { TestApp } from '../fixtures/test-app.js';
import { onEveryDatabase } from '../setup/databases.js';
import type { HttpAnswer } from '../setup/http.js';
import { express } from '../setup/platforms.js';

/** Found by its slug. */
@Entity()
class Article {
  @PrimaryGeneratedColumn() id!: number;
  @Column({ length: 20, unique: true }) slug!: string;
  @Column({ type: 'int' }) tenantId!: number;
  @Column({ type: 'int' }) editorId!: number;
  @ManyToMany(() => Tag, (tag) => tag.articles) @JoinTable() tags!: Relation<Tag>[];
  @OneToMany(() => Note, (note) => note.article) notes!: Relation<Note>[];
  @DeleteDateColumn() deletedAt!: Date | null;
}

@Entity()
class Note {
  @PrimaryGeneratedColumn() id!: number;
  @Column({ length: 20 }) text!: string;
  @ManyToOne(() => Article, (article) => article.notes, { nullable: false, onDelete: 'CASCADE' })
  article!: Relation<Article>;
  @DeleteDateColumn() deletedAt!: Date | null;
}

@Entity()
class Tag {
  @PrimaryGeneratedColumn() id!: number;
  @Column({ length: 20 }) name!: string;
  @ManyToMany(() => Article, (article) => article.tags) articles!: Relation<Article>[];
  @DeleteDateColumn() deletedAt!: Date | null;
}

/** Holds an article, and is softly deleted itself. */
@Entity()
class Quote {
  @PrimaryGeneratedColumn() id!: number;
  @Column({ type: 'int' }) articleId!: number;
  @ManyToOne(() => Article, { onDelete: 'RESTRICT' }) article!: Relation<Article>;
  @DeleteDateColumn() deletedAt!: Date | null;
}

/** A code is unique among the live ones. */
@Entity()
@Index(['code'], { unique: true, where: '"deletedAt" IS NULL' })
class Badge {
  @PrimaryGeneratedColumn() id!: number;
  @Column({ length: 20 }) code!: string;
  @DeleteDateColumn() deletedAt!: Date | null;
}

@Entity()
@TableInheritance({ column: { type: 'varchar', length: 10, name: 'kind' } })
class Animal {
  @PrimaryGeneratedColumn() id!: number;
  @Column({ length: 20 }) name!: string;
  @ManyToOne(() => Animal, { nullable: true, onDelete: 'CASCADE' }) mother!: Relation<Animal> | null;
  @DeleteDateColumn() deletedAt!: Date | null;
}
@ChildEntity()
class Cat extends Animal {}
@ChildEntity()
class Dog extends Animal {}
@Entity()
class Toy {
  @PrimaryGeneratedColumn() id!: number;
  @ManyToOne(() => Animal, { onDelete: 'RESTRICT' }) animal!: Relation<Animal> | null;
}

class TagRead {
  @ReadOnly() readonly id!: number;
  @Field() name!: string;
}
class NoteRead {
  @ReadOnly() readonly id!: number;
  @Field() text!: string;
}
class ArticleRead {
  @ReadOnly() readonly id!: number;
  @Field() slug!: string;
  @ReadOnly() readonly tenantId!: number;
  @ReadOnly() readonly editorId!: number;
  @ReadOnly() @Nested(() => [TagRead], { include: 'optional' }) readonly tags?: TagRead[];
  @Nested(() => [NoteRead], { include: 'optional', write: 'replace' }) notes?: NoteRead[];
}
class QuoteRead {
  @ReadOnly() readonly id!: number;
  @MustExist(() => ArticleView) articleId!: number;
}
class AnimalRead {
  @ReadOnly() readonly id!: number;
  @Field() name!: string;
}
class ToyRead {
  @ReadOnly() readonly id!: number;
  @ReadOnly() @Nested(() => AnimalRead) readonly animal!: AnimalRead | null;
}

const tenancy = { property: 'tenantId', tenant: (caller: ViewContext['caller']) => caller.tenantId };
const editor = { updatedBy: 'editorId', by: (caller: ViewContext['caller']) => caller.userId };
const soft = { includeDeleted: true, purge: true };

/** A purge that waits where it has seen the row. */
const pauses: (() => Promise<unknown>)[] = [];

@View('articles', { model: Article, schema: ArticleRead, lookup: 'slug' })
class ArticleView extends TenantScoped(
  Stamped(SoftDelete(Referrers(RestView<Article, ArticleRead>), soft), editor),
  tenancy,
) {
  override mayIncludeDeleted() {
    return true;
  }

  override async authorize(action: string, _subject: Subject<Article, ArticleRead>) {
    if (['purge', 'delete', 'restore'].includes(action)) await pauses.shift()?.();
  }
}

/** The same rows by their ids, deleted for good. */
@View('hard-articles', { model: Article, schema: ArticleRead })
class HardArticleView extends TenantScoped(RestView<Article, ArticleRead>, tenancy) {}

@View('read-articles', { model: Article, schema: ArticleRead, excludeRoutes: ['restoreEndpoint', 'referrers'] })
class ReadArticleView extends ReadOnlyView(Referrers(SoftDelete(RestView<Article, ArticleRead>, soft))) {}

@View('quotes', { model: Quote, schema: QuoteRead })
class QuoteView extends SoftDelete(RestView<Quote, QuoteRead>) {}

@View('tags', { model: Tag, schema: TagRead })
class TagView extends SoftDelete(RestView<Tag, TagRead>) {}

@View('badges', { model: Badge })
class BadgeView extends SoftDelete(RestView<Badge>) {}

@View('cats', { model: Cat, schema: AnimalRead })
class CatView extends Referrers(SoftDelete(RestView<Cat, AnimalRead>, { purge: true })) {}
@View('dogs', { model: Dog, schema: AnimalRead })
class DogView extends SoftDelete(RestView<Dog, AnimalRead>) {}
@View('toys', { model: Toy, schema: ToyRead })
class ToyView extends RestView<Toy, ToyRead> {}

const views = [
  ...[ArticleView, HardArticleView, ReadArticleView, QuoteView, TagView, BadgeView],
  ...[CatView, DogView, ToyView],
];
const entities = [Article, Note, Tag, Quote, Badge, Animal, Cat, Dog, Toy];
const ada = { 'x-tenant': '1', 'x-user': '7' };
const eve = { 'x-tenant': '2', 'x-user': '9' };

onEveryDatabase((database) => {
  let app: TestApp;
  let documented: OpenAPIObject;
  const manager = () => app.dataSource.manager;
  const of = ({ status, json }: HttpAnswer): unknown[] => [status, json?.code ?? null];
  const send = async (method: string, path: string, headers: Record<string, string> = ada, json?: unknown) => {
    const answer = await app.request(method, path, { headers, ...(json !== undefined && { json }) });
    // Rows with some of their fields are no whole rows.
    const wrong = path.includes('fields=') ? [] : misfits(documented, method, path, answer);
    expect([method, path, ...wrong]).toEqual([method, path]);
    return answer;
  };

  beforeAll(async () => {
    app = await TestApp.start(database, express, entities, views, { caller: userOf, relations: true });
    documented = documentOf(app.app);
  });
  afterAll(() => app.close());
  beforeEach(async () => {
    pauses.length = 0;
    await app.dataSource.synchronize(true);
    const [red, blue] = await manager().save([
      manager().create(Tag, { name: 'red' }),
      manager().create(Tag, { name: 'blue' }),
    ]);
    await manager().save([
      manager().create(Article, { slug: 'one', tenantId: 1, editorId: 1, tags: [red!, blue!] }),
      manager().create(Article, { slug: 'two', tenantId: 1, editorId: 1 }),
      manager().create(Article, { slug: 'three', tenantId: 2, editorId: 1 }),
    ]);
    await manager().insert(Note, [
      { text: 'a', article: { id: 1 } },
      { text: 'b', article: { id: 1 } },
    ]);
  });

  describe('a soft delete over a lookup', () => {
    it('deletes, restores and purges by it', async () => {
      expect((await send('DELETE', '/articles/one')).status).toBe(204);
      expect(of(await send('DELETE', '/articles/one?include_deleted=true'))).toEqual([409, 'already_deleted']);
      expect(of(await send('POST', '/articles/one/restore', eve))).toEqual([404, 'not_found']);
      const restored = await send('POST', '/articles/one/restore');
      expect(restored).toMatchObject({ status: 200, json: { id: 1, slug: 'one', editorId: 7 } });
      await send('DELETE', '/articles/one');
      expect(of(await send('POST', '/articles', ada, { slug: 'one' }))).toEqual([409, 'unique_violation']);
      expect((await send('DELETE', '/articles/one/permanently')).status).toBe(204);
      const created = await send('POST', '/articles', ada, { slug: 'one' });
      expect([created.status, created.headers.get('location')]).toEqual([201, '/articles/one']);
    });

    it('names by it those who hold a tag, and who refer', async () => {
      expect((await send('GET', '/articles/one/referrers')).json).toEqual([]);
      await manager().insert(Quote, [{ articleId: 1 }, { articleId: 1, deletedAt: new Date() }]);
      const quotes = { view: 'QuoteView', path: 'quotes', field: 'articleId', ids: ['1'], count: 1 };
      expect((await send('GET', '/articles/one/referrers')).json).toEqual([
        { ...quotes, kind: 'many-to-one', onDelete: 'RESTRICT' },
      ]);
      expect((await send('DELETE', '/articles/one')).json.blockers).toEqual([quotes]);
      await send('DELETE', '/quotes/1');
      expect((await send('DELETE', '/articles/one')).status).toBe(204);
      // Deleted rows hold a row for good, unnamed.
      expect((await send('DELETE', '/articles/one/permanently')).json).toMatchObject({
        code: 'still_referenced',
        blockers: [],
      });
      expect(of(await send('POST', '/quotes/1/restore'))).toEqual([200, null]);
      expect((await send('DELETE', '/articles/one/permanently')).json.blockers).toEqual([quotes]);
    });

    it('is hidden from references, nested items and the other views of the entity', async () => {
      await send('DELETE', '/articles/one');
      const refused = await send('POST', '/quotes', ada, { articleId: 1 });
      expect([refused.status, refused.json.errors[0].code]).toEqual([422, 'reference_not_found']);
      expect((await send('GET', '/hard-articles/1')).status).toBe(404);
      expect((await send('PATCH', '/hard-articles/1', ada, { slug: 'x' })).status).toBe(404);
      expect((await send('DELETE', '/hard-articles/1')).status).toBe(404);
      expect((await send('PATCH', '/articles/one', ada, { slug: 'x' })).status).toBe(404);
      expect((await send('POST', '/articles/one/restore')).status).toBe(200);
      await send('DELETE', '/hard-articles/1');
      expect((await send('POST', '/articles/one/restore')).status).toBe(404);
    });

    it('shows what is included of a deleted row, and nothing that is deleted', async () => {
      const include = 'include_deleted=true&include=tags,notes';
      await send('DELETE', '/tags/1');
      await send('DELETE', '/articles/one');
      const one = await send('GET', `/articles/one?${include}`);
      expect(one.json).toMatchObject({ slug: 'one', tags: [{ name: 'blue' }], notes: [] });
      const list = await send('GET', `/articles?${include}&sort=slug&fields=slug,tags,notes`);
      expect(list.json.items).toEqual([
        { slug: 'one', tags: [{ id: 2, name: 'blue' }], notes: [] },
        { slug: 'two', tags: [], notes: [] },
      ]);
      expect((await send('GET', '/articles?include_deleted=true&tags.name=red')).json.items).toEqual([]);
      expect((await send('GET', '/articles?include_deleted=true&tags.name=blue')).json.items).toHaveLength(1);
      const restored = await send('POST', '/articles/one/restore?include=tags');
      expect(restored).toMatchObject({ status: 200, json: { slug: 'one', tags: [{ name: 'blue' }] } });
      expect(restored.json).not.toHaveProperty('notes');
    });

    it('a row that a nested write removed does not come back with its parent', async () => {
      const shown = async () =>
        (await send('GET', '/articles/one?include=notes')).json.notes.map(({ text }: Note) => text);
      await send('PATCH', '/articles/one', ada, { notes: [{ id: 2 }] });
      await send('DELETE', '/articles/one');
      await send('POST', '/articles/one/restore');
      expect(await shown()).toEqual(['b']);
      const again = await send('PATCH', '/articles/one', ada, { notes: [{ id: 1 }] });
      expect([again.status, again.json.errors[0].pointer]).toEqual([422, '/notes/0/id']);
    });

    it('a caller without a name may not delete, restore or make what needs one', async () => {
      const nameless = { 'x-tenant': '1' };
      expect(of(await send('DELETE', '/articles/one', nameless))).toEqual([403, 'forbidden']);
      await send('DELETE', '/articles/one');
      expect(of(await send('POST', '/articles/one/restore', nameless))).toEqual([403, 'forbidden']);
      expect(of(await send('POST', '/articles', nameless, { slug: 'x' }))).toEqual([403, 'forbidden']);
      expect((await send('DELETE', '/articles/one/permanently', nameless)).status).toBe(204);
    });
  });

  it('what a view closes is closed, whatever the mixins open', async () => {
    await manager().softDelete(Article, 1);
    for (const [method, path] of [
      ['POST', '/read-articles/1/restore'],
      ['GET', '/read-articles/2/referrers'],
      ['DELETE', '/read-articles/2'],
    ] as const) {
      expect([404, 405]).toContain((await app.request(method, path, { headers: ada })).status);
    }
    expect((await send('GET', '/read-articles?include_deleted=true')).status).toBe(403);
  });

  it('a restore of a row whose unique value is taken is a conflict, and restores nothing', async () => {
    // MySQL and MariaDB have no indexes over some rows only.
    if (database.name === 'mysql') return;
    await manager().insert(Badge, { code: 'x' });
    await send('DELETE', '/badges/1');
    expect((await send('POST', '/badges', ada, { code: 'x' })).status).toBe(201);
    expect(of(await send('POST', '/badges/1/restore'))).toEqual([409, 'unique_violation']);
    expect(await manager().count(Badge)).toBe(1);
    await send('DELETE', '/badges/2');
    expect((await send('POST', '/badges/1/restore')).status).toBe(200);
  });

  describe('classes of one table', () => {
    beforeEach(async () => {
      await manager().save(manager().create(Cat, { name: 'Tom' }));
      await manager().save(manager().create(Dog, { name: 'Rex', mother: { id: 1 } }));
      await manager().save(manager().create(Toy, { animal: { id: 2 } }));
    });

    it('are deleted and restored each by its own view, along with rows of the others', async () => {
      expect((await send('DELETE', '/cats/2')).status).toBe(404);
      const held = await send('DELETE', '/cats/1');
      expect(held.json.blockers).toEqual([{ view: 'ToyView', path: 'toys', field: 'animal', ids: ['1'], count: 1 }]);
      await manager().delete(Toy, 1);
      expect((await send('DELETE', '/cats/1')).status).toBe(204);
      expect(await manager().count(Animal)).toBe(0);
      expect((await send('POST', '/cats/2/restore')).status).toBe(404);
      expect(of(await send('POST', '/dogs/2/restore'))).toEqual([409, 'parent_deleted']);
      expect((await send('POST', '/cats/1/restore')).json).toEqual({ id: 1, name: 'Tom' });
      expect(await manager().count(Animal)).toBe(2);
      await send('DELETE', '/cats/1');
      expect((await send('DELETE', '/cats/1/permanently')).status).toBe(204);
      expect(await manager().count(Animal, { withDeleted: true })).toBe(0);
    });
  });

  if (database.name === 'postgres') {
    describe('two at the same time', () => {
      /** The next write waits, where it has seen its row, until the other is done. */
      const during = async (first: () => Promise<HttpAnswer>, second: () => Promise<HttpAnswer>) => {
        let other: HttpAnswer | undefined;
        pauses.push(async () => {
          other = await second();
        });
        return [of(await first()), other && of(other)];
      };

      it('a purge removes no row that is restored meanwhile', async () => {
        await send('DELETE', '/articles/one');
        const answers = await during(
          () => send('DELETE', '/articles/one/permanently'),
          () => send('POST', '/articles/one/restore'),
        );
        expect(answers).toEqual([
          [409, 'not_deleted'],
          [200, null],
        ]);
        expect((await send('GET', '/articles/one')).status).toBe(200);
      });

      it('a restore finds no row that is purged meanwhile', async () => {
        await send('DELETE', '/articles/one');
        const answers = await during(
          () => send('POST', '/articles/one/restore'),
          () => send('DELETE', '/articles/one/permanently'),
        );
        expect(answers).toEqual([
          [404, 'not_found'],
          [204, null],
        ]);
      });

      it('of two who delete one finds nothing, and both see a whole', async () => {
        const answers = await during(
          () => send('DELETE', '/articles/one'),
          () => send('DELETE', '/articles/one'),
        );
        expect(answers).toEqual([
          [404, 'not_found'],
          [204, null],
        ]);
        await send('POST', '/articles/one/restore');
        expect(await manager().count(Note)).toBe(2);
      });

      it('a delete that is taken back meanwhile stays whole', async () => {
        const answers = await during(
          () => send('DELETE', '/articles/one'),
          async () => {
            await send('DELETE', '/articles/one');
            return send('POST', '/articles/one/restore');
          },
        );
        expect(answers).toEqual([
          [204, null],
          [200, null],
        ]);
        expect(await manager().count(Note)).toBe(0);
        await send('POST', '/articles/one/restore');
        expect(await manager().count(Note)).toBe(2);
      });

      it('a row that begins to refer during a purge keeps it, or is kept out', async () => {
        await send('DELETE', '/articles/one');
        const answers = await during(
          () => send('DELETE', '/articles/one/permanently'),
          async () => {
            await manager().insert(Quote, { articleId: 1 });
            return send('GET', '/quotes/1');
          },
        );
        expect(answers[0]).toEqual([409, 'still_referenced']);
      });

      it('many who delete, restore and purge leave all or nothing', async () => {
        for (let round = 0; round < 5; round += 1) {
          await Promise.all([
            send('DELETE', '/articles/one'),
            send('POST', '/articles/one/restore'),
            send('DELETE', '/articles/one'),
            send('POST', '/articles/one/restore'),
          ]);
          const live = await manager().count(Article, { where: { slug: 'one' } });
          expect(await manager().count(Note)).toBe(live === 1 ? 2 : 0);
        }
      });
    });
  }
});

const documentOf = (app: INestApplication): OpenAPIObject =>
  SwaggerModule.createDocument(app, new DocumentBuilder().build());

interface Schema {
  readonly $ref?: string;
  readonly type?: string | readonly string[];
  readonly nullable?: boolean;
  readonly allOf?: readonly Schema[];
  readonly oneOf?: readonly Schema[];
  readonly anyOf?: readonly Schema[];
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly items?: Schema;
  readonly maxItems?: number;
}

/** What of an answer the document does not say. */
function misfits(document: OpenAPIObject, method: string, path: string, { status, json, body }: HttpAnswer): string[] {
  const segments = path.replace(/\?.*/, '').split('/');
  const template = Object.keys(document.paths).find((one) => {
    const parts = one.split('/');
    return (
      parts.length === segments.length &&
      parts.every((part, index) => part.startsWith('{') || part === segments[index]) &&
      method.toLowerCase() in (document.paths[one] ?? {})
    );
  });
  // eslint-disable-next-line @typescript-eslint/no-explicit-any -- a document has any shape
  const operation: any = (document.paths[template ?? ''] as any)?.[method.toLowerCase()];
  const response = operation?.responses?.[status];
  if (!response) return [`${String(status)} is not documented`];
  const contents: { schema: Schema }[] = Object.values(response.content ?? {});
  if (contents.length === 0) return body === '' ? [] : ['a body is not documented'];
  return misfit(document, contents[0]!.schema, json, '');
}

function misfit(document: OpenAPIObject, schema: Schema, value: unknown, at: string): string[] {
  if (schema.$ref !== undefined) {
    const named = document.components?.schemas?.[schema.$ref.split('/').at(-1) ?? ''] as Schema | undefined;
    return named ? misfit(document, named, value, at) : [`${at} ${schema.$ref} is missing`];
  }
  if (value === null && (schema.nullable || schema.type?.includes('null'))) return [];
  const some = schema.oneOf ?? schema.anyOf;
  if (some) return some.some((one) => misfit(document, one, value, at).length === 0) ? [] : [`${at} is none of some`];
  const found = (schema.allOf ?? []).flatMap((one) => misfit(document, one, value, at));
  if (schema.items) {
    if (!Array.isArray(value)) return [`${at} is no list`];
    if (value.length > (schema.maxItems ?? Infinity)) found.push(`${at} is too long`);
    return [
      ...found,
      ...value.flatMap((item, index) => misfit(document, schema.items!, item, `${at}/${String(index)}`)),
    ];
  }
  if (schema.properties) {
    if (typeof value !== 'object' || value === null) return [`${at} is no object`];
    const { properties } = schema;
    for (const name of schema.required ?? []) if (!(name in value)) found.push(`${at}/${name} is missing`);
    for (const [name, part] of Object.entries(value)) {
      const known = properties[name];
      found.push(...(known ? misfit(document, known, part, `${at}/${name}`) : [`${at}/${name} is not documented`]));
    }
    return found;
  }
  if (schema.type === 'integer' && !Number.isInteger(value)) found.push(`${at} is no integer`);
  if (schema.type === 'string' && typeof value !== 'string') found.push(`${at} is no text`);
  return found;
}
