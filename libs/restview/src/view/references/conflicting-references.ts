import type { EntityManager } from 'typeorm';
import type { Mistake } from '../../errors/mistake.js';
import { sameKey } from '../../model/row-values.js';
import { pointerTo } from '../../schema/input/mistake-list.js';
import { idOf } from '../../schema/reference-key.js';
import type { FieldDescription } from '../../schema/schema-description.js';
import type { FoundReferences } from './resolved-references.js';
import type { ReferringObject } from './sent-references.js';
import { unchangedIn } from './unchanged-fields.js';

/** A column of a relation's foreign key that the body has beside the relation. */
interface SentColumn {
  readonly field: FieldDescription;
  readonly references: string;
  readonly value: unknown;
}

/** Relations and foreign keys of one object of a body that were both sent, and do not mean the same row. */
export function conflictingReferences(
  { data, description, pointer }: ReferringObject,
  found: FoundReferences,
  manager: EntityManager,
): readonly Mistake[] {
  const unchanged = unchangedIn(data);
  return [...found.values()].flatMap(({ field, found: references }): Mistake[] => {
    const { relation, isList } = field;
    const [reference] = references ?? [];
    // One that was not found is a mistake of its own.
    if (!relation || isList || (references && !reference)) return [];
    const sent = relation.foreignKey.flatMap(({ property, references: referenced }): SentColumn[] => {
      const column = description.fields.find((one) => one.column?.path.join('.') === property);
      const isSaid = column && Object.hasOwn(data, column.property) && !unchanged.has(column.property);
      const value: unknown = isSaid ? Reflect.get(data, column.property) : undefined;
      return column && value !== undefined ? [{ field: column, references: referenced, value: idOf(value) }] : [];
    });
    const differing = reference
      ? sent.filter(({ references: path, value }) => !sameKey(value, valueOf(manager, reference.row, path)))
      : isWhole(sent, relation.foreignKey.length)
        ? sent
        : [];
    return differing.flatMap((column) => conflict(pointer, column.field, field));
  });
}

/** A foreign key of several columns is one only if none of them is NULL. */
function isWhole(sent: readonly SentColumn[], columns: number): boolean {
  return sent.length === columns && sent.every(({ value }) => value !== null);
}

function valueOf(manager: EntityManager, row: object, path: string): unknown {
  return manager.dataSource.getMetadata(row.constructor).findColumnWithPropertyPath(path)?.getEntityValue(row);
}

function conflict(pointer: string, column: FieldDescription, relation: FieldDescription): readonly Mistake[] {
  const detail = `"${column.wireName}" and "${relation.wireName}" refer to different rows.`;
  return [column, relation].map(({ wireName }) =>
    Object.freeze({ pointer: pointerTo(pointer, wireName), code: 'conflicting_references', detail }),
  );
}
