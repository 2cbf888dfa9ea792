import { isoDatetime } from '../../../libs/restview/src/model/iso-datetime.js';
import { Random } from '../../query/random.js';

const DAY = 86_400_000;
/** What no `Date` goes beyond, either way. */
const FURTHEST = 8_640_000_000_000_000;

describe('isoDatetime', () => {
  it('writes any date as toISOString() does', () => {
    const random = new Random(20_261_121);
    const times = [
      ...Array.from({ length: 20_000 }, () => random.int(Date.UTC(900, 0), Date.UTC(10_100, 0))),
      ...Array.from({ length: 5000 }, () => Math.round((random.next() * 2 - 1) * FURTHEST)),
      ...[0, 1, -1, FURTHEST, -FURTHEST],
      ...[-1, 0, 1000, 1600, 1700, 1900, 1970, 2000, 2024, 2100, 9999, 10_000].flatMap((year) =>
        Array.from({ length: 13 }, (_, month) => new Date(0).setUTCFullYear(year, month, 1)).flatMap((month) => [
          month,
          month - 1,
          month + 28 * DAY - 1,
          month + 28 * DAY,
        ]),
      ),
    ];
    for (const date of times.map((time) => new Date(time))) expect(isoDatetime(date)).toBe(date.toISOString());
  });

  it('writes every day of four hundred years', () => {
    const days = Array.from({ length: 146_097 }, (_, day) => new Date(Date.UTC(1900, 0, 1) + day * DAY));
    expect(days.map(isoDatetime).join()).toBe(days.map((date) => date.toISOString()).join());
  });

  it('throws for a date that is none', () => {
    expect(() => isoDatetime(new Date(NaN))).toThrow(RangeError);
  });

  it('leaves the text to a class of dates that has its own', () => {
    class Local extends Date {
      override toISOString(): string {
        return 'local';
      }
    }
    expect(isoDatetime(new Local(0))).toBe('local');
  });
});
