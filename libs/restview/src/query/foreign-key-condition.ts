import type { ColumnMetadata, RelationMetadata } from '../model/type-orm-metadata.js';
import type { Comparison, Condition } from './condition.js';

/** A condition on a related row that the foreign key alone decides. */
export interface ForeignKeyCondition {
  readonly column: ColumnMetadata;
  readonly referenced: ColumnMetadata;
  /** What the key has to fulfil; absent when it only has to be there. */
  readonly comparison?: Comparison;
}

/**
 * Finds out whether a condition on a related row needs no look at that row: `city.id=2` is told by `cityId`.
 *
 * @returns `undefined` where rows of the relation may be hidden (deleted softly, of another class of a shared table), or
 * where no constraint says that they exist.
 */
export function foreignKeyCondition(join: RelationMetadata, condition: Condition): ForeignKeyCondition | undefined {
  const { joinColumns, inverseEntityMetadata: other } = join;
  const [column] = joinColumns;
  const referenced = column?.referencedColumn;
  if (!column || !referenced || joinColumns.length > 1 || join.isManyToMany) return undefined;
  if (!join.createForeignKeyConstraints || other.deleteDateColumn || other.discriminatorColumn) return undefined;
  const inner = unwrapped(condition);
  if (inner.kind === 'and' && inner.conditions.length === 0) return { column, referenced };
  if (inner.kind !== 'compare' || inner.operator === 'isnull') return undefined;
  return inner.column.path.join('.') === referenced.propertyPath
    ? { column, referenced, comparison: inner }
    : undefined;
}

/** A condition without the groups around it that hold nothing else. */
function unwrapped(condition: Condition): Condition {
  if (condition.kind !== 'and' && condition.kind !== 'or') return condition;
  const [only] = condition.conditions;
  return only && condition.conditions.length === 1 ? unwrapped(only) : condition;
}
