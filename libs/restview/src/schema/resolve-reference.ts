import { ConfigurationError } from '../errors/configuration-error.js';
import { allColumns } from '../model/all-columns.js';
import { describeModel } from '../model/describe-model.js';
import { type EntityClass, isEntityClass } from '../model/entity-class.js';
import type { ColumnDescription, ModelDescription, RelationDescription } from '../model/model-description.js';
import { servedEntityOf } from '../model/served-entities.js';
import type { ReferenceMark } from './marks.js';
import type { ResolvedReference } from './schema-description.js';
import type { SchemaSource } from './schema-source.js';

/** The field that carries a mark, as far as the mark's meaning depends on it. */
export interface MarkedField {
  /** For messages, such as `PostRead.author`. */
  readonly subject: string;
  readonly column: ColumnDescription | undefined;
  readonly relation: RelationDescription | undefined;
  readonly source: SchemaSource | undefined;
}

/**
 * Finds out which rows a reference mark is about, and by which of their columns.
 *
 * @throws {@link ConfigurationError} when the mark and the entity do not fit.
 * @throws ReferenceError while the module of the target is not loaded yet.
 */
export function resolveReference(mark: ReferenceMark, field: MarkedField): ResolvedReference {
  const named = namedTarget(mark, field);
  const relation = relationOf(mark, field, () => named);
  const entity = named?.entity ?? relation?.target();
  if (!entity) throw noTarget(field);
  checkPlace(mark, field, relation);
  if (relation && !isSameOrNarrower(entity, relation.target())) {
    throw misfit(
      field,
      `names ${entity.name}, but ${relation.property} is a relation to ${relation.target().name}.`,
      `Name ${relation.target().name}, or a view over it.`,
    );
  }
  return Object.freeze({
    entity,
    ...(named?.view && { view: named.view }),
    by: columnsBy(mark, field, describeModel(entity), relation),
    ...(relation && { relation }),
  });
}

/**
 * The columns of the target whose values stand for a row on the wire.
 *
 * Where the entity tells the target, the mark is not asked: the view that it names may not be loaded yet.
 *
 * @throws {@link ConfigurationError} when the mark and the entity do not fit.
 */
export function referenceColumns(mark: ReferenceMark, field: MarkedField): readonly ColumnDescription[] {
  const relation = relationOf(mark, field, () => namedTarget(mark, field));
  const entity = relation?.target() ?? namedTarget(mark, field)?.entity;
  if (!entity) throw noTarget(field);
  return columnsBy(mark, field, describeModel(entity), relation);
}

function relationOf(
  mark: ReferenceMark,
  field: MarkedField,
  named: () => NamedTarget | undefined,
): RelationDescription | undefined {
  return field.relation ?? (field.column && relationOfColumn(mark, field, field.column, named));
}

interface NamedTarget {
  readonly entity: EntityClass;
  readonly view?: EntityClass;
}

function namedTarget(mark: ReferenceMark, field: MarkedField): NamedTarget | undefined {
  if (!mark.target) return undefined;
  const named = classNamed(mark.target);
  const served = named && servedEntityOf(named);
  if (served) return { entity: served, view: named };
  if (named && isEntity(named)) return { entity: named };
  throw misfit(
    field,
    `refers to ${named?.name ?? 'nothing'}, which is no entity and no view with a model.`,
    'Name an entity or a view that extends RestView, by a function: @IdRef(() => User).',
  );
}

/** What a mark names; nothing, in CommonJS, while the module of the class is not loaded. */
function classNamed(target: () => EntityClass | undefined): EntityClass | undefined {
  return target();
}

/** The one relation whose foreign key the column is, all by itself. */
function relationOfColumn(
  { target }: ReferenceMark,
  field: MarkedField,
  column: ColumnDescription,
  named: () => NamedTarget | undefined,
): RelationDescription | undefined {
  const property = column.path.join('.');
  const relations = [...(field.source?.relations.values() ?? [])].filter(({ foreignKey }) =>
    foreignKey.some((key) => key.property === property),
  );
  const alone = relations.filter(({ foreignKey, referenced = [] }) => foreignKey.length === 1 && referenced.length < 2);
  const [only, ...more] = alone;
  if (only && more.length === 0) return only;
  const entity = target && named()?.entity;
  const [fitting] = entity ? alone.filter((relation) => isSameOrNarrower(entity, relation.target())) : [];
  if (fitting) return fitting;
  if (relations.length === 0 && target) return undefined;
  if (relations.length > 0 && alone.length === 0) {
    throw misfit(
      field,
      'is one of several columns of a foreign key, which alone names no row.',
      `Mark the relation instead: @IdRef(() => X) ${relations[0]?.property ?? ''}.`,
    );
  }
  const names = alone.map((relation) => relation.target().name).join(' and ');
  throw misfit(
    field,
    relations.length === 0
      ? 'is marked as a reference without a target, and is no foreign key of the entity.'
      : entity
        ? `names ${entity.name}, but is a foreign key to ${names}.`
        : `is marked as a reference without a target, and is a foreign key to ${names}.`,
    'Name the target: @MustExist(() => X).',
  );
}

/** The columns of the target whose values stand for a row on the wire. */
function columnsBy(
  { by }: ReferenceMark,
  field: MarkedField,
  model: ModelDescription,
  relation: RelationDescription | undefined,
): readonly ColumnDescription[] {
  const referenced = relation?.referenced?.length === 1 ? relation.referenced[0] : undefined;
  const wanted = by ?? referenced;
  if (wanted === undefined) {
    if (model.primaryKey.length > 0) return model.primaryKey;
    throw misfit(field, `refers to ${model.name}, which has no primary key.`, 'Give { by } with a unique property.');
  }
  const column = allColumns(model).find(({ path }) => path.join('.') === wanted);
  if (!column) {
    throw misfit(field, `is by "${wanted}", which is no column of ${model.name}.`, 'Name a unique property of it.');
  }
  if (!column.selected) {
    throw misfit(field, `is by "${wanted}", which ${model.name} hides by select: false.`, 'Name another property.');
  }
  checkForeignKeyValue(field, wanted, referenced ?? model.primaryKey[0]?.path.join('.'), relation);
  return [column];
}

/** What is in a foreign key column is what it refers to, and nothing else. */
function checkForeignKeyValue(
  field: MarkedField,
  wanted: string,
  held: string | undefined,
  relation: RelationDescription | undefined,
): void {
  if (!field.column || !relation || wanted === held) return;
  throw misfit(
    field,
    `is by "${wanted}", but its column holds "${held ?? ''}" of ${relation.target().name}.`,
    `Leave { by } out, or mark the relation instead: ${relation.property}.`,
  );
}

function checkPlace({ form }: ReferenceMark, field: MarkedField, relation: RelationDescription | undefined): void {
  if (form !== 'value' && !relation) {
    const mark = form === 'id' ? '@IdRef' : '@IdSchema';
    throw misfit(
      field,
      `is marked ${mark}, but is neither a relation nor a foreign key.`,
      'Mark the relation, or use @MustExist for a field that holds a key.',
    );
  }
  if (form === 'value' && field.relation) {
    throw misfit(field, 'is marked @MustExist, but is a relation.', 'Use @IdRef or @IdSchema.');
  }
}

function isEntity(named: EntityClass): boolean {
  return isEntityClass(named);
}

function isSameOrNarrower(entity: EntityClass, base: EntityClass): boolean {
  return entity === base || Object.prototype.isPrototypeOf.call(base, entity);
}

function noTarget(field: MarkedField): ConfigurationError {
  return misfit(field, 'is marked as a reference without a target.', 'Name the target: @MustExist(() => X).');
}

function misfit({ subject }: MarkedField, problem: string, remedy: string): ConfigurationError {
  return new ConfigurationError({ subject, problem, remedy });
}
