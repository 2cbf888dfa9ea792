import { RestView, View } from 'nestjs-restview';
import { Org } from '../fixtures/org.entity.js';
import { TestApp } from '../fixtures/test-app.js';
import { User } from '../fixtures/user.entity.js';
import { comparable } from '../setup/answers.js';
import { onEveryDatabase } from '../setup/databases.js';
import { platforms } from '../setup/platforms.js';
import { rawRequest, type RawRequest } from '../setup/raw-request.js';

@View('orgs', { model: Org })
class OrgView extends RestView<Org> {}

const json = { 'content-type': 'application/json' };
const post = (body: string | Uint8Array, headers: Record<string, string> = json): RawRequest => ({
  method: 'POST',
  path: '/orgs',
  headers,
  body,
});
const at = (method: string, path: string, headers: Record<string, string> = {}): RawRequest => ({
  method,
  path,
  headers,
});
const typed = (type: string, body = 'name=x'): RawRequest => post(body, { 'content-type': type });
const deep = (levels: number): string => '{"name":'.repeat(levels) + '1' + '}'.repeat(levels);

/** What is sent, and what both platforms answer: the status, the code, and the mistakes where there are any. */
const table: readonly (readonly [string, RawRequest, number, string, string?])[] = [
  ['truncated JSON', post('{"name":'), 400, 'malformed_body'],
  ['a trailing comma', post('{"name":"x",}'), 400, 'malformed_body'],
  ['single quotes', post("{'name':'x'}"), 400, 'malformed_body'],
  ['a comment', post('{"name":"x"} // x'), 400, 'malformed_body'],
  ['NaN', post('{"name":NaN}'), 400, 'malformed_body'],
  ['a control character in a string', post('{"name":"a\u0001b"}'), 400, 'malformed_body'],
  ['a raw NUL', post('{"name":"a\0b"}'), 400, 'malformed_body'],
  ['only blanks', post(' \n '), 400, 'malformed_body'],
  ['two documents', post('{"name":"x"}{"name":"y"}'), 400, 'malformed_body'],
  ['HTML', post('<html>JSON Unexpected token</html>'), 400, 'malformed_body'],
  ['a binary', post(Uint8Array.of(0, 255, 1, 254)), 400, 'malformed_body'],
  ['UTF-16', post(Uint8Array.of(0xff, 0xfe, 0x7b, 0, 0x7d, 0)), 400, 'malformed_body'],
  ['a number', post('5'), 422, 'invalid_request', ' type'],
  ['a string', post('"name"'), 422, 'invalid_request', ' type'],
  ['null', post('null'), 422, 'invalid_request', ' type'],
  ['true', post(' true'), 422, 'invalid_request', ' type'],
  ['a list', post('[{"name":"x"}]'), 422, 'invalid_request', ' type'],
  ['an empty list', post('[]'), 422, 'invalid_request', ' type'],
  ['an empty object', post('{}'), 422, 'invalid_request', '/name required'],
  ['no body and no type', at('POST', '/orgs'), 422, 'invalid_request', ' required'],
  ['no body, but its type', at('POST', '/orgs', json), 422, 'invalid_request', ' required'],
  ['content-length: 0', at('POST', '/orgs', { ...json, 'content-length': '0' }), 422, 'invalid_request', ' required'],
  [
    'no body and another type',
    at('POST', '/orgs', { 'content-type': 'text/plain' }),
    422,
    'invalid_request',
    ' required',
  ],
  ['a change without a body', at('PATCH', '/orgs/x', json), 422, 'invalid_request', 'id type, required'],
  ['a body without a type', post('{"name":"x"}', {}), 415, 'unsupported_media_type'],
  ['a form', typed('application/x-www-form-urlencoded'), 415, 'unsupported_media_type'],
  ['a multipart form', typed('multipart/form-data; boundary=x', '--x--'), 415, 'unsupported_media_type'],
  ['plain text', typed('text/plain', '{"name":"x"}'), 415, 'unsupported_media_type'],
  ['XML', typed('application/xml', '<org/>'), 415, 'unsupported_media_type'],
  ['another kind of JSON', typed('application/merge-patch+json', '{"name":"x"}'), 415, 'unsupported_media_type'],
  ['a type that is none', typed('garbage', '{"name":"x"}'), 415, 'unsupported_media_type'],
  ['latin1', typed('application/json; charset=latin1', '{"name":"x"}'), 415, 'unsupported_media_type'],
  ['__proto__', post('{"name":"x","__proto__":{"admin":true}}'), 400, 'malformed_body'],
  ['__proto__, escaped', post(String.raw`{"name":"x","__pr\u006fto__":{"admin":true}}`), 400, 'malformed_body'],
  ['__proto__ in depth', post('{"name":{"a":[{"__proto__":{"admin":true}}]}}'), 400, 'malformed_body'],
  [
    'constructor.prototype in depth',
    post('{"name":{"constructor":{"prototype":{"admin":true}}}}'),
    400,
    'malformed_body',
  ],
  ['a key "constructor"', post('{"name":"x","constructor":1}'), 422, 'invalid_request', '/constructor unknown_field'],
  [
    'keys of Object.prototype',
    post('{"name":"x","toString":1,"valueOf":{}}'),
    422,
    'invalid_request',
    '/toString unknown_field,/valueOf unknown_field',
  ],
  ['10 MB', post(`{"name":"${'x'.repeat(10_000_000)}"}`), 413, 'payload_too_large'],
  ['a deep object', post(deep(10_000)), 422, 'invalid_request', ' too_deep'],
  ['a deep list', post('['.repeat(10_000) + ']'.repeat(10_000)), 422, 'invalid_request', ' too_deep'],
  ['NUL as an escape', post(String.raw`{"name":"a\u0000b"}`), 422, 'invalid_request', '/name invalid_character'],
  ['NUL in the path', at('GET', '/orgs/%00'), 422, 'invalid_request', 'id type'],
  ['NUL in the query', at('GET', '/orgs?page=%00'), 422, 'bad_query', 'page type'],
  ['NUL as a parameter', at('GET', '/orgs?%00=1'), 422, 'bad_query', '\0 unknown_parameter'],
  ['bad percent-encoding in the query', at('GET', '/orgs?page=%zz'), 422, 'bad_query', 'page type'],
  ['a blank in the path', at('GET', '/orgs/%20'), 422, 'invalid_request', 'id type'],
  ['a parameter that there is not', at('GET', '/orgs/1?x=1'), 422, 'invalid_request', 'x unknown_parameter'],
  ['another method, PUT', at('PUT', '/orgs/1'), 405, 'method_not_allowed'],
  ['another method, DELETE', at('DELETE', '/orgs'), 405, 'method_not_allowed'],
  ['another method, OPTIONS', at('OPTIONS', '/orgs'), 405, 'method_not_allowed'],
  ['a row that there is not', at('GET', '/orgs/77'), 404, 'not_found'],
  [
    'If-Match on a change',
    { ...at('PATCH', '/orgs/1', { ...json, 'if-match': '"1"' }), body: '{"name":"y"}' },
    412,
    'precondition_failed',
  ],
  ['If-Match on a delete', at('DELETE', '/orgs/1', { 'if-match': '*' }), 412, 'precondition_failed'],
  ['If-Match that is empty', at('DELETE', '/orgs/1', { 'if-match': '' }), 412, 'precondition_failed'],
];

const requests = table.map(([what, request, status, code, mistakes = '']) => ({
  what,
  request,
  status,
  code,
  mistakes,
}));

onEveryDatabase((database) => {
  const apps: TestApp[] = [];

  beforeAll(async () => {
    for (const platform of platforms) {
      const app = await TestApp.start(database, platform, [Org, User], [OrgView]);
      await app.request('POST', '/orgs', { json: { name: 'Acme' } });
      apps.push(app);
    }
  });
  afterAll(async () => {
    for (const app of apps) await app.close();
  });

  it.each(requests)('answers $what alike on all platforms', async ({ request, status, code, mistakes }) => {
    const [express, fastify] = await Promise.all(apps.map(({ app }) => rawRequest(app, request)));
    expect(fastify && comparable(fastify)).toEqual(express && comparable(express));
    expect(express && comparable(express)).toMatchObject({
      status,
      code,
      mediaType: 'application/problem+json',
      hasInstance: true,
    });
    const errors: { pointer?: string; parameter?: string; code: string }[] = express?.json.errors ?? [];
    expect(errors.map((error) => `${error.pointer ?? error.parameter ?? ''} ${error.code}`).join()).toBe(mistakes);
    expect(Object.keys(express?.json).slice(0, 6)).toEqual(['type', 'title', 'status', 'detail', 'code', 'instance']);
  });

  it('leaves every prototype as it was', () => {
    expect(({} as { admin?: unknown }).admin).toBeUndefined();
  });

  it('stores nothing of what it refused', async () => {
    for (const { dataSource } of apps) expect(await dataSource.manager.find(Org)).toEqual([{ id: 1, name: 'Acme' }]);
  });

  it.each([
    ['with a BOM', post('\ufeff{"name":"bom"}'), 201],
    ['with a charset', post('{"name":"charset"}', { 'content-type': 'Application/JSON;charset="UTF-8"' }), 201],
    ['with bytes that are no UTF-8', post(Buffer.from('{"name":"a\xffb"}', 'latin1')), 201],
    ['of a DELETE with a content type and no body', at('DELETE', '/orgs/1', json), 204],
  ] as const)('reads a request %s alike on all platforms', async (_what, request, status) => {
    const [express, fastify] = await Promise.all(apps.map(({ app }) => rawRequest(app, request)));
    expect([fastify?.status, fastify?.body]).toEqual([express?.status, express?.body]);
    expect(express?.status).toBe(status);
  });

  it('answers a path that is not properly encoded with 400; Fastify does before any application is asked', async () => {
    for (const { app } of apps) expect((await rawRequest(app, at('GET', '/orgs/%E0%A4%A'))).status).toBe(400);
  });
});
