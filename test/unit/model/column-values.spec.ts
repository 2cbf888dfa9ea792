import { parseText, readValue, wireWriter } from '../../../libs/restview/src/model/column-values.js';
import { narrowColumn } from '../../../libs/restview/src/model/narrowed-column.js';
import type { ColumnDescription } from '../../../libs/restview/src/model/model-description.js';

const column = (facts: Partial<ColumnDescription>): ColumnDescription => ({
  kind: 'string',
  path: ['field'],
  type: facts.kind ?? 'varchar',
  nullable: false,
  primary: false,
  serverOwned: false,
  hasDefault: false,
  selected: true,
  insertable: true,
  updatable: true,
  transformed: false,
  ...facts,
});

const integer = column({ kind: 'integer' });
const tiny = column({ kind: 'integer', minimum: -128n, maximum: 127n });
const bigint = column({ kind: 'bigint', minimum: -(2n ** 63n), maximum: 2n ** 63n - 1n });
const decimal = column({ kind: 'decimal', precision: 5, scale: 2 });
const free = column({ kind: 'decimal' });
const float = column({ kind: 'float' });
const text = column({ kind: 'string', maxLength: 3 });
const level = column({ kind: 'enum', enumValues: [1, 'two'] });
const uuid = column({ kind: 'uuid' });
const date = column({ kind: 'date' });
const time = column({ kind: 'time' });
const datetime = column({ kind: 'datetime' });
const json = column({ kind: 'json' });
const binary = column({ kind: 'binary', maxLength: 2 });
const words = column({ kind: 'array', element: 'string', type: 'simple-array' });
const canonical = 'a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11';

type Case = [name: string, column: ColumnDescription, value: unknown, expected: unknown];
const refusal = (code: string) => ({ refused: code });

function outcome(reading: ReturnType<typeof readValue>): unknown {
  return reading.ok ? reading.value : refusal(reading.code);
}

const nested = (depth: number): unknown => {
  let value: unknown = 1;
  for (let level = 0; level < depth; level++) value = [value];
  return value;
};

describe('readValue', () => {
  it.each<Case>([
    ['an integer', integer, 5, 5],
    ['minus zero', integer, -0, 0],
    ['digits for an integer', integer, '5', refusal('type')],
    ['a fraction', integer, 1.5, refusal('type')],
    ['infinity', integer, Infinity, refusal('type')],
    ['an unsafe integer', integer, 2 ** 53, refusal('out_of_range')],
    ['the highest tinyint', tiny, 127, 127],
    ['beyond a tinyint', tiny, 128, refusal('out_of_range')],
    ['true for an integer', integer, true, refusal('type')],
    ['a bigint', bigint, '9223372036854775807', '9223372036854775807'],
    ['a small bigint as a number', bigint, 5, '5'],
    ['beyond a bigint', bigint, '9223372036854775808', refusal('out_of_range')],
    ['a thousand digits', bigint, '9'.repeat(1000), refusal('out_of_range')],
    ['an inexact bigint', bigint, 2 ** 60, refusal('type')],
    ['a bigint with leading zeros', bigint, '-007', '-7'],
    ['a decimal', decimal, '123.45', '123.45'],
    ['a decimal as a number', decimal, 0.1, '0.1'],
    ['the highest whole number that is exact', free, 9007199254740991, '9007199254740991'],
    ['fifteen digits as a number', free, 1234567890123.45, '1234567890123.45'],
    ['a number that may have lost digits', free, 123456789012345.67, refusal('out_of_range')],
    ['a whole number that may have lost digits', free, 2 ** 53, refusal('out_of_range')],
    ['a tiny number', free, 1e-7, '0.0000001'],
    ['a huge number', free, 1.5e21, '1500000000000000000000'],
    ['too many digits after the point', decimal, '1.234', refusal('out_of_range')],
    ['zeros after the point', decimal, '1.5000', '1.50'],
    ['too many digits before the point', decimal, '1234', refusal('out_of_range')],
    ['leading zeros', decimal, '-000.10', '-0.10'],
    ['minus nothing', decimal, '-0', '0'],
    ['an exponent', decimal, '1e2', refusal('type')],
    ['NaN', decimal, 'NaN', refusal('type')],
    ['a float', float, -1.5, -1.5],
    ['an infinite float', float, Infinity, refusal('out_of_range')],
    ['a float as text', float, '1', refusal('type')],
    ['a boolean', column({ kind: 'boolean' }), false, false],
    ['1 for a boolean', column({ kind: 'boolean' }), 1, refusal('type')],
    ['a string', text, 'abc', 'abc'],
    ['three characters of two units', text, '😀😀😀', '😀😀😀'],
    ['four characters', text, 'abcd', refusal('too_long')],
    ['a NUL character', text, 'a\0', refusal('invalid_character')],
    ['half a pair', text, '\ud83d', refusal('invalid_character')],
    ['a number for a string', text, 5, refusal('type')],
    ['an enum member', level, 'two', 'two'],
    ['the digits of an enum number', level, '1', refusal('enum')],
    ['no enum member', level, 'three', refusal('enum')],
    ['a UUID in capitals', uuid, canonical.toUpperCase(), canonical],
    ['a UUID without hyphens', uuid, canonical.replaceAll('-', ''), canonical],
    ['a UUID in braces', uuid, `{${canonical}}`, canonical],
    ['a UUID as URN', uuid, `urn:uuid:${canonical}`, canonical],
    ['a UUID in half a brace', uuid, `{${canonical}`, refusal('type')],
    ['no UUID', uuid, '123', refusal('type')],
    ['a leap day', date, '2024-02-29', '2024-02-29'],
    ['no leap day', date, '2023-02-29', refusal('out_of_range')],
    ['the year 0', date, '0000-01-01', refusal('out_of_range')],
    ['the year 99', date, '0099-12-31', '0099-12-31'],
    ['a datetime for a date', date, '2024-02-29T00:00:00Z', refusal('type')],
    ['a time', time, '12:34', '12:34:00'],
    ['a time with a fraction', time, '12:34:56.7800', '12:34:56.78'],
    ['hour 24', time, '24:00', refusal('out_of_range')],
    ['a datetime in UTC', datetime, '2024-02-29T12:30:00.5Z', new Date('2024-02-29T12:30:00.500Z')],
    ['a datetime with an offset', datetime, '2024-02-29T00:30:00+02:00', new Date('2024-02-28T22:30:00Z')],
    ['a naive datetime', datetime, '2024-02-29T12:30', new Date('2024-02-29T12:30:00Z')],
    ['a day for a datetime', datetime, '2024-02-29', new Date('2024-02-29T00:00:00Z')],
    ['microseconds', datetime, '2024-02-29T12:30:00.123999Z', new Date('2024-02-29T12:30:00.123Z')],
    ['the year 1', datetime, '0001-01-01T00:00:00Z', new Date('0001-01-01T00:00:00Z')],
    ['before the year 1', datetime, '0001-01-01T00:00:00+01:00', refusal('out_of_range')],
    ['after the year 9999', datetime, '9999-12-31T23:59:59-01:00', refusal('out_of_range')],
    ['no such day', datetime, '2024-02-30T00:00:00Z', refusal('out_of_range')],
    ['minute 60', datetime, '2024-02-28T00:60:00Z', refusal('out_of_range')],
    ['a leap second', datetime, '2024-02-28T23:59:60Z', refusal('out_of_range')],
    ['a timestamp', datetime, 1700000000000, refusal('type')],
    ['a Date', datetime, new Date(0), new Date(0)],
    ['no Date', datetime, new Date(NaN), refusal('type')],
    ['a Date for a date', date, new Date(0), new Date(0)],
    ['JSON', json, { a: [1, null, 'x'] }, { a: [1, null, 'x'] }],
    ['JSON with NUL in a key', json, { 'a\0': 1 }, refusal('invalid_character')],
    ['JSON with NUL deep inside', json, [{ a: ['\0'] }], refusal('invalid_character')],
    ['JSON with a number too large', json, { a: JSON.parse('1e400') as unknown }, refusal('out_of_range')],
    ['JSON of 100 levels', json, nested(100), nested(100)],
    ['JSON without end', json, nested(50_000), refusal('too_deep')],
    ['base64', binary, 'AAE=', Buffer.from([0, 1])],
    ['bytes', binary, Buffer.from([1]), Buffer.from([1])],
    ['too many bytes', binary, 'AAEC', refusal('too_long')],
    ['loose base64', binary, 'AAF=', refusal('type')],
    ['base64 without padding', binary, 'AAE', refusal('type')],
    ['a list', words, ['a', ''], ['a', '']],
    ['no list', words, 'a', refusal('type')],
    ['a comma where commas separate', words, ['a,b'], refusal('invalid_character')],
    ['an only empty item', words, [''], refusal('type')],
    ['a wrong item', words, ['a', 5], refusal('type')],
    ['a value for no kind', column({ kind: 'unknown' }), 'x', refusal('type')],
    ['a bigint behind a transformer', { ...bigint, transformed: true }, '5', 5n],
  ])('reads %s', (_, described, value, expected) => {
    expect(outcome(readValue(described, value))).toEqual(expected);
  });

  it('says which item of a list is wrong', () => {
    expect(readValue(words, ['a', 5])).toEqual({ ok: false, code: 'type', detail: 'Item 2: It must be a string.' });
  });
});

describe('parseText', () => {
  it.each<Case>([
    ['an integer', integer, '-5', -5],
    ['minus zero', integer, '-0', 0],
    ...['1e0', '0x1', '1.5', ' 1', '1 ', '', '+1', 'NaN', '1_000'].map((value): Case => [
      `"${value}" for an integer`,
      integer,
      value,
      refusal('type'),
    ]),
    ['an unsafe integer', integer, '9007199254740993', refusal('out_of_range')],
    ['a bigint', bigint, '-9223372036854775808', '-9223372036854775808'],
    ['a decimal', decimal, '1.5', '1.5'],
    ['a float', float, '1e3', 1000],
    ['an infinite float', float, '1e999', refusal('out_of_range')],
    ['hexadecimal for a float', float, '0x1', refusal('type')],
    ['true', column({ kind: 'boolean' }), 'true', true],
    ['1 for a boolean', column({ kind: 'boolean' }), '1', refusal('type')],
    ['the digits of an enum number', level, '1', 1],
    ['NUL in text', text, '\0', refusal('invalid_character')],
    ['a UUID', uuid, canonical, canonical],
    ['an offset whose + became a space', datetime, '2024-02-29T00:30:00 02:00', new Date('2024-02-28T22:30:00Z')],
    ['a date and time with a space between', datetime, '2024-02-29 10:30', new Date('2024-02-29T10:30:00Z')],
    ['JSON', json, '{}', refusal('type')],
    ['a list', words, 'a', refusal('type')],
  ])('reads %s', (_, described, value, expected) => {
    expect(outcome(parseText(described, String(value)))).toEqual(expected);
  });
});

describe('wireWriter', () => {
  it.each<Case>([
    ['null', decimal, null, null],
    ['undefined', decimal, undefined, undefined],
    ['a bigint that arrived as a number', bigint, 5, '5'],
    ['a JavaScript bigint', bigint, 5n, '5'],
    ['a decimal that arrived as a number', decimal, 1.5, '1.50'],
    ['a tiny decimal', free, 1e-7, '0.0000001'],
    ['a decimal with more digits than declared', decimal, 1.234, '1.234'],
    ['an exact decimal', free, '1.500', '1.500'],
    ['a 64-bit integer as text', integer, '5', 5],
    ['a boolean that arrived as a number', column({ kind: 'boolean' }), 1, true],
    ['a datetime', datetime, new Date(0), '1970-01-01T00:00:00.000Z'],
    ['an impossible datetime', datetime, new Date(NaN), null],
    ['an infinite datetime', datetime, Infinity, null],
    ['a Date in a date column', date, new Date(2024, 1, 9), '2024-02-09'],
    ['a padded time', time, '12:34:56.500', '12:34:56.5'],
    ['a time without fraction', time, '12:34:50', '12:34:50'],
    ['bytes', binary, Buffer.from([0, 1]), 'AAE='],
    [
      'a list of dates',
      column({ kind: 'array', element: 'datetime' }),
      [new Date(0), null],
      ['1970-01-01T00:00:00.000Z', null],
    ],
    ['JSON', json, { a: 1 }, { a: 1 }],
  ])('writes %s', (_, described, value, expected) => {
    expect(wireWriter(described)(value)).toEqual(expected);
  });
});

describe('narrowColumn', () => {
  const int = column({ kind: 'integer', type: 'int' });

  it('gives int the range of its database', () => {
    expect(narrowColumn(int, 'postgres')).toMatchObject({ minimum: -2147483648n, maximum: 2147483647n });
    expect(narrowColumn(int, 'mysql').maximum).toBe(2147483647n);
    expect(narrowColumn(int, 'sqlite').maximum).toBe(2n ** 53n - 1n);
    expect(narrowColumn(tiny, 'postgres')).toBe(tiny);
  });

  it('refuses on SQLite what its driver would change', () => {
    expect(outcome(readValue(narrowColumn(bigint, 'sqlite'), '9007199254740993'))).toEqual(refusal('out_of_range'));
    expect(outcome(readValue(narrowColumn(free, 'sqlite'), '1234567890.123456'))).toEqual(refusal('out_of_range'));
    expect(outcome(readValue(narrowColumn(free, 'sqlite'), '1234567890.12345'))).toBe('1234567890.12345');
    const money = column({ kind: 'decimal', precision: 30, scale: 2 });
    expect(outcome(readValue(narrowColumn(money, 'sqlite'), '99999999999999.99'))).toEqual(refusal('out_of_range'));
    expect(outcome(readValue(money, '99999999999999.99'))).toBe('99999999999999.99');
  });

  it('knows the lengths that MySQL gives', () => {
    expect(narrowColumn(column({ type: 'varchar' }), 'mysql').maxLength).toBe(255);
    expect(narrowColumn(column({ type: 'text' }), 'mysql').maxLength).toBe(65535);
    expect(narrowColumn(column({ type: 'text' }), 'postgres')).not.toHaveProperty('maxLength');
    expect(narrowColumn(free, 'mysql')).toMatchObject({ precision: 10, scale: 0 });
  });
});
