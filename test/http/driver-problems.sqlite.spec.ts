import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DataSource } from 'typeorm';
import { faultOf, onDatabase } from '../unit/errors/fault-of.js';

const tables = [
  `CREATE TABLE ledger (
    id integer PRIMARY KEY, secret_mail varchar(50) UNIQUE, secret_org int, secret_code varchar(5),
    secret_age int CONSTRAINT secret_adult CHECK (secret_age > 17), secret_small int NOT NULL DEFAULT 0,
    secret_even int CHECK (secret_even % 2 = 0), CONSTRAINT secret_two UNIQUE (secret_org, secret_code)
  )`,
  `CREATE UNIQUE INDEX secret_lower ON ledger (lower(secret_code))`,
  `CREATE TABLE pair (secret_a int, secret_b int, PRIMARY KEY (secret_a, secret_b)) WITHOUT ROWID`,
  `CREATE TABLE exact (secret_count integer) STRICT`,
  `CREATE TABLE entry (
    id int PRIMARY KEY, ledger_id int REFERENCES ledger (id), strict_id int REFERENCES ledger (id) ON DELETE RESTRICT,
    late_id int REFERENCES ledger (id) DEFERRABLE INITIALLY DEFERRED
  )`,
  `CREATE TABLE ruled (a int)`,
  `CREATE TRIGGER rule BEFORE INSERT ON ruled BEGIN SELECT RAISE(ABORT, 'secret rule'); END`,
];

onDatabase('sqlite', tables, (database) => {
  const run = (sql: string, values: readonly unknown[] = []) => database().query(sql, [...values]);
  const fault = (sql: string, values?: readonly unknown[]) => faultOf(run(sql, values));

  beforeEach(async () => {
    for (const table of ['entry', 'pair', 'ledger']) await run(`DELETE FROM ${table}`);
    await run(
      `INSERT INTO ledger (id, secret_mail, secret_org, secret_code) VALUES (1, 'secret@a', 1, 'A'), (2, 'secret@b', 2, 'B')`,
    );
    await run('INSERT INTO pair VALUES (1, 1)');
  });

  describe('unique', () => {
    it.each([
      ['INSERT INTO ledger (id) VALUES (1)', 'ledger', ['id']],
      [`INSERT INTO ledger (secret_mail) VALUES ('secret@a')`, 'ledger', ['secret_mail']],
      [`UPDATE ledger SET secret_org = 1, secret_code = 'A' WHERE id = 2`, undefined, []],
      ['INSERT INTO pair VALUES (1, 1)', 'pair', ['secret_a', 'secret_b']],
    ])('names the columns: %s', async (sql, table, columns) => {
      const constraint = table === undefined ? { constraint: 'secret_lower' } : { table };
      expect(await fault(sql)).toEqual({ kind: 'unique', columns, ...constraint, retryable: false });
    });
  });

  describe('foreign key', () => {
    it('tells a reference to nothing by the INSERT', async () => {
      const wrong = fault('INSERT INTO entry (id, ledger_id) VALUES (1, 99)');
      expect(await wrong).toEqual({ kind: 'foreign_key', columns: [], retryable: false });
    });

    it.each(['ledger_id', 'strict_id'])('tells the delete of a row that %s refers to', async (column) => {
      await run(`INSERT INTO entry (id, ${column}) VALUES (1, 1)`);
      const wrong = fault('DELETE FROM ledger WHERE id = 1');
      expect(await wrong).toEqual({ kind: 'foreign_key_referenced', columns: [], retryable: false });
    });

    it('leaves the side of an UPDATE open', async () => {
      await run('INSERT INTO entry (id, ledger_id) VALUES (1, 1)');
      expect(await fault('UPDATE entry SET ledger_id = 99')).toMatchObject({ kind: 'foreign_key_either' });
      expect(await fault('UPDATE ledger SET id = 9 WHERE id = 1')).toMatchObject({ kind: 'foreign_key_either' });
    });

    it('leaves the side of a deferred one that fails at COMMIT open', async () => {
      const insert = database().transaction((manager) =>
        manager.query('INSERT INTO entry (id, late_id) VALUES (1, 99)'),
      );
      expect(await faultOf(insert)).toEqual({ kind: 'foreign_key_either', columns: [], retryable: false });
    });
  });

  it.each([
    ['not_null', 'UPDATE ledger SET secret_small = NULL', { table: 'ledger', columns: ['secret_small'] }],
    ['check', 'UPDATE ledger SET secret_age = 12', { constraint: 'secret_adult' }],
    ['check', 'UPDATE ledger SET secret_even = 1', { constraint: 'secret_even % 2 = 0' }],
    ['invalid_text', `INSERT INTO ledger (id) VALUES ('secret')`, { columns: [] }],
    ['invalid_text', `INSERT INTO exact VALUES ('secret')`, { table: 'exact', columns: ['secret_count'] }],
    ['out_of_range', 'SELECT abs(-9223372036854775808) FROM ledger', { columns: [] }],
    ['too_long', 'UPDATE ledger SET secret_mail = zeroblob(2000000000)', { columns: [] }],
  ])('tells %s: %s', async (kind, sql, place) => {
    expect(await fault(sql)).toEqual({ kind, columns: [], retryable: false, ...place });
  });

  it('tells a number that is too big for the driver', async () => {
    expect(await fault('UPDATE ledger SET secret_age = ?', [2n ** 70n])).toMatchObject({ kind: 'out_of_range' });
  });

  it.each(['SELECT nothing FROM ledger', 'INSERT INTO ruled VALUES (1)'])('does not know %s', async (sql) => {
    expect(await fault(sql)).toBeUndefined();
  });

  describe('between connections', () => {
    let directory: string;
    let first: DataSource;
    let second: DataSource;
    beforeEach(async () => {
      directory = mkdtempSync(join(tmpdir(), 'restview-'));
      const open = () =>
        new DataSource({
          type: 'better-sqlite3',
          database: join(directory, 'test.db'),
          enableWAL: true,
          timeout: 20,
        }).initialize();
      first = await open();
      await first.query('CREATE TABLE ledger (secret_age int)');
      second = await open();
    });
    afterEach(async () => {
      for (const dataSource of [first, second]) await dataSource.destroy();
      rmSync(directory, { recursive: true });
    });

    it('tells a lock that did not come, and that it may be retried', async () => {
      await first.query('BEGIN IMMEDIATE');
      expect(await faultOf(second.query('UPDATE ledger SET secret_age = 1'))).toEqual({
        kind: 'busy',
        columns: [],
        retryable: true,
      });
      await first.query('ROLLBACK');
    });

    it('tells a row that has changed since the transaction read it', async () => {
      const late = second.transaction(async (manager) => {
        await manager.query('SELECT * FROM ledger');
        await first.query('INSERT INTO ledger VALUES (1)');
        await manager.query('UPDATE ledger SET secret_age = 2');
      });
      expect(await faultOf(late)).toMatchObject({ kind: 'busy', retryable: true });
    });

    it('tells a file that cannot be opened', async () => {
      expect(await faultOf(first.query(`ATTACH '${directory}' AS other`))).toMatchObject({ kind: 'connection' });
    });
  });
});
