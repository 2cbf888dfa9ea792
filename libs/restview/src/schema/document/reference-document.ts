import { ConfigurationError } from '../../errors/configuration-error.js';
import type { ColumnDescription } from '../../model/model-description.js';
import { columnDocument } from './column-document.js';
import type { FieldDescription, FieldReference } from '../schema-description.js';
import type { PropertyDocument } from './swagger-metadata.js';

/**
 * What the document says of a reference: the type of the target's key, or an object with it.
 *
 * @returns `undefined` where the field's own column or type says it, or while the target's module is not loaded.
 */
export function referenceDocument(field: FieldDescription): PropertyDocument | undefined {
  const { reference, column, isList } = field;
  if (!reference || (reference.form === 'value' && column && column.kind !== 'json')) return undefined;
  const columns = knownColumns(reference);
  if (!columns) return undefined;
  const one = reference.form === 'object' ? idObject(columns) : keyDocument(columns);
  return isList ? { type: 'array', items: one } : one;
}

/** The columns that stand for a row; `undefined` where something is wrong with the mark, which the start tells. */
export function knownColumns({ columns }: FieldReference): readonly ColumnDescription[] | undefined {
  try {
    return columns();
  } catch (error) {
    // A view that the mark names may be loaded after this module.
    if (error instanceof ConfigurationError || error instanceof ReferenceError) return undefined;
    throw error;
  }
}

function idObject(columns: readonly ColumnDescription[]): PropertyDocument {
  return { type: 'object', properties: { id: keyDocument(columns) }, required: ['id'] };
}

function keyDocument([column, ...more]: readonly ColumnDescription[]): PropertyDocument {
  return column && more.length === 0 ? columnDocument(column) : { type: 'string' };
}
