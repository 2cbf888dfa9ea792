import type { ResourceDefinition } from '../definition/view-definition.js';
import { includeParameters, type ListParameter } from '../query/list-parameters.js';
import { INCLUDE_PARAMETER } from '../query/read-include.js';

/** The parameter for optional relations on routes of single rows: where there are any, and lists have it too. */
export function includeParametersOf({ list, dialect }: ResourceDefinition): readonly ListParameter[] {
  if (dialect.include) return list.includable.length > 0 ? [dialect.include.describe(list)] : [];
  return dialect.reserved.includes(INCLUDE_PARAMETER) ? includeParameters(list) : [];
}
