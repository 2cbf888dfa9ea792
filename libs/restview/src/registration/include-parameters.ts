import type { ResourceDefinition } from '../definition/view-definition.js';
import type { ListParameter } from '../query/list-parameter.js';

/** The parameter for optional relations on routes of single rows: where there are any, and lists have it too. */
export function includeParametersOf({ list, dialect }: ResourceDefinition): readonly ListParameter[] {
  return dialect.include && list.includable.length > 0 ? [dialect.include.describe(list)] : [];
}
