/**
 * The columns of a row as they were: a copy that later changes do not reach. Relations are not part of it.
 *
 * @public
 */
export type Snapshot<Entity extends object> = Readonly<Partial<Entity>>;

/**
 * What a write did; `beforeCommit` and `afterCommit` receive it.
 *
 * @public
 */
export interface Change<Entity extends object> {
  /** The row as written; the removed row of a delete; `null` for a write without a row of its own. */
  readonly entity: Entity | null;
  /** The row before the write; `null` where there was none. */
  readonly old: Snapshot<Entity> | null;
}
