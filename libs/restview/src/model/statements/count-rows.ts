import type { SelectQueryBuilder } from 'typeorm';
import { keptCount } from './kept-queries.js';

/**
 * Counts the rows of a query without its page, as its `getCount()` does.
 *
 * @internal
 */
export async function countRows(builder: SelectQueryBuilder<object>): Promise<number> {
  const query = keptCount(builder);
  if (!query) return builder.getCount();
  const { rows } = await query.run(builder);
  return Number(rows[0]?.cnt ?? 0);
}
