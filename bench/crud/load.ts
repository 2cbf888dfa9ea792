import { Agent, request } from 'node:http';

/** A request of a scenario. */
export interface Asked {
  readonly method: 'GET' | 'POST' | 'PATCH' | 'DELETE';
  readonly path: string;
  readonly body?: object;
}

export interface Answer {
  readonly status: number;
  readonly text: string;
}

/** A client with connections that stay open. */
export class Client {
  private readonly agent: Agent;

  constructor(
    private readonly port: number,
    readonly connections: number,
  ) {
    this.agent = new Agent({ keepAlive: true, maxSockets: connections });
  }

  ask({ method, path, body }: Asked): Promise<Answer> {
    const text = body && JSON.stringify(body);
    return new Promise((resolve, reject) => {
      const sent = request(
        {
          agent: this.agent,
          host: '127.0.0.1',
          port: this.port,
          method,
          path,
          ...(text !== undefined && {
            headers: { 'content-type': 'application/json', 'content-length': Buffer.byteLength(text) },
          }),
        },
        (response) => {
          const chunks: Buffer[] = [];
          response.on('data', (chunk: Buffer) => chunks.push(chunk));
          response.on('end', () => {
            resolve({ status: response.statusCode ?? 0, text: Buffer.concat(chunks).toString() });
          });
          response.on('error', reject);
        },
      );
      sent.on('error', reject);
      sent.end(text);
    });
  }

  /** The JSON that is answered to a GET. */
  async json(path: string): Promise<unknown> {
    const { status, text } = await this.ask({ method: 'GET', path });
    if (status !== 200) throw new Error(`GET ${path} answers ${status}: ${text}`);
    return JSON.parse(text) as unknown;
  }

  /** Asks as often as wanted over all connections; the milliseconds of each request. */
  async load(next: () => Asked, count: number, isRight: (answer: Answer) => boolean): Promise<readonly number[]> {
    const times: number[] = [];
    let left = count;
    const work = async (): Promise<void> => {
      while (left > 0) {
        left -= 1;
        const asked = next();
        const before = performance.now();
        const answer = await this.ask(asked);
        times.push(performance.now() - before);
        if (!isRight(answer)) throw new Error(`${asked.method} ${asked.path} answers ${answer.status}: ${answer.text}`);
      }
    };
    await Promise.all(Array.from({ length: this.connections }, work));
    return times;
  }

  close(): void {
    this.agent.destroy();
  }
}
