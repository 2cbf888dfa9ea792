import type { DataSource } from 'typeorm';
import { ServiceUnavailable } from '../errors/problems.js';

/** Milliseconds that a write waits for the writes before it. */
const LONGEST_WAIT_MS = 10_000;

const lastInLine = new WeakMap<DataSource, Promise<void>>();

/**
 * Runs writes one after the other on databases that have one connection for everybody.
 *
 * TypeORM gives every caller the same query runner on SQLite, so two transactions at once would become one: a rollback
 * of the one would undo the other. On databases with a pool nothing waits.
 *
 * @throws {@link ServiceUnavailable} when the line does not move; the usual cause is a write inside a write that was given
 * the outer context instead of the write context.
 */
export async function inTurn<Result>(dataSource: DataSource, work: () => Promise<Result>): Promise<Result> {
  if (!sharesOneRunner(dataSource)) return work();
  const before = lastInLine.get(dataSource) ?? Promise.resolve();
  let leave = (): void => undefined;
  const turn = new Promise<void>((resolve) => {
    leave = resolve;
  });
  lastInLine.set(
    dataSource,
    before.then(() => turn),
  );
  try {
    await withinTime(before);
    return await work();
  } finally {
    leave();
  }
}

const sharing = new WeakMap<DataSource, boolean>();

function sharesOneRunner(dataSource: DataSource): boolean {
  const known = sharing.get(dataSource);
  if (known !== undefined) return known;
  // A runner takes its connection at the first statement, so two unused ones cost nothing.
  const shares = dataSource.createQueryRunner() === dataSource.createQueryRunner();
  sharing.set(dataSource, shares);
  return shares;
}

async function withinTime(line: Promise<void>): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const timeout = new Promise<never>((_, reject) => {
    timer = setTimeout(() => {
      reject(
        new ServiceUnavailable('Another write takes too long; try again.', {
          cause: new Error(
            'A write waited 10 s for its turn on the one connection of this database. If a write starts another one, pass it the write context.',
          ),
        }),
      );
    }, LONGEST_WAIT_MS);
  });
  try {
    await Promise.race([line, timeout]);
  } finally {
    clearTimeout(timer);
  }
}
