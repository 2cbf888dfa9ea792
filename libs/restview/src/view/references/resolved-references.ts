import type { EntityClass } from '../../model/entity-class.js';
import type { RelatedRows } from '../../query/apply-condition.js';
import type { FieldDescription } from '../../schema/schema-description.js';
import type { SentReference } from './sent-references.js';
import type { ViewContext } from '../view-context.js';

/** A row that a body names, and where. */
export interface FoundReference extends SentReference {
  readonly row: object;
}

/** The rows that an object of a body names, by property; `null` where the field is `null`. */
export type FoundReferences = ReadonlyMap<string, FieldReferences>;

/** The rows that one field names. */
export interface FieldReferences {
  readonly field: FieldDescription;
  readonly pointer: string;
  /** In the order of the client, each row once. */
  readonly found: readonly FoundReference[] | null;
  /** The entity of the rows. */
  readonly entity: EntityClass;
  /** Some rows cannot be seen by some callers. */
  readonly isScoped: boolean;
  /** The rows that a caller may name. */
  readonly rows: (context: ViewContext) => RelatedRows;
}

const resolved = new WeakMap<object, FoundReferences>();

/** Keeps the rows that an object of a body names; the object itself stays as the client sent it. */
export function keepFoundReferences(data: object, found: FoundReferences): void {
  resolved.set(data, found);
}

/** The rows that an object of a body names; `undefined` when nobody has looked for them. */
export function foundReferencesOf(data: object): FoundReferences | undefined {
  return resolved.get(data);
}
