import {
  AfterLoad,
  ChildEntity,
  Column,
  DeleteDateColumn,
  Entity,
  type EntitySubscriberInterface,
  JoinColumn,
  ManyToOne,
  OneToMany,
  OneToOne,
  PrimaryColumn,
  PrimaryGeneratedColumn,
  type Relation,
  RelationId,
  TableInheritance,
  VersionColumn,
  VirtualColumn,
} from 'typeorm';

const upper = {
  to: (value: unknown) => value,
  from: (value: unknown) => (value === null ? 'NONE' : `${typeof value === 'string' ? value : '?'}!`),
};
const doubled = { to: (value: unknown) => value, from: (value: unknown) => [value, value] };

export class Point {
  @Column({ type: 'int', nullable: true })
  x!: number | null;

  @Column({ type: 'varchar', nullable: true, transformer: upper })
  label!: string | null;
}

export class Place {
  @Column({ type: 'varchar', nullable: true })
  street!: string | null;

  @Column(() => Point, { prefix: 'at' })
  point!: Point;
}

/** Its key has two columns. */
@Entity()
export class Depot {
  @PrimaryColumn()
  site!: number;

  @PrimaryColumn({ type: 'varchar', length: 20 })
  hall!: string;

  @Column()
  title!: string;

  @ManyToOne(() => Owner)
  owner!: Relation<Owner> | null;
}

@Entity()
export class Owner {
  @PrimaryGeneratedColumn('uuid')
  id!: string;

  @Column({ transformer: [doubled, upper] })
  name!: string;

  @Column({ select: false, default: 'secret' })
  secret!: string;

  @Column({ type: 'boolean', nullable: true })
  active!: boolean | null;

  @DeleteDateColumn()
  deletedAt!: Date | null;

  @ManyToOne(() => Owner)
  parent!: Relation<Owner> | null;
}

@Entity()
export class Parcel {
  @PrimaryGeneratedColumn()
  id!: number;

  @Column({ name: 'heading' })
  title!: string;

  @Column(() => Place)
  place!: Place;

  @Column({ type: 'simple-json', nullable: true, transformer: doubled })
  data!: unknown;

  @Column({ type: 'int', nullable: true })
  weight: number | null = 7;

  @Column({ select: false, default: 3 })
  hidden!: number;

  @VirtualColumn({ query: (alias) => `SELECT COUNT(*) FROM stamp WHERE stamp.parcel_id = ${alias}.id` })
  stampCount!: number;

  @VersionColumn()
  version!: number;

  /** The keys of neither are declared. */
  @ManyToOne(() => Depot)
  @JoinColumn([
    { name: 'depot_site', referencedColumnName: 'site' },
    { name: 'depot_hall', referencedColumnName: 'hall' },
  ])
  depot!: Depot | null;

  @Column({ type: 'varchar', nullable: true })
  ownerId!: string | null;

  @ManyToOne(() => Owner)
  owner: Owner | null;

  @OneToMany(() => Stamp, (stamp) => stamp.parcel)
  stamps!: Relation<Stamp>[];

  /** What the constructor leaves behind. */
  made?: string;

  constructor() {
    this.made = 'by the constructor';
    this.owner = null;
  }

  get heading(): string {
    return this.title;
  }
}

@Entity()
export class Stamp {
  @PrimaryColumn()
  id!: number;

  @ManyToOne(() => Parcel, (parcel) => parcel.stamps)
  @JoinColumn({ name: 'parcel_id' })
  parcel!: Relation<Parcel>;

  @OneToOne(() => Heard)
  @JoinColumn()
  heard!: Relation<Heard> | null;

  @OneToOne(() => Watched)
  @JoinColumn()
  watched!: Relation<Watched> | null;
}

/** Listens to its own loading. */
@Entity()
export class Heard {
  @PrimaryColumn()
  id!: number;

  seen?: boolean;

  @AfterLoad()
  see(): void {
    this.seen = true;
  }
}

/** A subscriber listens to its loading. */
@Entity()
export class Watched {
  @PrimaryColumn()
  id!: number;

  watched?: string;

  @RelationId((watched: Watched) => watched.next)
  nextId!: number | null;

  @ManyToOne(() => Heard)
  next!: Heard | null;
}

@Entity()
export class Plain {
  @PrimaryColumn()
  id!: number;

  told?: boolean;
}

@Entity()
@TableInheritance({ column: { type: 'varchar', name: 'kind' } })
export class Animal {
  @PrimaryColumn()
  id!: number;
}

@ChildEntity()
export class Dog extends Animal {
  @Column({ nullable: true })
  bark!: string;
}

export const plainSubscriber: EntitySubscriberInterface<Plain> = {
  listenTo: () => Plain,
  afterLoad: (plain) => {
    plain.told = true;
  },
};

export const HYDRATED = [Depot, Owner, Parcel, Stamp, Heard, Watched, Plain, Animal, Dog];
