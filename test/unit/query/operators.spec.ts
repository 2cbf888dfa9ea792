import { isSortable, operatorsOf } from '../../../libs/restview/src/query/operators.js';
import type { ColumnDescription, ColumnKind } from '../../../libs/restview/src/model/model-description.js';

const column = (kind: ColumnKind, type: string, more: Partial<ColumnDescription> = {}): ColumnDescription => ({
  kind,
  type,
  path: ['field'],
  nullable: true,
  primary: false,
  serverOwned: false,
  hasDefault: false,
  selected: true,
  insertable: true,
  updatable: true,
  transformed: false,
  ...more,
});

const equality = ['eq', 'ne', 'in', 'not_in', 'isnull'];
const range = ['gt', 'gte', 'lt', 'lte', 'between'];
const text = ['contains', 'icontains', 'startswith', 'istartswith', 'endswith', 'iendswith'];

describe('the operators of a column', () => {
  it.each<[ColumnKind, string, readonly string[], boolean]>([
    ['string', 'varchar', [...equality, ...range, ...text], true],
    ['string', 'text', [...equality, ...range, ...text], true],
    ['string', 'citext', [...equality, ...range, ...text], true],
    ['string', 'character varying', [...equality, ...range, ...text], true],
    ['string', 'nchar', [...equality, ...range, ...text], true],
    ['string', 'clob', [...equality, ...range, ...text], true],
    ['integer', 'int', [...equality, ...range], true],
    ['bigint', 'bigint', [...equality, ...range], true],
    ['decimal', 'numeric', [...equality, ...range], true],
    ['float', 'real', [...equality, ...range], true],
    ['date', 'date', [...equality, ...range], true],
    ['time', 'time', [...equality, ...range], true],
    ['datetime', 'timestamptz', [...equality, ...range], true],
    ['enum', 'enum', equality, true],
    ['boolean', 'boolean', equality, true],
    ['uuid', 'uuid', equality, true],
    ['json', 'jsonb', ['isnull'], false],
    ['array', 'simple-array', ['isnull'], false],
    ['binary', 'bytea', ['isnull'], false],
    // What only the database can read: a value that is none would be an error of the database.
    ['string', 'inet', ['isnull'], true],
    ['string', 'money', ['isnull'], true],
    ['string', 'interval', ['isnull'], true],
    ['string', 'ltree', ['isnull'], true],
    ['string', 'xml', ['isnull'], false],
    ['string', 'tsvector', ['isnull'], false],
    ['string', 'polygon', ['isnull'], false],
    ['string', 'int4range', ['isnull'], false],
    ['unknown', 'geometry', [], false],
  ])('%s %s', (kind, type, operators, sortable) => {
    expect([operatorsOf(column(kind, type)), isSortable(column(kind, type))]).toEqual([operators, sortable]);
  });

  it('compares for equality only what a transformer makes', () => {
    for (const kind of ['string', 'float', 'datetime', 'bigint', 'boolean'] as const) {
      const transformed = column(kind, 'varchar', { transformed: true });
      expect([kind, operatorsOf(transformed), isSortable(transformed)]).toEqual([kind, equality, false]);
    }
    expect(operatorsOf(column('json', 'varchar', { transformed: true }))).toEqual(['isnull']);
  });
});
