/**
 * How much a client may ask of one list, and how much an answer may have; over a limit the answer is 422.
 *
 * @public
 */
export interface ListLimits {
  /** Conditions in all, those in groups included. Default: 30. */
  readonly maxConditions: number;
  /** Values of one condition. Default: 100. */
  readonly maxValues: number;
  /** Characters of one parameter's value. Default: 2000. */
  readonly maxValueLength: number;
  /** Relations on the way of one path. Default: 3. */
  readonly maxPathDepth: number;
  /** Terms of `sort`. Default: 5. */
  readonly maxSortTerms: number;
  /** Groups within groups. Default: 3. */
  readonly maxGroupDepth: number;
  /** Words of `q`. Default: 8. */
  readonly maxSearchWords: number;
  /** Paths of `include`. Default: 10. */
  readonly maxIncludes: number;
  /** Levels of relations in one answer; a schema that nests itself ends there. Default: 4. */
  readonly maxRelationDepth: number;
  /** Rows of to-many relations in one answer, in all. Default: 10,000. */
  readonly maxRelatedRows: number;
}

export const DEFAULT_LIST_LIMITS: ListLimits = Object.freeze({
  maxConditions: 30,
  maxValues: 100,
  maxValueLength: 2000,
  maxPathDepth: 3,
  maxSortTerms: 5,
  maxGroupDepth: 3,
  maxSearchWords: 8,
  maxIncludes: 10,
  maxRelationDepth: 4,
  maxRelatedRows: 10_000,
});
