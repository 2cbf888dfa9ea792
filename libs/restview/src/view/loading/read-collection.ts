import type { EntityManager, SelectQueryBuilder } from 'typeorm';
import { batchesOf, columnSql, isOneOf } from '../../model/key-batches.js';
import { rawKeyText } from '../../model/raw-key.js';
import type { ColumnMetadata } from '../../model/type-orm-metadata.js';
import { ConditionWriter } from '../../query/apply-condition.js';
import { type RelatedKeys, relatedKeys } from '../../query/related-keys.js';
import { JoinedRelations, type Visibility } from './join-relations.js';
import type { PlannedRelation } from './loading-plan.js';
import { readEntities } from './read-entities.js';
import type { RelatedRowsBudget } from './related-rows-budget.js';
import { columnValue, groupOf, putRelated, type RawRow, selectableColumn } from './related-values.js';

/** Most parameters of one statement: drivers take from 32,766. */
const MOST_PARAMETERS = 5000;

/** Reads a to-many relation of rows, ordered by the key of the related rows, and puts it on the rows. */
export async function readCollection(
  manager: EntityManager,
  owners: readonly object[],
  planned: PlannedRelation,
  visibility: Visibility,
  budget: RelatedRowsBudget,
): Promise<void> {
  const keys = relatedKeys(planned.relation);
  const found = new OwnedRows(keys.near, owners);
  for (const values of found.chunks(Math.floor(MOST_PARAMETERS / keys.near.length))) {
    await readChunk(manager, planned, keys, values, visibility, budget, found);
  }
  for (const owner of owners) putRelated(planned.relation, owner, found.of(owner));
}

const RELATED = 'related';
const LINK = 'restview_link';

async function readChunk(
  manager: EntityManager,
  planned: PlannedRelation,
  keys: RelatedKeys,
  values: readonly (readonly unknown[])[],
  visibility: Visibility,
  budget: RelatedRowsBudget,
  found: OwnedRows,
): Promise<void> {
  const metadata = planned.relation.inverseEntityMetadata;
  const rows = manager.createQueryBuilder<object>(metadata.target, RELATED);
  if (planned.columns) rows.select(planned.columns.map((path) => `${RELATED}.${path}`));
  const owned = joinOwners(rows, keys);
  owned.columns.forEach((column, index) => rows.addSelect(selectableColumn(column, owned.alias), ownerName(index)));
  const keyNames = metadata.primaryColumns.map((column, index) => {
    rows.addOrderBy(`${RELATED}.${column.propertyPath}`);
    rows.addSelect(selectableColumn(column, RELATED), keyName(index));
    return keyName(index);
  });
  const stored = values.map((key) => storedKey(keys.near, key));
  const among = isOneOf(owned.columns, stored, owned.alias, 'restview_owners');
  rows.where(among.sql, among.parameters);
  const visible = new ConditionWriter(rows, visibility(planned)).isAmong(metadata, RELATED);
  if (visible) rows.andWhere(visible.sql, visible.parameters);
  const joined = new JoinedRelations(rows, metadata, visibility, planned.nested);
  const { entities, raw } = await readEntities(rows.limit(budget.limit));
  budget.take(raw.length);
  joined.complete(entities, raw);
  found.add(entities, raw, keyNames);
}

const ownerName = (index: number): string => `restview_owner_${String(index)}`;
const keyName = (index: number): string => `restview_row_${String(index)}`;

/** The columns that say whose the related rows are: their own foreign key, or that of the table between. */
function joinOwners(
  rows: SelectQueryBuilder<object>,
  { far, junction }: RelatedKeys,
): { readonly columns: readonly ColumnMetadata[]; readonly alias: string } {
  if (!junction) return { columns: far, alias: RELATED };
  const linked = junction.far.map(
    (column, index) => `${columnSql(column, LINK)} = ${columnSql(far[index] ?? column, RELATED)}`,
  );
  rows.innerJoin(junction.metadata.tablePath, LINK, linked.join(' AND '));
  return { columns: junction.near, alias: LINK };
}

/** Key values of a side as the driver takes them. */
function storedKey(columns: readonly ColumnMetadata[], key: readonly unknown[]): readonly unknown[] {
  return columns.map((column, index): unknown =>
    column.entityMetadata.dataSource.driver.preparePersistentValue(key[index], column),
  );
}

/** Related rows by the rows whose they are. */
class OwnedRows {
  private readonly keys = new Map<string, readonly unknown[]>();
  private readonly rows = new Map<string, object[]>();
  /** By what the driver read, which many rows of one owner have in common. */
  private readonly known = new Map<unknown, string>();
  private foldedKeys: ReadonlyMap<string, string> | undefined;

  constructor(
    private readonly columns: readonly ColumnMetadata[],
    owners: readonly object[],
  ) {
    for (const owner of owners) {
      const values = this.keyOf(owner);
      if (values.every((value) => value !== undefined && value !== null)) this.keys.set(rawKeyText(values), values);
    }
  }

  /** The keys of the rows, in parts of which each fits into a statement. */
  chunks(size: number): readonly (readonly (readonly unknown[])[])[] {
    return batchesOf([...this.keys.values()], size);
  }

  add(entities: readonly object[], raw: readonly RawRow[], keyNames: readonly string[]): void {
    const of = raw.length === entities.length ? entities : entityOfEach(entities, raw, keyNames);
    raw.forEach((row, index) => {
      const entity = of[index];
      if (!entity) return;
      const text = this.ownerOf(row);
      const owned = this.rows.get(text);
      if (owned) owned.push(entity);
      else this.rows.set(text, [entity]);
    });
  }

  of(owner: object): object[] {
    return [...(this.rows.get(rawKeyText(this.keyOf(owner))) ?? [])];
  }

  private keyOf(owner: object): readonly unknown[] {
    return this.columns.map((column) => columnValue(column, owner));
  }

  private ownerOf(row: RawRow): string {
    const first = row[ownerName(0)];
    if (this.columns.length > 1 || typeof first === 'object') return this.readOwner(row);
    let owner = this.known.get(first);
    if (owner === undefined) this.known.set(first, (owner = this.readOwner(row)));
    return owner;
  }

  private readOwner(row: RawRow): string {
    const values = this.columns.map((column, index): unknown =>
      column.entityMetadata.dataSource.driver.prepareHydratedValue(row[ownerName(index)], column),
    );
    const text = rawKeyText(values);
    return this.keys.has(text) ? text : (this.folded.get(text.toLowerCase()) ?? text);
  }

  /** A database that compares keys without regard to case finds rows by another spelling. */
  private get folded(): ReadonlyMap<string, string> {
    this.foldedKeys ??= new Map([...this.keys.keys()].map((text) => [text.toLowerCase(), text]));
    return this.foldedKeys;
  }
}

/** The entity of each row, where several rows may be of one entity: one row for each of its owners. */
function entityOfEach(
  entities: readonly object[],
  raw: readonly RawRow[],
  keyNames: readonly string[],
): readonly (object | undefined)[] {
  const byGroup = new Map<string, object>();
  return raw.map((row) => {
    const group = groupOf(row, keyNames);
    const entity = byGroup.get(group) ?? entities[byGroup.size];
    if (entity) byGroup.set(group, entity);
    return entity;
  });
}
