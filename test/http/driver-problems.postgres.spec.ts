import { DataSource, type QueryRunner } from 'typeorm';
import { classifyDriverError, problemOfFault } from '../../libs/restview/src/errors/driver-problems.js';
import { errorOf, faultOf, onDatabase } from '../unit/errors/fault-of.js';

const tables = [
  `CREATE TABLE ledger (
    id int PRIMARY KEY, secret_mail varchar(50) UNIQUE, secret_code varchar(5), "secretOrg" int, "secret, ""odd" int,
    secret_age int CONSTRAINT secret_adult CHECK (secret_age > 17), secret_small smallint NOT NULL DEFAULT 0,
    secret_price numeric(4, 2), secret_uuid uuid, secret_day date, secret_json jsonb, secret_text text UNIQUE,
    secret_span int4range, CONSTRAINT secret_two UNIQUE ("secretOrg", "secret, ""odd"),
    CONSTRAINT secret_span_free EXCLUDE USING gist (secret_span WITH &&)
  )`,
  `CREATE UNIQUE INDEX secret_lower ON ledger (lower(secret_code), "secretOrg")`,
  `CREATE TABLE entry (
    id int PRIMARY KEY, ledger_id int CONSTRAINT secret_fk REFERENCES ledger (id),
    strict_id int CONSTRAINT secret_strict REFERENCES ledger (id) ON DELETE RESTRICT,
    late_id int CONSTRAINT secret_late REFERENCES ledger (id) DEFERRABLE INITIALLY DEFERRED
  )`,
  `CREATE VIEW adults AS SELECT id, secret_age FROM ledger WHERE secret_age > 30 WITH CHECK OPTION`,
];

onDatabase('postgres', tables, (database) => {
  const run = (sql: string, values: readonly unknown[] = []) => database().query(sql, [...values]);
  const fault = (sql: string, values?: readonly unknown[]) => faultOf(run(sql, values));

  beforeEach(async () => {
    await run('TRUNCATE entry, ledger');
    await run(
      `INSERT INTO ledger (id, secret_mail, secret_code, "secretOrg", "secret, ""odd", secret_span)
       VALUES (1, 'secret@a', 'SECR1', 1, 1, '[1,5)'), (2, 'secret@b', 'SECR2', 2, 2, NULL)`,
    );
  });

  describe('unique', () => {
    it('names the column', async () => {
      expect(await fault(`INSERT INTO ledger (id, secret_mail) VALUES (3, $1)`, ['secret@a'])).toEqual({
        kind: 'unique',
        columns: ['secret_mail'],
        constraint: 'ledger_secret_mail_key',
        table: 'ledger',
        retryable: false,
      });
    });

    it('names the primary key', async () => {
      expect(await fault('INSERT INTO ledger (id) VALUES (1)')).toMatchObject({ kind: 'unique', columns: ['id'] });
    });

    it('names every column of a key, however it is called', async () => {
      expect(await fault(`UPDATE ledger SET "secretOrg" = 1, "secret, ""odd" = 1 WHERE id = 2`)).toMatchObject({
        columns: ['secretOrg', 'secret, "odd'],
        constraint: 'secret_two',
      });
    });

    it('names the column inside a function', async () => {
      const again = fault(`INSERT INTO ledger (id, secret_code, "secretOrg") VALUES (3, 'secr1', 1)`);
      expect(await again).toMatchObject({ columns: ['secret_code', 'secretOrg'], constraint: 'secret_lower' });
    });

    it('is not led astray by a value that looks like a key', async () => {
      await run(`INSERT INTO ledger (id, secret_mail) VALUES (3, '(secret_age)=(')`);
      const again = fault(`INSERT INTO ledger (id, secret_mail) VALUES (4, '(secret_age)=(')`);
      expect(await again).toMatchObject({ columns: ['secret_mail'] });
    });
  });

  describe('foreign key', () => {
    it('tells a reference to nothing', async () => {
      expect(await fault('INSERT INTO entry (id, ledger_id) VALUES (1, 99)')).toEqual({
        kind: 'foreign_key',
        columns: ['ledger_id'],
        constraint: 'secret_fk',
        table: 'entry',
        retryable: false,
      });
    });

    it('tells an update to a reference to nothing', async () => {
      await run('INSERT INTO entry (id, ledger_id) VALUES (1, 1)');
      expect(await fault('UPDATE entry SET ledger_id = 99')).toMatchObject({ kind: 'foreign_key' });
    });

    it.each(['ledger_id', 'strict_id'])('tells the delete of a row that %s refers to', async (column) => {
      await run(`INSERT INTO entry (id, ${column}) VALUES (1, 1)`);
      expect(await fault('DELETE FROM ledger WHERE id = 1')).toMatchObject({
        kind: 'foreign_key_referenced',
        columns: [],
        constraint: column === 'ledger_id' ? 'secret_fk' : 'secret_strict',
        table: 'entry',
      });
    });

    it('tells the change of a key that is referred to', async () => {
      await run('INSERT INTO entry (id, ledger_id) VALUES (1, 1)');
      expect(await fault('UPDATE ledger SET id = 9 WHERE id = 1')).toMatchObject({ kind: 'foreign_key_referenced' });
    });

    it('tells a deferred one that fails at COMMIT, on both sides', async () => {
      const insert = database().transaction((manager) =>
        manager.query('INSERT INTO entry (id, late_id) VALUES (1, 99)'),
      );
      expect(await faultOf(insert)).toMatchObject({ kind: 'foreign_key', columns: ['late_id'] });
      await run('INSERT INTO entry (id, late_id) VALUES (1, 1)');
      const remove = database().transaction((manager) => manager.query('DELETE FROM ledger WHERE id = 1'));
      expect(await faultOf(remove)).toMatchObject({ kind: 'foreign_key_referenced', constraint: 'secret_late' });
    });
  });

  it.each([
    ['not_null', 'INSERT INTO ledger (id, secret_small) VALUES (3, NULL)', ['secret_small']],
    ['check', 'INSERT INTO ledger (id, secret_age) VALUES (3, 12)', []],
    ['check', 'INSERT INTO adults (id, secret_age) VALUES (3, 20)', []],
    ['exclusion', `INSERT INTO ledger (id, secret_span) VALUES (3, '[2,3)')`, ['secret_span']],
  ])('tells %s: %s', async (kind, sql, columns) => {
    expect(await fault(sql)).toMatchObject({ kind, columns, retryable: false });
  });

  it('takes no value of the row for a column', async () => {
    await run(`ALTER TABLE ledger ADD COLUMN IF NOT EXISTS secret_note text CHECK (secret_note <> 'id)=(')`);
    expect(await fault(`UPDATE ledger SET secret_note = 'id)=('`)).toMatchObject({ kind: 'check', columns: [] });
  });

  it('names the constraint of a check', async () => {
    const wrong = fault('UPDATE ledger SET secret_age = 12');
    expect(await wrong).toMatchObject({ constraint: 'secret_adult', table: 'ledger' });
  });

  it.each([
    ['out_of_range', 'secret_small', 40_000],
    ['out_of_range', 'id', '99999999999999999999'],
    ['out_of_range', 'secret_price', '1000.00'],
    ['out_of_range', 'secret_day', '2020-13-45'],
    ['too_long', 'secret_code', 'secret-secret'],
    ['bad_encoding', 'secret_mail', 'secret\0'],
    ['bad_encoding', 'secret_json', '{"secret": "\\u0000"}'],
    ['invalid_text', 'secret_uuid', 'secret'],
    ['invalid_text', 'secret_age', 'secret'],
    ['invalid_text', 'secret_day', 'secret'],
    ['invalid_text', 'secret_json', '{"secret":'],
  ])('tells %s in %s', async (kind, column, value) => {
    const wrong = fault(`UPDATE ledger SET ${column} = $1 WHERE id = 1`, [value]);
    expect(await wrong).toEqual({ kind, columns: [], retryable: false });
  });

  it('tells text that is too long for its index', async () => {
    const text = Array.from({ length: 9000 }, (_, at) => (at * 7919).toString(36)).join('');
    expect(await fault('UPDATE ledger SET secret_text = $1 WHERE id = 1', [text])).toMatchObject({ kind: 'too_long' });
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

    it('tells a serialization failure, and that it may be retried', async () => {
      for (const runner of [first, second]) await runner.startTransaction('SERIALIZABLE');
      for (const [runner, other] of [
        [first, 1],
        [second, 2],
      ] as const) {
        await runner.query('SELECT sum(secret_age) FROM ledger');
        await runner.query('UPDATE ledger SET secret_age = 18 WHERE id = $1', [other]);
      }
      await first.commitTransaction();
      const late = faultOf(second.commitTransaction());
      expect(await late).toEqual({ kind: 'serialization', columns: [], retryable: true });
    });

    it('tells a deadlock, and that it may be retried', async () => {
      for (const runner of [first, second]) await runner.startTransaction();
      await first.query('UPDATE ledger SET secret_age = 18 WHERE id = 1');
      await second.query('UPDATE ledger SET secret_age = 18 WHERE id = 2');
      const ends = await Promise.allSettled([
        first.query('UPDATE ledger SET secret_age = 18 WHERE id = 2'),
        second.query('UPDATE ledger SET secret_age = 18 WHERE id = 1').finally(() => second.rollbackTransaction()),
      ]);
      const victims = ends.filter((end) => end.status === 'rejected');
      expect(victims).toHaveLength(1);
      expect(classifyDriverError(victims[0]?.reason)).toEqual({ kind: 'deadlock', columns: [], retryable: true });
    });

    it('tells a lock that did not come', async () => {
      await first.startTransaction();
      await first.query('SELECT * FROM ledger FOR UPDATE');
      await second.startTransaction();
      await second.query(`SET LOCAL lock_timeout = '20ms'`);
      const late = faultOf(second.query('UPDATE ledger SET secret_age = 18'));
      expect(await late).toEqual({ kind: 'busy', columns: [], retryable: false });
    });

    it('tells a connection that the server has closed', async () => {
      const [{ pid }] = await first.query('SELECT pg_backend_pid() AS pid');
      const sleep = faultOf(first.query('SELECT pg_sleep(5)'));
      await second.query('SELECT pg_terminate_backend($1)', [pid]);
      expect(await sleep).toEqual({ kind: 'connection', columns: [], retryable: false });
    });
  });

  it('tells a server that does not answer, and a pool that is used up', async () => {
    const closed = new DataSource({ type: 'postgres', host: '127.0.0.1', port: 1 });
    expect(await faultOf(closed.initialize())).toMatchObject({ kind: 'connection' });

    const options = { ...database().options, extra: { max: 1, connectionTimeoutMillis: 1500 } };
    const narrow = await new DataSource(options).initialize();
    const only = narrow.createQueryRunner();
    await only.connect();
    expect(await faultOf(narrow.query('SELECT 1'))).toMatchObject({ kind: 'connection' });
    await only.release();
    await narrow.destroy();
  });

  it('does not know an error of the query itself', async () => {
    expect(await fault('SELECT nothing FROM ledger')).toBeUndefined();
  });

  it('answers with the public name of the column, and with nothing else', async () => {
    const error = await errorOf(run(`INSERT INTO ledger (id, secret_mail) VALUES (3, 'secret@a')`));
    const wireNames = new Map([['secret_mail', 'email']]);
    const problem = problemOfFault(classifyDriverError(error)!, (_table, column = '') => wireNames.get(column), {
      cause: error,
    });
    expect(problem.cause).toBe(error);
    expect(problem.toDetails('urn:request:1')).toEqual({
      type: 'https://restview.dev/problems/unique_violation',
      title: 'Already taken',
      status: 409,
      code: 'unique_violation',
      detail: 'Another row has this value of "email" already.',
      instance: 'urn:request:1',
      errors: [{ pointer: '/email', code: 'unique', detail: 'Another row has this value of "email" already.' }],
    });
    expect(JSON.stringify(problem)).not.toContain('secret');
  });
});
