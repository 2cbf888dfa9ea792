import type { InboundRelation } from '../../model/inbound-relations.js';
import { keyText } from '../../model/key-text.js';
import type { ColumnDescription } from '../../model/model-description.js';
import type { ColumnMetadata, EntityMetadata } from '../../model/type-orm-metadata.js';
import type { FieldDescription, SchemaDescription } from '../../schema/schema-description.js';
import type { RelatedView } from '../related-views.js';

/** Under which names clients know the rows that refer by a relation. */
export interface ReferringView {
  /** The name of the view that serves them. */
  readonly view: string;
  /** Its path. */
  readonly path: string;
  /** The field by which they refer; nothing where no view shows it. */
  readonly field?: string;
  /** The columns by which the view's paths find a row, with what TypeORM knows of them. */
  readonly key: readonly (readonly [ColumnDescription, ColumnMetadata])[];
}

/**
 * The view that names the rows of an entity which refer by a relation: the first that shows by what, else the first.
 *
 * @returns nothing where no view serves them.
 */
export function referringView(
  relation: InboundRelation,
  source: EntityMetadata,
  views: readonly RelatedView[],
): ReferringView | undefined {
  const served = views.flatMap(({ definition: { name, paths, resource } }) => {
    if (!resource) return [];
    const field = shownField(relation, resource.schema)?.wireName;
    return [
      {
        ...{ view: name, path: paths[0] ?? '' },
        ...(field !== undefined && { field }),
        key: keyOf(source, resource.key?.columns ?? resource.model.primaryKey),
      },
    ];
  });
  return served.find(({ field }) => field !== undefined) ?? served[0];
}

/** The key of a row as text, as the paths of the view have it. */
export function referringId({ key }: ReferringView, valueOf: (column: ColumnMetadata) => unknown): string {
  return keyText(
    key.map(([description]) => description),
    key.map(([, column]) => valueOf(column)),
  );
}

function keyOf(source: EntityMetadata, columns: readonly ColumnDescription[]): ReferringView['key'] {
  return columns.flatMap((description) => {
    const column = source.findColumnWithPropertyPath(description.path.join('.'));
    return column ? [[description, column] as const] : [];
  });
}

/** The foreign key column, which lists can be filtered by; else the relation. Several columns have no field of their own. */
function shownField(
  { property, foreignKey, junction }: InboundRelation,
  { fields }: SchemaDescription,
): FieldDescription | undefined {
  const shown = fields.filter(({ access }) => access !== 'write-only');
  const [column, ...more] = junction ? [] : foreignKey;
  const isKey = (field: FieldDescription): boolean =>
    column !== undefined && more.length === 0 && field.column?.path.join('.') === column.propertyPath;
  return (
    shown.find(isKey) ??
    shown.find(({ relation }) => relation !== undefined && property !== undefined && relation.property === property)
  );
}
