/**
 * The properties of TypeORM's expression map that the shape of a query accounts for: those that are in it, those that
 * have to be as they are in a new query, and those that say nothing to a SELECT.
 *
 * @internal
 */
export const mapProperties: ReadonlySet<string> = new Set([
  // In the shape.
  ...['aliases', 'mainAlias', 'selects', 'selectDistinct', 'joinAttributes', 'wheres', 'orderBys', 'withDeleted'],
  ...['limit', 'offset', 'parameters'],
  // As in a new query.
  ...['queryType', 'relationLoadStrategy', 'disableEscaping', 'aliasNamePrefixingEnabled', 'enableRelationIdValues'],
  ...['extraAppendedAndWhereCondition', 'subQuery', 'useTransaction', 'timeTravel', 'maxExecutionTime'],
  ...['selectDistinctOn', 'relationIdAttributes', 'groupBys', 'havings', 'options', 'commonTableExpressions'],
  ...['skip', 'take', 'useIndex', 'lockMode', 'lockVersion', 'lockTables', 'onLocked'],
  ...['cache', 'cacheId', 'cacheDuration', 'comment'],
  // Set before the text is made.
  'queryEntity',
  // Of the listeners of entities, of the data source, and of statements that write.
  ...['callListeners', 'dataSource', 'valuesSet', 'returning', 'extraReturningColumns', 'onIgnore', 'onUpdate'],
  ...['insertColumns', 'insertFromSelect', 'whereEntities', 'updateEntity', 'locallyGenerated'],
  ...['relationPropertyPath', 'of'],
]);

/**
 * The properties of TypeORM's builder that the shape of a query accounts for; what `find` options say is in the map.
 *
 * @internal
 */
export const builderProperties: ReadonlySet<string> = new Set([
  ...['@instanceof', 'dataSource', 'queryRunner', 'expressionMap', 'parameterIndex'],
  // As in a new query.
  ...['findOptions', 'relationMetadatas', 'parentQueryBuilder'],
  // Only used on the way from the options of `find` to the map.
  ...['selects', 'joins', 'conditions', 'orderBys', 'eagerLoadChain'],
  // What guards a scope.
  ...['where', 'andWhere', 'orWhere', 'setParameter', 'clone'],
]);
