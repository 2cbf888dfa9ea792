import { isDeepStrictEqual } from 'node:util';
import type { EntityManager, SelectQueryBuilder } from 'typeorm';
import { ConfigurationError } from '../errors/configuration-error.js';
import type { BoundModel } from '../model/bind-model.js';
import type { ColumnMetadata } from '../model/type-orm-metadata.js';

/** A query over a view's entity to which conditions can be added but none taken away; see {@link guardConditions}. */
export function scopedQuery<Entity extends object>(
  manager: EntityManager,
  { description, metadata }: BoundModel<Entity>,
  viewName: string,
): SelectQueryBuilder<Entity> {
  return guardConditions(manager.createQueryBuilder<Entity>(metadata.target, description.alias), viewName);
}

const guarded = new WeakSet<object>();

/**
 * Makes sure that conditions on a query can only be added to.
 *
 * `where()` over a condition and a top-level `orWhere()` would widen what the caller sees; they throw and name the
 * remedy. So does a parameter that is given a second value, since the first one would be gone. A condition written as
 * text keeps to itself: an `OR` in it cannot reach its neighbours.
 */
function guardConditions<Entity extends object>(
  builder: SelectQueryBuilder<Entity>,
  viewName: string,
): SelectQueryBuilder<Entity> {
  if (guarded.has(builder)) return builder;
  guarded.add(builder);
  const where = builder.where.bind(builder);
  const andWhere = builder.andWhere.bind(builder);
  const setParameter = builder.setParameter.bind(builder);
  const clone = builder.clone.bind(builder);

  builder.where = (condition, parameters) => {
    if (builder.expressionMap.wheres.length > 0) {
      throw new ConfigurationError({
        subject: `${viewName}: buildQuery`,
        problem: 'calls where() on a query that has conditions already; that would drop them and widen the scope.',
        remedy: 'Call andWhere() instead.',
      });
    }
    return where(enclosed(condition), parameters);
  };
  builder.andWhere = (condition, parameters) => andWhere(enclosed(condition), parameters);
  builder.orWhere = () => {
    throw new ConfigurationError({
      subject: `${viewName}: buildQuery`,
      problem: 'calls orWhere() at the top level; that would let rows in that other conditions keep out.',
      remedy:
        'Put the alternatives into one condition: andWhere(new Brackets((either) => either.where(…).orWhere(…))).',
    });
  };
  builder.setParameter = (name, value) => {
    const { parameters } = builder.expressionMap;
    if (Object.hasOwn(parameters, name) && !isDeepStrictEqual(parameters[name], value)) {
      throw new ConfigurationError({
        subject: `${viewName}: buildQuery`,
        problem: `gives the parameter ":${name}" two values; the later one would hold for every condition that uses it.`,
        remedy: 'Use another name for one of them.',
      });
    }
    return setParameter(name, value);
  };
  builder.clone = () => guardConditions(clone(), viewName);
  return builder;
}

/** What `where()` takes: text, a function that gives text, brackets, or values by property. */
type Condition<Entity extends object> = Parameters<SelectQueryBuilder<Entity>['where']>[0];

function enclosed<Entity extends object>(condition: Condition<Entity>): Condition<Entity> {
  if (typeof condition === 'string') return `(${condition})`;
  return typeof condition === 'function' ? (builder) => `(${condition(builder)})` : condition;
}

/**
 * Puts all conditions so far into brackets of their own, whoever wrote them and on whatever builder; those that follow
 * can only narrow.
 */
export function closeScope<Entity extends object>(
  builder: SelectQueryBuilder<Entity>,
  viewName: string,
): SelectQueryBuilder<Entity> {
  const { expressionMap } = builder;
  const { wheres } = expressionMap;
  if (wheres.length > 0) {
    expressionMap.wheres = [{ type: 'simple', condition: { operator: 'brackets', condition: wheres } }];
  }
  return guardConditions(builder, viewName);
}

/** Adds the condition that columns which identify a row, such as those of the primary key, have these values. */
export function whereKey<Entity extends object>(
  builder: SelectQueryBuilder<Entity>,
  columns: readonly ColumnMetadata[],
  values: readonly unknown[],
): SelectQueryBuilder<Entity> {
  // Without a condition any row would do.
  if (columns.length === 0 || columns.length !== values.length) throw noKeyOf(builder);
  const { driver } = builder.dataSource;
  const parameters: Record<string, unknown> = {};
  const conditions = columns.map((column, index) => {
    const name = `restview_key_${String(index)}`;
    parameters[name] = driver.preparePersistentValue(values[index], column);
    return `${builder.alias}.${column.propertyPath} = :${name}`;
  });
  return builder.andWhere(`(${conditions.join(' AND ')})`, parameters);
}

function noKeyOf<Entity extends object>({ alias }: SelectQueryBuilder<Entity>): ConfigurationError {
  return new ConfigurationError({
    subject: alias,
    problem: 'has no key by which a row could be found.',
    remedy: 'Give the entity a primary key.',
  });
}
