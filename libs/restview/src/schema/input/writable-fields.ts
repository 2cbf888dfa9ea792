import type { FieldDescription, InputRole, SchemaDescription } from '../schema-description.js';

/**
 * The fields that a client may send in a body of this role.
 *
 * Of a read schema: what is not read-only, and what its column takes on insert or update; a primary key is never
 * changed. An explicit input schema is obeyed by its own marks.
 */
export function writableFields(description: SchemaDescription, role: InputRole): readonly FieldDescription[] {
  return description.fields.filter(
    (field) => field.access !== 'read-only' && (description.role !== 'read' || columnTakes(field, role)),
  );
}

function columnTakes({ column }: FieldDescription, role: InputRole): boolean {
  if (!column) return true;
  return role === 'create' ? column.insertable : column.updatable && !column.primary;
}
