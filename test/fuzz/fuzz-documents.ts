import { DocumentBuilder, SwaggerModule } from '@nestjs/swagger';
import fc from 'fast-check';
import { seedTracker } from '../apps/tracker/seed.js';
import { startTracker } from '../apps/tracker/tracker.js';
import { startBlog } from '../apps/blog/blog.js';
import type { TestApp } from '../fixtures/test-app.js';
import { type Database, type DatabaseName, databases } from '../setup/databases.js';
import type { HttpAnswer } from '../setup/http.js';
import { type Platform, platforms } from '../setup/platforms.js';
import { Arbitraries } from './arbitraries.js';
import { AnswerCheck } from './check-answer.js';
import { KnownRows } from './known-rows.js';
import { OpenApi, type Operation } from './open-api.js';
import { type FuzzRequest, Requests } from './requests.js';

/** An application and the headers of a caller who may do everything there is. */
interface Fuzzed {
  readonly name: string;
  readonly start: (database: Database, platform: Platform) => Promise<TestApp>;
  readonly headers: Readonly<Record<string, string>>;
}

const APPLICATIONS: readonly Fuzzed[] = [
  {
    name: 'tracker',
    start: async (database, platform) => {
      const app = await startTracker(database, platform);
      await seedTracker(app.dataSource);
      return app;
    },
    headers: { 'x-tenant': '1', 'x-user': '1', 'x-admin': 'yes' },
  },
  { name: 'blog', start: startBlog, headers: { 'x-user': '1', 'x-admin': 'yes' } },
];

/** Requests of each operation, in turns over all operations. */
const TURNS = Number(process.env.FUZZ_TURNS ?? 12);
/** The same in every run unless it is told; `FUZZ_SEED=random` looks for what no run has met yet. */
const SEED =
  process.env.FUZZ_SEED === 'random'
    ? Math.floor(Math.random() * 2 ** 31)
    : Number(process.env.FUZZ_SEED ?? 20_261_121);

/** What the rows of a database say, and no schema can. */
const OF_THE_ROWS = new Set([
  ...['reference_not_found', 'conflicting_references', 'unique', 'check', 'exclusion', 'duplicate', 'key_not_allowed'],
  // Of parameters that do not go together.
  ...['too_many_related', 'conflict', 'needs_page_size', 'repeated'],
]);

/**
 * Makes requests of the documents of applications on one database.
 *
 * Each database has a file of its own, as an application has a process: what the document says of a class is kept with it.
 */
export function fuzzDocuments(name: DatabaseName, platformName: Platform['name']): void {
  const database = databases.find((one) => one.name === name);
  const platform = platforms.find((one) => one.name === platformName);
  if (!database || !platform) {
    it.skip(`${name} does not take part in this run`, () => undefined);
    return;
  }

  describe.each(APPLICATIONS)('$name', ({ start, headers }) => {
    let app: TestApp;
    let api: OpenApi;
    let rows: KnownRows;
    let check: AnswerCheck;
    let sent = 0;

    beforeAll(async () => {
      app = await start(database, platform);
      api = new OpenApi(SwaggerModule.createDocument(app.app, new DocumentBuilder().build()));
      rows = new KnownRows(api);
      check = new AnswerCheck(api);
    });
    afterAll(() => app.close());

    const send = async (request: FuzzRequest): Promise<HttpAnswer> => {
      sent += 1;
      const { operation, path, body, raw } = request;
      const answer = await app.request(operation.method, path, {
        headers: { ...headers, ...(raw && { 'content-type': raw.type }) },
        ...(raw ? { body: raw.text } : body !== undefined && { json: body }),
      });
      rows.learn(request, answer);
      return answer;
    };

    /** Requests in turns, so that what one operation makes the others meet. */
    async function everyOperation(
      make: (requests: Requests, operation: Operation) => fc.Arbitrary<FuzzRequest> | undefined,
      judge: (request: FuzzRequest, answer: HttpAnswer) => readonly string[],
    ): Promise<void> {
      const faults: string[] = [];
      for (let turn = 0; turn < TURNS; turn += 1) {
        for (const [index, operation] of api.operations.entries()) {
          const requests = new Requests(api, new Arbitraries(api, (name) => rows.keys(name)), (path) => rows.at(path));
          const arbitrary = make(requests, operation);
          if (!arbitrary) continue;
          const [request] = fc.sample(arbitrary, { numRuns: 1, seed: SEED + turn * 1000 + index });
          if (!request) throw new Error('Nothing was generated.');
          const answer = await send(request);
          const found = [...judge(request, answer), ...check.mistakes(operation, answer)];
          if (answer.status >= 500) found.unshift(`status ${String(answer.status)}`);
          const said = `${operation.method} ${request.path} ${JSON.stringify(request.raw?.text ?? request.body)}`;
          if (found.length > 0)
            faults.push(`${request.fault ?? 'valid'}: ${said.slice(0, 700)}\n    ${found.join('\n    ')}`);
        }
      }
      if (faults.length > 0) {
        throw new Error(
          `FUZZ_SEED=${String(SEED)}: ${String(faults.length)} answers are not as documented\n${faults.slice(0, 40).join('\n')}`,
        );
      }
    }

    it('answers valid requests as the document says', async () => {
      await everyOperation(
        (requests, operation) => requests.valid(operation),
        (_request, answer) => {
          if (answer.status === 400) return [`a valid request is malformed: ${answer.body}`];
          if (answer.status !== 422) return [];
          const { code, errors = [] } = answer.json as { code: string; errors?: readonly { readonly code: string }[] };
          const codes = errors.length > 0 ? errors.map((error) => error.code) : [code];
          return codes.every((one) => OF_THE_ROWS.has(one)) ? [] : [`refused for its shape: ${answer.body}`];
        },
      );
    }, 300_000);

    it('refuses invalid requests with a documented problem', async () => {
      await everyOperation(
        (requests, operation) => requests.invalid(operation),
        (_request, answer) =>
          answer.status >= 400 && answer.status < 500 ? [] : [`was answered with ${String(answer.status)}`],
      );
    }, 300_000);

    afterAll(() => {
      console.log(`${database.name}: ${String(sent)} requests, FUZZ_SEED=${String(SEED)}`);
    });
  });
}
