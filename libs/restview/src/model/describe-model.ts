import { getMetadataArgsStorage } from 'typeorm';
import { ConfigurationError } from '../errors/configuration-error.js';
import { allColumns } from './all-columns.js';
import { describeColumn, type ColumnArgs } from './describe-column.js';
import { describeRelations, foreignKeysOf, type ForeignKey } from './describe-relations.js';
import { inheritanceOf, isEntityClass, type EntityClass } from './entity-class.js';
import type { ColumnDescription, EmbeddedDescription, ModelDescription } from './model-description.js';

const described = new WeakMap<EntityClass, ModelDescription>();

/**
 * Describes an entity class as its decorators declare it, without a DataSource.
 *
 * The description is made once for a class and frozen. What only a database can tell (the range of `int`, the longest
 * text) is added at start, by `bindModel`.
 *
 * @throws {@link ConfigurationError} when the class is not an entity.
 * @example
 * describeModel(User).primaryKey.map((column) => column.path.join('.')); // ['id']
 * @internal
 */
export function describeModel(entity: EntityClass): ModelDescription {
  const known = described.get(entity);
  if (known !== undefined) return known;
  if (!isEntityClass(entity)) throw notAnEntity(entity);
  const columnArgs = getMetadataArgsStorage().filterColumns([...inheritanceOf(entity)]);
  const foreignKeys = foreignKeysOf(entity, columnArgs);
  const columns = describeColumns(entity, columnArgs, [], foreignKeys);
  const embeddeds = describeEmbeddeds(entity, []);
  const deleteDate = columnArgs.find(({ mode }) => mode === 'deleteDate')?.propertyName;
  const deleteDateColumn = columns.find(({ path: [property] }) => property === deleteDate);
  const description = deepFreeze<ModelDescription>({
    entity,
    name: entity.name,
    alias: entity.name.charAt(0).toLowerCase() + entity.name.slice(1),
    columns,
    primaryKey: [...columns, ...embeddeds.flatMap(allColumns)].filter((column) => column.primary),
    ...(deleteDateColumn && { deleteDate: deleteDateColumn }),
    relations: describeRelations(entity, foreignKeys),
    embeddeds,
  });
  described.set(entity, description);
  return description;
}

function describeColumns(
  owner: EntityClass,
  columns: readonly ColumnArgs[],
  prefix: readonly string[],
  foreignKeys: readonly ForeignKey[] = [],
): ColumnDescription[] {
  const storage = getMetadataArgsStorage();
  const classes = [...inheritanceOf(owner)];
  return columns
    .filter((args) => args.mode !== 'virtual')
    .map((args) => {
      const foreignKey = foreignKeys.find((key) => key.column === args);
      return describeColumn(args, {
        prefix,
        generated: storage.findGenerated(classes, args.propertyName) !== undefined,
        foreignKeyOf: foreignKey?.relation,
        referenced: foreignKey?.referenced,
        designType: designTypeOf(owner, args.propertyName),
      });
    });
}

function describeEmbeddeds(owner: EntityClass, prefix: readonly string[]): EmbeddedDescription[] {
  const storage = getMetadataArgsStorage();
  return storage.filterEmbeddeds([...inheritanceOf(owner)]).map(({ propertyName, isArray, type }) => {
    const target = embeddedClass(owner, propertyName, type());
    const path = [...prefix, propertyName];
    return {
      property: propertyName,
      target,
      isArray,
      columns: describeColumns(target, storage.filterColumns([...inheritanceOf(target)]), path),
      embeddeds: describeEmbeddeds(target, path),
    };
  });
}

function embeddedClass(owner: EntityClass, property: string, target: unknown): EntityClass {
  if (isConstructor(target)) return target;
  throw new ConfigurationError({
    subject: `${owner.name}.${property}`,
    problem: 'the embedded column names no class.',
    remedy: 'Write @Column(() => Address) with a class that has columns.',
  });
}

function isConstructor(value: unknown): value is EntityClass {
  return typeof value === 'function';
}

/** What TypeScript recorded of a property (`emitDecoratorMetadata`); nothing where the build does not record it. */
function designTypeOf(owner: EntityClass, property: string): unknown {
  const prototype: unknown = owner.prototype;
  if (typeof prototype !== 'object' || prototype === null) return undefined;
  return Reflect.getMetadata('design:type', prototype, property) as unknown;
}

function notAnEntity(entity: EntityClass): ConfigurationError {
  return new ConfigurationError({
    subject: entity.name,
    problem: 'it is not an entity.',
    remedy: "Decorate it with TypeORM's @Entity(), or name another class as the model.",
  });
}

/** Freezes plain data all the way down; classes and functions in it stay as they are. */
function deepFreeze<Value extends object>(value: Value): Value {
  for (const part of Object.values(value)) {
    if (typeof part === 'object' && part !== null) deepFreeze(part as object);
  }
  return Object.freeze(value);
}
