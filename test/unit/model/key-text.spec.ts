import { keySegments, keyText, parseKeyText } from '../../../libs/restview/src/model/key-text.js';
import type { ColumnDescription, ColumnKind } from '../../../libs/restview/src/model/model-description.js';
import { Random } from '../../query/random.js';

const seed = Number(process.env.TEST_SEED ?? Date.now() % 2 ** 31);

function column(kind: ColumnKind, name = 'part'): ColumnDescription {
  return {
    kind,
    path: [name],
    type: kind,
    nullable: false,
    primary: true,
    serverOwned: false,
    hasDefault: false,
    selected: true,
    insertable: true,
    updatable: true,
    transformed: false,
    ...(kind === 'enum' && { enumValues: ['in', 'out/side', '%', 1] }),
  };
}

/** Few, and those that an encoding could confuse, so that keys which nearly meet are common. */
const PIECES = [
  'a',
  'A',
  '/',
  '%',
  '2F',
  '%2F',
  '25',
  ' ',
  '.',
  '..',
  '+',
  '?',
  '#',
  ':',
  '~',
  '\\',
  'é',
  'e\u0301',
  '😀',
];

const VALUES: Partial<Record<ColumnKind, (random: Random) => unknown>> = {
  string: (random) => random.list(0, 4, () => random.pick(PIECES)).join(''),
  integer: (random) => random.pick([0, -1, 1, 12, 2, 112, Number.MAX_SAFE_INTEGER, random.int(-1000, 1000)]),
  bigint: (random) =>
    random.pick(['0', '-1', '9007199254740992', '9007199254740993', '-9223372036854775808', '9223372036854775807']),
  uuid: (random) => `a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a${String(random.int(10, 99))}`,
  enum: (random) => random.pick(['in', 'out/side', '%', 1]),
  date: (random) => `20${String(random.int(10, 99))}-0${String(random.int(1, 9))}-1${String(random.int(0, 9))}`,
};
const KINDS: readonly ColumnKind[] = ['string', 'string', 'integer', 'bigint', 'uuid', 'enum', 'date'];

describe(`the text of a key (TEST_SEED=${seed})`, () => {
  const random = new Random(seed);
  const randomColumns = () => random.list(1, 4, () => column(random.pick(KINDS)));
  const randomKey = (columns: readonly ColumnDescription[]) => columns.map(({ kind }) => VALUES[kind]!(random));

  it('is read back as the key that it was written from', () => {
    for (let round = 0; round < 5000; round += 1) {
      const columns = randomColumns();
      const key = randomKey(columns);
      const text = keyText(columns, key);
      expect([round, text, parseKeyText(columns, text)]).toEqual([round, text, { ok: true, value: key }]);
    }
  });

  it('differs from that of any other key', () => {
    for (let round = 0; round < 300; round += 1) {
      const columns = randomColumns();
      const keys = new Map(random.list(2, 60, () => randomKey(columns)).map((key) => [JSON.stringify(key), key]));
      const texts = [...keys.values()].map((key) => keyText(columns, key));
      expect([round, new Set(texts).size]).toEqual([round, keys.size]);
    }
  });

  it('stands in a path as one segment for each part, or not at all', () => {
    for (let round = 0; round < 3000; round += 1) {
      const columns = randomColumns();
      const key = randomKey(columns);
      const segments = keySegments(columns, key);
      if (key.some((part) => ['', '.', '..'].includes(String(part)))) {
        expect([round, segments]).toEqual([round, undefined]);
        continue;
      }
      expect([round, segments?.split('/').map(decodeURIComponent)]).toEqual([round, key.map(String)]);
      // The address of a row is what a client makes of it: nothing is resolved, and nothing is cut off.
      expect(new URL(`http://localhost/rows/${segments ?? ''}`).pathname).toBe(`/rows/${segments ?? ''}`);
    }
  });
});

describe('a text that is no key', () => {
  const pair = [column('integer', 'orderId'), column('string', 'code')];
  it.each(['', '1', '1/2/3', '/', 'x/a', '1/%', '1/%E0%A4%A', '1.0/a', ' 1/a'])('%j', (text) => {
    expect(parseKeyText(pair, text)).toMatchObject({ ok: false, code: 'type' });
  });

  it('says how many parts there are', () => {
    expect(parseKeyText(pair, '1')).toMatchObject({ detail: 'It must be a key of 2 parts, such as "1/2".' });
  });

  it('is refused as its part is', () => {
    expect(parseKeyText(pair, '99999999999999999999/a')).toMatchObject({ ok: false, code: 'out_of_range' });
    expect(parseKeyText(pair, '1/a%00')).toMatchObject({ ok: false, code: 'invalid_character' });
  });
});

it('a key without one of its values has no path', () => {
  expect(keySegments([column('integer'), column('string')], [1, undefined])).toBeUndefined();
  expect(keySegments([column('integer')], [null])).toBeUndefined();
});
