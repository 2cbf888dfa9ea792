import { isDeletedUnseen, isLoneStatement } from '../../model/lone-statement.js';
import type { EntityMetadata } from '../../model/type-orm-metadata.js';
import type { SchemaDescription } from '../../schema/schema-description.js';

/** Which generated writes of a view need no bracket; decided once at start. */
export interface PlainWrites {
  readonly create: boolean;
  readonly update: boolean;
  readonly delete: boolean;
  /** The DELETE needs no look at the row before. */
  readonly deleteUnseen: boolean;
  /** The view wants to be told of commits. */
  readonly isTold: boolean;
  /** The methods of `RestView`, which are those of the view where a write is plain. */
  readonly base: Methods;
  /** What the view does after a commit, as it was at start. */
  readonly afterCommit: unknown;
}

/** What of the application runs within any bracket; `afterCommit` runs after it. */
const ALWAYS = ['authorize', 'beforeCommit', 'buildQuery', 'getRelationshipLoaderOptions'] as const;

/** What of the application runs within the bracket of each write. */
export const SEAMS = {
  create: [...ALWAYS, 'writeAction', 'create', 'makeNewObject', 'saveObject', 'stampObject'],
  update: [...ALWAYS, 'getOne', 'snapshot', 'update', 'updateObject', 'saveObject', 'stampObject'],
  delete: [...ALWAYS, 'getOne', 'snapshot', 'delete', 'deleteObject'],
} as const;

type Seam = (typeof SEAMS)[keyof typeof SEAMS][number] | 'afterCommit';

/** What the decision is made of. */
export interface WritingDefinition {
  readonly metadata: EntityMetadata;
  readonly create: SchemaDescription;
  readonly update: SchemaDescription;
  /** No answer has a relation. */
  readonly hasPlainAnswers: boolean;
  /** The view, which may replace methods of `RestView`. */
  readonly view: Methods;
  /** The methods of `RestView`. */
  readonly base: Methods;
}

/** Methods that a view may replace. */
export type Methods = Readonly<Record<Seam, unknown>>;

/**
 * Decides which writes of a view come to one statement that changes something, with nothing after it that could fail or
 * would have to be read: such a statement is atomic by itself.
 */
export function plainWritesOf({
  metadata,
  create,
  update,
  hasPlainAnswers,
  view,
  base,
}: WritingDefinition): PlainWrites {
  const overrides = (seam: Seam): boolean => view[seam] !== base[seam];
  const isUntouched = (seams: readonly Seam[]) => !seams.some(overrides);
  const deletes = isUntouched(SEAMS.delete) && isLoneStatement(metadata, 'delete');
  return Object.freeze({
    create: hasPlainAnswers && isUntouched(SEAMS.create) && isLoneStatement(metadata, 'insert') && isFlat(create),
    update: hasPlainAnswers && isUntouched(SEAMS.update) && isLoneStatement(metadata, 'update') && isFlat(update),
    delete: deletes,
    deleteUnseen: deletes && hasPlainAnswers && isDeletedUnseen(metadata),
    isTold: overrides('afterCommit'),
    base,
    afterCommit: view.afterCommit,
  });
}

/** Whether a body can name or bring along no other rows. */
function isFlat(description: SchemaDescription, known = new Set<SchemaDescription>()): boolean {
  if (known.has(description)) return true;
  known.add(description);
  return description.fields
    .filter(({ access }) => access !== 'read-only')
    .every(({ reference, relation, nested }) => !reference && !relation && (!nested || isFlat(nested(), known)));
}
