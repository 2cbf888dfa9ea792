import type { SelectQueryBuilder } from 'typeorm';
import type { ColumnMetadata, EntityMetadata, RelationMetadata } from '../../model/type-orm-metadata.js';
import { ConditionWriter, type RelatedRows } from '../../query/apply-condition.js';
import { relatedKeys } from '../../query/related-keys.js';
import type { LoadingPlan, PlannedRelation } from './loading-plan.js';
import { selectableColumn, columnValue, firstRawRows, putRelated, type RawRow, rowNamedBy } from './related-values.js';

/** The rows that a planned relation may have, for the caller. */
export type Visibility = (planned: PlannedRelation) => RelatedRows;

/** A relation that a foreign key tells, of the row at the end of a way. */
interface NamedRelation {
  readonly way: readonly RelationMetadata[];
  readonly relation: RelationMetadata;
  readonly columns: readonly { readonly column: ColumnMetadata; readonly rawName?: string }[];
}

/**
 * The to-one relations of a plan in one query: joined, or told by foreign keys where the rows are only named.
 *
 * A related row that the caller may not see, or that is soft-deleted, counts as none, whatever the query itself reads.
 */
export class JoinedRelations {
  private readonly named: NamedRelation[] = [];
  private readonly keyNames: string[] = [];
  private joins = 0;

  constructor(
    private readonly rows: SelectQueryBuilder<object>,
    private readonly metadata: EntityMetadata,
    private readonly visibility: Visibility,
    plan: LoadingPlan,
  ) {
    this.join(rows.alias, metadata, plan, []);
    if (this.named.some(({ columns }) => columns.some(({ rawName }) => rawName !== undefined))) this.selectKeys();
  }

  /** Puts what the foreign keys tell on the entities that the query gave. */
  complete(entities: readonly object[], raw: readonly RawRow[]): void {
    if (this.named.length === 0) return;
    // As many entities as rows: no join repeats one.
    const rows = raw.length === entities.length ? raw : firstRawRows(raw, this.keyNames);
    entities.forEach((entity, index) => {
      for (const { way, relation, columns } of this.named) {
        const owner = followed(entity, way);
        if (!owner) continue;
        const values = columns.map(({ column, rawName }): unknown =>
          rawName === undefined ? columnValue(column, owner) : this.hydrated(rows[index]?.[rawName], column),
        );
        putRelated(relation, owner, rowNamedBy(relation, values));
      }
    });
  }

  private join(alias: string, metadata: EntityMetadata, plan: LoadingPlan, way: readonly RelationMetadata[]): void {
    for (const planned of plan) {
      if (planned.isToMany) this.selectNearKey(alias, planned);
      else this.joinOne(alias, planned, way);
    }
  }

  private joinOne(alias: string, planned: PlannedRelation, way: readonly RelationMetadata[]): void {
    const { relation, property, columns, nested } = planned;
    const related = relation.inverseEntityMetadata;
    this.joins += 1;
    // A number keeps the name within the 63 characters of PostgreSQL, however long the way.
    const joined = `restview_one_${String(this.joins)}`;
    const visible = new ConditionWriter(this.rows, this.visibility(planned)).isAmong(related, joined);
    if (planned.isInForeignKey && !visible) {
      this.selectForeignKey(alias, relation, way);
      return;
    }
    const condition = [visible?.sql, this.withoutDeleted(related, joined)].filter((sql) => sql !== undefined);
    this.rows.leftJoin(
      `${alias}.${property}`,
      joined,
      condition.length > 0 ? condition.join(' AND ') : undefined,
      visible?.parameters,
    );
    this.rows.addSelect(columns ? columns.map((path) => `${joined}.${path}`) : [joined]);
    this.join(joined, related, nested, [...way, relation]);
  }

  /** A query that reads deleted rows would join them too. */
  private withoutDeleted({ deleteDateColumn }: EntityMetadata, alias: string): string | undefined {
    return deleteDateColumn && this.rows.expressionMap.withDeleted
      ? `${alias}.${deleteDateColumn.propertyPath} IS NULL`
      : undefined;
  }

  private selectForeignKey(alias: string, relation: RelationMetadata, way: readonly RelationMetadata[]): void {
    const columns = relation.joinColumns.map((column, index) => {
      if (!column.isVirtual) {
        this.rows.addSelect(`${alias}.${column.propertyPath}`);
        return { column };
      }
      const rawName = `restview_fk_${String(this.named.length)}_${String(index)}`;
      this.rows.addSelect(selectableColumn(column, alias), rawName);
      return { column, rawName };
    });
    this.named.push({ way, relation, columns });
  }

  /** A list that reads some columns only has to read those by which its collections are found. */
  private selectNearKey(alias: string, { relation }: PlannedRelation): void {
    for (const column of relatedKeys(relation).near) {
      if (!column.isPrimary && !column.isVirtual) this.rows.addSelect(`${alias}.${column.propertyPath}`);
    }
  }

  private selectKeys(): void {
    this.metadata.primaryColumns.forEach((column, index) => {
      const name = `restview_key_${String(index)}`;
      this.keyNames.push(name);
      this.rows.addSelect(selectableColumn(column, this.rows.alias), name);
    });
  }

  private hydrated(value: unknown, column: ColumnMetadata): unknown {
    const { driver } = this.metadata.dataSource;
    return driver.prepareHydratedValue(value ?? null, column.referencedColumn ?? column) as unknown;
  }
}

function followed(entity: object, way: readonly RelationMetadata[]): object | undefined {
  let here: unknown = entity;
  for (const relation of way) {
    if (!isObject(here)) return undefined;
    here = relation.getEntityValue(here);
  }
  return isObject(here) ? here : undefined;
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}
