import type { SelectQueryBuilder } from 'typeorm';
import { keptRows } from '../../model/statements/kept-queries.js';
import { hydratorOf } from './hydrator-cache.js';
import type { RawRow } from './related-values.js';

/** The entities of a query, and the rows that they were made of. */
export interface ReadRows<Entity> {
  readonly entities: Entity[];
  readonly raw: RawRow[];
}

/** Whether entities of plain shapes are made by functions of our own; tests compare both ways by it. */
export const generatedHydration = { isOn: true };

/**
 * Runs a query as `getRawAndEntities()` does: the same statement, and the same entities.
 *
 * Entities of plain shapes are made by a function that is compiled once for the shape; TypeORM looks its way up for each
 * row, which costs most of a list. Their SQL is kept by the shape of the query.
 */
export async function readEntities<Entity extends object>(rows: SelectQueryBuilder<Entity>): Promise<ReadRows<Entity>> {
  if (!generatedHydration.isOn) return rows.getRawAndEntities<RawRow>();
  const kept = keptRows(rows);
  const hydrate = hydratorOf(rows, kept);
  if (!hydrate) return rows.getRawAndEntities<RawRow>();
  const raw = kept ? (await kept.run(rows)).rows : await rows.getRawMany<RawRow>();
  // What a query selects of its main entity is made into that entity, here as there.
  return { raw, entities: hydrate(raw) as Entity[] };
}
