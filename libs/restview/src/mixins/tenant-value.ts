import type { BoundModel } from '../model/bind-model.js';
import { parseText } from '../model/column-values.js';
import type { ColumnKind } from '../model/model-description.js';

/** What the application says of a caller's tenant. */
export type Tenant = string | number | null | undefined;

/** Kinds of columns whose values have a text that stands for them alone. */
const KINDS: ReadonlySet<ColumnKind> = new Set<ColumnKind>(['integer', 'bigint', 'uuid', 'string', 'enum']);

/**
 * Chooses, once for a column, how a tenant is read: `7` and `'7'` are one, and so are two spellings of a UUID.
 *
 * A tenant that the column cannot have is none (`null`): databases are generous, and MySQL takes `'7x'` for 7.
 */
export function tenantReader(
  { description }: Pick<BoundModel, 'description'>,
  property: string,
): (tenant: Tenant) => unknown {
  const column = description.columns.find(({ path }) => path.length === 1 && path[0] === property);
  if (!column || column.transformed || !KINDS.has(column.kind)) return (tenant) => tenant ?? null;
  return (tenant) => {
    if (tenant === null || tenant === undefined) return null;
    const reading = parseText(column, String(tenant));
    return reading.ok ? reading.value : null;
  };
}
