import type { DataSource } from 'typeorm';
import { ServiceUnavailable } from '../../errors/problems.js';

/** Milliseconds that a write waits while no write before it comes to an end. */
const LONGEST_STANDSTILL_MS = 10_000;

interface Line {
  last: Promise<void>;
  movedAt: number;
}

const lines = new WeakMap<object, Line>();

/**
 * Runs writes one after the other that would get into each other's way: those of a database that has one connection for
 * everybody, and savepoints of one transaction.
 *
 * @param place - what they share.
 * @throws {@link ServiceUnavailable} when the line does not move; the usual cause is a write inside a write that was given
 * the outer context instead of the write context.
 */
export async function inTurn<Result>(place: object, work: () => Promise<Result>): Promise<Result> {
  const line = lines.get(place) ?? { last: Promise.resolve(), movedAt: 0 };
  lines.set(place, line);
  const before = line.last;
  let leave = (): void => undefined;
  const turn = new Promise<void>((resolve) => {
    leave = resolve;
  });
  line.last = before.then(() => turn);
  try {
    await movingOn(line, before);
    return await work();
  } finally {
    line.movedAt = Date.now();
    leave();
  }
}

/**
 * Runs a transaction in turn if the database has one connection for everybody.
 *
 * TypeORM gives every caller the same query runner on SQLite, so two transactions at once would become one: a rollback
 * of the one would undo the other. On databases with a pool nothing waits.
 */
export function inTurnOnOneConnection<Result>(dataSource: DataSource, work: () => Promise<Result>): Promise<Result> {
  return sharesOneRunner(dataSource) ? inTurn(dataSource, work) : work();
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

async function movingOn(line: Line, before: Promise<void>): Promise<void> {
  const arrivedAt = Date.now();
  let timer: NodeJS.Timeout | undefined;
  const standstill = new Promise<never>((_, reject) => {
    const look = (): void => {
      const left = Math.max(line.movedAt, arrivedAt) + LONGEST_STANDSTILL_MS - Date.now();
      if (left > 0) timer = setTimeout(look, left);
      else reject(standsStill());
    };
    look();
  });
  try {
    await Promise.race([before, standstill]);
  } finally {
    clearTimeout(timer);
  }
}

function standsStill(): ServiceUnavailable {
  return new ServiceUnavailable('Another write takes too long; try again.', {
    cause: new Error(
      'A write waited 10 s for its turn on a connection that another write holds. If a write starts another one, pass it the write context.',
    ),
  });
}
