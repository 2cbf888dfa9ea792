import { Controller, Get, Inject, Req } from '@nestjs/common';
import {
  applyListQuery,
  BadQuery,
  ConfigurationError,
  Field,
  type ListOptions,
  type ListQuery,
  limitOffsetDialect,
  listGrammarOf,
  Nested,
  parseListQuery,
  queryParametersOf,
  ReadOnly,
  RestView,
  View,
  type ViewContext,
  ViewDefaults,
} from 'nestjs-restview';
import {
  Column,
  DataSource,
  Entity,
  JoinColumn,
  ManyToOne,
  PrimaryGeneratedColumn,
  type SelectQueryBuilder,
} from 'typeorm';
import { TestApp } from '../fixtures/test-app.js';
import { mistakesOf } from '../setup/answers.js';
import { databases, onEveryDatabase } from '../setup/databases.js';
import { express } from '../setup/platforms.js';

@Entity()
class Shelf {
  @PrimaryGeneratedColumn() id!: number;
  @Column({ length: 20 }) room!: string;
}

@Entity()
class Tome {
  @PrimaryGeneratedColumn() id!: number;
  @Column({ length: 40 }) title!: string;
  @Column() pages!: number;
  @Column({ type: 'simple-enum', enum: ['open', 'lent', 'lost'] }) status!: 'open' | 'lent' | 'lost';
  @Column({ default: false }) hidden!: boolean;
  @Column() createdAt!: Date;
  @Column({ select: false, default: '' }) secret!: string;
  @Column({ type: 'int', nullable: true }) shelfId!: number | null;
  @ManyToOne(() => Shelf) @JoinColumn({ name: 'shelfId' }) shelf!: Shelf | null;
}

class ShelfRead {
  @ReadOnly() readonly id!: number;
  @Field() room!: string;
}

class TomeRead {
  @ReadOnly() readonly id!: number;
  @Field() title!: string;
  @Field() pages!: number;
  @Field() status!: string;
  @Field() createdAt!: Date;
  @Nested(() => ShelfRead) readonly shelf!: ShelfRead | null;
}

const tomes = { model: Tome, schema: TomeRead } as const;

abstract class ScopedView extends RestView<Tome, TomeRead> {
  override buildQuery(context: ViewContext) {
    return super.buildQuery(context).andWhere('tome.hidden = :hidden', { hidden: false });
  }
}

@View('allowed', { ...tomes, filterable: ['title', 'shelf.room'], sortable: ['pages', 'shelf.room'] })
class AllowedView extends ScopedView {}

@View('defaults', { ...tomes, defaultSort: '-pages,title', defaultFilter: { status: 'open', pages__gte: '10' } })
class DefaultsView extends ScopedView {}

@View('searched', { ...tomes, searchFields: ['title', 'shelf.room'] })
class SearchedView extends ScopedView {}

@View('limited', {
  ...tomes,
  searchFields: ['title'],
  limits: {
    ...{ maxConditions: 3, maxValues: 2, maxValueLength: 30, maxPathDepth: 1 },
    ...{ maxSortTerms: 2, maxGroupDepth: 2, maxSearchWords: 2 },
  },
})
class LimitedView extends ScopedView {}

@View('flat', { ...tomes, limits: { maxPathDepth: 0 } })
class FlatView extends ScopedView {}

@View('spoken', { ...tomes, dialect: limitOffsetDialect, searchFields: ['title'], defaultPageSize: 3 })
class SpokenView extends ScopedView {}

/** A grammar of the view's own: `thick=yes` on top of what there is. */
@View('thick', { ...tomes, extraQueryParams: ['thick'] })
class ThickView extends ScopedView {
  override applyQueryParams(rows: SelectQueryBuilder<Tome>, query: ListQuery, context: ViewContext) {
    const [thick] = query.extra.thick ?? [];
    if (thick === 'yes') rows.andWhere('tome.pages >= :thick', { thick: 40 });
    return super.applyQueryParams(rows, query, context);
  }
}

@ViewDefaults({
  ...{ filterable: ['title', 'pages', 'status', 'shelf.room'], sortable: ['title', 'pages'], searchFields: ['title'] },
  ...{ extraQueryParams: ['tint'], defaultFilter: { status: 'open', title__ne: 'Tiny' }, defaultSort: '-title' },
  ...{ limits: { maxSortTerms: 1, maxValues: 2 }, pageKinds: ['page'], maxPageSize: 7, defaultPageSize: 4 },
})
abstract class BaseView extends ScopedView {}

@View('heirs', { ...tomes })
class HeirView extends BaseView {}

@View('narrowed', {
  ...tomes,
  ...{ filterable: ['title', 'status', 'shelf.room', 'id'], sortable: ['title', 'id'], searchFields: ['shelf.room'] },
  ...{ extraQueryParams: ['shade'], defaultFilter: { status: 'lent' }, limits: { maxValues: 3 } },
})
class NarrowedView extends BaseView {}

const grammar = listGrammarOf(Tome, TomeRead, { searchFields: ['title'], maxPageSize: 5 });

@Controller('by-hand')
class HandController {
  constructor(@Inject(DataSource) private readonly dataSource: DataSource) {}

  @Get()
  async list(@Req() { url }: { url: string }) {
    const { query, mistakes } = parseListQuery(queryParametersOf(url), grammar);
    if (mistakes.length > 0) throw new BadQuery(mistakes);
    const rows = this.dataSource.manager.createQueryBuilder(Tome, 'book').where('book.hidden = :no', { no: false });
    return (await applyListQuery(rows, query).getMany()).map(({ id }) => id);
  }
}

onEveryDatabase((database) => {
  let app: TestApp;
  const get = (path: string) => app.request('GET', path);
  const idsOf = async (path: string): Promise<unknown> => {
    const { status, json } = await get(path);
    return status === 200
      ? (json.items ?? json).map((row: { id: number } | number) => (typeof row === 'number' ? row : row.id))
      : status;
  };

  beforeAll(async () => {
    app = await TestApp.start(
      database,
      express,
      [Shelf, Tome],
      [AllowedView, DefaultsView, SearchedView, LimitedView, FlatView, SpokenView, ThickView, HeirView, NarrowedView],
      { problemFilter: 'global' },
      { controllers: [HandController] },
    );
    const { manager } = app.dataSource;
    const [north, south] = await manager.save(Shelf, [{ room: 'north' }, { room: 'south' }]);
    const rows = [
      ['Blue sea', 10, 'open', north],
      ['Red sea', 20, 'open', south],
      ['Red north', 30, 'lent', null],
      ['Green hill', 40, 'open', north],
      ['Blue hill', 50, 'lost', south],
      ['Tiny', 1, 'open', null],
      ['Hidden sea', 60, 'open', north],
    ] as const;
    for (const [index, [title, pages, status, shelf]] of rows.entries()) {
      const createdAt = new Date(Date.UTC(2024, 0, index + 1));
      await manager.save(Tome, {
        title,
        pages,
        status,
        createdAt,
        shelf: shelf ?? null,
        hidden: title === 'Hidden sea',
      });
    }
  });
  afterAll(() => app.close());

  describe.each<[string, [path: string, ids: unknown][]]>([
    [
      'filterable and sortable are allow-lists',
      [
        ['/allowed?title=Tiny', [6]],
        ['/allowed?shelf.room=south', [2, 5]],
        ['/allowed?pages=1', 422],
        ['/allowed?status=open', 422],
        ['/allowed?shelf=1', 422],
        ['/allowed?shelf.id=1', 422],
        ['/allowed?or=pages=1', 422],
        ['/allowed?sort=-pages', [5, 4, 3, 2, 1, 6]],
        ['/allowed?sort=-shelf.room,pages', [2, 5, 1, 4, 6, 3]],
        ['/allowed?sort=title', 422],
        ['/allowed?sort=id', 422],
        ['/allowed?fields=id,status', [1, 2, 3, 4, 5, 6]],
      ],
    ],
    [
      'defaultSort and defaultFilter hold until the client says otherwise on the same field; the scope always holds',
      [
        ['/defaults', [4, 2, 1]],
        ['/defaults?sort=title', [1, 4, 2]],
        ['/defaults?status=lent', [3]],
        ['/defaults?status__in=open,lost', [5, 4, 2, 1]],
        ['/defaults?status__isnull=false', [5, 4, 3, 2, 1]],
        ['/defaults?pages__lt=15', [1, 6]],
        ['/defaults?status__isnull=false&pages__gt=0', [5, 4, 3, 2, 1, 6]],
        ['/defaults?title=Tiny', []],
        ['/defaults?title=Hidden sea', []],
        ['/defaults?pages=60&status=open', []],
      ],
    ],
    [
      'searchFields',
      [
        ['/searched?q=sea', [1, 2]],
        ['/searched?q=north', [1, 3, 4]],
        ['/searched?q=NORTH hill', [4]],
        ['/searched?q=hidden', []],
        ['/allowed?q=sea', 422],
      ],
    ],
    [
      'a dialect of other names',
      [
        ['/spoken', [1, 2, 3]],
        ['/spoken?currentPage=2', [4, 5, 6]],
        ['/spoken?currentPage=2&pageSize=4', [5, 6]],
        ['/spoken?limit=2&offset=1', [2, 3]],
        ['/spoken?orderBy=pages', [5, 4, 3]],
        ['/spoken?orderBy=pages&sortOrder=asc', [6, 1, 2]],
        ['/spoken?searchString=sea', [1, 2]],
        ['/spoken?searchString=SEA', []],
        ['/spoken?searchString=SEA&searchIgnoreCase=true', [1, 2]],
        ['/spoken?ids=1&ids=4&ids=7', [1, 4]],
        ['/spoken?statusIn=lent&statusIn=lost', [3, 5]],
        ['/spoken?statusNotIn=open', [3, 5]],
        ['/spoken?createdAfter=2024-01-04T00:00:00Z', [5, 6]],
        ['/spoken?createdBefore=2024-01-03T00:00:00Z', [1, 2]],
        ['/spoken?status=lent', [3]],
      ],
    ],
    [
      'a parameter of its own, by applyQueryParams',
      [
        ['/thick?thick=yes', [4, 5]],
        ['/thick?thick=no&status=lost', [5]],
        ['/thick?thick=yes&sort=-id&page_size=1', [5]],
        ['/thick?thin=yes', 422],
      ],
    ],
    [
      'options that are inherited',
      [
        ['/heirs', [2, 4, 1]],
        ['/heirs?sort=title', [1, 4, 2]],
        ['/heirs?sort=title,pages', 422],
        ['/heirs?title=a,b,c', 422],
        ['/heirs?tint=1', [2, 4, 1]],
        ['/heirs?q=hill', [4]],
        ['/heirs?cursor=', 422],
        ['/heirs?page_size=8', 422],
        ['/heirs?id=1', 422],
      ],
    ],
    [
      'options of a view over those that it inherits: allow-lists shrink, lists add up (DEF-35)',
      [
        ['/narrowed', [3]],
        ['/narrowed?status=open', [2, 4, 1]],
        ['/narrowed?status=open&title__icontains=tiny', [6]],
        ['/narrowed?pages=1', 422],
        ['/narrowed?id=1', 422],
        ['/narrowed?sort=pages', 422],
        ['/narrowed?sort=id', 422],
        ['/narrowed?tint=1&shade=2', [3]],
        ['/narrowed?status=open&q=south', [2]],
        ['/narrowed?status=open&q=hill', [4]],
        ['/narrowed?status=open,lent,lost', [2, 3, 4, 1]],
        ['/narrowed?title=a,b,c,d', 422],
        ['/narrowed?sort=title,-title', 422],
      ],
    ],
    [
      'a controller that was written by hand',
      [
        ['/by-hand', [1, 2, 3, 4, 5]],
        ['/by-hand?title__icontains=sea&sort=-id', [2, 1]],
        ['/by-hand?shelf.room=north', [1, 4]],
        ['/by-hand?page_size=2&page=2', [3, 4]],
        ['/by-hand?q=hill', [4, 5]],
        ['/by-hand?or=status=lent,hidden=true', 422],
        ['/by-hand?page_size=6', 422],
        ['/by-hand?secret=x', 422],
      ],
    ],
  ])('%s', (_, cases) => {
    it.each(cases)('%s', async (path, expected) => {
      expect(await idsOf(path)).toEqual(expected);
    });
  });

  it('the dialect has an envelope of its own, and 422 in its own names', async () => {
    const { json } = await get('/spoken?currentPage=2&pageSize=4');
    expect(json).toMatchObject({ total: 6, limit: 4, offset: 4 });
    expect(Object.keys(json).sort()).toEqual(['items', 'limit', 'offset', 'total']);
    for (const [query, mistake] of [
      ['page=2', 'page unknown_parameter'],
      ['sort=id', 'sort unknown_parameter'],
      ['pages__gt=1', 'pages__gt unknown_parameter'],
      ['secret=1', 'secret unknown_parameter'],
      ['currentPage=0', 'currentPage out_of_range'],
      ['pageSize=0', 'pageSize out_of_range'],
      ['orderBy=secret', 'orderBy unknown_field'],
      ['sortOrder=up', 'sortOrder enum'],
      ['ids=', 'ids type'],
      ['createdAfter=soon', 'createdAfter type'],
      ['limit=1&pageSize=1', 'limit conflict'],
    ] as const) {
      const answer = await get(`/spoken?${query}`);
      expect([answer.status, ...mistakesOf(answer)]).toEqual([422, mistake]);
    }
  });

  it('a controller by hand answers with the same mistakes', async () => {
    const answer = await get('/by-hand?nope=1&pages=x');
    expect([answer.status, ...mistakesOf(answer).sort()]).toEqual([422, 'nope unknown_parameter', 'pages type']);
  });

  describe('limits hold exactly', () => {
    it.each([
      [
        'maxConditions',
        'pages__gt=0&pages__lt=99&id__gt=0',
        'pages__gt=0&pages__lt=99&id__gt=0&id__lt=9',
        'id__lt too_many',
      ],
      ['maxConditions, where a group counts too', 'or=id=1,id=2', 'or=id=1,id=2,id=3', 'or too_many'],
      ['maxValues', 'id=1,2', 'id=1,2,3', 'id too_many'],
      ['maxValues in groups', 'or=id__in=(1,2)', 'or=id__in=(1,2,3)', 'or too_many'],
      ['maxValueLength', `title=${'a'.repeat(30)}`, `title=${'a'.repeat(31)}`, 'title too_long'],
      ['maxValueLength of groups', `or=title=${'a'.repeat(24)}`, `or=title=${'a'.repeat(25)}`, 'or too_long'],
      ['maxSortTerms', 'sort=title,pages', 'sort=title,pages,id', 'sort too_many'],
      ['maxGroupDepth', 'or=and(id=1)', 'or=and(or(id=1))', 'or group'],
      ['maxSearchWords', 'q=a+b', 'q=a+b+c', 'q too_many'],
    ])('%s', async (_, within, over, mistake) => {
      expect((await get(`/limited?${within}`)).status).toBe(200);
      const answer = await get(`/limited?${over}`);
      expect([answer.status, ...mistakesOf(answer)]).toEqual([422, mistake]);
    });

    it('maxPathDepth', async () => {
      expect((await get('/limited?shelf.room=north&sort=shelf.room')).status).toBe(200);
      expect(mistakesOf(await get('/flat?shelf.room=north'))).toEqual(['shelf.room too_deep']);
      expect((await get('/flat?sort=shelf.room')).status).toBe(422);
      expect((await get('/flat?shelf=1')).status).toBe(200);
    });
  });
});

describe('a mistake in the options stops the start', () => {
  it.each<[string, ListOptions, string]>([
    ['filterable', { filterable: ['titel'] }, 'names "titel", by which the list cannot be filtered'],
    ['filterable', { filterable: ['secret'] }, 'names "secret", by which the list cannot be filtered'],
    ['sortable', { sortable: ['shelf'] }, 'names "shelf", by which the list cannot be sorted'],
    ['searchFields', { searchFields: ['pages'] }, 'names "pages", which is no text field that the list can search'],
    ['searchFields', { searchFields: ['secret'] }, 'names "secret", which is no text field that the list can search'],
    ['defaultSort', { defaultSort: '-titel' }, 'cannot be sorted by "titel". Did you mean "title"?'],
    ['defaultSort', { defaultSort: 'title,title' }, 'names "title" twice'],
    ['defaultFilter', { defaultFilter: { pages: 'many' } }, 'has "pages"'],
    ['defaultFilter', { defaultFilter: { titel: 'x' } }, 'has "titel"'],
    ['pageKinds', { pageKinds: [] }, 'is empty'],
    ['maxPageSize', { maxPageSize: 0, defaultPageSize: null }, 'is 0, which is not a number of rows'],
    ['defaultPageSize', { defaultPageSize: 9, maxPageSize: 8 }, 'is 9, which is not from 1 to maxPageSize (8)'],
    ['extraQueryParams', { extraQueryParams: ['sort'] }, 'names "sort", which the list itself uses'],
    ['extraQueryParams', { extraQueryParams: ['title'] }, 'names "title", which the list itself uses'],
    ['extraQueryParams', { extraQueryParams: ['a b'] }, 'names "a b", which is not a name for a parameter'],
    ['limits', { limits: { maxValues: -1 } }, 'sets maxValues to -1'],
    ['limits', { limits: { maxDepth: 1 } as never }, 'has "maxDepth", which is no limit'],
  ])('%s: %j', async (option, options, problem) => {
    @View('wrong', { ...tomes, ...options })
    class WrongView extends ScopedView {}

    const started = TestApp.start(databases[0]!, express, [Shelf, Tome], [WrongView]);
    const error: unknown = await started.then(
      (app) => app.close(),
      (failure: unknown) => failure,
    );
    expect(error).toBeInstanceOf(ConfigurationError);
    const [mistake, ...more] = (error as ConfigurationError).mistakes;
    expect(more).toEqual([]);
    expect(mistake?.subject).toBe(`WrongView: "${option}"`);
    expect(mistake?.problem).toContain(problem);
    expect(mistake?.remedy).toMatch(/\.$|\}\.$/);
    // Without a view it is the same.
    expect(() => listGrammarOf(Tome, TomeRead, options)).toThrow(problem);
  });

  it('all of them together', () => {
    const wrong: ListOptions = {
      filterable: ['a'],
      sortable: ['b'],
      searchFields: ['c'],
      maxPageSize: -1,
      defaultPageSize: null,
    };
    const mistakes = ((): readonly unknown[] => {
      try {
        listGrammarOf(Tome, TomeRead, wrong);
      } catch (error) {
        return (error as ConfigurationError).mistakes;
      }
      return [];
    })();
    expect(mistakes).toHaveLength(4);
  });
});
