import { type MistakeList, pointerTo } from './mistake-list.js';
import type { PropertyValues } from '../property-values.js';
import type { FieldDescription } from '../schema-description.js';

/** Two ways to say the same: a relation, and the fields over all columns of its foreign key. */
export interface ReferencePair {
  readonly relation: FieldDescription;
  readonly columns: readonly FieldDescription[];
}

/** The relations among some fields that can be written by their foreign key too. */
export function referencePairs(fields: readonly FieldDescription[]): readonly ReferencePair[] {
  return fields.flatMap((field): ReferencePair[] => {
    const { reference, relation } = field;
    if (!reference || !relation || relation.foreignKey.length === 0) return [];
    const columns = relation.foreignKey.flatMap(({ property }) => fields.find((one) => isOver(one, property)) ?? []);
    return columns.length === relation.foreignKey.length ? [{ relation: field, columns }] : [];
  });
}

/** Whether another field says the same, so that a body need not have this one. */
export function hasPartner(field: FieldDescription, fields: readonly FieldDescription[]): boolean {
  return referencePairs(fields).some(({ relation, columns }) => relation === field || columns.includes(field));
}

/** Takes back the default of a field where the client has sent its partner. */
export function dropDefaultsOfPartners(
  pairs: readonly ReferencePair[],
  values: PropertyValues,
  unsent: ReadonlySet<string>,
): void {
  for (const { relation, columns } of pairs) {
    const isSent = ({ property }: FieldDescription): boolean => !unsent.has(property) && property in values;
    if (columns.some(isSent) && !isSent(relation)) Reflect.deleteProperty(values, relation.property);
    if (!isSent(relation)) continue;
    for (const column of columns) if (!isSent(column)) Reflect.deleteProperty(values, column.property);
  }
}

/** Asks for what a row needs and neither partner says. */
export function requireOneOfPartners(
  pairs: readonly ReferencePair[],
  isNeeded: (field: FieldDescription) => boolean,
  values: PropertyValues,
  unsent: ReadonlySet<string>,
  pointer: string,
  mistakes: MistakeList,
): void {
  // What was sent and refused has its mistake already.
  const isAbsent = ({ property }: FieldDescription): boolean => unsent.has(property) && values[property] === undefined;
  for (const { relation, columns } of pairs) {
    if (!isAbsent(relation)) continue;
    for (const column of columns) {
      if (!isAbsent(column) || !isNeeded(column)) continue;
      mistakes.add(pointerTo(pointer, column.wireName), 'required', `${column.wireName} is required.`);
    }
  }
}

function isOver({ column }: FieldDescription, property: string): boolean {
  return column?.path.join('.') === property;
}
