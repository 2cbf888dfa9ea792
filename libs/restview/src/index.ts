export { Action } from './definition/action.js';
export type { ActionDefinition, ActionResponseDefinition } from './definition/action-definition.js';
export type {
  ActionOptions,
  ActionResponse,
  CollectionActionOptions,
  CollectionWriteOptions,
  InstanceActionOptions,
  InstanceWriteOptions,
  ReadActionOptions,
  WriteMethod,
} from './definition/action-options.js';
export { describeView } from './definition/definitions.js';
export { listGrammarOf } from './definition/list-grammar-of.js';
export type { ListOptions } from './definition/list-options.js';
export type { QueryFlag, QueryFlags } from './definition/query-flag.js';
export type { ResourceNames } from './definition/resource-names.js';
export type { BareViewOptions, IdType, SecurityOption, ViewOptions } from './definition/view-options.js';
export { ViewRoute } from './definition/view-route.js';
export type { ViewClass } from './definition/view-class.js';
export type { ViewPath } from './definition/view-path.js';
export type { InputDefinition } from './definition/input-definition.js';
export type {
  KeyDefinition,
  ResourceDefinition,
  RouteDefinition,
  ViewDefinition,
} from './definition/view-definition.js';

export type { Blocker } from './errors/blocker.js';
export { ConfigurationError, type ConfigurationMistake } from './errors/configuration-error.js';
export { classifyDriverError, type FaultContext, type NameOf, problemOfFault } from './errors/driver-problems.js';
export type { DriverFault, FaultKind } from './errors/driver-fault.js';
export type { Mistake } from './errors/mistake.js';
export type { ProblemDetails } from './errors/problem-details.js';
export { Problem, PROBLEM_TYPE_BASE, type ProblemKind, type ProblemOptions } from './errors/problem.js';
export {
  BadQuery,
  Conflict,
  Forbidden,
  MalformedBody,
  NotFound,
  PayloadTooLarge,
  PreconditionFailed,
  ServiceUnavailable,
  Unprocessable,
  UnsupportedMediaType,
} from './errors/problems.js';

export type { EntityClass } from './model/entity-class.js';
export type {
  ColumnDescription,
  ColumnKind,
  EmbeddedDescription,
  ForeignKeyColumn,
  ModelDescription,
  RelationDescription,
} from './model/model-description.js';

export { Referrers, type ReferrersMethods } from './mixins/referrers.js';
export { ReadOnlyView } from './mixins/read-only-view.js';
export { SoftDelete } from './mixins/soft-delete.js';
export type { SoftDeleteMethods, SoftDeleteOptions } from './mixins/soft-delete-methods.js';
export { Stamped, type StampedOptions } from './mixins/stamped.js';
export { TenantScoped, type TenantScopedMethods, type TenantScopedOptions } from './mixins/tenant-scoped.js';
export type { OnDelete } from './model/inbound-relations.js';
export { SoftDeletedReference } from './model/soft-deleted-reference.js';

export { createDocument } from './module/create-document.js';
export { RestviewModule } from './module/restview.module.js';
export type {
  RelationsOptions,
  RestviewAsyncOptions,
  RestviewOptions,
  RestviewRootOptions,
} from './module/restview-options.js';
export { ViewRegistry } from './module/view-registry.js';

export { applyListConditions, applyListPage, applyListQuery } from './query/apply-list-query.js';
export type { RelatedRows } from './query/apply-condition.js';
export type { Comparison, Condition, RelatedCondition } from './query/condition.js';
export type { Cursor, CursorValue } from './query/cursor.js';
export { limitOffsetDialect } from './query/limit-offset-dialect.js';
export { type IncludeSyntax, includeSyntax } from './query/include-syntax.js';
export { type HeaderDocument, type ListDialect, standardDialect } from './query/list-dialect.js';
export type { Hop, FoundField, ListField, ListFields, ListRelation, Quantifier } from './query/list-fields.js';
export type { ListGrammar, PageKind } from './query/list-grammar.js';
export type { ListLimits } from './query/list-limits.js';
export { Filterable, Sortable } from './query/list-marks.js';
export type { ListParameter } from './query/list-parameter.js';
export type { CursorWalk, ListQuery, SortTerm } from './query/list-query.js';
export type { Operator } from './query/operators.js';
export { narrowGrammar } from './query/narrow-grammar.js';
export { distinctRows, pageCursors, type PageCursors } from './query/page-cursors.js';
export type { PageEnvelope } from './query/page.js';
export { type ParsedListQuery, parseListQuery } from './query/parse-list-query.js';
export { type QueryParameters, queryParametersOf } from './query/query-parameters.js';
export type { FieldSelection, ResponseField, ResponseFields } from './query/response-fields.js';

export type { CollectionActionDecorator, InstanceActionDecorator } from './registration/action-decorator.js';
export { CollectionAction } from './registration/collection-action.decorator.js';
export { InstanceAction } from './registration/instance-action.decorator.js';
export { Ctx, Id } from './registration/request-parameters.js';
export { View, ViewDefaults } from './registration/view.decorator.js';

export { Field, Nested, ReadOnly, WriteOnly } from './schema/field-marks.js';
export type { CreateOf, UpdateOf } from './schema/input/input-types.js';
export type {
  FieldOptions,
  NestedOptions,
  NestedWrite,
  ReferenceForm,
  ReferenceOptions,
  ReferenceTarget,
} from './schema/marks.js';
export { IdRef, IdSchema, MustExist } from './schema/reference-marks.js';
export type { SchemaClass } from './schema/schema-class.js';
export type {
  FieldAccess,
  FieldDescription,
  FieldReference,
  ResolvedReference,
  SchemaDescription,
} from './schema/schema-description.js';

export type { ActionInput, ActionOutcome } from './view/actions/action-types.js';
export type { RestviewCaller, RestviewRequest } from './view/caller.js';
export type { Change, Snapshot } from './view/change.js';
export type { ListingResult } from './view/listing-result.js';
export { withManager } from './view/operation-context.js';
export type { ReferrerGroup } from './view/deletes/referrers.js';
export type { CompositeKey, Key } from './view/key-values.js';
export { queryFlag } from './view/query-flag.js';
export type { FormErrors, ReactAdminProblem } from './view/react-admin-problem.js';
export { ReactAdminView } from './view/react-admin-view.js';
export { ResponseShape } from './view/response-shape.js';
export { RestView } from './view/rest-view.js';
export type { Subject } from './view/subject.js';
export { systemContext } from './view/system-context.js';
export type { ViewContext, WriteContext } from './view/view-context.js';
export { type ServedView, viewOf } from './view/view-of.js';
export type { ActionBody, ActionSubject, RowBody, RowSubject, Written } from './view/view-writes.js';
