import { Column, DataSource, Entity, PrimaryGeneratedColumn } from 'typeorm';
import { bindModel, checkModel } from '../../../libs/restview/src/model/bind-model.js';
import { shiftsDates } from '../../../libs/restview/src/model/date-zone.js';
import { describeModel } from '../../../libs/restview/src/model/describe-model.js';

@Entity()
class Stored {
  @PrimaryGeneratedColumn() id!: number;
}

@Entity()
class Forgotten {
  @PrimaryGeneratedColumn() id!: number;
}

@Entity()
class Grown {
  @PrimaryGeneratedColumn() id!: number;
}

describe('checkModel', () => {
  let dataSource: DataSource;

  beforeAll(async () => {
    dataSource = new DataSource({ type: 'better-sqlite3', database: ':memory:', entities: [Stored, Grown] });
    await dataSource.initialize();
  });
  afterAll(() => dataSource.destroy());

  it('accepts an entity of the DataSource', () => {
    expect(checkModel(describeModel(Stored), dataSource)).toEqual([]);
  });

  it('names an entity that the DataSource does not have, and what to do', () => {
    expect(checkModel(describeModel(Forgotten), dataSource)).toEqual([
      {
        subject: 'Forgotten',
        problem: 'it is not an entity of the DataSource.',
        remedy: 'Add it to the "entities" of the DataSource, or to TypeOrmModule.forFeature with "autoLoadEntities".',
      },
    ]);
    expect(() => bindModel(describeModel(Forgotten), dataSource)).toThrow('Forgotten: it is not an entity');
  });

  it('names a column that came after the DataSource', () => {
    Column({ type: 'varchar' })(Grown.prototype, 'late');
    const mistakes = checkModel(describeModel(Grown), dataSource);
    expect(mistakes.map(({ subject }) => subject)).toEqual(['Grown.late']);
  });
});

describe('shiftsDates', () => {
  const mysql = (options: object) => new DataSource({ type: 'mysql', ...options });

  it('finds processes west of the time zone of the connection', () => {
    expect(shiftsDates(mysql({ timezone: 'Z' }), [-300, -240])).toBe(true);
    expect(shiftsDates(mysql({ timezone: 'Z' }), [0, 60])).toBe(false);
    expect(shiftsDates(mysql({ timezone: '+02:00' }), [60, 120])).toBe(true);
  });

  it('has nothing to say where the driver gives text, or uses the time zone of the process', () => {
    expect(shiftsDates(mysql({ timezone: 'Z', dateStrings: ['DATE'] }), [-300])).toBe(false);
    expect(shiftsDates(mysql({ timezone: 'Z', dateStrings: true }), [-300])).toBe(false);
    expect(shiftsDates(mysql({}), [-300])).toBe(false);
  });
});
