import type { Mistake } from '../../errors/mistake.js';
import { Unprocessable } from '../../errors/problems.js';
import type { EmbeddedDescription } from '../../model/model-description.js';
import { preferForeignKeys } from '../../model/stale-relations.js';
import { childKeyOf } from '../../schema/input/child-input.js';
import { notFoundDetail } from '../../schema/input/child-reader.js';
import { MOST_MISTAKES, pointerTo } from '../../schema/input/mistake-list.js';
import { creationOf, initialValuesOf } from '../../schema/input/possible-creation.js';
import type { SchemaDescription } from '../../schema/schema-description.js';
import type { BoundChild } from './bound-child.js';
import { rowOfItem } from './row-of-item.js';

/** Puts the fields that `data` has on an entity. */
export type AssignFields = (
  entity: object,
  data: object,
  schema: SchemaDescription,
  embeddeds: readonly EmbeddedDescription[],
) => void;

/** What the items of a body mean for the rows of a relation. */
export interface PlannedChildren {
  readonly made: readonly object[];
  readonly changed: readonly object[];
  readonly removed: readonly object[];
}

/** Where the body has an entity, for what is wrong with it; the entity of the view itself is the whole body. */
const POINTERS = new WeakMap<object, string>();

/** The JSON Pointer of what the body says of an entity. */
export function pointerOf(entity: object): string {
  return POINTERS.get(entity) ?? '';
}

/**
 * Finds the row of each item among those that are there, makes the others, and puts the items on their rows.
 *
 * @throws {@link Unprocessable} with an item for each key that is none of these rows, and with what an item lacks whose
 * row has to be made.
 */
export function planChildren(
  child: BoundChild,
  items: readonly object[],
  existing: readonly object[],
  pointer: string,
  assign: AssignFields,
): PlannedChildren {
  const { input, model } = child;
  const rowOf = rowOfItem(input, existing);
  const mistakes: Mistake[] = [];
  const found = items.map((item, index) => {
    const place = input.isList ? `${pointer}/${String(index)}` : pointer;
    const row = rowOf(item);
    if (!row) mistakes.push(...objections(child, item, place));
    return { item, place, row };
  });
  if (mistakes.length > 0) throw new Unprocessable(mistakes.slice(0, MOST_MISTAKES));

  const { embeddeds } = model.description;
  const made: object[] = [];
  const changed = new Set<object>();
  for (const { item, place, row } of found) {
    if (row) {
      assign(row, item, input.changes, embeddeds);
      preferForeignKeys(model, row);
      changed.add(row);
      POINTERS.set(row, place);
    } else {
      // TypeORM types what it makes as any; it is made from the described class.
      const fresh = model.metadata.create() as object;
      assign(fresh, initialValuesOf(item) ?? {}, input.create, embeddeds);
      assign(fresh, item, input.create, embeddeds);
      made.push(fresh);
      POINTERS.set(fresh, place);
    }
  }
  const staysUnlisted = input.isList && input.write !== 'replace';
  return { made, changed: [...changed], removed: staysUnlisted ? [] : existing.filter((row) => !changed.has(row)) };
}

/** Why no row can be made of an item. */
function objections({ input }: BoundChild, item: object, pointer: string): readonly Mistake[] {
  if (!input.isServerKeyed || childKeyOf(input, item) === undefined) return creationOf(item)?.mistakes ?? [];
  return input.keys
    .filter(({ isServerMade }) => isServerMade)
    .map(({ property, wireName }) => ({
      pointer: pointerTo(pointer, wireName),
      code: 'reference_not_found',
      detail: notFoundDetail(Reflect.get(item, property)),
    }));
}
