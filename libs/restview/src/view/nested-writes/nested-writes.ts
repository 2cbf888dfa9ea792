import { ConfigurationError } from '../../errors/configuration-error.js';
import { Conflict } from '../../errors/problems.js';
import { inUpdateOrder } from '../../model/update-order.js';
import { childKeyOf } from '../../schema/input/child-input.js';
import { pointerTo } from '../../schema/input/mistake-list.js';
import type { FieldDescription } from '../../schema/schema-description.js';
import type { BoundChild, NestedWrites } from './bound-child.js';
import { type AssignFields, type PlannedChildren, planChildren, pointerOf } from './child-items.js';
import { namedReferences } from './child-references.js';
import { belongTo, checkChildScope, hasChild, loadChildren, lockParent, referTo } from './child-rows.js';
import { resolveLate } from '../references/resolve-references.js';
import { nestedIn } from '../references/sent-references.js';
import { noteAgain } from '../references/unchanged-fields.js';
import { rowOfItem } from './row-of-item.js';
import { loadLinksTogether } from '../references/plan-links.js';
import { plannedRelationWrites, planRelationWrite, type RelationWrite } from '../bracket/relation-writes.js';
import { removeChildren, saveChild } from './save-child.js';
import { rowsOf } from '../bracket/transaction.js';
import type { WriteContext } from '../view-context.js';

/**
 * Leaves the rows of a nested write for when their parent is saved.
 *
 * Rows that hang on the parent by their foreign key are written after it; a row that the parent refers to is written
 * before it, and one that it no longer refers to is removed after it.
 *
 * @param value - the items of the body, one item, or `null`.
 * @param assign - puts an item on its row, as it puts a body on an entity.
 */
export function planNestedWrite(entity: object, field: FieldDescription, value: unknown, assign: AssignFields): void {
  const items = (Array.isArray(value) ? (value as unknown[]) : [value]).filter(isObject);
  planRelationWrite(entity, field.property, new NestedWrite(entity, field, items, assign));
}

/** The rows of one relation of one parent, on their way to the database. */
class NestedWrite implements RelationWrite {
  private isNewParent = true;
  private hasWritten = false;
  /** The rows that are there, once they are loaded. */
  private existing: readonly object[] | undefined;
  /** Rows that the parent refers to until it is written. */
  private left: readonly object[] = [];

  constructor(
    private readonly parent: object,
    private readonly field: FieldDescription,
    private readonly items: readonly object[],
    private readonly assign: AssignFields,
  ) {}

  async before(context: WriteContext, nested: NestedWrites): Promise<void> {
    const child = this.childOf(nested);
    this.isNewParent = rowsOf(context).storedRow(this.parent) === undefined;
    this.rememberRelation(child, context);
    if (this.needsExisting(child)) await lockParent(child, this.parent, context);
    if (!child.relation.isOwning) return;
    const { made, changed, removed } = await this.planned(child, context, nested);
    await this.refuseSecond(child, made, removed, context);
    const written = await this.save(child, [...changed, ...made], context, nested);
    const [row] = made;
    if (row) referTo(child, this.parent, row);
    else if (removed.length > 0) referTo(child, this.parent, null);
    this.left = removed;
    await checkChildScope(child, written, context);
  }

  async after(context: WriteContext, nested: NestedWrites): Promise<boolean> {
    const child = this.childOf(nested);
    if (child.relation.isOwning) {
      await this.remove(child, this.left, context);
      return this.hasWritten;
    }
    const { made, changed, removed } = await this.planned(child, context, nested);
    for (const row of made) belongTo(child, row, this.parent);
    await this.remove(child, removed, context);
    const updated = await this.save(child, this.inOrder(child, changed, context), context, nested);
    const inserted = await this.save(child, made, context, nested);
    await checkChildScope(child, [...updated, ...inserted], context);
    return this.hasWritten;
  }

  private get pointer(): string {
    return pointerTo(pointerOf(this.parent), this.field.wireName);
  }

  private childOf(nested: NestedWrites): BoundChild {
    const child = nested.get(this.field);
    if (child) return child;
    throw new ConfigurationError({
      subject: this.field.property,
      problem: 'was put on the entity by one view, and is saved by another one.',
      remedy: 'Save the entity by the view whose body it was made of.',
    });
  }

  /** Rows are looked for where there can be some, and where an item names one or those that are left out go. */
  private needsExisting(child: BoundChild): boolean {
    return !this.isNewParent && this.namesExisting(child);
  }

  private namesExisting({ input }: BoundChild): boolean {
    if (input.write === 'append') return false;
    return (
      input.write === 'replace' || !input.isList || this.items.some((item) => childKeyOf(input, item) !== undefined)
    );
  }

  private async planned(child: BoundChild, context: WriteContext, nested: NestedWrites): Promise<PlannedChildren> {
    if (!this.existing && this.needsExisting(child)) {
      this.existing = (await loadChildren(child, [this.parent], namedReferences(child, this.items), context)).get(
        this.parent,
      );
    }
    await this.compareAgain(child, context);
    const children = planChildren(child, this.items, this.existing ?? [], this.pointer, this.assign);
    await NestedWrite.loadTogether(children.changed, context, nested);
    return children;
  }

  /** Somebody may have changed a row since the body was compared with it; what it says then is new, and is looked up. */
  private async compareAgain(child: BoundChild, context: WriteContext): Promise<void> {
    const { nested, isList } = this.field;
    const rowOf = rowOfItem(child.input, this.existing ?? []);
    const changed = new Set(this.items.flatMap((item) => noteAgain(item, rowOf(item))));
    if (changed.size === 0 || !nested) return;
    const objects = nestedIn(nested(), isList ? this.items : this.items[0], this.pointer);
    await resolveLate(
      child,
      objects.filter(({ data }) => changed.has(data)),
      context,
    );
  }

  /** Loads what hangs on rows of one relation by one statement for each of theirs, however many rows there are. */
  private static async loadTogether(
    rows: readonly object[],
    context: WriteContext,
    nested: NestedWrites,
  ): Promise<void> {
    await loadLinksTogether(rows, context);
    const writes = rows.flatMap(plannedRelationWrites).filter((write) => write instanceof NestedWrite);
    for (const field of new Set(writes.map((write) => write.field))) {
      const child = nested.get(field);
      const wanted = child ? writes.filter((write) => write.field === field && write.namesExisting(child)) : [];
      if (!child || wanted.length === 0) continue;
      const loaded = await loadChildren(
        child,
        wanted.map(({ parent }) => parent),
        namedReferences(
          child,
          wanted.flatMap(({ items }) => items),
        ),
        context,
      );
      for (const write of wanted) write.existing = loaded.get(write.parent);
    }
  }

  /** A row that the caller may not see keeps its place. */
  private async refuseSecond(
    child: BoundChild,
    made: readonly object[],
    removed: readonly object[],
    context: WriteContext,
  ): Promise<void> {
    const isScoped = child.views.of(child.model.description.entity).some((view) => view.isScoped);
    if (this.isNewParent || made.length === 0 || removed.length > 0 || !isScoped) return;
    if (!(await hasChild(child, this.parent, context))) return;
    throw new Conflict('Another row has a value already that only one row may have.', {
      code: 'unique_violation',
      title: 'Already taken',
    });
  }

  /** Saves rows one after the other; those whose own row was written. */
  private async save(
    child: BoundChild,
    rows: readonly object[],
    context: WriteContext,
    nested: NestedWrites,
  ): Promise<object[]> {
    const written: object[] = [];
    for (const row of rows) {
      const { isWritten, hasWritten } = await saveChild(child, row, pointerOf(row), context, nested);
      if (isWritten) written.push(row);
      if (hasWritten) this.hasWritten = true;
    }
    return written;
  }

  private async remove(child: BoundChild, rows: readonly object[], context: WriteContext): Promise<void> {
    if (rows.length === 0) return;
    await removeChildren(child, rows, context);
    this.hasWritten = true;
  }

  private inOrder({ model }: BoundChild, rows: readonly object[], context: WriteContext): readonly object[] {
    const updates = rows.map((row) => ({ row, before: rowsOf(context).storedRow(row) ?? {} }));
    return inUpdateOrder(model, updates).map(({ row }) => row);
  }

  /** A rollback takes back in memory what it takes back in the database. */
  private rememberRelation({ relation }: BoundChild, context: WriteContext): void {
    const { parent } = this;
    const property = relation.propertyName;
    const known: unknown = Reflect.get(parent, property);
    rowsOf(context).onUndo(() => {
      if (known === undefined) Reflect.deleteProperty(parent, property);
      else Reflect.set(parent, property, known);
    });
  }
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}
