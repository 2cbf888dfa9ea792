import { Field, ReadOnly, RestView, View, type ViewContext } from 'nestjs-restview';
import {
  Column,
  Entity,
  JoinTable,
  ManyToMany,
  ManyToOne,
  OneToMany,
  PrimaryGeneratedColumn,
  type Relation,
} from 'typeorm';
import { callerOf } from '../fixtures/caller.js';
import { TestApp } from '../fixtures/test-app.js';
import { onEveryDatabase } from '../setup/databases.js';
import { express } from '../setup/platforms.js';

@Entity()
class Author {
  @PrimaryGeneratedColumn()
  id!: number;

  @Column()
  name!: string;

  @OneToMany(() => Book, (book) => book.author)
  books!: Relation<Book>[];
}

@Entity()
class Tag {
  @PrimaryGeneratedColumn()
  id!: number;

  @Column()
  label!: string;
}

@Entity()
class Book {
  @PrimaryGeneratedColumn()
  id!: number;

  @Column()
  title!: string;

  @Column({ type: 'json', nullable: true })
  extra!: { pages: number } | null;

  @Column({ type: 'int', nullable: true })
  authorId!: number | null;

  @ManyToOne(() => Author, (author) => author.books)
  author!: Relation<Author> | null;

  @ManyToMany(() => Tag)
  @JoinTable()
  tags!: Tag[];
}

class BookRead {
  @ReadOnly() readonly id!: number;
  @Field() title!: string;
  @Field() extra!: { pages: number } | null;
  @Field() authorId!: number | null;
}

@View('books-by', { model: Book, schema: BookRead })
class BooksByAuthorView extends RestView<Book, BookRead> {
  override buildQuery(context: ViewContext) {
    return super
      .buildQuery(context)
      .innerJoin('book.author', 'author')
      .andWhere('author.name = :author', { author: 'Ada' });
  }
}

@View('tagged', { model: Book, schema: BookRead })
class TaggedBooksView extends RestView<Book, BookRead> {
  override buildQuery(context: ViewContext) {
    return super.buildQuery(context).innerJoin('book.tags', 'tag');
  }
}

@View('tagged-whole', { model: Book, schema: BookRead })
class TaggedWholeView extends RestView<Book, BookRead> {
  override buildQuery(context: ViewContext) {
    return super.buildQuery(context).leftJoinAndSelect('book.tags', 'tag').andWhere('tag.id IS NOT NULL');
  }
}

@View('tagged-bare', { model: Book, schema: BookRead, includePaginationMetadata: false })
class TaggedBareView extends TaggedBooksView {}

/** A join that no relation stands for: every other author makes a row. */
@View('crossed', { model: Book, schema: BookRead })
class CrossedView extends RestView<Book, BookRead> {
  override buildQuery(context: ViewContext) {
    return super.buildQuery(context).innerJoin(Author, 'someone', 'someone.id <> book.authorId');
  }
}

@View('books', { model: Book, schema: BookRead, defaultPageSize: 2 })
class BookView extends RestView<Book, BookRead> {}

onEveryDatabase((database) => {
  let app: TestApp;

  beforeAll(async () => {
    app = await TestApp.start(
      database,
      express,
      [Author, Book, Tag],
      [BooksByAuthorView, TaggedBooksView, TaggedWholeView, TaggedBareView, CrossedView, BookView],
      { caller: callerOf },
    );
    const { manager } = app.dataSource;
    await manager.save(Author, [{ name: 'Ada' }, { name: 'Bob' }, { name: 'Cyd' }]);
    const tags = await manager.save(Tag, [{ label: 'a' }, { label: 'b' }, { label: 'c' }]);
    for (let number = 1; number <= 7; number += 1) {
      await manager.save(Book, {
        title: `Book ${String(number)}`,
        authorId: number <= 5 ? 1 : 2,
        extra: { pages: number },
        tags: number === 4 ? [] : tags,
      });
    }
  });
  afterAll(() => app.close());

  const page = async (path: string) => {
    const { json, status, body } = await app.request('GET', path);
    if (status !== 200) throw new Error(body);
    return { ids: (json.items as Book[]).map(({ id }) => id), total: json.total as number, pages: json.total_pages };
  };

  it('follows a to-one relation', async () => {
    expect(await page('/books-by')).toEqual({ ids: [1, 2, 3, 4, 5], total: 5, pages: 1 });
    expect(await page('/books-by?page_size=2&page=2')).toEqual({ ids: [3, 4], total: 5, pages: 3 });
    expect((await app.request('GET', '/books-by/6')).status).toBe(404);
  });

  it('changes and removes what a to-one relation lets through', async () => {
    const { manager } = app.dataSource;
    const { id } = await manager.save(Book, { title: 'To go', authorId: 1 });
    const path = `/books-by/${String(id)}`;
    expect((await app.request('PATCH', path, { json: { title: 'Gone' } })).json).toMatchObject({ title: 'Gone' });
    expect((await app.request('PATCH', path, { json: { authorId: 2 } })).status).toBe(403);
    expect((await app.request('DELETE', path)).status).toBe(204);
  });

  it.each(['/tagged', '/tagged-whole'])(
    'neither repeats rows nor shortens pages by a to-many join: %s',
    async (path) => {
      expect(await page(path)).toEqual({ ids: [1, 2, 3, 5, 6, 7], total: 6, pages: 1 });
      expect(await page(`${path}?page_size=4`)).toEqual({ ids: [1, 2, 3, 5], total: 6, pages: 2 });
      expect(await page(`${path}?page_size=4&page=2`)).toEqual({ ids: [6, 7], total: 6, pages: 2 });
      expect((await app.request('GET', `${path}/4`)).status).toBe(404);
      expect((await app.request('GET', `${path}/5`)).json).toMatchObject({ id: 5, title: 'Book 5' });
      expect((await app.request('PATCH', `${path}/5`, { json: { title: 'Book 5' } })).status).toBe(200);
    },
  );

  it('tells the next page of a bare list right with a to-many join', async () => {
    const first = await app.request('GET', '/tagged-bare?page_size=4');
    expect((first.json as Book[]).map(({ id }) => id)).toEqual([1, 2, 3, 5]);
    expect(first.headers.get('link')).toContain('rel="next"');
    const second = await app.request('GET', '/tagged-bare?page_size=4&page=2');
    expect((second.json as Book[]).map(({ id }) => id)).toEqual([6, 7]);
    expect(second.headers.get('link')).not.toContain('rel="next"');
  });

  it('copes with a join that no relation stands for', async () => {
    expect(await page('/crossed?page_size=3')).toEqual({ ids: [1, 2, 3], total: 7, pages: 3 });
    expect(await page('/crossed?page_size=3&page=3')).toEqual({ ids: [7], total: 7, pages: 3 });
  });

  it('counts rows that have a json column', async () => {
    expect(await page('/books')).toEqual({ ids: [1, 2], total: 7, pages: 4 });
    expect(await page('/tagged?page_size=2')).toMatchObject({ total: 6 });
    expect((await app.request('GET', '/books/3')).json).toMatchObject({ extra: { pages: 3 } });
  });
});
