import type { RelationDescription } from '../model/model-description.js';
import type { FieldDescription, SchemaDescription } from './schema-description.js';

/** A relation that a response can have, and those that its rows have in turn. */
export interface ResponseRelation {
  readonly field: FieldDescription;
  readonly relation: RelationDescription;
  /** The public path from the response, such as `lines.product`. */
  readonly path: string;
  readonly nested: readonly ResponseRelation[];
}

/** A relation of a schema that some response no longer has, since it leads in circles and an answer has to end. */
export interface EndedRelation {
  readonly description: SchemaDescription;
  readonly field: FieldDescription;
}

/** All relations of a response, to the depth that an answer may have. */
export interface RelationTree {
  readonly relations: readonly ResponseRelation[];
  /** The fields at which schemas that lead back to themselves are cut off. */
  readonly ended: readonly EndedRelation[];
  /** There are more relations than any answer should have: circles that meet multiply with every level. */
  readonly isTooWide: boolean;
  /** The public paths that go deeper without leading back: no answer would ever show them. */
  readonly tooDeep: readonly string[];
}

/** Most relations of one answer; each to-many one is a statement. */
export const MOST_RELATIONS = 1000;

/**
 * The relations that a read schema names, those of the schemas that it nests included.
 *
 * A schema that leads back to itself is followed as deep as answers go. References to rows are no level of their own:
 * nothing is behind them.
 *
 * @internal
 */
export function relationTree(description: SchemaDescription, maxDepth: number): RelationTree {
  const ended: EndedRelation[] = [];
  const tooDeep: string[] = [];
  let count = 0;
  const follow = (
    current: SchemaDescription,
    ancestors: readonly SchemaDescription[],
    prefix: string,
  ): readonly ResponseRelation[] =>
    Object.freeze(
      current.fields.flatMap((field): ResponseRelation[] => {
        const { relation, nested, reference, access } = field;
        if (!relation || access === 'write-only' || !(nested ?? reference)) return [];
        const path = prefix + field.wireName;
        if (!nested) return [Object.freeze({ field, relation, path, nested: [] })];
        const way = [...ancestors, current];
        const inner = nested();
        if (count > MOST_RELATIONS) return [];
        if (way.length <= maxDepth) {
          count += 1;
          return [Object.freeze({ field, relation, path, nested: follow(inner, way, `${path}.`) })];
        }
        if (new Set([...way, inner]).size <= way.length) ended.push(Object.freeze({ description: current, field }));
        else tooDeep.push(path);
        return [];
      }),
    );
  const relations = follow(description, [], '');
  return Object.freeze({
    relations,
    ended: Object.freeze(ended),
    isTooWide: count > MOST_RELATIONS,
    tooDeep: Object.freeze(tooDeep),
  });
}

/**
 * The public paths of the relations that a client has to ask for.
 *
 * @internal
 */
export function optionalPaths(relations: readonly ResponseRelation[]): readonly string[] {
  return relations.flatMap(({ field, path, nested }) => [
    ...(field.isIncludable ? [path] : []),
    ...optionalPaths(nested),
  ]);
}
