import type { ColumnDescription, RelationDescription } from '../model/model-description.js';
import type { Operator } from './operators.js';

/** A column that lists can be filtered or sorted by. */
export interface ListField {
  readonly column: ColumnDescription;
  readonly operators: readonly Operator[];
  readonly isSortable: boolean;
}

/** A relation that a path can lead through. */
export interface ListRelation {
  readonly relation: RelationDescription;
  readonly isToMany: boolean;
  /** What there is on the other side; a function, since schemas nest each other. */
  readonly fields: () => ListFields;
  /** The key of the other side, for `author=1`; absent for to-many relations and keys of several columns. */
  readonly key?: ListField;
}

/** What one schema offers to lists, by public name. A column of an embedded has a dotted name, such as `address.city`. */
export interface ListFields {
  readonly columns: ReadonlyMap<string, ListField>;
  readonly relations: ReadonlyMap<string, ListRelation>;
}

/** How many rows of a to-many relation have to fulfil a condition. */
export type Quantifier = 'any' | 'all' | 'none';

const QUANTIFIERS: readonly string[] = ['any', 'all', 'none'] satisfies readonly Quantifier[];
const isQuantifier = (name: string): name is Quantifier => QUANTIFIERS.includes(name);

/** One step of a path. */
export interface Hop {
  readonly relation: ListRelation;
  readonly quantifier: Quantifier;
}

/** A public path, looked up: the relations on the way and the column at its end. */
export interface FoundField {
  readonly name: string;
  readonly hops: readonly Hop[];
  readonly field: ListField;
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
    const rest = segments.slice(at).join('.');
    const field = here.columns.get(rest);
    if (field) return { name: path, hops, field };
    const [name = '', quantifier = 'any', ...more] = (segments[at] ?? '').split('__');
    const relation = here.relations.get(name);
    if (!relation || more.length > 0 || !isQuantifier(quantifier)) return undefined;
    if (!relation.isToMany && quantifier !== 'any') return undefined;
    if (at === segments.length - 1) {
      return relation.key && quantifier === 'any' ? { name: path, hops, field: relation.key } : undefined;
    }
    hops.push({ relation, quantifier });
    here = relation.fields();
  }
  return undefined;
}

/** The public paths that lists offer, up to a number of relations on the way; for documents and suggestions. */
export function publicPaths(
  fields: ListFields,
  depth: number,
  onTheWay: readonly ListRelation[] = [],
): readonly { readonly name: string; readonly field: ListField; readonly isThroughMany: boolean }[] {
  const isThroughMany = onTheWay.some(({ isToMany }) => isToMany);
  return [
    ...[...fields.columns].map(([name, field]) => ({ name, field, isThroughMany })),
    ...[...fields.relations].flatMap(([name, relation]) => [
      ...(relation.key ? [{ name, field: relation.key, isThroughMany }] : []),
      // A schema that nests itself would never end.
      ...(onTheWay.length < depth && !onTheWay.some((passed) => passed.relation === relation.relation)
        ? publicPaths(relation.fields(), depth, [...onTheWay, relation]).map((found) => ({
            ...found,
            name: `${name}.${found.name}`,
          }))
        : []),
    ]),
  ];
}
