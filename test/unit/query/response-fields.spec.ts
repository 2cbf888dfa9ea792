import { listGrammarOf } from '../../../libs/restview/src/definition/list-grammar-of.js';
import type { Mistake } from '../../../libs/restview/src/errors/mistake.js';
import {
  type FieldSelection,
  pickFields,
  readFields,
  selectedColumns,
} from '../../../libs/restview/src/query/response-fields.js';
import { Person } from '../../fixtures/city.entity.js';
import { PersonRead } from '../../fixtures/person-read.js';

const { responseFields } = listGrammarOf(Person, PersonRead);

function read(text: string, depth = 3): { readonly selection: FieldSelection; readonly mistakes: readonly Mistake[] } {
  const mistakes: Mistake[] = [];
  return { selection: readFields(text, responseFields, depth, mistakes) ?? new Map(), mistakes };
}

/** A selection as plain data. */
function plain(selection: FieldSelection): object {
  return Object.fromEntries([...selection].map(([name, part]) => [name, part === 'whole' ? true : plain(part)]));
}

describe('fields', () => {
  it.each([
    ['id', { id: true }],
    ['nick,id', { nick: true, id: true }],
    ['id,id', { id: true }],
    ['city', { city: true }],
    ['city.name', { city: { name: true } }],
    ['city.name,city.id', { city: { name: true, id: true } }],
    ['city.name,city', { city: true }],
    ['city,city.name', { city: true }],
    ['city.country.code,city.name', { city: { country: { code: true }, name: true } }],
    ['tags.name', { tags: { name: true } }],
    ['boss.boss.boss.name', { boss: { boss: { boss: { name: true } } } }],
  ])('%s', (text, expected) => {
    const { selection, mistakes } = read(text);
    expect([plain(selection), mistakes]).toEqual([expected, []]);
  });

  it.each([
    ['', ''],
    ['nme', 'nme'],
    ['nickname', 'nickname'],
    ['password', 'password'],
    ['id,', ''],
    [' id', ' id'],
    ['name.x', 'name.x'],
    ['city.', 'city.'],
    ['city.nme', 'city.nme'],
    ['city,city.nme', 'city.nme'],
    ['tags__any.name', 'tags__any.name'],
    ['boss.boss.boss.boss.name', 'boss.boss.boss.boss.name'],
    ['-id', '-id'],
  ])('refuses %j', (text, unknown) => {
    const { mistakes } = read(text);
    expect(mistakes).toHaveLength(1);
    expect(mistakes[0]).toMatchObject({ parameter: 'fields', code: 'unknown_field' });
    expect(mistakes[0]?.detail).toContain(`"${unknown}"`);
  });

  it('suggests public names', () => {
    expect(read('nam').mistakes[0]?.detail).toContain('Did you mean "name"?');
    expect(read('passwor').mistakes[0]?.detail).not.toContain('Did you mean');
  });

  it('knows the columns behind them', () => {
    expect(selectedColumns(read('nick,id').selection, responseFields)).toEqual(['nickname', 'id']);
    expect(selectedColumns(read('name,city.name').selection, responseFields)).toEqual(['name']);
    // What is computed may need any column.
    const computed = new Map([['total', { property: 'total', columns: null, isRelation: false }]]);
    expect(selectedColumns(new Map([['total', 'whole']]), computed)).toBeNull();
  });

  it('leaves what was not asked for out of a row', () => {
    const row = { id: 1, name: 'Ada', city: { id: 2, name: 'Paris' }, boss: null, tags: [{ id: 3, name: 'red' }] };
    expect(pickFields(row, read('name,city.name,boss.name,tags.name').selection)).toEqual({
      name: 'Ada',
      city: { name: 'Paris' },
      boss: null,
      tags: [{ name: 'red' }],
    });
    expect(pickFields(row, read('age').selection)).toEqual({});
    expect(pickFields({}, new Map([['__proto__', 'whole']]))).toEqual({});
    expect(pickFields({}, new Map([['toString', 'whole']]))).toEqual({});
  });
});
