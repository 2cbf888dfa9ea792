import { expectTypeOf } from 'expect-type';
import type { SelectQueryBuilder } from 'typeorm';

// What TypeORM's SQL is made of. Anything that is new here has to be accounted for in model/statements/query-shape.ts,
// and named in known-properties.ts, or queries that differ by it would share their SQL.

type ExpressionMap = SelectQueryBuilder<object>['expressionMap'];

expectTypeOf<keyof ExpressionMap>().toEqualTypeOf<
  | ('aliases' | 'mainAlias' | 'selects' | 'selectDistinct' | 'joinAttributes' | 'wheres' | 'orderBys' | 'withDeleted')
  | ('limit' | 'offset' | 'parameters' | 'queryType' | 'relationLoadStrategy' | 'disableEscaping' | 'subQuery')
  | ('aliasNamePrefixingEnabled' | 'enableRelationIdValues' | 'extraAppendedAndWhereCondition' | 'useTransaction')
  | ('timeTravel' | 'maxExecutionTime' | 'selectDistinctOn' | 'relationIdAttributes' | 'groupBys' | 'havings')
  | ('options' | 'commonTableExpressions' | 'skip' | 'take' | 'useIndex' | 'lockMode' | 'lockVersion' | 'lockTables')
  | ('onLocked' | 'cache' | 'cacheId' | 'cacheDuration' | 'comment' | 'queryEntity' | 'callListeners' | 'valuesSet')
  | ('returning' | 'extraReturningColumns' | 'onIgnore' | 'onUpdate' | 'insertColumns' | 'insertFromSelect')
  | ('whereEntities' | 'updateEntity' | 'locallyGenerated' | 'relationPropertyPath' | 'of')
  // Made of the others.
  | ('allOrderBys' | 'setMainAlias' | 'createAlias' | 'findAliasByName' | 'findColumnByAliasExpression')
  | ('relationMetadata' | 'clone')
>();

type Join = ExpressionMap['joinAttributes'][number];

expectTypeOf<keyof Join>().toEqualTypeOf<
  | ('direction' | 'alias' | 'entityOrProperty' | 'condition' | 'mapToProperty' | 'isMappingMany' | 'mapAsEntity')
  | ('isSelectedCache' | 'isSelectedEvaluated')
  // Made of the others.
  | ('isMany' | 'isSelected' | 'tablePath' | 'parentAlias' | 'relationPropertyPath' | 'relation' | 'relationCache')
  | ('relationEvaluated' | 'metadata' | 'junctionAlias' | 'mapToPropertyParentAlias' | 'mapToPropertyPropertyName')
>();

expectTypeOf<keyof Join['alias']>().toEqualTypeOf<
  'type' | 'name' | 'tablePath' | 'subQuery' | 'target' | 'hasMetadata' | 'metadata'
>();

expectTypeOf<keyof ExpressionMap['selects'][number]>().toEqualTypeOf<'selection' | 'aliasName' | 'virtual'>();
expectTypeOf<keyof ExpressionMap['wheres'][number]>().toEqualTypeOf<'type' | 'condition'>();
