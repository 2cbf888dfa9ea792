import {
  AfterInsert,
  AfterLoad,
  AfterRemove,
  AfterUpdate,
  BeforeInsert,
  BeforeRemove,
  BeforeUpdate,
  ChildEntity,
  Column,
  CreateDateColumn,
  DataSource,
  Entity,
  EventSubscriber,
  JoinColumn,
  ManyToOne,
  PrimaryColumn,
  PrimaryGeneratedColumn,
  TableInheritance,
  Tree,
  TreeChildren,
  TreeParent,
  Unique,
  UpdateDateColumn,
  VersionColumn,
  VirtualColumn,
  type DataSourceOptions,
  type EntityManager,
  type EntitySubscriberInterface,
  type UpdateEvent,
} from 'typeorm';
import { bindModel, type BoundModel } from '../../libs/restview/src/model/bind-model.js';
import { describeModel } from '../../libs/restview/src/model/describe-model.js';
import type { EntityClass } from '../../libs/restview/src/model/entity-class.js';
import { deleteRow, insertRow, snapshotOf, updateRow } from '../../libs/restview/src/model/write-rows.js';
import { dropDatabase, onEveryDatabase, statementsOf } from '../setup/databases.js';

const calls: string[] = [];

@Entity()
class Org {
  @PrimaryGeneratedColumn() id!: number;
  @Column() name!: string;
}

class Address {
  @Column() city!: string;
  @Column({ nullable: true, type: 'varchar' }) zip!: string | null;
}

const secret = {
  to: (value: string | null) => value && `<${value}>`,
  from: (value: string | null) => value?.slice(1, -1),
};

@Entity()
@Unique('UQ_email', ['email'])
class Person {
  @PrimaryGeneratedColumn() id!: number;
  @Column() email!: string;
  @Column({ default: 'new' }) state!: string;
  @Column('decimal', { precision: 10, scale: 2, default: 0 }) balance!: string;
  @Column('simple-json', { nullable: true }) settings!: { theme?: string; list?: number[] } | null;
  @Column(() => Address) address!: Address;
  @Column({ select: false, type: 'varchar', nullable: true }) password?: string | null;
  @Column({ type: 'varchar', nullable: true, transformer: secret }) code!: string | null;
  @Column({ type: 'int', nullable: true }) orgId!: number | null;
  @ManyToOne(() => Org) org!: Org | null;
  @ManyToOne(() => Org) @JoinColumn({ name: 'partner_key' }) partner!: Org | null;
  @CreateDateColumn() createdAt!: Date;
  @UpdateDateColumn() updatedAt!: Date;
  @VersionColumn() version!: number;
  shout!: string;

  @BeforeInsert() onBeforeInsert() {
    calls.push('BeforeInsert');
    this.email = this.email.toLowerCase();
  }
  @AfterInsert() onAfterInsert() {
    calls.push(`AfterInsert ${String(this.id)}`);
  }
  @BeforeUpdate() onBeforeUpdate() {
    calls.push('BeforeUpdate');
    if (this.state === 'touch') this.email = 'touched@x';
    if (this.state === 'never mind') this.state = 'new';
  }
  @AfterUpdate() onAfterUpdate() {
    calls.push(`AfterUpdate ${String(this.version)}`);
  }
  @BeforeRemove() onBeforeRemove() {
    calls.push('BeforeRemove');
  }
  @AfterRemove() onAfterRemove() {
    calls.push('AfterRemove');
  }
  @AfterLoad() onAfterLoad() {
    this.shout = `${this.email}!`;
  }
}

@EventSubscriber()
class PersonSubscriber implements EntitySubscriberInterface<Person> {
  listenTo() {
    return Person;
  }
  beforeInsert() {
    calls.push('subscriber beforeInsert');
  }
  afterInsert() {
    calls.push('subscriber afterInsert');
  }
  afterUpdate({ entity, databaseEntity, updatedColumns, updatedRelations }: UpdateEvent<Person>) {
    const columns = updatedColumns.map((column) => column.propertyPath);
    const relations = updatedRelations.map((relation) => relation.propertyName);
    calls.push(
      `subscriber afterUpdate ${databaseEntity.state}→${String(entity?.state)} ${[...columns, ...relations].join()}`,
    );
  }
}

@Entity()
class Ticket {
  @PrimaryGeneratedColumn('uuid') id!: string;
  @Column({ nullable: true, type: 'varchar' }) title!: string | null;
  @VirtualColumn({ query: (alias) => `SELECT COUNT(*) FROM org WHERE ${alias}.title = ${alias}.title` }) orgs!: number;
}

@Entity()
class Pair {
  @PrimaryColumn() left!: string;
  @PrimaryColumn() right!: string;
  @Column({ nullable: true, type: 'varchar' }) note!: string | null;
}

@Entity()
@TableInheritance({ column: { type: 'varchar', name: 'kind' } })
abstract class Shape {
  @PrimaryGeneratedColumn() id!: number;
  @Column() name!: string;
}

@ChildEntity('circle')
class Circle extends Shape {
  @Column() radius!: number;
}

@ChildEntity('square')
class Square extends Shape {
  @Column() side!: number;
}

@Entity()
@Tree('materialized-path')
class Folder {
  @PrimaryGeneratedColumn() id!: number;
  @Column() name!: string;
  @TreeParent() parent!: Folder | null;
  @TreeChildren() children!: Folder[];
}

const entities = [Org, Person, Ticket, Pair, Shape, Circle, Square, Folder];

onEveryDatabase((database) => {
  let options: DataSourceOptions;
  let dataSource: DataSource;
  let people: BoundModel<Person>;

  beforeAll(async () => {
    options = await database.dataSourceOptions(entities);
    dataSource = await new DataSource({ ...options, subscribers: [PersonSubscriber] }).initialize();
    people = bind(Person);
  });

  afterAll(async () => {
    await dataSource.destroy();
    await dropDatabase(options);
  });

  const bind = <Model extends object>(entity: EntityClass<Model>) =>
    bindModel<Model>(describeModel(entity), dataSource);
  const log = () => statementsOf(dataSource);
  const inTransaction = <Result>(work: (manager: EntityManager) => Promise<Result>) => {
    calls.length = 0;
    log().clear();
    return dataSource.transaction(work);
  };

  let emails = 0;
  async function newPerson(values: Partial<Person> = {}): Promise<Person> {
    const person = dataSource.manager.create(Person, {
      email: `Ada${String(++emails)}@X`,
      address: { city: 'Ulm' },
      ...values,
    });
    await inTransaction((manager) => insertRow(people, manager, person));
    return person;
  }

  const org = (name: string) => dataSource.manager.save(dataSource.manager.create(Org, { name }));
  const stored = (id: number, relations: Record<string, boolean> = {}) =>
    dataSource.manager.findOneOrFail(Person, { where: { id }, relations });

  async function change(id: number, edit: (person: Person) => void, relations: Record<string, boolean> = {}) {
    const person = await stored(id, relations);
    const before = snapshotOf(people, person);
    edit(person);
    const written = await inTransaction((manager) => updateRow(people, manager, person, before));
    return { person, written, before };
  }

  it('inserts with one statement, and holds what the row holds', async () => {
    const person = await newPerson({ code: 'abc' });
    expect(log().work).toHaveLength(1);
    expect(log().inserts).toHaveLength(1);
    const loaded = await stored(person.id);
    expect(person).toEqual(loaded);
    expect(person).toMatchObject({ state: 'new', version: 1, code: 'abc', shout: `${person.email}!` });
    expect(person.createdAt).toBeInstanceOf(Date);
    const [raw] = await dataSource.query<{ code: string }[]>(`SELECT code FROM person WHERE id = ${String(person.id)}`);
    expect(raw?.code).toBe('<abc>');
  });

  it('runs the listeners and subscribers of an insert once', async () => {
    const { id } = await newPerson();
    const after = ['subscriber afterInsert', `AfterInsert ${String(id)}`].sort();
    expect([...calls].sort()).toEqual(['BeforeInsert', 'subscriber beforeInsert', ...after].sort());
  });

  it('does not read hidden columns back', async () => {
    const person = await newPerson({ password: 'hash' });
    const { written } = await change(person.id, (loaded) => (loaded.password = 'other'));
    expect(written).toBe(true);
    expect(log().updates[0]).toContain('password');
    const withPassword = await dataSource.manager.findOneOrFail(Person, {
      where: { id: person.id },
      select: { id: true, password: true },
    });
    expect(withPassword.password).toBe('other');
    expect(await stored(person.id)).not.toHaveProperty('password');
  });

  it('updates only what was changed, with the version and the update date', async () => {
    const { id } = await newPerson();
    const { person, written } = await change(id, (loaded) => (loaded.state = 'old'));
    expect(written).toBe(true);
    expect(log().updates).toHaveLength(1);
    const set = log()
      .updates[0]?.replace(/ WHERE .*/, '')
      .match(/(?<=["`])\w+(?=["`] = )/g);
    expect(set).toEqual(['state', 'version', 'updatedAt']);
    expect(person.version).toBe(2);
    expect(person).toEqual(await stored(id));
    expect([...calls].sort()).toEqual(['AfterUpdate 2', 'BeforeUpdate', 'subscriber afterUpdate new→old state']);
  });

  it('does nothing at all where nothing was changed', async () => {
    const { id } = await newPerson({ settings: { theme: 'dark' } });
    const { written } = await change(id, (loaded) => {
      loaded.balance = '0.0';
      loaded.settings = { theme: 'dark' };
      loaded.createdAt = new Date(loaded.createdAt);
    });
    expect(written).toBe(false);
    expect(log().work).toEqual([]);
    expect(calls).toEqual([]);
  });

  it('writes what BeforeUpdate changes, and nothing where it takes the change back', async () => {
    const { id } = await newPerson();
    const { person } = await change(id, (loaded) => (loaded.state = 'touch'));
    expect(person.email).toBe('touched@x');
    expect((await stored(id)).email).toBe('touched@x');
    await dataSource.query(`UPDATE person SET state = 'new' WHERE id = ${String(id)}`);
    const { written } = await change(id, (loaded) => (loaded.state = 'never mind'));
    expect(written).toBe(false);
    expect(log().updates).toEqual([]);
  });

  it('notices a change of JSON in place, and of one column of an embedded', async () => {
    const { id } = await newPerson({ settings: { list: [1] } });
    const { person } = await change(id, ({ settings, address }) => {
      settings?.list?.push(2);
      address.zip = '89073';
    });
    expect((await stored(id)).settings).toEqual({ list: [1, 2] });
    expect(person.address).toEqual({ city: 'Ulm', zip: '89073' });
    expect(log().updates[0]).not.toMatch(/addressCity["`] =/);
  });

  it('takes a foreign key from its property, and forgets the related entity that it no longer names', async () => {
    const [one, two] = [await org('one'), await org('two')];
    const { id } = await newPerson({ orgId: one.id });
    const { person, before } = await change(id, (loaded) => (loaded.orgId = two.id), { org: true });
    expect(before).toMatchObject({ orgId: one.id, 'org.id': one.id });
    expect(person.orgId).toBe(two.id);
    expect(person.org).toBeUndefined();
    expect((await stored(id)).orgId).toBe(two.id);
  });

  it('takes a foreign key from a replaced related entity', async () => {
    const [one, two] = [await org('one'), await org('two')];
    const { id } = await newPerson({ org: one, partner: one });
    expect((await stored(id)).orgId).toBe(one.id);
    const { person } = await change(
      id,
      (loaded) => {
        loaded.org = two;
        loaded.partner = two;
      },
      { org: true, partner: true },
    );
    expect(calls).toContainEqual(expect.stringContaining('org,partner'));
    expect(person.orgId).toBe(two.id);
    expect(await stored(id, { org: true, partner: true })).toMatchObject({ org: two, partner: two });
    await change(
      id,
      (loaded) => {
        loaded.org = null;
        loaded.partner = null;
      },
      { org: true, partner: true },
    );
    expect(await stored(id, { org: true, partner: true })).toMatchObject({ org: null, partner: null, orgId: null });
  });

  it('tells that the row of an update or a delete is gone', async () => {
    const person = await newPerson();
    const before = snapshotOf(people, person);
    await dataSource.manager.delete(Person, person.id);
    person.state = 'late';
    expect(await inTransaction((manager) => updateRow(people, manager, person, before))).toBe('missing');
    expect(calls).toEqual(['BeforeUpdate']);
    expect(await inTransaction((manager) => deleteRow(people, manager, person))).toBe('missing');
  });

  it('deletes with one statement, and leaves the object as it was', async () => {
    const person = await newPerson();
    const { id } = person;
    expect(await inTransaction((manager) => deleteRow(people, manager, person))).toBe(true);
    expect(log().work).toHaveLength(1);
    expect(calls).toEqual(['BeforeRemove', 'AfterRemove']);
    expect(person.id).toBe(id);
    expect(await dataSource.manager.countBy(Person, { id })).toBe(0);
  });

  it('counts a row as updated whose values the database finds equal', async () => {
    const pairs = bind(Pair);
    const pair = Object.assign(new Pair(), { left: 'a', right: 'b', note: 'x' });
    await inTransaction((manager) => insertRow(pairs, manager, pair));
    expect(await inTransaction((manager) => updateRow(pairs, manager, pair, { left: 'a', right: 'b' }))).toBe(true);
  });

  it('changes a composite primary key', async () => {
    const pairs = bind(Pair);
    const pair = Object.assign(new Pair(), { left: 'c', right: 'd', note: null });
    await inTransaction((manager) => insertRow(pairs, manager, pair));
    const before = snapshotOf(pairs, pair);
    pair.right = 'e';
    await inTransaction((manager) => updateRow(pairs, manager, pair, before));
    expect(await dataSource.manager.findBy(Pair, { left: 'c' })).toEqual([{ left: 'c', right: 'e', note: null }]);
  });

  it('reads a row again where a column needs a query of its own', async () => {
    const tickets = bind(Ticket);
    const ticket = Object.assign(new Ticket(), { title: 'a' });
    await inTransaction((manager) => insertRow(tickets, manager, ticket));
    expect(log().work.map((sql) => sql.slice(0, 6))).toEqual(['INSERT', 'SELECT']);
    expect(ticket).toEqual(await dataSource.manager.findOneByOrFail(Ticket, { id: ticket.id }));
    expect(ticket).toHaveProperty('orgs');
  });

  it('writes child entities of one table through their parent', async () => {
    const shapes = bind<Shape>(Shape);
    const circle = Object.assign(new Circle(), { name: 'c', radius: 2 });
    await inTransaction((manager) => insertRow(shapes, manager, circle));
    expect(Object.keys(circle).sort()).toEqual(['id', 'name', 'radius']);
    const loaded = await dataSource.manager.findOneByOrFail(Shape, { id: circle.id });
    expect(loaded).toEqual(circle);
    const before = snapshotOf(shapes, loaded);
    Object.assign(loaded, { radius: 3 });
    expect(await inTransaction((manager) => updateRow(shapes, manager, loaded, before))).toBe(true);
    expect(await dataSource.manager.findOneByOrFail(Circle, { id: circle.id })).toMatchObject({ radius: 3 });
  });

  it('keeps the paths of a tree', async () => {
    const folders = bind(Folder);
    const root = Object.assign(new Folder(), { name: 'root' });
    await inTransaction((manager) => insertRow(folders, manager, root));
    const leaf = Object.assign(new Folder(), { name: 'leaf', parent: root });
    await inTransaction((manager) => insertRow(folders, manager, leaf));
    const [found] = await dataSource.getTreeRepository(Folder).findTrees();
    expect(found?.children.map(({ name }) => name)).toEqual(['leaf']);
    const before = snapshotOf(folders, leaf);
    leaf.name = 'renamed';
    expect(await inTransaction((manager) => updateRow(folders, manager, leaf, before))).toBe(true);
  });

  it('attributes constraints of the database to properties', () => {
    expect(people.uniqueColumns('UQ_email')).toEqual(['email']);
    expect(people.uniqueColumns('person.UQ_email')).toEqual(['email']);
    const { name = '' } = people.metadata.foreignKeys.find(({ columnNames }) => columnNames.includes('orgId')) ?? {};
    expect(people.foreignKeyColumns(name)).toEqual(['orgId']);
    expect(people.uniqueColumns('other')).toBeUndefined();
    expect(people.databaseNameToPath.get('addressCity')).toBe('address.city');
    expect(people.columnOf('address.city')?.databaseName).toBe('addressCity');
  });

  it('hydrates a row of the driver', () => {
    const raw = { id: 7, email: 'a@b', addressCity: 'Ulm', code: '<x>', state: 'new' };
    const person = people.hydrate(raw);
    expect(person).toBeInstanceOf(Person);
    expect(person).toMatchObject({ id: 7, address: { city: 'Ulm' }, code: 'x' });
  });

  it('refuses a manager that is bound to no connection', async () => {
    const person = dataSource.manager.create(Person, { email: 'x', address: { city: 'y' } });
    await expect(insertRow(people, dataSource.manager, person)).rejects.toThrow('bound to no transaction');
  });

  if (database.name === 'mysql') {
    it('reads the row again by its key on MySQL, which has no RETURNING', async () => {
      const mysql = await new DataSource({
        ...options,
        type: 'mysql',
        entities: [Org, Ticket],
        synchronize: false,
      } as DataSourceOptions).initialize();
      try {
        const orgs = bindModel<Org>(describeModel(Org), mysql);
        const one = Object.assign(new Org(), { name: 'via mysql' });
        await mysql.transaction((manager) => insertRow(orgs, manager, one));
        expect(await mysql.manager.findOneByOrFail(Org, { id: one.id })).toEqual(one);
        const tickets = bindModel<Ticket>(describeModel(Ticket), mysql);
        const ticket = Object.assign(new Ticket(), { title: null });
        await mysql.transaction((manager) => insertRow(tickets, manager, ticket));
        expect(ticket.id).toMatch(/^[0-9a-f-]{36}$/);
      } finally {
        await mysql.destroy();
      }
    });
  }
});
