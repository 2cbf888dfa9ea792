import { DataSource, type QueryRunner } from 'typeorm';
import { faultOf, onDatabase } from '../unit/errors/fault-of.js';

const isMariaDb = process.env.TEST_MYSQL_KIND === 'mariadb';

const tables = [
  `CREATE TABLE ledger (
    id int PRIMARY KEY, secret_mail varchar(50), secret_code varchar(5), secret_org int,
    secret_age int CHECK (secret_age > 17), secret_small smallint NOT NULL, secret_price decimal(4, 2),
    secret_day date, secret_mood enum ('good', 'bad'),
    UNIQUE KEY secret_mail_key (secret_mail), UNIQUE KEY secret_two (secret_org, secret_code),
    CONSTRAINT secret_adult CHECK (secret_org > 0)
  )`,
  `CREATE TABLE entry (
    id int PRIMARY KEY, ledger_id int, CONSTRAINT secret_fk FOREIGN KEY (ledger_id) REFERENCES ledger (id)
  )`,
  'CREATE VIEW adults AS SELECT id, secret_age, secret_small FROM ledger WHERE secret_age > 30 WITH CHECK OPTION',
];

onDatabase('mysql', tables, (database) => {
  const run = (sql: string, values: readonly unknown[] = []) => database().query(sql, [...values]);
  const fault = (sql: string, values?: readonly unknown[]) => faultOf(run(sql, values));

  beforeEach(async () => {
    for (const table of ['entry', 'ledger']) await run(`DELETE FROM ${table}`);
    await run(
      `INSERT INTO ledger (id, secret_mail, secret_org, secret_code, secret_small)
       VALUES (1, 'secret@a', 1, 'A', 0), (2, 'secret@b', 2, 'B', 0)`,
    );
  });

  describe('unique', () => {
    it.each([
      [`UPDATE ledger SET secret_mail = 'secret@a'`, 'secret_mail_key'],
      [`UPDATE ledger SET secret_org = 1, secret_code = 'A'`, 'secret_two'],
      ['UPDATE ledger SET id = 1', 'PRIMARY'],
    ])('names the key, not the columns: %s', async (sql, constraint) => {
      expect(await fault(sql)).toMatchObject({ kind: 'unique', columns: [], constraint, retryable: false });
    });

    it('is not led astray by a value that looks like a key', async () => {
      const again = fault('UPDATE ledger SET secret_mail = ?', [`secret' for key 'x'`]);
      expect(await again).toMatchObject({ constraint: 'secret_mail_key' });
    });
  });

  it('tells a reference to nothing', async () => {
    const wrong = fault('INSERT INTO entry (id, ledger_id) VALUES (1, 99)');
    const place = { columns: ['ledger_id'], constraint: 'secret_fk', table: 'entry' };
    expect(await wrong).toEqual({ kind: 'foreign_key', ...place, retryable: false });
    await run('INSERT INTO entry (id, ledger_id) VALUES (1, 1)');
    expect(await fault('UPDATE entry SET ledger_id = 99')).toMatchObject({ kind: 'foreign_key' });
  });

  it.each(['DELETE FROM ledger WHERE id = 1', 'UPDATE ledger SET id = 9 WHERE id = 1'])(
    'tells a row that is still referred to: %s',
    async (sql) => {
      await run('INSERT INTO entry (id, ledger_id) VALUES (1, 1)');
      const place = { columns: [], constraint: 'secret_fk', table: 'entry' };
      expect(await fault(sql)).toEqual({ kind: 'foreign_key_referenced', ...place, retryable: false });
    },
  );

  it.each([
    ['not_null', 'INSERT INTO ledger (id, secret_small) VALUES (3, NULL)', ['secret_small']],
    ['not_null', 'INSERT INTO ledger (id) VALUES (3)', ['secret_small']],
    ['check', 'INSERT INTO adults (id, secret_age, secret_small) VALUES (3, 20, 0)', []],
    ['bad_encoding', `UPDATE ledger SET secret_mail = X'FFFF'`, ['secret_mail']],
  ])('tells %s: %s', async (kind, sql, columns) => {
    expect(await fault(sql)).toMatchObject({ kind, columns, retryable: false });
  });

  it('names the constraint of a check, and the column of a column’s own check', async () => {
    expect(await fault('UPDATE ledger SET secret_org = 0')).toMatchObject({
      kind: 'check',
      constraint: 'secret_adult',
    });
    const own = fault('UPDATE ledger SET secret_age = 12');
    expect(await own).toMatchObject({ kind: 'check', columns: isMariaDb ? ['secret_age'] : [] });
  });

  it.each([
    ['out_of_range', 'secret_small', 40_000],
    ['out_of_range', 'secret_price', '1000.00'],
    ['too_long', 'secret_code', 'secret-secret'],
    ['invalid_text', 'secret_age', `secret' for column 'id' at row 1`],
    ['invalid_text', 'secret_day', '2020-13-45'],
    ['invalid_text', 'secret_mood', 'secret'],
  ])('tells %s in %s', async (kind, column, value) => {
    const wrong = fault(`UPDATE ledger SET ${column} = ? WHERE id = 1`, [value]);
    expect(await wrong).toMatchObject({ kind, columns: [column], retryable: false });
  });

  describe('between transactions', () => {
    let first: QueryRunner;
    let second: QueryRunner;
    beforeEach(() => {
      [first, second] = [database().createQueryRunner(), database().createQueryRunner()];
    });
    afterEach(async () => {
      for (const runner of [first, second]) {
        if (runner.isTransactionActive) await runner.rollbackTransaction();
        await runner.release();
      }
    });

    it('tells a deadlock, and that it may be retried', async () => {
      for (const runner of [first, second]) await runner.startTransaction();
      await first.query('UPDATE ledger SET secret_age = 18 WHERE id = 1');
      await second.query('UPDATE ledger SET secret_age = 18 WHERE id = 2');
      const ends = await Promise.allSettled([
        first.query('UPDATE ledger SET secret_age = 19 WHERE id = 2'),
        second.query('UPDATE ledger SET secret_age = 19 WHERE id = 1'),
      ]);
      const [victim, ...others] = ends.filter((end) => end.status === 'rejected');
      expect(others).toEqual([]);
      const fault = faultOf(Promise.reject(victim?.reason as Error));
      expect(await fault).toEqual({ kind: 'deadlock', columns: [], retryable: true });
    });

    it('tells a lock that did not come, and that it may be retried', async () => {
      await first.startTransaction();
      await first.query('SELECT * FROM ledger FOR UPDATE');
      await second.query('SET innodb_lock_wait_timeout = 1');
      const late = faultOf(second.query('UPDATE ledger SET secret_age = 18'));
      expect(await late).toEqual({ kind: 'busy', columns: [], retryable: true });
    });

    (isMariaDb ? it : it.skip)(
      'tells a row that has changed since the transaction read it (MariaDB only)',
      async () => {
        await first.query('SET innodb_snapshot_isolation = 1');
        await first.startTransaction('REPEATABLE READ');
        await first.query('SELECT * FROM ledger');
        await second.query('UPDATE ledger SET secret_age = 18 WHERE id = 1');
        const late = faultOf(first.query('UPDATE ledger SET secret_age = 19 WHERE id = 1'));
        expect(await late).toEqual({ kind: 'serialization', columns: [], retryable: true });
      },
    );

    it('tells a connection that the server has closed, during a query and before one', async () => {
      const [{ id }] = await first.query('SELECT connection_id() AS id');
      const sleep = faultOf(first.query('SELECT sleep(5)'));
      await second.query('SELECT sleep(0.05)');
      await second.query(`KILL ${String(id)}`);
      expect(await sleep).toEqual({ kind: 'connection', columns: [], retryable: false });
      expect(await faultOf(first.query('SELECT 1'))).toMatchObject({ kind: 'connection' });
    });
  });

  it('tells a server that does not answer', async () => {
    const closed = new DataSource({ type: 'mariadb', host: '127.0.0.1', port: 1 });
    expect(await faultOf(closed.initialize())).toMatchObject({ kind: 'connection' });
  });

  it('does not know an error of the query itself', async () => {
    expect(await fault('SELECT nothing FROM ledger')).toBeUndefined();
  });
});
