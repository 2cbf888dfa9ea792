import { type INestApplication, Module, type ModuleMetadata, type Type } from '@nestjs/common';
import { NestFactory, RouterModule } from '@nestjs/core';
import { ApiProperty, DocumentBuilder, type OpenAPIObject, SwaggerModule } from '@nestjs/swagger';
import {
  Field,
  IdRef,
  IdSchema,
  MustExist,
  Nested,
  ReadOnly,
  RestView,
  RestviewModule,
  View,
  type ViewClass,
  WriteOnly,
} from 'nestjs-restview';
import {
  Column,
  Entity,
  JoinColumn,
  JoinTable,
  ManyToMany,
  ManyToOne,
  PrimaryGeneratedColumn,
  type Relation,
} from 'typeorm';
import { TestApp } from '../fixtures/test-app.js';
import { databases } from '../setup/databases.js';
import { type AppOptions, onEveryPlatform } from '../setup/platforms.js';

@Entity()
class Country {
  @PrimaryGeneratedColumn() id!: number;
  @Column({ length: 2, unique: true }) code!: string;
}

@Entity()
class Author {
  @PrimaryGeneratedColumn() id!: number;
  @Column({ length: 20 }) name!: string;
  @Column({ type: 'int', nullable: true }) countryId!: number | null;
  @ManyToOne(() => Country) country!: Relation<Country> | null;
}

@Entity()
class Tag {
  @PrimaryGeneratedColumn() id!: number;
  @Column({ length: 20 }) name!: string;
}

@Entity()
class Book {
  @PrimaryGeneratedColumn() id!: number;
  @Column({ length: 20 }) title!: string;
  @Column() pages!: number;
  @Column() authorId!: number;
  @ManyToOne(() => Author) @JoinColumn({ name: 'authorId' }) author!: Relation<Author>;
  @Column({ type: 'int', nullable: true }) editorId!: number | null;
  @ManyToOne(() => Author) @JoinColumn({ name: 'editorId' }) editor!: Relation<Author> | null;
  @Column({ type: 'int', nullable: true }) sequelId!: number | null;
  @ManyToOne(() => Book) @JoinColumn({ name: 'sequelId' }) sequel!: Relation<Book> | null;
  @ManyToMany(() => Tag) @JoinTable() tags!: Relation<Tag>[];
  @Column({ type: 'varchar', length: 2, nullable: true }) soldIn!: string | null;
  @Column('simple-json', { nullable: true }) related!: number[] | null;
}

class AuthorRead {
  @ReadOnly() readonly id!: number;
  @Field() name!: string;
  @Field() countryId!: number | null;
}

class BookRead {
  @ReadOnly() readonly id!: number;
  @Field() title!: string;
  @Field() pages!: number;
  @MustExist() authorId!: number;
  @Field() editorId!: number | null;
  @ReadOnly() @Nested(() => AuthorRead) readonly editor!: AuthorRead | null;
  @MustExist() @Field() sequelId!: number | null;
  @IdSchema(() => Author) author!: { id: number };
  @IdRef(() => Tag) tags!: number[];
  @WriteOnly() @MustExist(() => Country, { by: 'code' }) @Field() soldIn!: string | null;
  @MustExist(() => Book) @Field() related!: number[] | null;
}

const refsOf = (document: OpenAPIObject, component: string): Record<string, unknown> => {
  const schema = document.components?.schemas?.[component];
  const properties = schema && 'properties' in schema ? (schema.properties ?? {}) : {};
  return Object.fromEntries(
    Object.entries(properties).flatMap(([name, property]) => {
      const ref: unknown = Reflect.get(property, 'x-resource-ref');
      return ref === undefined ? [] : [[name, ref]];
    }),
  );
};

const documentOf = (app: INestApplication): OpenAPIObject =>
  SwaggerModule.createDocument(app, new DocumentBuilder().build());

@View('countries', { model: Country })
class CountryView extends RestView<Country> {}
@View('api/authors', { model: Author, schema: AuthorRead })
class AuthorView extends RestView<Author, AuthorRead> {}
@View('books', { model: Book, schema: BookRead })
class BookView extends RestView<Book, BookRead> {}
@View('tags', { model: Tag })
class TagView extends RestView<Tag> {}
@View('all-authors', { model: Author })
class AllAuthorView extends RestView<Author> {}

const views = [BookView, AuthorView, CountryView, TagView];
const entities = [Book, Author, Country, Tag];
const [sqlite] = databases;

onEveryPlatform((platform) => {
  const apps: TestApp[] = [];
  const start = async (
    controllers: readonly ViewClass[],
    metadata: ModuleMetadata = {},
    options: AppOptions = {},
  ): Promise<OpenAPIObject> => {
    const app = await TestApp.start(sqlite!, platform, entities, controllers as readonly Type[], {}, metadata, options);
    apps.push(app);
    return documentOf(app.app);
  };

  afterEach(async () => {
    for (const app of apps.splice(0)) await app.close();
  });

  it('is on foreign keys and references, in what is read, created and changed', async () => {
    const document = await start(views);
    const writable = { authorId: 'api/authors', author: 'api/authors', editorId: 'api/authors', sequelId: 'books' };
    const lists = { tags: 'tags', related: 'books' };
    expect(refsOf(document, 'BookRead')).toEqual({ ...writable, ...lists });
    for (const component of ['BookCreate', 'BookUpdate']) {
      expect(refsOf(document, component)).toEqual({ ...writable, ...lists, soldIn: 'countries' });
    }
    expect(refsOf(document, 'AuthorRead')).toEqual({ countryId: 'countries' });
    expect(refsOf(document, 'AuthorUpdate')).toEqual({ countryId: 'countries' });
  });

  it('is the same before and after the application listens, and whenever it is asked for (72)', async () => {
    let before = '';
    const after = await start(
      views,
      {},
      {
        configure: (app) => {
          before = JSON.stringify(documentOf(app));
        },
      },
    );
    expect(before).toContain('"x-resource-ref":"api/authors"');
    expect(JSON.stringify(after)).toBe(before);
    expect(JSON.stringify(documentOf(apps[0]!.app))).toBe(before);
  });

  it('does not depend on which view is decorated first', async () => {
    const decorate = (names: readonly ('parent' | 'child')[]) => {
      @Entity()
      class Parent {
        @PrimaryGeneratedColumn() id!: number;
      }
      @Entity()
      class Child {
        @PrimaryGeneratedColumn() id!: number;
        @Column() parentId!: number;
        @ManyToOne(() => Parent) parent!: Relation<Parent>;
      }
      const made = {
        parent: () => {
          @View('parents', { model: Parent })
          class ParentView extends RestView<Parent> {}
          return ParentView;
        },
        child: () => {
          @View('children', { model: Child })
          class ChildView extends RestView<Child> {}
          return ChildView;
        },
      };
      return { entities: [Parent, Child], views: names.map((name): ViewClass => made[name]()) };
    };
    const documents: string[] = [];
    for (const order of [
      ['parent', 'child'],
      ['child', 'parent'],
    ] as const) {
      const { entities: stored, views: decorated } = decorate(order);
      const inOneOrder = [...decorated].sort((left, right) => (left.name < right.name ? -1 : 1));
      const app = await TestApp.start(sqlite!, platform, stored, inOneOrder as Type[]);
      documents.push(JSON.stringify(documentOf(app.app)));
      expect(refsOf(documentOf(app.app), 'ChildRead')).toEqual({ parentId: 'parents' });
      expect(refsOf(documentOf(app.app), 'ChildCreate')).toEqual({ parentId: 'parents' });
      await app.close();
    }
    expect(documents[0]).toBe(documents[1]);
  });

  describe('the view that serves the target', () => {
    it('is the first one of the application', async () => {
      expect(refsOf(await start([AuthorView, AllAuthorView, BookView]), 'BookRead')['authorId']).toBe('api/authors');
      await apps.pop()!.close();
      expect(refsOf(await start([AllAuthorView, AuthorView, BookView]), 'BookRead')['authorId']).toBe('all-authors');
    });

    it('is the one that the mark names', async () => {
      class EditionRead {
        @ReadOnly() readonly id!: number;
        @MustExist(() => AllAuthorView) authorId!: number;
      }
      @View('editions', { model: Book, schema: EditionRead })
      class EditionView extends RestView<Book, EditionRead> {}
      const refs = refsOf(await start([AuthorView, AllAuthorView, EditionView]), 'EditionRead');
      expect(refs).toEqual({ authorId: 'all-authors' });
    });

    it('is none where the application has none, whatever classes are decorated', async () => {
      const document = await start([BookView]);
      expect(refsOf(document, 'BookRead')).toEqual({ sequelId: 'books', related: 'books' });
      expect(JSON.stringify(document)).not.toMatch(/x-resource-ref":("(?!books)|null)/);
    });

    it('may be in any module, also under a prefix of the router', async () => {
      @Module({ controllers: [AuthorView] })
      class PeopleModule {}
      const document = await start([BookView], {
        imports: [
          PeopleModule,
          RestviewModule.forFeature([TagView]),
          RouterModule.register([{ path: 'people', module: PeopleModule }]),
        ],
      });
      expect(document.paths['/people/api/authors']).toBeDefined();
      expect(refsOf(document, 'BookRead')).toMatchObject({ authorId: 'api/authors', tags: 'tags' });
    });

    it('is of the application that was made last, where two that live share a schema', async () => {
      await start([AuthorView, BookView]);
      const second = await start([AllAuthorView, BookView, TagView]);
      expect(refsOf(second, 'BookRead')).toMatchObject({ authorId: 'all-authors', tags: 'tags' });
      await apps.pop()!.close();
      const first = refsOf(documentOf(apps[0]!.app), 'BookRead');
      expect([first['authorId'], first['tags']]).toEqual(['api/authors', undefined]);
    });
  });

  it('leaves what the author of a schema says of it', async () => {
    class ForeignRead {
      @ReadOnly() readonly id!: number;
      @ApiProperty({ 'x-resource-ref': 'https://people.example.org/authors' } as object)
      @Field()
      authorId!: number;
    }
    @View('foreign', { model: Book, schema: ForeignRead })
    class ForeignView extends RestView<Book, ForeignRead> {}
    const document = await start([ForeignView, AuthorView]);
    for (const component of ['ForeignRead', 'ForeignCreate', 'ForeignUpdate']) {
      expect(refsOf(document, component)).toEqual({ authorId: 'https://people.example.org/authors' });
    }
  });

  it('is on the fields that an explicit body documents, and not on those of the class that it extends', async () => {
    class Move {
      @ApiProperty() @Field() authorId!: number;
    }
    class BookMove extends Move {
      @ApiProperty() @Field() pages!: number;
    }
    @View('moves', { model: Book, schema: BookRead, schemaUpdate: BookMove })
    class MoveView extends RestView<Book, BookRead> {}
    const document = await start([MoveView, AuthorView]);
    expect(refsOf(document, 'BookMove')).toEqual({ authorId: 'api/authors' });
    const said = Reflect.getMetadata('swagger/apiModelProperties', Move.prototype, 'authorId') as object;
    expect(Object.keys(said)).not.toContain('x-resource-ref');
  });

  it('is not inherited by a field that shows the whole object', async () => {
    class ShortRead {
      @ReadOnly() readonly id!: number;
      @IdSchema(() => Author) author!: object;
    }
    class LongRead extends ShortRead {
      @ReadOnly() @Nested(() => AuthorRead) declare readonly author: AuthorRead;
    }
    @View('short', { model: Book, schema: ShortRead })
    class ShortView extends RestView<Book, ShortRead> {}
    @View('long', { model: Book, schema: LongRead })
    class LongView extends RestView<Book, LongRead> {}
    const document = await start([AuthorView, ShortView, LongView]);
    expect(refsOf(document, 'ShortRead')).toEqual({ author: 'api/authors' });
    expect(refsOf(document, 'LongRead')).toEqual({});
  });
});

it('is there in the preview of an application, which makes no providers', async () => {
  @Module({ imports: [RestviewModule.forRoot()], controllers: [BookView, AuthorView] })
  class AppModule {}
  const app = await NestFactory.create(AppModule, { preview: true, logger: false });
  expect(refsOf(documentOf(app), 'BookRead')).toMatchObject({ authorId: 'api/authors' });
});
