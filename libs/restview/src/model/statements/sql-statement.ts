import { createHash } from 'node:crypto';

/** Runs without a name: what is asked once or twice is not worth a place on the server. */
const RUNS_WITHOUT_NAME = 2;

/**
 * One SQL text in the placeholders of its database, to be kept and run often: see `runSql`.
 *
 * Whoever makes statements keeps them, in a number that is bounded.
 *
 * @internal
 */
export class SqlStatement {
  private runs = 0;
  private name: string | undefined;

  constructor(readonly sql: string) {}

  /** The name under which a server may keep the statement for this run: the same for the same text, everywhere. */
  nextName(): string | undefined {
    if (this.name === undefined && ++this.runs > RUNS_WITHOUT_NAME) this.name = nameOf(this.sql);
    return this.name;
  }
}

function nameOf(sql: string): string {
  return `restview_${createHash('sha256').update(sql).digest('base64url').slice(0, 27)}`;
}
