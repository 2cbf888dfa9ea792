import type { EntityManager, SelectQueryBuilder } from 'typeorm';
import { Brackets, type ObjectLiteral } from 'typeorm';
import { ConfigurationError } from '../errors/configuration-error.js';
import type { BoundModel } from '../model/bind-model.js';

/**
 * A query over a view's entity to which conditions can be added but none taken away.
 *
 * `where()` over a condition and a top-level `orWhere()` would widen what the caller sees; they throw and name the
 * remedy. A condition written as text keeps to itself: an `OR` in it cannot reach its neighbours.
 */
export function scopedQuery<Entity extends object>(
  manager: EntityManager,
  { description, metadata }: BoundModel<Entity>,
  viewName: string,
): SelectQueryBuilder<Entity> {
  const builder = manager.createQueryBuilder<Entity>(metadata.target, description.alias);
  const { where, andWhere } = builder;

  builder.where = (condition, parameters) => {
    if (builder.expressionMap.wheres.length > 0) {
      throw new ConfigurationError({
        subject: `${viewName}: buildQuery`,
        problem: 'calls where() on a query that has conditions already; that would drop them and widen the scope.',
        remedy: 'Call andWhere() instead.',
      });
    }
    return where.call(builder, enclosed(condition), parameters);
  };
  builder.andWhere = (condition, parameters) => andWhere.call(builder, enclosed(condition), parameters);
  builder.orWhere = () => {
    throw new ConfigurationError({
      subject: `${viewName}: buildQuery`,
      problem: 'calls orWhere() at the top level; that would let rows in that other conditions keep out.',
      remedy:
        'Put the alternatives into one condition: andWhere(new Brackets((either) => either.where(…).orWhere(…))).',
    });
  };
  return builder;
}

function enclosed<Condition>(condition: Condition): Condition | string {
  return typeof condition === 'string' ? `(${condition})` : condition;
}

/** Puts all conditions so far into brackets of their own, whoever wrote them and on whatever builder. */
export function closeScope<Entity extends object>(builder: SelectQueryBuilder<Entity>): SelectQueryBuilder<Entity> {
  const { expressionMap } = builder;
  const { wheres } = expressionMap;
  if (wheres.length > 0) {
    expressionMap.wheres = [{ type: 'simple', condition: { operator: 'brackets', condition: wheres } }];
  }
  return builder;
}

/** Adds the condition that the primary key has these values, by property path. */
export function whereKey<Entity extends object>(
  builder: SelectQueryBuilder<Entity>,
  { primaryColumns, dataSource }: BoundModel<Entity>,
  keyOf: (propertyPath: string) => unknown,
): SelectQueryBuilder<Entity> {
  const parameters: ObjectLiteral = {};
  return builder.andWhere(
    new Brackets((key) => {
      primaryColumns.forEach((column, index) => {
        const name = `restview_key_${String(index)}`;
        parameters[name] = dataSource.driver.preparePersistentValue(keyOf(column.propertyPath), column);
        key.andWhere(`${builder.alias}.${column.propertyPath} = :${name}`, parameters);
      });
    }),
  );
}
