import type { ResourceDefinition } from '../../definition/view-definition.js';
import { BadQuery, Unprocessable } from '../../errors/problems.js';

/** How many more related rows the collections of one answer may have. */
export class RelatedRowsBudget {
  private used = 0;

  constructor(
    private readonly resource: ResourceDefinition,
    private readonly answer: 'list' | 'row',
  ) {}

  /** As many rows as a statement may ask for: one more than there may be tells that there are too many. */
  get limit(): number {
    return this.resource.list.limits.maxRelatedRows - this.used + 1;
  }

  /**
   * Counts rows that were read.
   *
   * @throws {@link Unprocessable} `too_many_related` when there are more than one answer may have.
   */
  take(rows: number): void {
    const { maxRelatedRows } = this.resource.list.limits;
    this.used += rows;
    if (this.used <= maxRelatedRows) return;
    const most = `The answer would have more than ${String(maxRelatedRows)} related rows.`;
    const kind = { code: 'too_many_related', title: 'Too many related rows' };
    if (this.answer === 'row') throw new Unprocessable(`${most} Ask for fewer relations.`, kind);
    const { reserved } = this.resource.dialect;
    const parameter = reserved.find((name) => /^(page_?size|range)$/i.test(name));
    const detail = `${most} Ask for fewer rows, or for fewer fields.`;
    throw new BadQuery([{ ...(parameter !== undefined && { parameter }), code: kind.code, detail }], kind);
  }
}
