import { Logger } from '@nestjs/common';

const logger = new Logger('Restview');

/** Runs `afterCommit`: whatever becomes of it, the write is stored. */
export async function announceCommit(view: string, action: string, afterCommit: () => unknown): Promise<void> {
  try {
    await afterCommit();
  } catch (error) {
    const stack = error instanceof Error ? (error.stack ?? error.message) : String(error);
    logger.error(`${view}: afterCommit of "${action}" failed; the write is stored`, stack);
  }
}
