import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { CONTENDERS, type ContenderName } from './contenders.js';
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
    readonly name: ContenderName,
    readonly port: number,
    private readonly child: ChildProcess,
  ) {}

  static async start(name: ContenderName, url: string): Promise<Server> {
    const child = fork(new URL('./serve.js', import.meta.url), [name, url], {
      // A server that idles while others are measured would throw its optimised code away.
      execArgv: ['--no-memory-reducer'],
    });
    const message = await answerOf(child, name);
    if (message.kind !== 'listening') throw new Error(`${name} does not listen.`);
    return new Server(name, message.port, child);
  }

  get dialect(): Dialect {
    return CONTENDERS[this.name].dialect;
  }

  async usage(): Promise<Usage> {
    const answer = answerOf(this.child, this.name);
    this.child.send('usage' satisfies ToServer);
    const message = await answer;
    if (message.kind !== 'usage') throw new Error(`${this.name} does not tell its usage.`);
    return message;
  }

  async stop(): Promise<void> {
    const gone = once(this.child, 'exit');
    this.child.send('stop' satisfies ToServer);
    await gone;
  }
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
