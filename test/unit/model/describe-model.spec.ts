import {
  ChildEntity,
  Column,
  CreateDateColumn,
  DeleteDateColumn,
  Entity,
  Generated,
  JoinColumn,
  ManyToMany,
  ManyToOne,
  OneToMany,
  OneToOne,
  PrimaryColumn,
  PrimaryGeneratedColumn,
  TableInheritance,
  UpdateDateColumn,
  VersionColumn,
  VirtualColumn,
  type Relation,
} from 'typeorm';
import { ConfigurationError } from '../../../libs/restview/src/errors/configuration-error.js';
import { describeModel } from '../../../libs/restview/src/model/describe-model.js';
import type { EntityClass } from '../../../libs/restview/src/model/entity-class.js';
import type { ColumnDescription } from '../../../libs/restview/src/model/model-description.js';

enum Level {
  Low = 1,
  High,
}

abstract class Base {
  @PrimaryGeneratedColumn() id!: number;
  @CreateDateColumn() createdAt!: Date;
  @UpdateDateColumn() updatedAt!: Date;
  @DeleteDateColumn() deletedAt!: Date | null;
  @VersionColumn() version!: number;
}

class Country {
  @Column({ length: 2 }) code!: string;
}

class Address {
  @Column() city!: string;
  @Column(() => Country) country!: Country;
}

@Entity()
class Owner {
  @PrimaryColumn('uuid') id!: string;
  @Column({ unique: true }) slug!: string;
  @OneToMany(() => Item, (item) => item.owner) items!: Item[];
}

@Entity()
class Item extends Base {
  @Column({ length: 80 }) name!: string;
  @Column({ nullable: true, type: 'varchar' }) note!: string | null;
  @Column() count!: number;
  @Column({ default: true }) active!: boolean;
  @Column({ default: () => 'now()' }) since!: Date;
  @Column('simple-json', { default: { a: 1 } }) settings!: object;
  @Column('decimal', { precision: 12, scale: 3 }) price!: string;
  @Column('decimal', { precision: 5 }) whole!: string;
  @Column('enum', { enum: Level }) level!: Level;
  @Column('set', { enum: ['a', 'b'] }) flags!: string[];
  @Column('text', { array: true, default: '{}' }) tags!: string[];
  @Column('jsonb', { array: true, nullable: true }) broken!: object[];
  @Column('tinyint', { unsigned: true }) small!: number;
  @Column({ select: false }) secret!: string;
  @Column({ insert: false, update: false }) fixed!: string;
  @Column() @Generated('uuid') token!: string;
  @Column({ generatedType: 'STORED', asExpression: '1' }) computed!: string;
  @VirtualColumn({ query: () => 'SELECT 1' }) virtual!: string;
  @Column('varchar', { length: 5, transformer: { to: String, from: Number } }) price2!: number;
  @Column('varchar', { transformer: { to: String, from: String } }) either!: string | null;
  @Column('hstore') words!: string;
  @Column('hstore') pairs!: object;
  @Column('bit') bits!: string;
  @Column('bit') bytes!: Buffer;
  @Column('bit') bool!: boolean;
  @Column('sql_variant') other!: string;
  @Column(() => Address) address!: Address;
  @Column() ownerId!: string;
  @ManyToOne(() => Owner, (owner) => owner.items) owner!: Relation<Owner>;
  @Column({ name: 'buyer_key', nullable: true }) buyer_key!: string;
  @ManyToOne(() => Owner, { nullable: false }) @JoinColumn({ name: 'buyer_key' }) buyer!: Relation<Owner> | null;
  @ManyToOne(() => Owner, { nullable: false }) seller!: Relation<Owner>;
  @ManyToOne('Owner') named!: Relation<Owner>;
  @OneToOne(() => Item) @JoinColumn() twin!: Relation<Item>;
  @ManyToMany(() => Owner) fans!: Owner[];
}

@Entity()
@TableInheritance({ column: { type: 'varchar', name: 'kind' } })
class Animal {
  @PrimaryGeneratedColumn('uuid') id!: string;
}

@ChildEntity()
class Dog extends Animal {
  @Column() barks!: boolean;
}

class NoEntity {
  id!: number;
}

const item = describeModel(Item);
const column = (property: string): ColumnDescription => {
  const found = item.columns.find(({ path }) => path[0] === property);
  if (found === undefined) throw new Error(property);
  return found;
};

describe('describeModel', () => {
  it('names the entity and its alias', () => {
    expect(item).toMatchObject({ entity: Item, name: 'Item', alias: 'item' });
  });

  it('is made once, and frozen all the way down', () => {
    expect(describeModel(Item)).toBe(item);
    expect(Object.isFrozen(item.columns)).toBe(true);
    expect(Object.isFrozen(item.embeddeds[0]?.columns[0]?.path)).toBe(true);
  });

  it('lists the columns of base classes first', () => {
    expect(item.columns.slice(0, 6).map(({ path }) => path[0])).toEqual([
      'id',
      'createdAt',
      'updatedAt',
      'deletedAt',
      'version',
      'name',
    ]);
  });

  it('refuses a class that is no entity', () => {
    expect(() => describeModel(NoEntity)).toThrow(ConfigurationError);
    expect(() => describeModel(NoEntity)).toThrow('NoEntity: it is not an entity. Decorate it');
  });

  it.each(['id', 'createdAt', 'updatedAt', 'deletedAt', 'version', 'token', 'computed', 'virtual'])(
    'knows that the server owns %s',
    (property) => {
      expect(column(property)).toMatchObject({ serverOwned: true, hasDefault: true });
    },
  );

  it('finds the primary key', () => {
    expect(item.primaryKey).toEqual([column('id')]);
    expect(column('id')).toMatchObject({ kind: 'integer', type: 'int', primary: true, nullable: false });
  });

  it.each<[string, Partial<ColumnDescription>]>([
    ['name', { kind: 'string', type: 'varchar', maxLength: 80, nullable: false, hasDefault: false }],
    ['note', { kind: 'string', nullable: true }],
    ['count', { kind: 'integer', type: 'int' }],
    ['active', { kind: 'boolean', hasDefault: true, defaultValue: true }],
    ['since', { kind: 'datetime', hasDefault: true }],
    ['settings', { kind: 'json', hasDefault: true }],
    ['price', { kind: 'decimal', precision: 12, scale: 3 }],
    ['whole', { kind: 'decimal', precision: 5, scale: 0 }],
    ['level', { kind: 'enum', enumValues: [1, 2] }],
    ['flags', { kind: 'array', element: 'enum', enumValues: ['a', 'b'] }],
    ['tags', { kind: 'array', element: 'string', defaultValue: '{}' }],
    ['broken', { kind: 'unknown', type: 'jsonb' }],
    ['small', { kind: 'integer', minimum: 0n, maximum: 255n }],
    ['secret', { selected: false }],
    ['fixed', { insertable: false, updatable: false, serverOwned: false }],
    ['computed', { insertable: false, updatable: false }],
    ['virtual', { insertable: false, updatable: false }],
    ['deletedAt', { kind: 'datetime', nullable: true }],
    ['version', { kind: 'integer', type: 'int' }],
    ['price2', { kind: 'float', type: 'varchar', transformed: true }],
    ['either', { kind: 'json', transformed: true }],
    ['words', { kind: 'string' }],
    ['pairs', { kind: 'json' }],
    ['bits', { kind: 'string' }],
    ['bytes', { kind: 'binary' }],
    ['bool', { kind: 'unknown' }],
    ['other', { kind: 'unknown', type: 'sql_variant' }],
  ])('describes %s', (property, expected) => {
    expect(column(property)).toMatchObject(expected);
  });

  it('leaves out what a transformer hides', () => {
    expect(column('price2')).not.toHaveProperty('maxLength');
  });

  it('gives no literal for a default that the database computes', () => {
    expect(column('since')).not.toHaveProperty('defaultValue');
    expect(column('settings')).not.toHaveProperty('defaultValue');
  });

  it('finds foreign key columns, and gives them the type that they refer to', () => {
    expect(column('ownerId')).toMatchObject({ foreignKeyOf: 'owner', kind: 'uuid', type: 'uuid' });
    expect(column('buyer_key')).toMatchObject({ foreignKeyOf: 'buyer', kind: 'uuid', nullable: true });
    expect(column('count')).not.toHaveProperty('foreignKeyOf');
  });

  it('describes relations', () => {
    expect(item.relations.map(({ property, kind, nullable }) => [property, kind, nullable])).toEqual([
      ['owner', 'many-to-one', false],
      ['buyer', 'many-to-one', true],
      ['seller', 'many-to-one', false],
      ['named', 'many-to-one', true],
      ['twin', 'one-to-one', true],
      ['fans', 'many-to-many', false],
    ]);
    const targets = item.relations.map(({ target }): EntityClass => target());
    expect(targets).toEqual([Owner, Owner, Owner, Owner, Item, Owner]);
    expect(describeModel(Owner).relations).toMatchObject([{ property: 'items', kind: 'one-to-many', nullable: false }]);
  });

  it('describes embedded objects at every depth', () => {
    const [address] = item.embeddeds;
    expect(address).toMatchObject({ property: 'address', target: Address, isArray: false });
    expect(address?.columns.map(({ path }) => path)).toEqual([['address', 'city']]);
    expect(address?.embeddeds[0]?.columns[0]).toMatchObject({ path: ['address', 'country', 'code'], maxLength: 2 });
  });

  it('describes a child entity with the columns of its parent', () => {
    expect(describeModel(Dog).columns.map(({ path }) => path[0])).toEqual(['id', 'barks']);
    expect(describeModel(Animal).columns).toHaveLength(1);
    expect(describeModel(Animal).primaryKey[0]).toMatchObject({ kind: 'uuid', serverOwned: true });
  });
});
