import {
  Column,
  DataSource,
  type DataSourceOptions,
  Entity,
  type ObjectLiteral,
  PrimaryGeneratedColumn,
} from 'typeorm';
import { bindModel } from '../../libs/restview/src/model/bind-model.js';
import { readValue } from '../../libs/restview/src/model/column-values.js';
import { describeModel } from '../../libs/restview/src/model/describe-model.js';
import type { EntityClass } from '../../libs/restview/src/model/entity-class.js';
import { changesOf } from '../../libs/restview/src/model/row-changes.js';
import { keyCondition } from '../../libs/restview/src/model/row-key.js';
import { snapshotOf } from '../../libs/restview/src/model/row-snapshot.js';
import type { EntityMetadata } from '../../libs/restview/src/model/type-orm-metadata.js';
import {
  deleteStatement,
  insertStatement,
  keptTexts,
  updateStatement,
  type WriteStatement,
} from '../../libs/restview/src/model/write-statements.js';
import { entityOf, typeCases } from '../fixtures/all-types.js';
import { type Database, dropDatabase, onEveryDatabase } from '../setup/databases.js';

type Row = Record<string, unknown>;

class Place {
  @Column({ nullable: true, type: 'varchar' }) city?: string | null;
  @Column({ nullable: true, type: 'int' }) floor?: number | null;
}

@Entity()
class Housed {
  @PrimaryGeneratedColumn() id!: number;
  @Column({ default: 'new' }) state!: string;
  @Column(() => Place) home!: Place;
  @Column({ nullable: true, type: 'varchar' }) note?: string | null;
  @Column(() => Place) work!: Place;
}

@Entity()
class Spelled {
  @PrimaryGeneratedColumn() id!: number;
  @Column({
    type: 'varchar',
    transformer: {
      to: (value: unknown) => (value === 'today' ? () => 'CURRENT_DATE' : value),
      from: (value: unknown) => value,
    },
  })
  day!: string;
}

/** A statement as it is made each time, as it is kept at first, and as it is made of what is kept. */
function threeWays(make: () => WriteStatement): { readonly sql: string; readonly parameters: readonly unknown[] }[] {
  return [false, true, true].map((isOn) => {
    keptTexts.isOn = isOn;
    const { statement, parameters } = make();
    keptTexts.isOn = true;
    return { sql: statement.sql, parameters };
  });
}

function expectSame(make: () => WriteStatement): void {
  const [made, first, kept] = threeWays(make);
  expect(first).toEqual(made);
  expect(kept).toEqual(made);
}

async function withEntity(
  database: Database,
  entitiesFor: (options: DataSourceOptions) => EntityClass,
  work: (dataSource: DataSource, metadata: EntityMetadata) => void,
): Promise<void> {
  const options = await database.dataSourceOptions([]);
  const entity = entitiesFor(options);
  const dataSource = new DataSource({ ...options, entities: [entity], synchronize: false });
  try {
    await dataSource.initialize();
    work(dataSource, dataSource.getMetadata(entity));
  } finally {
    await dataSource.destroy();
    await dropDatabase(options);
  }
}

onEveryDatabase((database) => {
  it('statements that are kept are those of the query builders, for every type of column', () => {
    let count = 0;
    return withEntity(
      database,
      ({ type }) => entityOf(typeCases(type)),
      (dataSource, metadata) => {
        const runner = dataSource.createQueryRunner();
        const bound = bindModel<Row>(describeModel(metadata.target as EntityClass), dataSource);
        for (const { property, first, second } of typeCases(dataSource.options.type)) {
          const column = bound.description.columns.find(({ path }) => path.join('.') === property);
          const values = [first, second].map((value) => {
            const reading = column && readValue(bound.narrowed(column), value);
            if (!reading?.ok) throw new Error(property);
            return reading.value;
          });
          // Values of one shape, one after the other: the second text is kept of the first.
          for (const value of [...values, null, undefined]) {
            const row: ObjectLiteral = { [property]: value };
            expectSame(() => insertStatement(runner, metadata, row, 'id'));
            const key = keyCondition(metadata, [7]);
            const changes = changesOf(metadata, { id: 7, [property]: value }, { id: 7 });
            if (changes.length > 0) expectSame(() => updateStatement(runner, metadata, changes, key, 'id'));
            expectSame(() => deleteStatement(runner, metadata, key, undefined));
            count += 1;
          }
        }
        expect(count).toBe(typeCases(dataSource.options.type).length * 4);
      },
    );
  });

  it('values that a transformer makes SQL of are SQL, whatever came before them', () =>
    withEntity(
      database,
      () => Spelled,
      (dataSource, metadata) => {
        const runner = dataSource.createQueryRunner();
        for (const day of ['2024-01-01', 'today', '2024-01-02']) {
          expectSame(() => insertStatement(runner, metadata, { day }, 'id'));
          const changes = changesOf(metadata, { id: 7, day }, { id: 7, day: '' });
          expectSame(() => updateStatement(runner, metadata, changes, keyCondition(metadata, [7]), 'id'));
        }
      },
    ));

  it('embedded columns and combinations of columns keep their order', () =>
    withEntity(
      database,
      () => Housed,
      (dataSource, metadata) => {
        const runner = dataSource.createQueryRunner();
        const before = snapshotOf(
          { metadata },
          { id: 7, state: 'a', note: 'b', home: { city: 'c' }, work: { floor: 1 } },
        );
        const rows: ObjectLiteral[] = [
          { id: 7, state: 'z', note: 'y', home: { city: 'x', floor: 5 }, work: { city: 'w', floor: 6 } },
          { id: 7, state: 'v', note: 'u', home: { city: 't', floor: 8 }, work: { city: 's', floor: 9 } },
          { id: 7, state: 'z', work: { floor: 3 } },
          { id: 7, note: null, home: { city: null } },
          { id: 8, state: () => "'made ' || 'here'" },
        ];
        for (const row of rows) {
          expectSame(() => insertStatement(runner, metadata, row, undefined));
          const changes = changesOf(metadata, row, before);
          expectSame(() => updateStatement(runner, metadata, changes, keyCondition(metadata, [row.id]), 'id'));
          expectSame(() => deleteStatement(runner, metadata, keyCondition(metadata, [row.id]), 'id, state'));
        }
      },
    ));
});
