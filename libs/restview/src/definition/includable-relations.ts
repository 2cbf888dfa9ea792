import type { ConfigurationMistake } from '../errors/configuration-error.js';
import type { ListLimits } from '../query/list-limits.js';
import { MOST_RELATIONS, optionalPaths, relationTree } from '../schema/relation-tree.js';
import type { SchemaDescription } from '../schema/schema-description.js';

/** The public paths of the optional relations of an answer; what no answer would ever show is a mistake. */
export function includableRelations(
  subject: string,
  schema: SchemaDescription,
  { maxRelationDepth }: ListLimits,
  mistakes: ConfigurationMistake[],
): readonly string[] {
  const { relations, tooDeep, isTooWide } = relationTree(schema, maxRelationDepth);
  if (isTooWide) {
    mistakes.push({
      subject: `${subject}: "schema"`,
      problem: `leads in circles, so that an answer would have more than ${String(MOST_RELATIONS)} relations.`,
      remedy: 'Nest smaller schemas, or lower the option limits.maxRelationDepth.',
    });
  }
  for (const path of tooDeep) {
    mistakes.push({
      subject: `${subject}: "schema"`,
      problem: `nests relations deeper than the ${String(maxRelationDepth)} levels of an answer: "${path}" would never be shown.`,
      remedy: 'Leave the field out, or raise the option limits.maxRelationDepth.',
    });
  }
  return Object.freeze([...new Set(optionalPaths(relations))]);
}
