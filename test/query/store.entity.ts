import {
  Column,
  DeleteDateColumn,
  Entity,
  JoinColumn,
  JoinTable,
  ManyToMany,
  ManyToOne,
  OneToMany,
  OneToOne,
  PrimaryColumn,
  PrimaryGeneratedColumn,
  type Relation,
  VirtualColumn,
} from 'typeorm';

/** A key of two columns, with other names in the table. */
@Entity('store_warehouse')
export class Warehouse {
  @PrimaryColumn({ name: 'site_code', length: 5 })
  site!: string;

  @PrimaryColumn({ name: 'hall_no' })
  hall!: number;

  @Column({ name: 'full_name', length: 30 })
  title!: string;

  @OneToMany(() => Article, (article) => article.warehouse)
  articles!: Relation<Article>[];
}

export class Size {
  @Column({ name: 'w', nullable: true, type: 'int' })
  width!: number | null;

  @Column({ nullable: true, type: 'int' })
  height!: number | null;
}

/** Soft deletes. */
@Entity('store_maker')
export class Maker {
  @PrimaryGeneratedColumn({ name: 'maker_id' })
  id!: number;

  @Column({ name: 'maker_name', length: 30 })
  name!: string;

  @DeleteDateColumn()
  deletedAt!: Date | null;

  @OneToMany(() => Article, (article) => article.maker)
  articles!: Relation<Article>[];
}

@Entity('store_label')
export class Label {
  @PrimaryGeneratedColumn({ name: 'label_id' })
  id!: number;

  @Column({ length: 20 })
  text!: string;

  @OneToOne(() => Article, (article) => article.label)
  article!: Relation<Article> | null;
}

@Entity('store_article')
export class Article {
  @PrimaryGeneratedColumn({ name: 'article_id' })
  id!: number;

  @Column({ name: 'article_name', length: 30 })
  name!: string;

  @Column(() => Size)
  size!: Size;

  /** PostgreSQL cannot compare json, so a DISTINCT over it fails. */
  @Column({ type: 'json', nullable: true })
  extras!: object | null;

  @ManyToOne(() => Warehouse, (warehouse) => warehouse.articles, { nullable: true })
  @JoinColumn([
    { name: 'wh_site', referencedColumnName: 'site' },
    { name: 'wh_hall', referencedColumnName: 'hall' },
  ])
  warehouse!: Relation<Warehouse> | null;

  @ManyToOne(() => Maker, (maker) => maker.articles, { nullable: true })
  @JoinColumn({ name: 'made_by' })
  maker!: Relation<Maker> | null;

  @OneToOne(() => Label, (label) => label.article, { nullable: true })
  @JoinColumn({ name: 'label_ref' })
  label!: Relation<Label> | null;

  @ManyToMany(() => Article, (article) => article.partOf)
  @JoinTable({ name: 'store_part', joinColumn: { name: 'whole_id' }, inverseJoinColumn: { name: 'part_id' } })
  parts!: Relation<Article>[];

  @ManyToMany(() => Article, (article) => article.parts)
  partOf!: Relation<Article>[];

  @VirtualColumn({
    type: 'int',
    query: (alias) => `SELECT COUNT(*) FROM store_part p WHERE p.whole_id = ${alias}.article_id`,
  })
  partCount!: number;
}
