import { Logger } from '@nestjs/common';
import { DataSource, type DataSourceOptions, QueryFailedError } from 'typeorm';
import { classifyDriverError } from '../../libs/restview/src/errors/driver-problems.js';
import { runSql } from '../../libs/restview/src/model/statements/run-sql.js';
import { SqlStatement } from '../../libs/restview/src/model/statements/sql-statement.js';
import { forbidNames } from '../../libs/restview/src/model/statements/statement-names.js';
import { LogRecorder } from '../fixtures/log-recorder.js';
import { databases, dropDatabase, statementsOf } from '../setup/databases.js';

const postgres = databases.find(({ name }) => name === 'postgres');
const suite = postgres ? describe : describe.skip;

suite('a statement on PostgreSQL', () => {
  let options: DataSourceOptions;
  let dataSource: DataSource;
  const log = new LogRecorder();

  beforeEach(async () => {
    if (!postgres) throw new Error('no PostgreSQL');
    options = { ...(await postgres.dataSourceOptions([])), extra: { max: 1 } };
    dataSource = await new DataSource(options).initialize();
    await dataSource.query('CREATE TABLE note (id int, text varchar(10))');
    await dataSource.query(`INSERT INTO note VALUES (1, 'one'), (2, 'two')`);
    Logger.overrideLogger(log);
    log.clear();
    statementsOf(dataSource).clear();
  });

  afterEach(async () => {
    Logger.overrideLogger(['error', 'warn', 'log']);
    await dataSource.destroy();
    await dropDatabase(options);
  });

  const NOTE = 'SELECT id, text FROM note WHERE id = $1';
  const read = async (statement: SqlStatement, id: unknown = 1) =>
    (await runSql(dataSource, undefined, statement, [id])).rows;
  const prepared = async () => {
    const rows: { name: string; statement: string }[] = await dataSource.query(
      'SELECT name, statement FROM pg_prepared_statements ORDER BY name',
    );
    return rows;
  };
  const backend = async () => {
    const [row]: { pid: number }[] = await dataSource.query('SELECT pg_backend_pid() AS pid');
    return row?.pid;
  };
  const named = async (statement: SqlStatement) => {
    for (let run = 0; run < 3; run++) await read(statement);
    expect(await prepared()).toHaveLength(1);
  };

  it('is prepared once it is asked often, and answers the same all the way', async () => {
    const statement = new SqlStatement(NOTE);
    await read(statement);
    await read(statement);
    expect(await prepared()).toEqual([]);
    expect(await read(statement, 2)).toEqual([{ id: 2, text: 'two' }]);
    expect(await prepared()).toEqual([{ name: expect.stringMatching(/^restview_.{27}$/), statement: NOTE }]);
    expect(await read(statement, 3)).toEqual([]);
    expect(await prepared()).toHaveLength(1);
    expect(
      statementsOf(dataSource)
        .entries.filter(({ sql }) => sql === NOTE)
        .map(({ parameters }) => parameters),
    ).toEqual([[1], [1], [2], [3]]);
  });

  it('of the same text has the same name, whoever made it', async () => {
    await named(new SqlStatement(NOTE));
    await named(new SqlStatement(NOTE));
  });

  it('runs in the transaction of a query runner, prepared too', async () => {
    const statement = new SqlStatement('INSERT INTO note VALUES ($1, $2) RETURNING id');
    const runner = dataSource.createQueryRunner();
    await runner.startTransaction();
    for (const id of [3, 4, 5]) {
      expect(await runSql(dataSource, runner, statement, [id, 'new'])).toEqual({
        rows: [{ id }],
        affected: 1,
        raw: [{ id }],
      });
    }
    const change = await runSql(dataSource, runner, new SqlStatement('UPDATE note SET text = $1'), ['all']);
    expect(change).toEqual({ rows: [], affected: 5, raw: [[], 5] });
    await runner.rollbackTransaction();
    await runner.release();
    expect(await prepared()).toHaveLength(1);
    expect(await read(new SqlStatement('SELECT count(*)::int AS n FROM note WHERE id >= $1'))).toEqual([{ n: 2 }]);
    await expect(runSql(dataSource, runner, statement, [3, 'new'])).rejects.toThrow('released');
  });

  it('fails as a query runner fails, and leaves the connection as it was', async () => {
    const failing = new SqlStatement('SELECT 1 / $1::int AS x');
    const byRunner = await dataSource.query(failing.sql, [0]).catch((error: unknown) => error);
    for (let run = 0; run < 4; run++) {
      const error: unknown = await runSql(dataSource, undefined, failing, [0]).catch((thrown: unknown) => thrown);
      expect(error).toBeInstanceOf(QueryFailedError);
      expect({ ...(error as object) }).toEqual({ ...(byRunner as object) });
    }
    expect(await read(new SqlStatement(NOTE))).toHaveLength(1);
  });

  it('reports a slow run and a failing one to the logger', async () => {
    const told: string[] = [];
    dataSource.setOptions({ maxQueryExecutionTime: 5 });
    const statements = statementsOf(dataSource);
    statements.logQuerySlow = (...[, sql]: unknown[]) => void told.push(`slow ${String(sql)}`);
    statements.logQueryError = (...[, sql]: unknown[]) => void told.push(`failed ${String(sql)}`);
    await runSql(dataSource, undefined, new SqlStatement('SELECT pg_sleep(0.05)'), []);
    await runSql(dataSource, undefined, new SqlStatement('SELECT nothing'), []).catch(() => undefined);
    expect(told).toEqual(['slow SELECT pg_sleep(0.05)', 'failed SELECT nothing']);
  });

  it('is heard by subscribers', async () => {
    const heard: string[] = [];
    dataSource.subscribers.push({
      beforeQuery: ({ query }) => void heard.push(`before ${query}`),
      afterQuery: ({ success }) => void heard.push(`after ${String(success)}`),
    });
    await read(new SqlStatement(NOTE));
    expect(heard).toEqual([`before ${NOTE}`, 'after true']);
    const runner = dataSource.createQueryRunner();
    await runSql(dataSource, runner, new SqlStatement(NOTE), [1]);
    await runSql(dataSource, runner, new SqlStatement(NOTE), ['x']).catch(() => undefined);
    await runner.release();
    expect(heard.slice(2)).toEqual([`before ${NOTE}`, 'after true', `before ${NOTE}`, 'after false']);
  });

  it('that the server has lost is sent whole, and names are given up with a word why', async () => {
    const statement = new SqlStatement(NOTE);
    await named(statement);
    await dataSource.query('DEALLOCATE ALL');
    expect(await read(statement, 2)).toEqual([{ id: 2, text: 'two' }]);
    await read(statement);
    expect(await prepared()).toEqual([]);
    expect(log.lines).toEqual([expect.stringMatching(/^warn Restview .*preparedStatements: false/)]);
  });

  it('whose name the server has from somebody else is sent whole, and names are given up', async () => {
    const statement = new SqlStatement(NOTE);
    await read(statement);
    await read(statement);
    const other = new SqlStatement(NOTE);
    await dataSource.query(`PREPARE ${JSON.stringify([1, 2, 3].map(() => other.nextName()).at(-1))} AS SELECT 1`);
    expect(await read(statement, 2)).toEqual([{ id: 2, text: 'two' }]);
    expect(log.of('warn')).toHaveLength(1);
  });

  it('whose columns have changed is sent whole, on a connection that is replaced', async () => {
    const statement = new SqlStatement(NOTE);
    await named(statement);
    const before = await backend();
    await dataSource.query('ALTER TABLE note ALTER COLUMN text TYPE text');
    expect(await read(statement, 2)).toEqual([{ id: 2, text: 'two' }]);
    expect(await backend()).not.toBe(before);
    expect(log.lines).toEqual([]);
    await named(statement);
  });

  it('that fails by its name in a transaction asks for the transaction to be run again', async () => {
    const statement = new SqlStatement(NOTE);
    await named(statement);
    await dataSource.query('ALTER TABLE note ALTER COLUMN text TYPE text');
    const runner = dataSource.createQueryRunner();
    const run = async () => {
      await runner.startTransaction();
      try {
        return await runSql(dataSource, runner, statement, [1]);
      } finally {
        await (runner.isTransactionActive ? runner.rollbackTransaction() : undefined);
      }
    };
    const error: unknown = await run().catch((thrown: unknown) => thrown);
    expect(classifyDriverError(error)).toMatchObject({ retryable: true });
    expect((await run()).rows).toEqual([{ id: 1, text: 'one' }]);
    await runner.release();
  });

  it('has no name where names are forbidden', async () => {
    forbidNames(dataSource);
    const statement = new SqlStatement(NOTE);
    for (let run = 0; run < 4; run++) await read(statement);
    expect(await prepared()).toEqual([]);
  });

  it('survives a connection that breaks, which does not come back', async () => {
    const killing = new SqlStatement('SELECT pg_terminate_backend(pg_backend_pid())');
    const error: unknown = await runSql(dataSource, undefined, killing, []).catch((thrown: unknown) => thrown);
    expect(classifyDriverError(error)).toMatchObject({ kind: 'connection' });
    expect(await read(new SqlStatement(NOTE))).toHaveLength(1);
  });

  it('keeps no more names on a connection than it may', async () => {
    const before = await backend();
    for (let number = 0; number < 500; number++) {
      const statement = new SqlStatement(`SELECT ${String(number)} AS n WHERE 1 = $1`);
      for (let run = 0; run < 2; run++) statement.nextName();
      await read(statement);
    }
    expect(await prepared()).toHaveLength(500);
    expect(await backend()).toBe(before);
    const more = new SqlStatement(NOTE);
    for (let run = 0; run < 3; run++) expect(await read(more)).toHaveLength(1);
    expect(await backend()).not.toBe(before);
    expect(await prepared()).toEqual([]);
  });
});
