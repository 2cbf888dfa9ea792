import { Column, Entity, Index, PrimaryGeneratedColumn } from 'typeorm';

/**
 * Remembers that a row referred to one that was soft-deleted, where the relation says `onDelete: 'SET NULL'`: a restore
 * sets the reference back.
 *
 * List it in the `entities` of the DataSource when an entity with such a relation can be soft-deleted; the start of the
 * application says so. Its table is `restview_soft_deleted_reference`.
 *
 * @example
 * TypeOrmModule.forRoot({ …, entities: [Team, Player, SoftDeletedReference] })
 *
 * @public
 */
@Entity('restview_soft_deleted_reference')
export class SoftDeletedReference {
  /** The order in which references were cleared. */
  @PrimaryGeneratedColumn({ type: 'int' })
  readonly id!: number;

  /** A digest of the table and the key of the deleted row: keys of any length are found by it. */
  @Index()
  @Column({ name: 'target', type: 'varchar', length: 64 })
  readonly target!: string;

  /** The table of the deleted row. */
  @Column({ name: 'target_table', type: 'varchar', length: 255 })
  readonly targetTable!: string;

  /** The key of the deleted row, as JSON. */
  @Column({ name: 'target_key', type: 'text' })
  readonly targetKey!: string;

  /** The table of the row that referred to it. */
  @Column({ name: 'source_table', type: 'varchar', length: 255 })
  readonly sourceTable!: string;

  /** The key of the row that referred to it, as JSON. */
  @Column({ name: 'source_key', type: 'text' })
  readonly sourceKey!: string;

  /** The property by which it referred. */
  @Column({ name: 'property', type: 'varchar', length: 255 })
  readonly property!: string;
}
