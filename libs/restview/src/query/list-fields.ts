import type { ColumnDescription, RelationDescription } from '../model/model-description.js';
import type { Operator } from './operators.js';

/**
 * A column that lists can be filtered or sorted by.
 *
 * @public
 */
export interface ListField {
  /** The column behind the name. */
  readonly column: ColumnDescription;
  /** The operators of its filters; none where there is no filter. */
  readonly operators: readonly Operator[];
  /** Whether lists can be sorted by it. */
  readonly isSortable: boolean;
}

/**
 * A relation that a path can lead through.
 *
 * @public
 */
export interface ListRelation {
  /** The relation behind the name. */
  readonly relation: RelationDescription;
  /** It leads to any number of rows. */
  readonly isToMany: boolean;
  /** What there is on the other side; a function, since schemas nest each other. */
  readonly fields: () => ListFields;
  /**
   * The key of the other side, for `author=1` and `author__isnull=true`; `undefined` for to-many relations, for keys of
   * several columns and for keys that the other side's schema does not show.
   */
  readonly key: () => ListField | undefined;
}

/**
 * What one schema offers to lists, by public name. A column of an embedded has a dotted name, such as `address.city`.
 *
 * @public
 */
export interface ListFields {
  /** Columns by public name. */
  readonly columns: ReadonlyMap<string, ListField>;
  /** Relations by public name. */
  readonly relations: ReadonlyMap<string, ListRelation>;
}

/**
 * How many rows of a to-many relation have to fulfil a condition.
 *
 * @public
 */
export type Quantifier = 'any' | 'all' | 'none';

const QUANTIFIERS: readonly string[] = ['any', 'all', 'none'] satisfies readonly Quantifier[];
const isQuantifier = (name: string): name is Quantifier => QUANTIFIERS.includes(name);

/**
 * One step of a path.
 *
 * @public
 */
export interface Hop {
  /** The relation of the step. */
  readonly relation: ListRelation;
  /** How many of its rows count. */
  readonly quantifier: Quantifier;
}

/**
 * A public path, looked up: the relations on the way and the column at its end.
 *
 * @public
 */
export interface FoundField {
  /** The public path. */
  readonly name: string;
  /** For the path of a relation itself, such as `author`, that relation is the last one. */
  readonly hops: readonly Hop[];
  /** The column at its end. */
  readonly field: ListField;
  /** The relations on the way to what the path names. */
  readonly depth: number;
}

/**
 * Looks a public path up, such as `city.country.code` or, with a quantifier, `tags__none.name`.
 *
 * @returns `undefined` for anything that the schemas do not offer.
 */
export function findField(fields: ListFields, path: string): FoundField | undefined {
  const segments = path.split('.');
  const hops: Hop[] = [];
  let here = fields;
  for (let at = 0; at < segments.length; at += 1) {
    const field = here.columns.get(segments.slice(at).join('.'));
    if (field) return { name: path, hops, field, depth: hops.length };
    const hop = findHop(here, segments[at] ?? '');
    if (!hop) return undefined;
    if (at === segments.length - 1) {
      const key = hop.relation.key();
      return key && { name: path, hops: [...hops, hop], field: key, depth: hops.length };
    }
    hops.push(hop);
    here = hop.relation.fields();
  }
  return undefined;
}

function findHop({ relations }: ListFields, segment: string): Hop | undefined {
  const [name = '', quantifier, ...more] = segment.split('__');
  const relation = relations.get(name);
  if (!relation || more.length > 0) return undefined;
  if (quantifier === undefined) return { relation, quantifier: 'any' };
  return relation.isToMany && isQuantifier(quantifier) ? { relation, quantifier } : undefined;
}

/** A path without its quantifiers: what it is about, and not how many rows have to fulfil it. */
export function plainPath({ name }: FoundField): string {
  return name.replace(/__(?:any|all|none)(?=\.)/g, '');
}

/** A path that lists offer. */
export interface PublicPath {
  readonly name: string;
  readonly field: ListField;
  readonly isThroughMany: boolean;
}

/** The public paths that lists offer, up to a number of relations on the way; for documents and suggestions. */
export function publicPaths(
  fields: ListFields,
  depth: number,
  onTheWay: readonly ListRelation[] = [],
): readonly PublicPath[] {
  const isThroughMany = onTheWay.some(({ isToMany }) => isToMany);
  return [
    ...[...fields.columns].map(([name, field]) => ({ name, field, isThroughMany })),
    ...[...fields.relations].flatMap(([name, relation]) => {
      const key = relation.key();
      return [...(key ? [{ name, field: key, isThroughMany }] : []), ...behind(name, relation, depth, onTheWay)];
    }),
  ];
}

/** The paths behind a relation. */
function behind(
  name: string,
  relation: ListRelation,
  depth: number,
  onTheWay: readonly ListRelation[],
): readonly PublicPath[] {
  // A schema that nests itself would never end.
  const isRepeated = onTheWay.some((passed) => passed.relation === relation.relation);
  if (onTheWay.length >= depth || isRepeated) return [];
  const paths = publicPaths(relation.fields(), depth, [...onTheWay, relation]);
  return paths.map((found) => ({ ...found, name: `${name}.${found.name}` }));
}
