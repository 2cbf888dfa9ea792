import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createClient, etagOf, isProblem, ProblemError, UsageError } from 'nestjs-restview/client';
import type { paths } from './cinema-api.js';

/** What servers, proxies and networks answer with that our own server does not: a little one that says what it is told. */
describe('a client', () => {
  let server: Server;
  let answer: (request: IncomingMessage, response: ServerResponse) => void;
  let requests: IncomingMessage[];

  const open = (options: { readonly headers?: () => Promise<Record<string, string>> } = {}) => {
    const { port } = server.address() as AddressInfo;
    return createClient<paths>({ baseUrl: `http://127.0.0.1:${port}`, keys: { seats: ['hall', 'place'] }, ...options });
  };
  const replyWith = (status: number, headers: Record<string, string>, body = '') => {
    answer = (_, response) => {
      response.writeHead(status, headers).end(body);
    };
  };
  const problemOf = async (request: Promise<unknown>): Promise<ProblemError> => {
    const error: unknown = await request.catch((thrown: unknown) => thrown);
    if (!isProblem(error)) throw new Error('no problem was thrown', { cause: error });
    return error;
  };

  beforeAll(async () => {
    server = createServer((request, response) => {
      requests.push(request);
      answer(request, response);
    });
    await once(server.listen(0, '127.0.0.1'), 'listening');
  });
  beforeEach(() => {
    requests = [];
  });
  afterAll(() => {
    server.closeAllConnections();
    server.close();
  });

  describe('with an ETag', () => {
    const film = { id: 1, title: 'M' };
    /** One row, at the version that its tag says. */
    const serveVersions = () => {
      let version = 1;
      answer = ({ method, headers }, response) => {
        const tag = `"v${version}"`;
        if (headers['if-match'] !== undefined && headers['if-match'] !== tag) {
          const problem = { status: 412, title: 'Precondition failed', code: 'precondition_failed' };
          response.writeHead(412, { 'content-type': 'application/problem+json' }).end(JSON.stringify(problem));
        } else if (method === 'GET' && headers['if-none-match'] === tag) {
          response.writeHead(304, { etag: tag }).end();
        } else {
          if (method === 'PATCH') version += 1;
          const json = { 'content-type': 'application/json', etag: `"v${version}"` };
          response.writeHead(200, json).end(JSON.stringify({ ...film, version }));
        }
      };
    };

    it('keeps it beside the answer, and changes that version only', async () => {
      serveVersions();
      const { films } = open();
      const first = await films.get(1);
      expect(etagOf(first)).toBe('"v1"');
      const second = await films.update(1, { title: 'N' }, { ifMatch: first });
      expect(etagOf(second)).toBe('"v2"');
      const stale = await problemOf(films.update(1, { title: 'O' }, { ifMatch: first }));
      expect([stale.status, stale.code]).toEqual([412, 'precondition_failed']);
      await films.update(1, { title: 'O' }, { ifMatch: '"v2"' });
      await problemOf(films.delete(1, { ifMatch: second }));
      await films.action(1, 'release', { on: '1931-05-11' }, { ifMatch: '"v3"' });
      expect(requests.map(({ headers }) => headers['if-match'])).toEqual([
        ...[undefined, '"v1"', '"v1"', '"v2"', '"v2"', '"v3"'],
      ]);
    });

    it('gives the known object again where nothing has changed', async () => {
      serveVersions();
      const { films } = open();
      const known = await films.get(1);
      expect(await films.get(1, {}, { ifNoneMatch: known })).toBe(known);
      await films.update(1, { title: 'N' });
      const changed = await films.get(1, {}, { ifNoneMatch: known });
      expect(changed).not.toBe(known);
      expect(etagOf(changed)).toBe('"v2"');
      const page = await films.list();
      expect(await films.list({}, { ifNoneMatch: page })).toBe(page);
    });

    it('sends no unconditional write where a condition was asked for', async () => {
      replyWith(200, { 'content-type': 'application/json' }, JSON.stringify(film));
      const { films } = open();
      const untagged = await films.get(1);
      expect(etagOf(untagged)).toBeUndefined();
      await expect(films.update(1, {}, { ifMatch: untagged })).rejects.toBeInstanceOf(UsageError);
      await expect(films.delete(1, { ifMatch: { ...untagged } })).rejects.toThrow('came without an ETag');
      await expect(films.get(1, {}, { ifNoneMatch: untagged })).rejects.toThrow('"ifNoneMatch"');
      expect(requests).toHaveLength(1);
    });
  });

  it('throws what a proxy says, with its status, headers and text', async () => {
    replyWith(502, { 'content-type': 'text/html', 'retry-after': '7' }, '<h1>Bad gateway</h1>');
    const problem = await problemOf(open().films.list());
    expect(problem).toMatchObject({
      status: 502,
      title: 'Bad Gateway',
      text: '<h1>Bad gateway</h1>',
      errors: [],
      problem: {},
    });
    expect([problem.code, problem.detail]).toEqual([undefined, undefined]);
    expect(problem.response.headers.get('retry-after')).toBe('7');
    expect(problem.message).toBe('GET /films: 502 Bad Gateway');
  });

  it('reads what it can of other errors, and trusts no member to be what it should', async () => {
    replyWith(403, { 'content-type': 'application/json' }, '{"message":"No","code":"closed"}');
    expect(await problemOf(open().films.list())).toMatchObject({ code: 'closed', problem: { message: 'No' } });
    replyWith(
      422,
      { 'content-type': 'application/problem+json' },
      '{"title":1,"code":{},"errors":[null,{"code":"a"},"b"]}',
    );
    expect(await problemOf(open().films.list())).toMatchObject({
      status: 422,
      title: 'Unprocessable Entity',
      errors: [],
    });
    replyWith(500, { 'content-type': 'application/problem+json' }, '{"title":');
    expect(await problemOf(open().films.list())).toMatchObject({ status: 500, problem: {}, text: '{"title":' });
    replyWith(500, { 'content-type': 'application/json' }, '[1]');
    expect(await problemOf(open().films.list())).toMatchObject({ status: 500, problem: {} });
  });

  it('takes no page of HTML for a row', async () => {
    replyWith(200, { 'content-type': 'text/html' }, '<div id="app">');
    const problem = await problemOf(open().films.get(1));
    expect([problem.status, problem.text]).toEqual([200, '<div id="app">']);
    replyWith(200, { 'content-type': 'application/json' }, '{"id":');
    expect((await problemOf(open().films.get(1))).status).toBe(200);
  });

  it('tries nothing again', async () => {
    replyWith(503, { 'content-type': 'application/problem+json', 'retry-after': '1' }, '{"code":"busy"}');
    const problem = await problemOf(open().films.create({ title: 'M' }));
    expect([problem.code, problem.response.headers.get('retry-after')]).toEqual(['busy', '1']);
    expect(requests).toHaveLength(1);
  });

  it('lets the errors of the network through', async () => {
    answer = (request) => request.socket.destroy();
    await expect(open().films.list()).rejects.toThrow('fetch failed');
    await expect(open().films.list()).rejects.not.toBeInstanceOf(UsageError);
  });

  it('ends a request that waits', async () => {
    const controller = new AbortController();
    answer = () => {
      controller.abort();
    };
    await expect(open().films.get(1, {}, { signal: controller.signal })).rejects.toMatchObject({ name: 'AbortError' });
  });

  it('asks for headers before every request, and a request may have its own', async () => {
    replyWith(200, { 'content-type': 'application/json' }, '[]');
    let token = 0;
    const client = open({ headers: () => Promise.resolve({ authorization: `Bearer ${++token}`, 'x-tenant': '1' }) });
    await client['film-arrays'].list();
    await client['film-arrays'].list({}, { headers: { 'X-Tenant': '2' } });
    expect(requests.map(({ headers }) => [headers.authorization, headers['x-tenant']])).toEqual([
      ['Bearer 1', '1'],
      ['Bearer 2', '2'],
    ]);
    const refusing = open({ headers: () => Promise.reject(new Error('no token')) });
    await expect(refusing.films.list()).rejects.toThrow('no token');
    expect(requests).toHaveLength(2);
  });

  it('sends JSON, and no body where there is none', async () => {
    const bodies: string[] = [];
    answer = (request, response) => {
      let body = '';
      request.on('data', (part: Buffer) => (body += part.toString()));
      request.on('end', () => {
        bodies.push(`${request.headers['content-type'] ?? '-'} ${body}`);
        response.writeHead(204).end();
      });
    };
    const { films } = open();
    await films.create({ title: 'Ä"' });
    await films.collectionAction('import', ['M']);
    await expect(films.delete(1)).resolves.toBeUndefined();
    expect(bodies).toEqual(['application/json {"title":"Ä\\""}', 'application/json ["M"]', '- ']);
  });

  it('takes no redirected write for done', async () => {
    answer = ({ method, url }, response) => {
      if (url === '/elsewhere')
        response.writeHead(200, { 'content-type': 'application/json' }).end(`"${method ?? ''}"`);
      else response.writeHead(302, { location: '/elsewhere' }).end();
    };
    const { films } = open();
    expect(await films.get(1)).toBe('GET');
    for (const write of [() => films.create({ title: 'M' }), () => films.update(1, {}), () => films.delete(1)]) {
      expect(await problemOf(write())).toMatchObject({ status: 302, title: 'Found' });
    }
  });

  it('takes a 304 that nobody has asked for, for no row', async () => {
    replyWith(304, {});
    expect((await problemOf(open().films.get(1))).status).toBe(304);
  });

  it('ends a walk that would go round in a circle', async () => {
    const walk = async (query: { page?: number }) => {
      for await (const _ of open().films.all(query)) if (requests.length > 5) return;
    };
    replyWith(200, { 'content-type': 'application/json' }, '{"items":[1],"next":"same"}');
    await expect(walk({})).rejects.toThrow('to the same page again');
    replyWith(200, { 'content-type': 'application/json' }, '{"items":[1],"page":1,"total_pages":3}');
    requests = [];
    await expect(walk({ page: 1 })).rejects.toThrow('to the same page again');
    expect(requests.map(({ url }) => url)).toEqual(['/films?page=1', '/films?page=2']);
  });

  it('ends a walk whose answers are no lists', async () => {
    replyWith(200, { 'content-type': 'application/json' }, '{"rows":[]}');
    const walk = async () => {
      for await (const row of open().films.all()) throw new Error(`a row: ${JSON.stringify(row)}`);
    };
    await expect(walk()).rejects.toThrow('neither a list nor a page with "items"');
  });
});
