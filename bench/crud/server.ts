import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { contenderOf } from './contenders.js';
import type { CpuShares } from './cpu-profile.js';
import type { FromServer, ToServer } from './server-messages.js';
import type { Dialect } from './wire.js';

/** What a contender has used since it started. */
export interface Usage {
  /** Microseconds. */
  readonly cpu: number;
  /** Bytes. */
  readonly memory: number;
}

/** A contender that serves in a process of its own. */
export class Server {
  private constructor(
    readonly name: string,
    readonly port: number,
    private readonly child: ChildProcess,
  ) {}

  static async start(name: string, url: string): Promise<Server> {
    const child = fork(new URL('./serve.js', import.meta.url), [name, url], {
      // A server that idles while others are measured would throw its optimised code away.
      execArgv: ['--no-memory-reducer'],
    });
    const message = await answerOf(child, name);
    if (message.kind === 'failed') throw new Error(`${name} does not start: ${message.reason}`);
    if (message.kind !== 'listening') throw new Error(`${name} does not listen.`);
    return new Server(name, message.port, child);
  }

  get dialect(): Dialect {
    return contenderOf(this.name).dialect;
  }

  /** Whether the table may go without it. */
  get isPeer(): boolean {
    return contenderOf(this.name).isPeer === true;
  }

  async usage(): Promise<Usage> {
    return this.ask('usage', 'usage');
  }

  /** Where the CPU goes while some work is done. */
  async profile(work: () => Promise<unknown>): Promise<CpuShares> {
    await this.ask('profile', 'profiling');
    await work();
    return (await this.ask('profiled', 'shares')).shares;
  }

  private async ask<Kind extends FromServer['kind']>(
    question: ToServer,
    kind: Kind,
  ): Promise<Extract<FromServer, { kind: Kind }>> {
    const answer = answerOf(this.child, this.name);
    this.child.send(question);
    const message = await answer;
    if (isOf(message, kind)) return message;
    throw new Error(`${this.name} does not answer "${question}".`);
  }

  async stop(): Promise<void> {
    const gone = once(this.child, 'exit');
    this.child.send('stop' satisfies ToServer);
    await gone;
  }
}

function isOf<Kind extends FromServer['kind']>(
  message: FromServer,
  kind: Kind,
): message is Extract<FromServer, { kind: Kind }> {
  return message.kind === kind;
}

async function answerOf(child: ChildProcess, name: string): Promise<FromServer> {
  const over = new AbortController();
  try {
    const [message] = (await Promise.race([
      once(child, 'message', { signal: over.signal }),
      once(child, 'exit', { signal: over.signal }).then(() => {
        throw new Error(`${name} has stopped.`);
      }),
    ])) as [FromServer];
    return message;
  } finally {
    over.abort();
  }
}
