import { listGrammarOf } from '../../../libs/restview/src/definition/list-grammar-of.js';
import type { Condition } from '../../../libs/restview/src/query/condition.js';
import { parseListQuery } from '../../../libs/restview/src/query/parse-list-query.js';
import { Person } from '../../fixtures/city.entity.js';
import { PersonRead } from '../../fixtures/person-read.js';

const grammar = listGrammarOf(Person, PersonRead, { searchFields: ['name', 'city.name'], extraQueryParams: ['mode'] });

const parse = (parameters: Readonly<Record<string, string | readonly string[]>>, by = grammar) =>
  parseListQuery(
    new Map(Object.entries(parameters).map(([name, value]) => [name, typeof value === 'string' ? [value] : value])),
    by,
  );

/** A condition as a short text. */
function textOf(condition: Condition | undefined): string {
  if (!condition) return '';
  switch (condition.kind) {
    case 'compare':
      return `${condition.column.path.join('.')} ${condition.operator} ${JSON.stringify(condition.values)}`;
    case 'related':
      return `${condition.quantifier} ${condition.relation.property}[${textOf(condition.condition)}]`;
    case 'not':
      return `not(${textOf(condition.condition)})`;
    default:
      return condition.conditions.length === 1 && condition.kind === 'and'
        ? textOf(condition.conditions[0])
        : `${condition.kind}(${condition.conditions.map(textOf).join('; ')})`;
  }
}

const read = (parameters: Readonly<Record<string, string | readonly string[]>>): string => {
  const { query, mistakes } = parse(parameters);
  return mistakes.length > 0
    ? mistakes.map(({ parameter, code }) => `${String(parameter)}: ${code}`).join('; ')
    : textOf(query.condition);
};
const detail = (parameters: Readonly<Record<string, string>>, by = grammar): string | undefined =>
  parse(parameters, by).mistakes[0]?.detail;

describe('conditions', () => {
  it.each<[Readonly<Record<string, string | readonly string[]>>, string]>([
    [{}, ''],
    [{ name: 'Bob' }, 'name eq ["Bob"]'],
    [{ name: '' }, 'name eq [""]'],
    [{ name: 'Bob,Ada' }, 'name eq ["Bob","Ada"]'],
    [{ name: '"Carol, Jr"' }, 'name eq ["Carol, Jr"]'],
    [{ nick: 'x' }, 'nickname eq ["x"]'],
    [{ age__gte: '18', age__lt: '65' }, 'and(age gte [18]; age lt [65])'],
    [{ age__gte: ['18', '21'] }, 'and(age gte [18]; age gte [21])'],
    [{ age__between: '1,5' }, 'age between [1,5]'],
    [{ name__contains: 'a b' }, 'name contains ["a","b"]'],
    [{ name__contains: '"a b" c' }, 'name contains ["a b","c"]'],
    [{ name__startswith: 'a b' }, 'name startswith ["a b"]'],
    [{ name__startswith: '"a b"' }, 'name startswith ["a b"]'],
    [{ name__endswith: ' ' }, 'name endswith [" "]'],
    [{ name__isnull: 'Yes' }, 'name isnull [true]'],
    [{ active: 'on,0' }, 'active eq [true,false]'],
    [{ token: '{00000000-0000-4000-8000-00000000000A}' }, 'token eq ["00000000-0000-4000-8000-00000000000a"]'],
    [{ balance: '010.50' }, 'balance eq ["10.50"]'],
    [{ seenAt: '2024-01-01T10:00:00' }, 'seenAt eq ["2024-01-01T10:00:00.000Z"]'],
    // The `+` of an offset arrives as a blank.
    [{ seenAt: '2024-01-01T10:00:00 02:00' }, 'seenAt eq ["2024-01-01T08:00:00.000Z"]'],
    [{ 'city.country.code__in': 'NL,BE' }, 'any city[any country[code in ["NL","BE"]]]'],
    [{ city: '1' }, 'any city[id eq [1]]'],
    [{ city__isnull: 'true' }, 'none city[and()]'],
    [{ city__isnull: 'false' }, 'any city[and()]'],
    [{ 'city.country__isnull': 'true' }, 'any city[none country[and()]]'],
    [{ 'tags.name': 'red', 'tags.size': '3' }, 'any tags[and(name eq ["red"]; size eq [3])]'],
    [{ 'tags.name': 'red', 'tags__any.size': '3' }, 'any tags[and(name eq ["red"]; size eq [3])]'],
    [{ 'tags.name': 'red', 'tags__none.size': '3' }, 'and(any tags[name eq ["red"]]; none tags[size eq [3]])'],
    [{ 'tags.name': ['red', 'blue'] }, 'any tags[and(name eq ["red"]; name eq ["blue"])]'],
    // A group of its own speaks of a row of its own.
    [{ 'tags.name': 'red', and: 'tags.name=blue' }, 'and(any tags[name eq ["blue"]]; any tags[name eq ["red"]])'],
    [
      { 'staff.tags.name': 'red', 'staff.tags__all.size': '1' },
      'any staff[and(any tags[name eq ["red"]]; all tags[size eq [1]])]',
    ],
    [
      { q: 'a b' },
      'and(or(name icontains ["a"]; any city[name icontains ["a"]]); or(name icontains ["b"]; any city[name icontains ["b"]]))',
    ],
    [{ mode: 'x' }, ''],
  ])('%j', (parameters, expected) => {
    expect(read(parameters)).toBe(expected);
  });

  it.each<[Readonly<Record<string, string | readonly string[]>>, string]>([
    [{ nme: 'x' }, 'nme: unknown_parameter'],
    [{ nickname: 'x' }, 'nickname: unknown_parameter'],
    [{ name__eq: 'x' }, 'name__eq: unknown_parameter'],
    [{ active__gte: 'true' }, 'active__gte: unknown_parameter'],
    [{ age__contains: '1' }, 'age__contains: unknown_parameter'],
    [{ settings: '{}' }, 'settings: unknown_parameter'],
    [{ tags: '1' }, 'tags: unknown_parameter'],
    [{ 'city__none.name': 'x' }, 'city__none.name: unknown_parameter'],
    [{ 'tags__some.name': 'x' }, 'tags__some.name: unknown_parameter'],
    [{ 'tags__any__all.name': 'x' }, 'tags__any__all.name: unknown_parameter'],
    [{ 'name.x': 'x' }, 'name.x: unknown_parameter'],
    [{ '.name': 'x' }, '.name: unknown_parameter'],
    [{ __in: 'x' }, '__in: unknown_parameter'],
    [{ '': 'x' }, ': unknown_parameter'],
    [{ NAME: 'x' }, 'NAME: unknown_parameter'],
    [{ age: 'x' }, 'age: type'],
    [{ age: '' }, 'age: type'],
    [{ age: '1,' }, 'age: type'],
    [{ age: '1.0' }, 'age: type'],
    [{ age__between: '1' }, 'age__between: type'],
    [{ age__between: '1,2,3' }, 'age__between: type'],
    [{ name: '"a' }, 'name: quoting'],
    [{ status: 'gone' }, 'status: enum'],
    [{ name: 'x'.repeat(41) }, 'name: too_long'],
    [{ name__contains: '  ' }, 'name__contains: blank'],
    [{ name__icontains: '""' }, 'name__icontains: blank'],
    [{ name__startswith: '' }, 'name__startswith: blank'],
    [{ name__isnull: 'maybe' }, 'name__isnull: type'],
    [{ name__isnull: 'true,false' }, 'name__isnull: type'],
    [{ born: '2023-02-29' }, 'born: out_of_range'],
    [{ seenAt: 'yesterday' }, 'seenAt: type'],
    [{ q: ['a', 'b'] }, 'q: repeated'],
    // All mistakes in one answer.
    [
      { nme: 'x', age: 'x', sort: 'x', page: '0', fields: 'x' },
      'nme: unknown_parameter; age: type; sort: unknown_field; fields: unknown_field; page: out_of_range',
    ],
  ])('refuses %j', (parameters, expected) => {
    expect(read(parameters)).toBe(expected);
  });

  it('suggests what was probably meant', () => {
    expect(detail({ nme: 'x' })).toBe('There is no query parameter "nme" here. Did you mean "name"?');
    expect(detail({ sortt: 'x' })).toContain('"sort"');
    expect(detail({ nme__icontains: 'x' })).toContain('"name"');
    expect(detail({ active__gte: '1' })).toBe('"active" has no operator "gte"; it has __ne __in __not_in __isnull.');
    expect(detail({ settings: '1' })).toBe('"settings" cannot be compared for equality; it has __isnull.');
    expect(detail({ xyzzy: '1' })).toBe('There is no query parameter "xyzzy" here.');
    expect(detail({ age: 'old' })).toBe('"age" has a value that is not valid: it must be an integer.');
  });
});

describe('groups', () => {
  it.each<[Readonly<Record<string, string>>, string]>([
    [{ or: '' }, 'or()'],
    [{ and: '' }, 'and()'],
    [{ not: '' }, 'not(and())'],
    [{ or: '()' }, 'or()'],
    [{ or: 'name=a' }, 'or(name eq ["a"])'],
    [{ or: 'name=a,age=1' }, 'or(name eq ["a"]; age eq [1])'],
    [{ or: '(name=a,age=1)' }, 'or(name eq ["a"]; age eq [1])'],
    [
      { or: 'name=a,and(age__gte=1,age__lt=5),not(nick=x)' },
      'or(name eq ["a"]; and(age gte [1]; age lt [5]); not(nickname eq ["x"]))',
    ],
    [{ not: 'name=a,age=1' }, 'not(and(name eq ["a"]; age eq [1]))'],
    [{ or: 'and(),or(),not()' }, 'or(and(); or(); not(and()))'],
    [{ or: 'name=' }, 'or(name eq [""])'],
    [{ or: 'name=,age=1' }, 'or(name eq [""]; age eq [1])'],
    [{ or: 'name__in=(a,"b,c")' }, 'or(name in ["a","b,c"])'],
    [{ or: 'name="a,b"' }, 'or(name eq ["a,b"])'],
    [{ or: 'name="(x)"' }, 'or(name eq ["(x)"])'],
    [{ or: 'name="say ""hi"""' }, 'or(name eq ["say \\"hi\\""])'],
    [{ or: 'name=5" disk' }, 'or(name eq ["5\\" disk"])'],
    [{ or: 'name=a=b' }, 'or(name eq ["a=b"])'],
    [{ or: 'name__contains=a b' }, 'or(name contains ["a","b"])'],
    [{ or: 'name__contains="a b"' }, 'or(name contains ["a b"])'],
    [{ or: 'name__contains=("a b" c)' }, 'or(name contains ["a b","c"])'],
    [{ or: 'name__startswith="a, b"' }, 'or(name startswith ["a, b"])'],
    [{ or: 'name__isnull=true' }, 'or(name isnull [true])'],
    [{ or: 'age__between=(1,5)' }, 'or(age between [1,5])'],
    [{ or: 'tags.name=a,tags.size=1' }, 'or(any tags[name eq ["a"]]; any tags[size eq [1]])'],
    [{ and: 'tags.name=a,tags.size=1' }, 'any tags[and(name eq ["a"]; size eq [1])]'],
    [{ not: 'tags.name=a,tags.size=1' }, 'not(any tags[and(name eq ["a"]; size eq [1])])'],
    [{ or: 'city=1' }, 'or(any city[id eq [1]])'],
  ])('%j', (parameters, expected) => {
    expect(read(parameters)).toBe(expected);
  });

  it.each([
    ['name', 'needs "=" at character 5'],
    ['name=a,', 'needs a condition such as name=Ada at character 8'],
    [',name=a', 'needs a condition such as name=Ada at character 1'],
    ['(name=a', 'needs ")" at character 8'],
    ['name=a)', 'has something unexpected at character 7'],
    ['(name=a)x', 'has something unexpected at character 9'],
    ['and(name=a', 'needs ")" at character 11'],
    ['name="a', 'opening quote without a closing one'],
    ['name="a"b', 'has something unexpected at character 9'],
    ['name__in=(a', 'needs ")" at character 12'],
    ['name__in=(a(b))', 'needs ")" at character 12'],
    ['=a', 'needs a condition'],
    [' name=a', 'needs a condition'],
    ['or(or(or(name=a)))', 'more than 3 deep'],
    ['xor(name=a)', 'needs "=" at character 4'],
  ])('refuses %j', (text, problem) => {
    const [mistake, ...more] = parse({ or: text }).mistakes;
    expect([mistake?.parameter, mistake?.code, more]).toEqual(['or', 'group', []]);
    expect(mistake?.detail).toContain(problem);
  });

  it('reports what is wrong inside under the name of the group', () => {
    expect(read({ or: 'nme=1,age=x,status=gone' })).toBe('or: unknown_parameter; or: type; or: enum');
    expect(detail({ or: 'age=x' })).toBe('"age" has a value that is not valid: it must be an integer.');
  });
});

describe('default filters', () => {
  const open = listGrammarOf(Person, PersonRead, {
    defaultFilter: { status: 'open', age__gte: '18', 'tags__none.name': 'old' },
  });
  const readOpen = (parameters: Readonly<Record<string, string>>): string =>
    textOf(parse(parameters, open).query.condition);
  const [status, age, tags] = ['status eq ["open"]', 'age gte [18]', 'none tags[name eq ["old"]]'];

  it('hold until the client names the field, in whatever way', () => {
    expect(readOpen({})).toBe(`and(${status}; ${age}; ${tags})`);
    expect(readOpen({ status: 'new' })).toBe(`and(status eq ["new"]; ${age}; ${tags})`);
    expect(readOpen({ status__isnull: 'false' })).toBe(`and(status isnull [false]; ${age}; ${tags})`);
    expect(readOpen({ or: 'status=new,and(age=5)' })).toBe(`and(or(status eq ["new"]; age eq [5]); ${tags})`);
    expect(readOpen({ 'tags.name': 'x' })).toBe(`and(${status}; ${age}; any tags[name eq ["x"]])`);
    expect(readOpen({ 'tags.size': '1' })).toBe(`and(${status}; ${age}; any tags[size eq [1]]; ${tags})`);
  });

  it('do not count against the limits of the client', () => {
    const one = listGrammarOf(Person, PersonRead, { defaultFilter: { status: 'open' }, limits: { maxConditions: 1 } });
    expect(parse({ age: '1' }, one).mistakes).toEqual([]);
  });
});
