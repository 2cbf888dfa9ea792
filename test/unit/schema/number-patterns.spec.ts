import fc from 'fast-check';
import { readDecimal } from '../../../libs/restview/src/model/decimal-values.js';
import type { ColumnDescription } from '../../../libs/restview/src/model/model-description.js';
import { readBigint } from '../../../libs/restview/src/model/integer-values.js';
import { columnDocument } from '../../../libs/restview/src/schema/document/column-document.js';

const column = (facts: Partial<ColumnDescription>): ColumnDescription => ({
  kind: 'decimal',
  path: ['field'],
  type: 'decimal',
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

const patternOf = (described: ColumnDescription): RegExp => new RegExp(String(columnDocument(described)['pattern']));

/** Texts that are decimals or nearly so. */
const texts = fc.stringMatching(/^-?0{0,2}\d{0,5}(\.\d{0,3}0{0,3})?$/);

describe.each([
  [5, 2],
  [3, 3],
  [4, 0],
  [1, 0],
  [undefined, 2],
  [undefined, undefined],
])('the pattern of a decimal(%p, %p)', (precision, scale) => {
  const decimal = column({
    ...(precision !== undefined && { precision }),
    ...(scale !== undefined && { scale }),
  });

  it('has what the reader takes, and nothing else', () => {
    const pattern = patternOf(decimal);
    fc.assert(
      fc.property(texts, (text) => {
        expect([text, pattern.test(text)]).toEqual([text, readDecimal(decimal, text).ok]);
      }),
      { numRuns: 2000 },
    );
  });
});

it('the pattern of a bigint has what the reader takes within 64 bits, and no other text', () => {
  const bigint = column({ kind: 'bigint', type: 'bigint' });
  const pattern = patternOf(bigint);
  fc.assert(
    fc.property(fc.oneof(texts, fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }).map(String)), (text) => {
      expect([text, pattern.test(text)]).toEqual([text, readBigint(bigint, text).ok]);
    }),
  );
});
