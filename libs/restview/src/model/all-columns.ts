import type { ColumnDescription, EmbeddedDescription, ModelDescription } from './model-description.js';

/**
 * The columns of an entity or an embedded object, those of its embedded objects at every depth included.
 *
 * @internal
 */
export function allColumns({
  columns,
  embeddeds,
}: ModelDescription | EmbeddedDescription): readonly ColumnDescription[] {
  return [...columns, ...embeddeds.flatMap((embedded) => allColumns(embedded))];
}
