import type { SelectQueryBuilder } from 'typeorm';
import { hasFreeConnections } from '../model/statements/free-connections.js';
import { keptCount } from '../model/statements/kept-queries.js';
import { type KeptQuery, runnerOf } from '../model/statements/kept-query.js';

/** Whether counts may run beside their page; tests and benchmarks compare both ways. */
export const countsBeside = { isOn: true };

/** Counts whose last page did not tell the total, so that the next one will hardly. */
const wanted = new WeakSet<KeptQuery>();

/**
 * The number of rows on all pages, asked for beside the page where that is likely to be needed and both have a
 * connection, and after it otherwise. Within a transaction there is one connection for both.
 */
export class PageCount {
  private readonly kept: KeptQuery | undefined;
  private early: Promise<PromiseSettledResult<number>[]> | undefined;

  constructor(
    private readonly rows: SelectQueryBuilder<object>,
    private readonly count: () => Promise<number>,
  ) {
    this.kept = countsBeside.isOn && !runnerOf(rows) ? keptCount(rows) : undefined;
  }

  /** Reads the page, and begins to count along with it where the page will hardly tell. */
  async beside<Page>(read: () => Promise<Page>): Promise<Page> {
    const begins = this.kept && wanted.has(this.kept) && hasFreeConnections(this.rows.dataSource, 2);
    const reading = read();
    if (begins) this.early = Promise.allSettled([this.count()]);
    try {
      return await reading;
    } finally {
      // Nothing of a request goes on when it is answered.
      await this.early;
    }
  }

  /** @param known - the total that the page tells. */
  async total(known: number | undefined): Promise<number> {
    if (this.kept) wanted[known === undefined ? 'add' : 'delete'](this.kept);
    if (known !== undefined) return known;
    const [counted] = (await this.early) ?? [];
    if (counted === undefined) return this.count();
    if (counted.status === 'rejected') throw counted.reason;
    return counted.value;
  }
}
