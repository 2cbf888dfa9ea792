import { createHash } from 'node:crypto';
import type { EntityManager } from 'typeorm';
import { baseOf, type DeletePlan } from '../../model/delete-plan.js';
import type { InboundRelation } from '../../model/inbound-relations.js';
import { batchesOf, columnSql, isOneOf, keyBatchesOf } from '../../model/key-batches.js';
import { parseRawKey, rawKeyOf, rawKeyText } from '../../model/raw-key.js';
import { referringRows } from '../../model/referring-rows.js';
import type { RawRow } from '../../model/row-plan.js';
import type { RowsToGo } from '../../model/rows-to-go.js';
import { runnerOf, runStatement } from '../../model/run-statement.js';
import { SoftDeletedReference } from '../../model/soft-deleted-reference.js';
import type { EntityMetadata } from '../../model/type-orm-metadata.js';
import { updateRawRows } from '../../model/update-raw-rows.js';

/** Sets the references to rows that are being soft-deleted to NULL, where `onDelete` says so, and remembers them. */
export async function clearReferences(manager: EntityManager, going: RowsToGo): Promise<void> {
  for (const [plan, rows] of going.entries) {
    if (plan.clearing.length === 0) continue;
    // What was remembered of an earlier row with the same key is none of this one's.
    await forget(manager, plan, rows);
    for (const relation of plan.clearing) await clear(manager, plan, relation, rows, going);
  }
}

/** Sets references back to rows that are restored, where they are still NULL, and forgets them. */
export async function restoreReferences(manager: EntityManager, restored: RowsToGo): Promise<void> {
  for (const [plan, rows] of restored.entries) {
    if (plan.clearing.length === 0) continue;
    const rowsByTarget = new Map(rows.map((row) => [targetOf(plan, row), row]));
    for (const record of await recordsOf(manager, [...rowsByTarget.keys()])) {
      const row = rowsByTarget.get(record.target);
      const relation = plan.clearing.find((one) => isOf(record, one));
      if (row && relation) await setBack(manager, relation, row, record.keys);
    }
    await forget(manager, plan, rows);
  }
}

/** Forgets the references to rows that will not come back. */
export async function forgetReferences(manager: EntityManager, gone: RowsToGo): Promise<void> {
  for (const [plan, rows] of gone.entries) if (plan.clearing.length > 0) await forget(manager, plan, rows);
}

async function clear(
  manager: EntityManager,
  plan: DeletePlan,
  relation: InboundRelation,
  rows: readonly RawRow[],
  going: RowsToGo,
): Promise<void> {
  const source = baseOf(relation.source);
  const { foreignKey, referenced } = relation;
  const columns = [...new Set([...source.primaryColumns, ...foreignKey])];
  const all = await referringRows(manager, relation, rows, columns);
  // A row that goes along keeps its reference, and comes back with it.
  const referring = all.filter((row) => !going.has(source, row));
  if (referring.length === 0) return;
  const targets = new Map(rows.map((row) => [rawKeyText(rawKeyOf(referenced, row)), row]));
  await remember(
    manager,
    referring.flatMap((row) => {
      const target = targets.get(rawKeyText(rawKeyOf(foreignKey, row)));
      return target ? [recordOf(plan, relation, target, row)] : [];
    }),
  );
  for (const keys of keyBatchesOf(source.primaryColumns, referring)) {
    const isReferring = isOneOf(source.primaryColumns, keys, undefined);
    const nulls = foreignKey.map(() => null);
    await updateRawRows(manager, source, foreignKey, nulls, isReferring);
  }
}

type Reference = Omit<SoftDeletedReference, 'id'>;

function recordOf(plan: DeletePlan, relation: InboundRelation, target: RawRow, row: RawRow): Reference {
  const source = baseOf(relation.source);
  return {
    target: targetOf(plan, target),
    targetTable: plan.entity.tablePath,
    targetKey: rawKeyText(rawKeyOf(plan.entity.primaryColumns, target)),
    sourceTable: source.tablePath,
    sourceKey: rawKeyText(rawKeyOf(source.primaryColumns, row)),
    property: relation.property ?? '',
  };
}

async function remember(manager: EntityManager, records: readonly Reference[]): Promise<void> {
  for (const batch of batchesOf(records)) {
    const statement = manager
      .createQueryBuilder()
      .insert()
      .into(SoftDeletedReference)
      .values([...batch]);
    await runStatement(runnerOf(manager), statement, undefined);
  }
}

async function forget(manager: EntityManager, plan: DeletePlan, rows: readonly RawRow[]): Promise<void> {
  for (const targets of batchesOf(rows.map((row) => targetOf(plan, row)))) {
    const statement = manager
      .createQueryBuilder()
      .delete()
      .from(SoftDeletedReference)
      .where('target IN (:...targets)', { targets });
    await runStatement(runnerOf(manager), statement, undefined);
  }
}

/** Records of one target and one relation, with the keys of the rows that referred. */
interface Remembered extends Pick<Reference, 'target' | 'sourceTable' | 'property'> {
  readonly keys: readonly (readonly unknown[])[];
}

async function recordsOf(manager: EntityManager, targets: readonly string[]): Promise<readonly Remembered[]> {
  const groups = new Map<string, { first: SoftDeletedReference; keys: (readonly unknown[])[] }>();
  for (const batch of batchesOf(targets)) {
    const query = manager.createQueryBuilder(SoftDeletedReference, 'reference');
    const records = await query.where('reference.target IN (:...batch)', { batch }).orderBy('reference.id').getMany();
    for (const record of records) {
      const group = JSON.stringify([record.target, record.sourceTable, record.property]);
      const known = groups.get(group) ?? { first: record, keys: [] };
      groups.set(group, known);
      known.keys.push(parseRawKey(record.sourceKey));
    }
  }
  return [...groups.values()].map(({ first: { target, sourceTable, property }, keys }) => ({
    ...{ target, sourceTable, property },
    keys,
  }));
}

function isOf({ sourceTable, property }: Remembered, { source, property: own }: InboundRelation): boolean {
  return sourceTable === source.tablePath && property === own;
}

async function setBack(
  manager: EntityManager,
  { source, foreignKey, referenced }: InboundRelation,
  target: RawRow,
  keys: readonly (readonly unknown[])[],
): Promise<void> {
  const entity: EntityMetadata = baseOf(source);
  for (const batch of batchesOf(keys)) {
    const isReferring = isOneOf(entity.primaryColumns, batch, undefined);
    const isNull = foreignKey.map((column) => `${columnSql(column, undefined)} IS NULL`);
    await updateRawRows(manager, entity, foreignKey, rawKeyOf(referenced, target), {
      sql: [isReferring.sql, ...isNull].join(' AND '),
      parameters: isReferring.parameters,
    });
  }
}

/** How records find the row: a key of any length and any number of columns, as a digest. */
function targetOf({ entity }: DeletePlan, row: RawRow): string {
  const key = rawKeyText(rawKeyOf(entity.primaryColumns, row));
  return createHash('sha256').update(`${entity.tablePath} ${key}`).digest('hex');
}
