import { DataSource, type DataSourceOptions } from 'typeorm';
import { bindModel, checkModel, type BoundModel } from '../../libs/restview/src/model/bind-model.js';
import { readValue, wireWriter } from '../../libs/restview/src/model/column-values.js';
import { describeModel } from '../../libs/restview/src/model/describe-model.js';
import type { EntityClass } from '../../libs/restview/src/model/entity-class.js';
import type { ColumnDescription } from '../../libs/restview/src/model/model-description.js';
import { changesOf } from '../../libs/restview/src/model/row-changes.js';
import { insertRow, snapshotOf, updateRow } from '../../libs/restview/src/model/write-rows.js';
import { entityOf, typeCases, type TypeCase } from '../fixtures/all-types.js';
import { dropDatabase, onEveryDatabase, statementsOf } from '../setup/databases.js';

type Row = Record<string, unknown>;

onEveryDatabase((database) => {
  let options: DataSourceOptions;
  let dataSource: DataSource;
  let entity: EntityClass<Row>;
  let bound: BoundModel<Row>;
  let cases: readonly TypeCase[];

  beforeAll(async () => {
    options = await database.dataSourceOptions([]);
    cases = typeCases(options.type);
    entity = entityOf(cases);
    dataSource = await new DataSource({ ...options, entities: [entity] }).initialize();
    bound = bindModel<Row>(describeModel(entity), dataSource);
  });

  afterAll(async () => {
    await dataSource.destroy();
    await dropDatabase(options);
  });

  function columnOf(property: string): ColumnDescription {
    const column = bound.description.columns.find(({ path }) => path.join('.') === property);
    if (column === undefined) throw new Error(`no column ${property}`);
    return bound.narrowed(column);
  }

  function read(property: string, value: unknown): unknown {
    const reading = readValue(columnOf(property), value);
    if (!reading.ok) throw new Error(`${property}: ${reading.detail}`);
    return reading.value;
  }

  function wire(row: Row): Row {
    return Object.fromEntries(
      ['id', ...cases.map(({ property }) => property)].map((property) => [
        property,
        wireWriter(columnOf(property))(row[property]),
      ]),
    );
  }

  async function reread(id: unknown): Promise<Row> {
    return dataSource.getRepository<Row>(entity).findOneByOrFail({ id: Number(id) });
  }

  async function insertCases(): Promise<Row> {
    const row = dataSource.getRepository<Row>(entity).create();
    for (const { property, first } of cases) row[property] = read(property, first);
    await dataSource.transaction((manager) => insertRow(bound, manager, row));
    return row;
  }

  it('finds no mistake in the fixture', () => {
    expect(checkModel(bound.description, dataSource)).toEqual([]);
    expect(bound.description.columns.filter(({ kind }) => kind === 'unknown')).toEqual([]);
  });

  it('has a case for every type of the driver', () => {
    const tried = new Set(cases.map(({ options: { type } }) => type));
    const untried = dataSource.driver.supportedDataTypes.filter((type) => !tried.has(type));
    // No PostGIS and no pgvector here; MariaDB 10.11 has no vectors.
    const absent = ['geometry', 'geography', 'vector', 'halfvec'];
    // MariaDB's own types, which TypeORM lists for MySQL too.
    if (options.type === 'mysql') absent.push('inet4', 'inet6');
    expect(untried.filter((type) => !absent.includes(String(type)))).toEqual([]);
  });

  it('answers an insert with what the next read answers, byte for byte', async () => {
    const row = await insertCases();
    const answered = wire(row);
    expect(JSON.stringify(answered)).toBe(JSON.stringify(wire(await reread(row.id))));
    for (const { property, first, wire: expected = first } of cases) {
      expect({ [property]: answered[property] }).toEqual({ [property]: expected });
    }
  });

  it('writes a changed column, alone, and answers what the next read answers', async () => {
    const { id } = await insertCases();
    for (const { property, second } of cases) {
      const row = await reread(id);
      const before = snapshotOf(bound, row);
      row[property] = read(property, second);
      statementsOf(dataSource).clear();
      const written = await dataSource.transaction((manager) => updateRow(bound, manager, row, before));
      const [update = ''] = statementsOf(dataSource).updates;
      expect({ [property]: written }).toEqual({ [property]: true });
      expect(update).toContain(` SET ${dataSource.driver.escape(property)} = `);
      expect(update.slice(0, update.indexOf(' WHERE ')).split(' = ')).toHaveLength(2);
      expect(statementsOf(dataSource).updates).toHaveLength(1);
      expect(JSON.stringify(wire(row))).toBe(JSON.stringify(wire(await reread(id))));
    }
  });

  it('writes nothing when a client sends back what it read', async () => {
    const { id } = await insertCases();
    const row = await reread(id);
    const before = snapshotOf(bound, row);
    for (const { property } of cases) row[property] = read(property, wire(row)[property]);
    statementsOf(dataSource).clear();
    expect(
      changesOf(bound.metadata, row, before).map(({ value, path }) => ({ value, path, was: before[String(path)] })),
    ).toEqual([]);
    await expect(dataSource.transaction((manager) => updateRow(bound, manager, row, before))).resolves.toBe(false);
    expect(statementsOf(dataSource).work).toEqual([]);
  });

  it('stores null in every column', async () => {
    const { id } = await insertCases();
    const row = await reread(id);
    const before = snapshotOf(bound, row);
    for (const { property } of cases) row[property] = null;
    await dataSource.transaction((manager) => updateRow(bound, manager, row, before));
    expect(Object.values(wire(row)).filter((value) => value !== null)).toEqual([id]);
    expect(wire(row)).toEqual(wire(await reread(id)));
  });
});
