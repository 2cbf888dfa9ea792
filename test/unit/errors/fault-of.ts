import { DataSource, QueryFailedError } from 'typeorm';
import type { Problem } from '../../../libs/restview/src/errors/problem.js';
import type { DriverFault } from '../../../libs/restview/src/errors/driver-fault.js';
import { classifyDriverError, problemOfFault } from '../../../libs/restview/src/errors/driver-problems.js';
import { databases, dropDatabase, type DatabaseName } from '../../setup/databases.js';

/** Runs the suite on an empty database of this kind, with the tables of `ddl`; skipped where there is none. */
export function onDatabase(
  name: DatabaseName,
  ddl: readonly string[],
  suite: (database: () => DataSource) => void,
): void {
  const database = databases.find((one) => one.name === name);
  const reason = database === undefined ? 'not in TEST_DATABASES' : database.skipReason;
  const title = reason === undefined ? name : `${name} (skipped: ${reason})`;
  (reason === undefined ? describe : describe.skip)(title, () => {
    let dataSource: DataSource;
    beforeAll(async () => {
      dataSource = new DataSource(await database!.dataSourceOptions([]));
      await dataSource.initialize();
      for (const statement of ddl) await dataSource.query(statement);
    });
    afterAll(async () => {
      await dataSource.destroy();
      await dropDatabase(dataSource.options);
    });
    suite(() => dataSource);
  });
}

/** The error that the work fails with. */
export async function errorOf(work: Promise<unknown>): Promise<unknown> {
  try {
    await work;
  } catch (error) {
    return error;
  }
  throw new Error('The work was expected to fail, and did not.');
}

/**
 * The fault that the work fails with. On the way it is held that an answer made of it, with no name public, repeats
 * nothing of what the database said.
 */
export async function faultOf(work: Promise<unknown>): Promise<DriverFault | undefined> {
  const error = await errorOf(work);
  const fault = classifyDriverError(error);
  if (fault !== undefined) expectNoLeak(error, fault);
  return fault;
}

/** What a client can read of a problem, whichever filter sends it. */
export function bodyOf(problem: Problem): string {
  return JSON.stringify([problem.toDetails('urn:request:1'), problem.getResponse(), problem, problem.headers]);
}

function expectNoLeak(error: unknown, fault: DriverFault): void {
  const body = bodyOf(problemOfFault(fault, () => undefined, { cause: error }));
  const secrets = [...fault.columns, fault.table, fault.constraint];
  if (error instanceof QueryFailedError) {
    const values = (error.parameters as readonly unknown[] | undefined) ?? [];
    secrets.push(error.query, error.message, error.driverError.message, ...values.map(String));
  }
  for (const secret of secrets) if (secret !== undefined && secret.length > 3) expect(body).not.toContain(secret);
  expect(body).not.toMatch(/secret|insert into|update ledger|delete from|select |constraint|sqlite|postgres|mysql/i);
}
