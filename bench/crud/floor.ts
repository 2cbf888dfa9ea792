import Fastify from 'fastify';
import pg from 'pg';
import { type Contender, POOL_SIZE } from './contender.js';
import { type Dialect, USER_ROWS, type UserJson, walk } from './wire.js';

const COLUMNS = 'id, name, email, role, age, active, "orgId", "createdAt"';
const U_COLUMNS = COLUMNS.split(', ')
  .map((column) => `u.${column}`)
  .join(', ');

const USER_PROPERTIES = {
  id: { type: 'integer' },
  name: { type: 'string' },
  email: { type: 'string' },
  role: { type: 'string' },
  age: { type: 'integer', nullable: true },
  active: { type: 'boolean' },
  orgId: { type: 'integer' },
  createdAt: { type: 'string', format: 'date-time' },
} as const;
const USER = { type: 'object', properties: USER_PROPERTIES } as const;
const ORG = {
  type: 'object',
  properties: { id: { type: 'integer' }, name: { type: 'string' }, city: { type: 'string' } },
} as const;
const NOTE = { type: 'object', properties: { id: { type: 'integer' }, text: { type: 'string' } } } as const;

const pageOf = (item: object): object => ({
  type: 'object',
  properties: { items: { type: 'array', items: item }, total: { type: 'integer' } },
});

const BODY = {
  type: 'object',
  additionalProperties: false,
  properties: {
    name: { type: 'string', minLength: 1, maxLength: 80 },
    email: { type: 'string', format: 'email' },
    role: { type: 'string', enum: ['member', 'admin', 'guest'] },
    age: { type: 'integer', nullable: true, minimum: 0, maximum: 150 },
    orgId: { type: 'integer' },
  },
} as const;

class NotFound extends Error {
  readonly statusCode = 404;
}

type Row = Record<string, unknown>;

/** What an expert writes without a framework: Fastify, pg with named statements, SQL by hand, fast-json-stringify. */
export function startFloor(url: string): Promise<Contender> {
  const pool = new pg.Pool({ connectionString: url, max: POOL_SIZE });
  const rows = async (name: string, text: string, values: readonly unknown[]): Promise<Row[]> =>
    (await pool.query<Row>({ name, text, values: [...values] })).rows;
  const app = Fastify();
  const listQuery = {
    type: 'object',
    additionalProperties: false,
    properties: {
      limit: { type: 'integer', minimum: 1, maximum: 1000, default: 50 },
      minAge: { type: 'integer' },
      orgId: { type: 'integer' },
    },
  } as const;

  app.get('/users/newest', { schema: { querystring: listQuery, response: { 200: pageOf(USER) } } }, async (request) => {
    const { limit } = request.query as { readonly limit: number };
    return { items: await rows('newest', `SELECT ${COLUMNS} FROM "user" ORDER BY id DESC LIMIT $1`, [limit]) };
  });

  app.get(
    '/users/from-age',
    { schema: { querystring: listQuery, response: { 200: pageOf(USER) } } },
    async (request) => {
      const { limit, minAge } = request.query as { readonly limit: number; readonly minAge: number };
      const [items, [count]] = await Promise.all([
        rows('fromAge', `SELECT ${COLUMNS} FROM "user" WHERE age >= $1 ORDER BY name DESC, id LIMIT $2`, [
          minAge,
          limit,
        ]),
        rows('countFromAge', 'SELECT count(*)::int AS total FROM "user" WHERE age >= $1', [minAge]),
      ]);
      return { items, total: count?.total };
    },
  );

  app.get('/users/of-org', { schema: { querystring: listQuery, response: { 200: pageOf(USER) } } }, async (request) => {
    const { limit, orgId } = request.query as { readonly limit: number; readonly orgId: number };
    const [items, [count]] = await Promise.all([
      rows('ofOrg', `SELECT ${COLUMNS} FROM "user" WHERE "orgId" = $1 ORDER BY id LIMIT $2`, [orgId, limit]),
      rows('countOfOrg', 'SELECT count(*)::int AS total FROM "user" WHERE "orgId" = $1', [orgId]),
    ]);
    return { items, total: count?.total };
  });

  const walkQuery = {
    type: 'object',
    additionalProperties: false,
    required: ['after', 'afterId'],
    properties: {
      limit: { type: 'integer', minimum: 1, maximum: 1000, default: 50 },
      after: { type: 'string', format: 'date-time' },
      afterId: { type: 'integer' },
    },
  } as const;
  app.get(
    '/users/by-time',
    { schema: { querystring: walkQuery, response: { 200: pageOf(USER) } } },
    async (request) => {
      const { limit, after, afterId } = request.query as Record<string, string | number>;
      const items = await rows(
        'byTime',
        `SELECT ${COLUMNS} FROM "user" WHERE ("createdAt", id) > ($1, $2) ORDER BY "createdAt", id LIMIT $3`,
        [after, afterId, limit],
      );
      return { items };
    },
  );

  const withOrg = { type: 'object', properties: { ...USER_PROPERTIES, org: ORG } };
  app.get(
    '/users/with-org',
    { schema: { querystring: listQuery, response: { 200: pageOf(withOrg) } } },
    async (request) => {
      const { limit } = request.query as { readonly limit: number };
      const found = await rows(
        'withOrg',
        `SELECT ${U_COLUMNS}, o.name AS "orgName", o.city AS "orgCity"
       FROM (SELECT * FROM "user" ORDER BY id DESC LIMIT $1) u JOIN org o ON o.id = u."orgId" ORDER BY u.id DESC`,
        [limit],
      );
      return {
        items: found.map(({ orgName, orgCity, ...user }) => ({
          ...user,
          org: { id: user.orgId, name: orgName, city: orgCity },
        })),
      };
    },
  );

  const withNotes = { type: 'object', properties: { ...USER_PROPERTIES, notes: { type: 'array', items: NOTE } } };
  app.get(
    '/users/with-notes',
    { schema: { querystring: listQuery, response: { 200: pageOf(withNotes) } } },
    async (request) => {
      const { limit } = request.query as { readonly limit: number };
      const items = await rows('newest', `SELECT ${COLUMNS} FROM "user" ORDER BY id DESC LIMIT $1`, [limit]);
      const notes = await rows('notes', 'SELECT id, text, "userId" FROM note WHERE "userId" = ANY($1) ORDER BY id', [
        items.map(({ id }) => id),
      ]);
      const byUser = new Map<unknown, Row[]>(items.map(({ id }) => [id, []]));
      for (const note of notes) byUser.get(note.userId)?.push(note);
      return { items: items.map((user) => ({ ...user, notes: byUser.get(user.id) })) };
    },
  );

  const params = { type: 'object', properties: { id: { type: 'integer' } } } as const;
  app.get('/users/:id', { schema: { params, response: { 200: USER } } }, async (request) => {
    const { id } = request.params as { readonly id: number };
    const [user] = await rows('one', `SELECT ${COLUMNS} FROM "user" WHERE id = $1`, [id]);
    if (!user) throw new NotFound();
    return user;
  });

  app.post(
    '/users',
    { schema: { body: { ...BODY, required: ['name', 'email', 'role', 'orgId'] }, response: { 201: USER } } },
    async (request, reply) => {
      const { name, email, role, age, orgId } = request.body as Row;
      const [user] = await rows(
        'create',
        `INSERT INTO "user" (name, email, role, age, "orgId") VALUES ($1, $2, $3, $4, $5) RETURNING ${COLUMNS}`,
        [name, email, role, age, orgId],
      );
      return reply
        .code(201)
        .header('location', `/users/${String(user?.id)}`)
        .send(user);
    },
  );

  app.patch('/users/:id', { schema: { params, body: BODY, response: { 200: USER } } }, async (request) => {
    const { id } = request.params as { readonly id: number };
    const changes = Object.entries(request.body as Row);
    const names = changes.map(([name]) => name);
    const [user] = await rows(
      `update ${names.join()}`,
      `UPDATE "user" SET ${names.map((name, index) => `"${name}" = $${index + 2}`).join(', ')} WHERE id = $1 RETURNING ${COLUMNS}`,
      [id, ...changes.map(([, value]) => value)],
    );
    if (!user) throw new NotFound();
    return user;
  });

  app.delete('/users/:id', { schema: { params } }, async (request, reply) => {
    const { id } = request.params as { readonly id: number };
    const { rowCount } = await pool.query({ name: 'delete', text: 'DELETE FROM "user" WHERE id = $1', values: [id] });
    return reply.code(rowCount === 1 ? 204 : 404).send();
  });

  return Promise.resolve({
    async listen() {
      return Number(new URL(await app.listen({ port: 0, host: '127.0.0.1' })).port);
    },
    async close() {
      await app.close();
      await pool.end();
    },
  });
}

interface FloorPage {
  readonly items: readonly UserJson[];
  readonly total?: number;
}

export const floorDialect: Dialect = {
  rows: USER_ROWS,
  lists: {
    newest: (size) => `/users/newest?limit=${size}`,
    fromAge: (age, size) => `/users/from-age?minAge=${age}&limit=${size}`,
    ofOrg: (orgId, size) => `/users/of-org?orgId=${orgId}&limit=${size}`,
    withOrg: (size) => `/users/with-org?limit=${size}`,
    withNotes: (size) => `/users/with-notes?limit=${size}`,
    deepPage: (size, page, get) => {
      const after = (time: string, id: number): string =>
        `/users/by-time?limit=${size}&after=${encodeURIComponent(time)}&afterId=${id}`;
      const next = (answer: unknown): string => {
        const last = (answer as FloorPage).items.at(-1);
        if (!last) throw new Error('The walk has ended before the page that was asked for.');
        return after(last.createdAt, last.id);
      };
      return walk(after('1970-01-01T00:00:00.000Z', 0), page, next, get);
    },
    read: (answer) => answer as FloorPage,
  },
};
