import { DataSource, type DataSourceOptions, type SelectQueryBuilder } from 'typeorm';
import { bindModel, type BoundModel } from '../../libs/restview/src/model/bind-model.js';
import { readValue } from '../../libs/restview/src/model/column-values.js';
import { describeModel } from '../../libs/restview/src/model/describe-model.js';
import type { EntityClass } from '../../libs/restview/src/model/entity-class.js';
import { hydratorOf } from '../../libs/restview/src/view/loading/hydrator-cache.js';
import { generatedHydration, readEntities } from '../../libs/restview/src/view/loading/read-entities.js';
import { entityOf, typeCases, type TypeCase } from '../fixtures/all-types.js';
import { dropDatabase, onEveryDatabase, statementsOf } from '../setup/databases.js';
import {
  Depot,
  Dog,
  Animal,
  Heard,
  HYDRATED,
  Owner,
  Parcel,
  Plain,
  plainSubscriber,
  Stamp,
  Watched,
} from './hydration.entity.js';

type Query = SelectQueryBuilder<object>;
type Row = Record<string, unknown>;

onEveryDatabase((database) => {
  let options: DataSourceOptions;
  let dataSource: DataSource;
  let cases: readonly TypeCase[];
  let allTypes: EntityClass<Row>;

  beforeAll(async () => {
    options = await database.dataSourceOptions([]);
    cases = typeCases(options.type);
    allTypes = entityOf(cases);
    dataSource = await new DataSource({ ...options, entities: [...HYDRATED, allTypes] }).initialize();
    const { manager } = dataSource;
    const [top, low] = await manager.save(Owner, [{ name: 'Top', active: true }, { name: 'Low' }]);
    await manager.update(Owner, low?.id ?? '', { parent: { id: top?.id ?? '' } });
    const depots = await manager.save(Depot, [
      { site: 1, hall: 'a', title: 'One', owner: low ?? null },
      { site: 1, hall: 'b', title: 'Two', owner: null },
    ]);
    const parcels = await manager.save(Parcel, [
      manager.create(Parcel, {
        title: 'full',
        place: { street: 'S', point: { x: 1, label: 'L' } },
        data: { a: 1 },
        weight: null,
        depot: depots[0] ?? null,
        owner: top ?? null,
        ownerId: top?.id ?? null,
      }),
      manager.create(Parcel, {
        title: 'half',
        place: { street: null, point: { x: null, label: null } },
        depot: depots[1] ?? null,
      }),
      manager.create(Parcel, { title: 'bare' }),
    ]);
    await manager.save(Heard, { id: 1 });
    await manager.save(Watched, { id: 1, next: { id: 1 } });
    await manager.save(Stamp, [
      { id: 1, parcel: parcels[0]!, heard: { id: 1 }, watched: { id: 1 } },
      { id: 2, parcel: parcels[0]! },
      { id: 3, parcel: parcels[1]! },
    ]);
    await manager.save(Plain, { id: 1 });
    await manager.save(Dog, { id: 1, bark: 'woof' });
    const bound = bindModel<Row>(describeModel(allTypes), dataSource);
    await manager.save(allTypes, [filled(bound, 'first'), filled(bound, 'second'), {}]);
  });

  afterAll(async () => {
    generatedHydration.isOn = true;
    await dataSource.destroy();
    await dropDatabase(options);
  });

  afterEach(() => {
    dataSource.subscribers.length = 0;
  });

  function filled(bound: BoundModel<Row>, which: 'first' | 'second'): Row {
    return Object.fromEntries(
      cases.map((typeCase) => {
        const column = bound.description.columns.find(({ path }) => path.join('.') === typeCase.property);
        const reading = column && readValue(bound.narrowed(column), typeCase[which]);
        if (!reading?.ok) throw new Error(typeCase.property);
        return [typeCase.property, reading.value];
      }),
    );
  }

  async function bothWays(query: () => Query): Promise<readonly object[]> {
    const read = async (isOn: boolean) => {
      generatedHydration.isOn = isOn;
      statementsOf(dataSource).clear();
      const found = await readEntities(query());
      return { ...found, ran: [...statementsOf(dataSource).entries] };
    };
    const typeOrm = await read(false);
    const own = await read(true);
    expect(own.raw).toEqual(typeOrm.raw);
    expect(own.ran).toEqual(typeOrm.ran);
    expect(own.entities).toStrictEqual(typeOrm.entities);
    expect(anatomy(own.entities)).toEqual(anatomy(typeOrm.entities));
    return own.entities;
  }

  /** Both ways agree, and the one is our own. */
  async function same(query: () => Query): Promise<readonly object[]> {
    expect(hydratorOf(query())).toBeDefined();
    return bothWays(query);
  }

  /** Left to TypeORM. */
  async function left(query: () => Query): Promise<readonly object[]> {
    expect(hydratorOf(query())).toBeUndefined();
    return bothWays(query);
  }

  const of = (entity: EntityClass, alias = 'it'): Query =>
    dataSource.manager.createQueryBuilder(entity, alias).orderBy(`${alias}.${alias === 'depot' ? 'hall' : 'id'}`);

  it('makes the same of all column types', async () => {
    expect(await same(() => of(allTypes))).toHaveLength(3);
    await same(() => of(allTypes).select(['it.id', ...cases.slice(0, 5).map(({ property }) => `it.${property}`)]));
  });

  it('makes the same of embeddeds, transformers, constructors, virtual columns and columns that are not selected', async () => {
    const [full, , bare] = await same(() => of(Parcel));
    expect(full).toMatchObject({
      made: 'by the constructor',
      weight: null,
      place: { street: 'S', point: { x: 1, label: 'L!' } },
      owner: null,
    });
    expect(full).not.toHaveProperty('hidden');
    expect(bare).toMatchObject({ place: { street: null, point: { x: null, label: 'NONE' } } });
  });

  it('makes the same of some columns', async () => {
    await same(() => of(Parcel).select(['it.id', 'it.place.point.label', 'it.title']));
    await same(() => of(Parcel).addSelect('it.hidden'));
    await same(() => of(Parcel).addSelect('it.id + 1', 'it_hidden'));
    await same(() => of(Parcel).select(['it.id', 'it.id']).addSelect('it.id + 1', 'other'));
  });

  it('makes the same of joins of several levels, with rows that are not there', async () => {
    const query = () =>
      of(Parcel)
        .leftJoin('it.owner', 'owner')
        .addSelect(['owner.id', 'owner.secret'])
        .leftJoinAndSelect('it.depot', 'depot')
        .leftJoinAndSelect('depot.owner', 'keeper')
        .leftJoinAndSelect('keeper.parent', 'parent');
    const rows = await same(query);
    expect(rows).toMatchObject([
      {
        owner: { secret: 'secret' },
        depot: { hall: 'a', owner: { name: ['Low!', 'Low!'], parent: { active: true } } },
      },
      { owner: null, depot: { hall: 'b', owner: null } },
      { owner: null, depot: null },
    ]);
    await same(() => query().orderBy('it.title').limit(2).offset(1));
    await same(() => query().clone());
    await same(() => query().clone().addSelect('owner').clone());
  });

  it('makes one entity of rows that a join repeats', async () => {
    expect(await same(() => of(Parcel).innerJoin('it.stamps', 'stamp'))).toHaveLength(2);
    const depots = () =>
      of(Depot, 'depot').innerJoin(Parcel, 'p', 'p.weight IS NULL OR p.weight > 0').addOrderBy('p.id');
    expect(await left(depots)).toHaveLength(2);
  });

  it('makes the same of a composite key', async () => {
    await same(() => of(Depot, 'depot'));
    await same(() => of(Depot, 'depot').where('1 = 0'));
  });

  it('does not take one shape for another', async () => {
    await same(() => of(Parcel));
    await left(() => of(Parcel).addSelect('it.hidden', 'it_elsewhere'));
    await same(() => of(Parcel).leftJoin('it.owner', 'owner'));
    await same(() => of(Parcel).leftJoinAndSelect('it.owner', 'owner'));
    await same(() => of(Parcel).leftJoin('it.owner', 'owner').clone().addSelect('owner'));
    await same(() => of(Parcel).leftJoin('it.owner', 'owner').addSelect('owner').clone());
    await same(() => of(Parcel, 'other').leftJoinAndSelect('other.owner', 'owner'));
  });

  it('keeps few shapes, and makes those again that are asked for again', async () => {
    const names = Array.from({ length: 120 }, (_, index) => `alias${String(index)}`);
    for (const name of [...names, ...names.slice(0, 3)]) expect(hydratorOf(of(Heard, name))).toBeUndefined();
    for (const name of [...names, ...names.slice(0, 3)]) expect(hydratorOf(of(Parcel, name))).toBeDefined();
    await same(() => of(Parcel, 'alias1'));
  });

  it('leaves what is not plain to TypeORM', async () => {
    await left(() => of(Parcel).select(['it.title']));
    await left(() => of(Parcel).leftJoinAndSelect('it.stamps', 'stamp'));
    await left(() => of(Parcel).leftJoinAndMapOne('it.made', 'it.owner', 'owner'));
    await left(() => of(Parcel).take(2).skip(1));
    await left(() => of(Watched));
    expect(await left(() => of(Animal))).toEqual([expect.any(Dog)]);
    await left(() => of(Dog));
    await left(() => of(Parcel, 'it-s').orderBy());
  });

  it('leaves entities to TypeORM that somebody wants to be told of', async () => {
    expect(await left(() => of(Heard))).toMatchObject([{ seen: true }]);
    expect(await left(() => of(Stamp).leftJoinAndSelect('it.heard', 'heard'))).toMatchObject([
      { heard: { seen: true } },
      { heard: null },
      { heard: null },
    ]);
    await same(() => of(Stamp));
    await same(() => of(Plain));
    dataSource.subscribers.push(plainSubscriber);
    expect(await left(() => of(Plain))).toMatchObject([{ told: true }]);
    await same(() => of(Parcel));
    await same(() => of(Plain).callListeners(false));
  });
});

/** Classes and the order of properties, which a comparison of values passes over. */
function anatomy(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(anatomy);
  if (typeof value !== 'object' || value === null) return typeof value;
  const entries = Object.entries(Object.getOwnPropertyDescriptors(value));
  return [Object.getPrototypeOf(value), entries.map(([name, own]) => [name, anatomy(own.value)])];
}
