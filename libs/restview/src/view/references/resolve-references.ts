import type { EntityManager } from 'typeorm';
import type { Mistake } from '../../errors/mistake.js';
import type { EntityClass } from '../../model/entity-class.js';
import type { ColumnDescription } from '../../model/model-description.js';
import { type KeyValues, keyValuesOf } from '../../schema/reference-key.js';
import type { ResolvedReference, SchemaDescription } from '../../schema/schema-description.js';
import type { BoundView } from '../bound-view.js';
import { conflictingReferences } from './conflicting-references.js';
import { notFound, nullRefused, refusalOf } from './reference-refusal.js';
import { columnAt, findReferencedRows, keyTextOf, keyValuesIn } from './find-referenced-rows.js';
import { referenceScope, type ReferenceScope, scopeRows } from './reference-scope.js';
import { type FieldReferences, type FoundReference, keepFoundReferences } from './resolved-references.js';
import { type ReferringObject, referringObjects, type SentField, type SentReference } from './sent-references.js';
import type { WriteContext } from '../view-context.js';

/** What resolving references needs of a view. */
export type ReferringView = Pick<BoundView, 'views'>;

/** The rows that references to one entity in one scope are about. */
interface Target {
  readonly entity: EntityClass;
  readonly scope: ReferenceScope;
  /** Rows by the text of what stands for them, for each set of columns. */
  readonly rows: Map<string, Map<string, object>>;
  wantsRows: boolean;
}

/** The rows that the bracket of a write has found, for verbs that pass a copy of the body on. */
const foundInWrite = new WeakMap<WriteContext, Target[]>();

/**
 * Finds the rows that a body names, and refuses a body that names rows which the caller cannot see, or two rows for one
 * relation.
 *
 * One statement for each entity and scope, however many fields and nested objects name its rows. The body stays as it is.
 *
 * @throws {@link Unprocessable} with every reference that leads nowhere and every pair that does not agree.
 */
export async function resolveReferences(
  view: ReferringView,
  description: SchemaDescription,
  data: object,
  context: WriteContext,
): Promise<void> {
  const objects = referringObjects(description, data);
  if (objects.length === 0) return;
  const targets: Target[] = [];
  await resolveObjects(view, objects, targets, context);
  foundInWrite.set(context, targets);
}

/**
 * The same for what a verb makes of the body, before the entity gets it: rows that the bracket has found are not looked
 * for again.
 *
 * At once, without a turn of the event loop, for a body that names no rows.
 */
export function withReferences<Entity>(
  view: ReferringView,
  description: SchemaDescription,
  data: object,
  context: WriteContext,
  assign: () => Entity,
): Entity | Promise<Entity> {
  const objects = referringObjects(description, data);
  if (objects.length === 0) return assign();
  const known = foundInWrite.get(context) ?? [];
  return resolveObjects(view, objects, [...known], context).then(assign);
}

/** The same for objects of a body whose references have turned out to be changes only when their rows were locked. */
export async function resolveLate(
  view: ReferringView,
  objects: readonly ReferringObject[],
  context: WriteContext,
): Promise<void> {
  if (objects.length > 0) await resolveObjects(view, objects, [...(foundInWrite.get(context) ?? [])], context);
}

async function resolveObjects(
  view: ReferringView,
  objects: readonly ReferringObject[],
  targets: Target[],
  context: WriteContext,
): Promise<void> {
  const lookups = objects.flatMap(({ fields }) => fields.map((field) => lookupOf(view, field, targets)));
  const wanted = new Map<Target, LookUp[]>();
  for (const lookup of lookups) wanted.set(lookup.target, [...(wanted.get(lookup.target) ?? []), lookup]);
  for (const [target, some] of wanted) await findTarget(view, target, some, context);

  const byField = new Map(lookups.map((lookup) => [lookup.field, lookup]));
  const mistakes: Mistake[] = [];
  for (const object of objects) {
    const found = new Map<string, FieldReferences>();
    for (const sentField of object.fields) {
      const lookup = byField.get(sentField);
      mistakes.push(...nullMistakes(sentField));
      if (lookup) found.set(sentField.field.property, referencesOf(view, lookup, mistakes));
    }
    keepFoundReferences(object.data, found);
    mistakes.push(...conflictingReferences(object, found, context.manager));
  }
  if (mistakes.length > 0) throw refusalOf(mistakes);
}

/** A field of a body, and where its rows are looked for. */
interface LookUp {
  readonly field: SentField;
  readonly target: Target;
  readonly by: readonly ColumnDescription[];
  readonly sent: readonly Key[] | null;
}

interface Key extends SentReference {
  readonly text: string | undefined;
  readonly values: KeyValues | undefined;
}

function lookupOf({ views }: ReferringView, field: SentField, targets: Target[]): LookUp {
  const resolved = field.reference.resolve();
  const { by } = resolved;
  const target = targetOf(targets, resolved, referenceScope(field.reference, resolved, views), field);
  const sent =
    field.sent?.map((reference): Key => {
      const values = keyValuesOf(by, reference.value);
      return { ...reference, values, text: values && keyTextOf(by, values) };
    }) ?? null;
  return { field, target, by, sent };
}

function targetOf(
  targets: Target[],
  { entity }: ResolvedReference,
  scope: ReferenceScope,
  { field }: SentField,
): Target {
  // An entity gets real rows into its relations; a value is only checked.
  const wantsRows = field.relation !== undefined;
  const known = targets.find((target) => target.entity === entity && target.scope === scope);
  if (known && (known.wantsRows || !wantsRows || known.rows.size === 0)) {
    known.wantsRows ||= wantsRows;
    return known;
  }
  const made: Target = { entity, scope, rows: new Map(), wantsRows };
  targets.push(made);
  return made;
}

async function findTarget(
  { views }: ReferringView,
  target: Target,
  lookups: readonly LookUp[],
  context: WriteContext,
): Promise<void> {
  const wanted = new Map<
    string,
    { readonly by: readonly ColumnDescription[]; readonly keys: Map<string, KeyValues> }
  >();
  for (const { by, sent } of lookups) {
    const name = nameOf(by);
    const keys = wanted.get(name)?.keys ?? new Map<string, KeyValues>();
    for (const { text, values } of sent ?? []) {
      if (text !== undefined && values && !target.rows.get(name)?.has(text)) keys.set(text, values);
    }
    if (keys.size > 0) wanted.set(name, { by, keys });
  }
  if (wanted.size === 0) return;
  const metadata = context.manager.dataSource.getMetadata(target.entity);
  const rows = await findReferencedRows(context.manager, {
    entity: target.entity,
    rows: scopeRows(target.entity, target.scope, views, context),
    wanted: [...wanted.values()].map(({ by, keys }) => ({
      by: by.map((column) => columnAt(metadata, column.path.join('.'))),
      keys: [...keys.values()],
    })),
    wantsRows: target.wantsRows,
    columns: referencedColumns(lookups, context.manager),
  });
  for (const [name, { by }] of wanted) {
    const known = target.rows.get(name) ?? new Map<string, object>();
    for (const row of rows) {
      const values = keyValuesIn(row, metadata, by);
      // A row that was found by another property may have none here, and the text "null" is a key like any other.
      if (!values.includes(null)) known.set(keyTextOf(by, values), row);
    }
    target.rows.set(name, known);
  }
}

/** The columns of the target that foreign keys of these fields refer to. */
function referencedColumns(lookups: readonly LookUp[], manager: EntityManager): readonly string[] {
  return lookups.flatMap(({ field: { field, reference } }) => {
    const { relation, entity } = reference.resolve();
    if (!field.relation || !relation) return [];
    const { primaryColumns } = manager.dataSource.getMetadata(entity);
    return [...(relation.referenced ?? primaryColumns.map(({ propertyPath }) => propertyPath))];
  });
}

function referencesOf(
  { views }: ReferringView,
  { field, target, by, sent }: LookUp,
  mistakes: Mistake[],
): FieldReferences {
  const rows = target.rows.get(nameOf(by));
  const found = sent?.flatMap((key): FoundReference[] => {
    const row = key.text === undefined ? undefined : rows?.get(key.text);
    if (row) return [{ value: key.value, pointer: key.pointer, row }];
    mistakes.push(notFound(key));
    return [];
  });
  // A caller's own list may name a row twice, or in two ways.
  const once = found && [...new Map(found.map((reference) => [reference.row, reference])).values()];
  return {
    field: field.field,
    pointer: field.pointer,
    found: once ?? null,
    entity: target.entity,
    isScoped: target.scope !== 'all',
    rows: (context) => scopeRows(target.entity, target.scope, views, context),
  };
}

/** Bodies may have `null` where answers do; in any other row it is none. */
function nullMistakes({ field, pointer, sent }: SentField): readonly Mistake[] {
  return sent === null && field.relation && !field.nullable ? [nullRefused(field, pointer)] : [];
}

const nameOf = (by: readonly ColumnDescription[]): string => by.map(({ path }) => path.join('.')).join();
