import { Column, DataSource, DeleteDateColumn, Entity, PrimaryGeneratedColumn } from 'typeorm';
import { DeletionTime } from '../../../libs/restview/src/model/deletion-time.js';
import { parseRawKey, rawKeyText } from '../../../libs/restview/src/model/raw-key.js';
import { SoftDeletedReference } from '../../../libs/restview/src/model/soft-deleted-reference.js';

@Entity()
class Row {
  @PrimaryGeneratedColumn() id!: number;
  @Column({ type: 'int' }) number!: number;
  @DeleteDateColumn({ precision: 0 }) deletedAt!: Date | null;
}

describe('DeletionTime', () => {
  const now = Date.UTC(2026, 0, 2, 3, 4, 5, 678);
  const dataSource = new DataSource({
    type: 'better-sqlite3',
    database: ':memory:',
    entities: [Row, SoftDeletedReference],
  });
  beforeAll(() => dataSource.initialize());
  afterAll(() => dataSource.destroy());
  const column = () => dataSource.getMetadata(Row).columns.slice(-1);

  it('is now, in milliseconds', () => {
    expect(new DeletionTime([], now).value.getTime()).toBe(now);
    expect(new DeletionTime(column(), now).value.getTime()).toBe(now);
  });

  it('is later than what is taken', () => {
    const time = new DeletionTime([], now);
    time.pass(new Date(now - 1));
    expect(time.value.getTime()).toBe(now);
    time.pass(new Date(now));
    time.pass(new Date(now + 41));
    time.pass('something else');
    expect(time.value.getTime()).toBe(now + 42);
  });
});

describe('rawKeyText', () => {
  it('is equal for equal keys, whoever made them', () => {
    expect(rawKeyText([1, 5n])).toBe(rawKeyText(['1', '5']));
    expect(rawKeyText(['1', '23'])).not.toBe(rawKeyText(['12', '3']));
  });

  it('can be read again', () => {
    const key = ['a/"b', new Date(5), Buffer.from([0, 255]), true, '12'];
    expect(parseRawKey(rawKeyText(key))).toEqual(key);
  });
});
