import { SelectQueryBuilder } from 'typeorm';
import { entityMark } from './entity-marks.js';
import { builderProperties, mapProperties } from './known-properties.js';

type ExpressionMap = SelectQueryBuilder<object>['expressionMap'];
type Condition = ExpressionMap['wheres'][number]['condition'];

/**
 * All that decides the SQL of a query, as one text: without the values of parameters and of the page.
 *
 * `undefined` for a query that has something else to it: TypeORM has to make its SQL each time.
 *
 * @param part - the rows of the query, or what is left of it to count them.
 * @internal
 */
export function queryShape(builder: SelectQueryBuilder<object>, part: 'rows' | 'count'): string | undefined {
  const map = builder.expressionMap;
  if (!isUsual(map) || !isKnown(builder, map)) return undefined;
  let shape = `${part}${text(map.mainAlias?.name)}${map.selectDistinct ? 'D' : ''}${map.withDeleted ? 'W' : ''}`;
  for (const alias of map.aliases) {
    const entity = alias.hasMetadata ? alias.metadata : undefined;
    const mark = entity && entityMark(entity);
    if (mark === '') return undefined;
    // An application may point an entity to another table.
    shape += `${alias.type}${text(alias.name)}${mark ?? '-'}${text(entity?.tablePath)}${text(alias.tablePath)}${text(alias.subQuery)}`;
  }
  for (const join of map.joinAttributes) {
    const { direction, alias, entityOrProperty, condition, mapToProperty, mapAsEntity, isMappingMany } = join;
    if (mapToProperty !== undefined || mapAsEntity !== undefined || isMappingMany !== undefined) return undefined;
    // The join of a cloned query may not know of what is selected since.
    const selected = join.isSelectedEvaluated ? String(join.isSelectedCache) : '?';
    const path = typeof entityOrProperty === 'string' ? entityOrProperty : undefined;
    shape += `\n${direction}${text(alias.name)}${text(path)}${text(condition)}${selected}`;
  }
  shape += `\n${clausesShape(map.wheres)}\n`;
  if (part === 'rows') shape += rowsShape(map);
  return shape + parametersShape(map.parameters);
}

/** With its length in front no text can be taken for two. */
function text(value: string | undefined): string {
  return value === undefined ? '-' : `${String(value.length)}:${value}`;
}

function rowsShape({ selects, orderBys, limit, offset }: ExpressionMap): string {
  let shape = '';
  for (const { selection, aliasName } of selects) shape += `${text(selection)}${text(aliasName)}`;
  shape += '\n';
  for (const name of Object.keys(orderBys)) {
    const order = orderBys[name];
    shape += text(name) + (typeof order === 'object' ? `${order.order} ${text(order.nulls)}` : (order ?? ''));
  }
  return `${shape}\n${limit === undefined ? '' : 'L'}${offset === undefined ? '' : 'O'}`;
}

function clausesShape(clauses: ExpressionMap['wheres']): string {
  let shape = '[';
  for (const { type, condition } of clauses) shape += `${type} ${conditionShape(condition)}`;
  return `${shape}]`;
}

function conditionShape(condition: Condition): string {
  if (typeof condition === 'string') return text(condition);
  if (Array.isArray(condition)) return clausesShape(condition);
  if ('condition' in condition) return `${condition.operator}(${conditionShape(condition.condition)})`;
  // TypeORM writes whatever it is as text.
  return `${condition.operator}<${condition.parameters.map((part: unknown) => text(String(part))).join('')}>`;
}

/** Parameters have a place each; a list has one for each of its values. */
function parametersShape(parameters: ExpressionMap['parameters']): string {
  let shape = '\n';
  for (const name of Object.keys(parameters)) {
    const value: unknown = parameters[name];
    shape += Array.isArray(value) ? `${name}*${String(value.length)} ` : `${name} `;
  }
  return shape;
}

/** Whether all that is not in the shape is as in a new query. */
function isUsual(map: ExpressionMap): boolean {
  return (
    map.queryType === 'select' &&
    map.relationLoadStrategy === 'join' &&
    map.disableEscaping &&
    map.aliasNamePrefixingEnabled &&
    !map.enableRelationIdValues &&
    !map.extraAppendedAndWhereCondition &&
    !map.subQuery &&
    !map.useTransaction &&
    !map.timeTravel &&
    !map.maxExecutionTime &&
    map.selectDistinctOn.length === 0 &&
    map.relationIdAttributes.length === 0 &&
    map.groupBys.length === 0 &&
    map.havings.length === 0 &&
    map.options.length === 0 &&
    map.commonTableExpressions.length === 0 &&
    map.skip === undefined &&
    map.take === undefined &&
    map.useIndex === undefined &&
    map.lockMode === undefined &&
    map.lockTables === undefined &&
    map.onLocked === undefined &&
    map.cache === undefined &&
    map.comment === undefined &&
    isNumber(map.limit) &&
    isNumber(map.offset) &&
    // Not on every database.
    (map.offset === undefined || map.limit !== undefined)
  );
}

function isNumber(value: unknown): boolean {
  return value === undefined || typeof value === 'number';
}

/** Whether a query has nothing that TypeORM did not have when this was written. */
function isKnown(builder: SelectQueryBuilder<object>, map: ExpressionMap): boolean {
  for (const property in map) if (!mapProperties.has(property)) return false;
  for (const property in builder) if (!builderProperties.has(property)) return false;
  return (
    Object.getPrototypeOf(builder) === SelectQueryBuilder.prototype &&
    isEmpty(Reflect.get(builder, 'findOptions')) &&
    isEmpty(Reflect.get(builder, 'relationMetadatas')) &&
    Reflect.get(builder, 'parentQueryBuilder') === undefined
  );
}

function isEmpty(value: unknown): boolean {
  return typeof value === 'object' && value !== null && Object.keys(value).length === 0;
}
