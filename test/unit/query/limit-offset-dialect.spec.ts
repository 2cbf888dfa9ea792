import { CreateDateColumn, Column, Entity, PrimaryGeneratedColumn } from 'typeorm';
import { listGrammarOf } from '../../../libs/restview/src/definition/list-grammar-of.js';
import { limitOffsetDialect } from '../../../libs/restview/src/query/limit-offset-dialect.js';
import type { ListGrammar } from '../../../libs/restview/src/query/list-grammar.js';

@Entity()
class Ticket {
  @PrimaryGeneratedColumn() id!: number;
  @Column() title!: string;
  @Column({ type: 'simple-enum', enum: ['open', 'done'] }) status!: string;
  @Column({ type: 'int', nullable: true }) author_id!: number | null;
  @Column() active!: boolean;
  @CreateDateColumn() created_at!: Date;
  @CreateDateColumn() updatedAt!: Date;
  @Column() limit!: number;
  @Column() statusIn!: string;
}

const grammar = listGrammarOf(Ticket, undefined, {
  dialect: limitOffsetDialect,
  searchFields: ['title'],
  filterable: ['id', 'title', 'status', 'author_id', 'active', 'created_at', 'updatedAt', 'limit', 'statusIn'],
  defaultPageSize: 20,
  maxPageSize: 100,
  defaultSort: 'title',
  extraQueryParams: ['mode'],
});

const parse = (url: string, by: ListGrammar = grammar) => {
  const sent = new Map<string, string[]>();
  for (const [name, value] of new URLSearchParams(url)) sent.set(name, [...(sent.get(name) ?? []), value]);
  return limitOffsetDialect.parse(sent, by, 'secret');
};
const page = (url: string, by?: ListGrammar) => {
  const { query, mistakes } = parse(url, by);
  return mistakes.length > 0
    ? mistakes.map(({ parameter, code }) => [parameter, code])
    : [query.offset, query.pageSize, query.page];
};
const condition = (url: string) => {
  const { query, mistakes } = parse(url);
  expect(mistakes).toEqual([]);
  const found = query.condition;
  if (found?.kind !== 'and') return found;
  return found.conditions.map((one) =>
    one.kind === 'compare' ? [one.column.path.join('.'), one.operator, one.values] : one.kind,
  );
};

describe('limitOffsetDialect', () => {
  it.each([
    ['', [0, 20, 1]],
    ['currentPage=3', [40, 20, 3]],
    ['currentPage=3&pageSize=5', [10, 5, 3]],
    ['limit=5', [0, 5, 1]],
    ['limit=5&offset=7', [7, 5, 2]],
    ['offset=7', [7, 20, 1]],
    ['offset=0', [0, 20, 1]],
    ['pageSize=100', [0, 100, 1]],
    ['pageSize=101', [['pageSize', 'out_of_range']]],
    ['currentPage=0', [['currentPage', 'out_of_range']]],
    ['offset=-1', [['offset', 'out_of_range']]],
    ['offset=99999999999999999999', [['offset', 'out_of_range']]],
    ['currentPage=450359962737050', [['currentPage', 'out_of_range']]],
    ['limit=5&currentPage=1', [['limit', 'conflict']]],
    ['offset=5&pageSize=1', [['offset', 'conflict']]],
    ['limit=x', [['limit', 'type']]],
    ['limit=1&limit=2', [['limit', 'repeated']]],
    ['page=1', [['page', 'unknown_parameter']]],
    ['sort=title', [['sort', 'unknown_parameter']]],
    ['cursor=', [['cursor', 'unknown_parameter']]],
    ['title__in=a', [['title__in', 'unknown_parameter']]],
    ['titl=a', [['titl', 'unknown_parameter']]],
  ])('%s', (url, expected) => {
    expect(page(url)).toEqual(expected);
  });

  it('needs a size for a place in a list without one', () => {
    const whole = listGrammarOf(Ticket, undefined, {
      dialect: limitOffsetDialect,
      defaultPageSize: null,
      filterable: ['title'],
    });
    expect(page('', whole)).toEqual([0, null, 1]);
    expect(page('offset=3', whole)).toEqual([['offset', 'needs_page_size']]);
    expect(page('currentPage=2', whole)).toEqual([['currentPage', 'needs_page_size']]);
    expect(page('offset=3&limit=2', whole)).toEqual([3, 2, 2]);
  });

  it.each<[string, unknown]>([
    ['ids=1&ids=2', [['id', 'in', [1, 2]]]],
    ['ids=1', [['id', 'in', [1]]]],
    ['title=a,b', [['title', 'eq', ['a', 'b']]]],
    ['title=a,b&title=c', [['title', 'eq', ['a,b', 'c']]]],
    ['titleIn=a,b', [['title', 'in', ['a,b']]]],
    ['titleNotIn=a&titleNotIn=b', [['title', 'not_in', ['a', 'b']]]],
    ['authorId=1', [['author_id', 'eq', [1]]]],
    ['authorIdIn=1&authorIdIn=2', [['author_id', 'in', [1, 2]]]],
    ['active=true', [['active', 'eq', [true]]]],
    ['createdAfter=2024-01-01', [['created_at', 'gt', [new Date('2024-01-01')]]]],
    [
      'createdBefore=2024-01-01&updatedAfter=2023-01-01',
      [
        ['created_at', 'lt', [new Date('2024-01-01')]],
        ['updatedAt', 'gt', [new Date('2023-01-01')]],
      ],
    ],
    // A name that has a meaning keeps it: `statusIn` is the filter on `status` here.
    ['statusIn=open', [['status', 'in', ['open']]]],
    ['searchString=a b', ['and']],
    ['mode=x', undefined],
  ])('%s', (url, expected) => {
    expect(condition(url)).toEqual(expected);
  });

  it('minds the case of a search unless told otherwise', () => {
    const operator = (url: string) =>
      JSON.stringify(parse(url).query.condition, (key, value: unknown) => (key === 'column' ? undefined : value));
    expect(operator('searchString=a')).toContain('"contains"');
    expect(operator('searchString=a&searchIgnoreCase=true')).toContain('"icontains"');
    expect(parse('searchString=').mistakes.map(({ code }) => code)).toEqual(['blank']);
  });

  it('sorts by one field, descending unless told otherwise', () => {
    const order = (url: string) => {
      const { query, mistakes } = parse(url);
      return mistakes.length > 0
        ? mistakes.map(({ parameter }) => parameter)
        : query.sort.map(({ name, direction }) => `${name} ${direction}`);
    };
    expect(order('')).toEqual(['title asc', 'id asc']);
    expect(order('orderBy=title')).toEqual(['title desc', 'id asc']);
    expect(order('orderBy=title&sortOrder=asc')).toEqual(['title asc', 'id asc']);
    expect(order('orderBy=id')).toEqual(['id desc']);
    expect(order('orderBy=nme')).toEqual(['orderBy']);
    expect(order('orderBy=title,id')).toEqual(['orderBy']);
    expect(order('orderBy=-title&sortOrder=asc')).toEqual(['orderBy']);
    expect(order('orderBy=')).toEqual(['orderBy']);
    expect(order('orderBy=title&sortOrder=up')).toEqual(['sortOrder']);
  });

  it('names its own parameters in its mistakes', () => {
    expect(parse('authorIdIn=x').mistakes).toEqual([
      {
        parameter: 'authorIdIn',
        code: 'type',
        detail: '"authorIdIn" has a value that is not valid: it must be an integer.',
      },
    ]);
  });

  it('applies default filters', () => {
    const open = listGrammarOf(Ticket, undefined, {
      dialect: limitOffsetDialect,
      filterable: ['status'],
      defaultFilter: { status: 'open' },
    });
    const text = (url: string) => JSON.stringify(parse(url, open).query.condition);
    expect(text('')).toContain('"values":["open"]');
    expect(text('statusIn=done')).not.toContain('"values":["open"]');
  });

  it('documents each parameter once', () => {
    const names = limitOffsetDialect.parameters(grammar).map(({ name }) => name);
    expect(new Set(names).size).toBe(names.length);
    expect(names).toEqual(
      expect.arrayContaining([
        'currentPage',
        'pageSize',
        'limit',
        'offset',
        'orderBy',
        'sortOrder',
        'searchString',
        'ids',
        'titleIn',
        'createdAfter',
        'mode',
      ]),
    );
    for (const name of names)
      expect(parse(`${name}=1`).mistakes.map(({ code }) => code)).not.toContain('unknown_parameter');
  });

  it('makes its own envelope', () => {
    const { query } = parse('limit=5&offset=7');
    expect(limitOffsetDialect.envelope?.(['a'], 8, query)).toEqual({ items: ['a'], total: 8, limit: 5, offset: 7 });
    expect(limitOffsetDialect.envelope?.(['a'], null, query)).toEqual({ items: ['a'], limit: 5, offset: 7 });
  });
});
