import {
  ChildEntity,
  Column,
  DataSource,
  DeleteDateColumn,
  Entity,
  type EntityMetadata,
  ForeignKey,
  JoinColumn,
  JoinTable,
  ManyToMany,
  ManyToOne,
  PrimaryColumn,
  PrimaryGeneratedColumn,
  type Relation,
  TableInheritance,
  Tree,
  TreeChildren,
  TreeParent,
} from 'typeorm';
import {
  type DeletePlan,
  deletePlanOf,
  plansIn,
  softDeletePlanOf,
} from '../../../libs/restview/src/model/delete-plan.js';
import { inboundRelationsOf } from '../../../libs/restview/src/model/inbound-relations.js';

@Entity()
@TableInheritance({ column: { name: 'kind', type: 'varchar' } })
class Animal {
  @PrimaryGeneratedColumn() id!: number;
  @Column({ length: 10, unique: true }) tag!: string;
  @ManyToOne(() => Animal, { onDelete: 'CASCADE' }) mother!: Relation<Animal> | null;
  @DeleteDateColumn() deletedAt!: Date | null;
}
@ChildEntity()
class Dog extends Animal {
  @ManyToOne(() => Cat) enemy!: Relation<Cat> | null;
}
@ChildEntity()
class Cat extends Animal {}
@ChildEntity()
class Kitten extends Cat {}

class Chip {
  @ManyToOne(() => Dog, { onDelete: 'SET NULL', nullable: true })
  @JoinColumn({ referencedColumnName: 'tag' })
  dog!: Relation<Dog> | null;
}
@Entity()
class Collar {
  @PrimaryGeneratedColumn() id!: number;
  @Column(() => Chip) chip!: Chip;
}

@Entity()
class Visit {
  @PrimaryGeneratedColumn() id!: number;
  @Column({ type: 'int' }) @ForeignKey(() => Animal, { onDelete: 'RESTRICT' }) animalId!: number;
}
@Entity()
class Rumour {
  @PrimaryGeneratedColumn() id!: number;
  @ManyToOne(() => Animal, { createForeignKeyConstraints: false }) about!: Relation<Animal>;
}

@Entity()
class Owner {
  @PrimaryColumn({ type: 'int' }) country!: number;
  @PrimaryColumn({ type: 'int' }) number!: number;
  @ManyToMany(() => Animal, { onDelete: 'RESTRICT' }) @JoinTable() animals!: Relation<Animal>[];
  @ManyToMany(() => Owner) @JoinTable() friends!: Relation<Owner>[];
}

@Entity()
@Tree('closure-table')
class Topic {
  @PrimaryGeneratedColumn() id!: number;
  @TreeParent({ onDelete: 'CASCADE' }) parent!: Relation<Topic> | null;
  @TreeChildren() children!: Relation<Topic>[];
}

// root ← cascade A ← restrict C; root ← cascade B, on which nothing depends; root ← cascade C.
@Entity()
class Root {
  @PrimaryGeneratedColumn() id!: number;
  @DeleteDateColumn() deletedAt!: Date | null;
}
@Entity()
class A {
  @PrimaryGeneratedColumn() id!: number;
  @ManyToOne(() => Root, { onDelete: 'CASCADE' }) root!: Relation<Root>;
}
@Entity()
class B {
  @PrimaryGeneratedColumn() id!: number;
  @ManyToOne(() => Root, { onDelete: 'CASCADE' }) root!: Relation<Root>;
  @ManyToOne(() => Root, { onDelete: 'SET NULL' }) other!: Relation<Root> | null;
  @DeleteDateColumn() deletedAt!: Date | null;
}
@Entity()
class C {
  @PrimaryGeneratedColumn() id!: number;
  @ManyToOne(() => A, { onDelete: 'RESTRICT' }) a!: Relation<A>;
  @ManyToOne(() => Root, { onDelete: 'CASCADE' }) root!: Relation<Root>;
}

const entities = [Animal, Dog, Cat, Kitten, Collar, Visit, Rumour, Owner, Topic, Root, A, B, C];

const dataSource = new DataSource({ type: 'better-sqlite3', database: ':memory:', entities });
beforeAll(() => dataSource.initialize());
afterAll(() => dataSource.destroy());

const metadata = (entity: (typeof entities)[number]): EntityMetadata => dataSource.getMetadata(entity);

describe('inboundRelationsOf', () => {
  const inbound = (entity: (typeof entities)[number]) =>
    inboundRelationsOf(metadata(entity)).map(
      ({ source, property, onDelete, referenced }) =>
        `${source.name}.${property ?? '-'} ${onDelete} ${referenced.map(({ propertyPath }) => propertyPath).join()}`,
    );

  it('finds what refers to a table, by whatever entity of it, embedded, and without a relation; each once', () => {
    const all = [
      'Animal.mother CASCADE id',
      'Dog.enemy NO ACTION id',
      'Collar.chip.dog SET NULL tag',
      'Visit.animalId RESTRICT id',
      'Owner.animals CASCADE id',
    ].sort();
    for (const entity of [Animal, Dog, Cat, Kitten]) expect(inbound(entity).sort()).toEqual(all);
  });

  it('knows the two sides of a many-to-many relation apart, also of one with itself', () => {
    expect(inbound(Owner).sort()).toEqual([
      'Animal.- RESTRICT country,number',
      'Owner.- CASCADE country,number',
      'Owner.friends CASCADE country,number',
    ]);
  });

  it('knows the parent of a tree, and leaves its closure table to TypeORM', () => {
    expect(inbound(Topic)).toEqual(['Topic.parent CASCADE id']);
  });
});

describe('deletePlanOf', () => {
  const steps = (plan: DeletePlan) =>
    [...plansIn(plan)].map(({ entity, blocking, cascading }) =>
      [
        entity.name,
        ...blocking.map(({ source }) => `held by ${source.name}`),
        ...cascading.map((cascade) => `takes ${cascade.plan.entity.name}`),
      ].join(', '),
    );

  it('has nothing to look at where nothing blocks', () => {
    expect(steps(deletePlanOf(metadata(Topic)))).toEqual(['Topic']);
    expect(steps(deletePlanOf(metadata(B)))).toEqual(['B']);
  });

  it('follows what blocks and what takes blocking rows along, and leaves the rest out', () => {
    expect(steps(deletePlanOf(metadata(Root)))).toEqual(['Root, takes A, takes C', 'A, held by C', 'C']);
  });

  it('is one for all entities of a table, and closes rings', () => {
    const plan = deletePlanOf(metadata(Cat));
    expect(deletePlanOf(metadata(Animal))).toBe(plan);
    expect(steps(plan)).toEqual(['Animal, held by Dog, held by Visit, takes Animal']);
    expect(plan.cascading[0]?.plan).toBe(plan);
  });

  it('reads the columns that are referred to, and others only where they matter', () => {
    const columnsOf = ({ columns }: DeletePlan) => columns.map(({ propertyPath }) => propertyPath);
    expect(columnsOf(deletePlanOf(metadata(Animal)))).toEqual(['id']);
    expect(columnsOf(softDeletePlanOf(metadata(Animal)))).toEqual(['id', 'tag']);
  });
});

it('softDeletePlanOf follows rows that can be soft-deleted, and knows what is set to NULL', () => {
  const plan = softDeletePlanOf(metadata(Root));
  expect(plan.cascading.map(({ plan: next }) => next.entity.name)).toEqual(['B']);
  expect(plan.clearing.map(({ source, property }) => `${source.name}.${property ?? ''}`)).toEqual(['B.other']);
  expect(plan.cascading[0]?.plan.owners.map(({ entity }) => entity.name)).toEqual(['Root']);
});
