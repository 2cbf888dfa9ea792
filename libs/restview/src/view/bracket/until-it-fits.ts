import { Logger } from '@nestjs/common';
import { classifyDriverError } from '../../errors/driver-problems.js';

const logger = new Logger('Restview');

/** Who writes, for the log, and how often it is tried. */
interface Writer {
  readonly name: string;
  /** Times that a whole write is run before a conflict with other transactions is reported. */
  readonly writeAttempts: number;
}

/** Runs a write, again from its beginning while the database says that it has met another one. */
export async function untilItFits<Result>(
  { name, writeAttempts }: Writer,
  action: string,
  attempt: () => Promise<Result>,
): Promise<Result> {
  for (let attempts = 1; ; attempts += 1) {
    try {
      return await attempt();
    } catch (error) {
      if (attempts >= writeAttempts || !classifyDriverError(error)?.retryable) throw error;
      logger.debug(`${name}: ${action} met another transaction; attempt ${String(attempts + 1)}`);
      await pause(attempts);
    }
  }
}

/** Waits longer from attempt to attempt, and never as long as the one that it met. */
function pause(attempts: number): Promise<void> {
  const longest = 10 * 2 ** attempts;
  return new Promise((resolve) => setTimeout(resolve, longest * (0.5 + Math.random() / 2)));
}
