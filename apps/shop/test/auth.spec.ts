import { JwtService } from '@nestjs/jwt';
import { databases, onEveryDatabase } from '../../../test/setup/databases.js';
import { type HttpAnswer, request } from '../../../test/setup/http.js';
import { express, onEveryPlatform } from '../../../test/setup/platforms.js';
import { Session } from '../src/entities/session.js';
import { Staff } from '../src/entities/staff.js';
import { DEMO_PASSWORD } from '../src/seed/seed-people.js';
import { ShopClient } from './fixtures/shop-client.js';
import { cookieOf, SECRET, STAFF, TestShop } from './fixtures/test-shop.js';

const NEW_PASSWORD = 'a much better one';

onEveryDatabase((database) => {
  if (database.name === 'mysql') return;

  onEveryPlatform((platform) => {
    let shop: TestShop;
    let now = new Date();
    beforeAll(async () => {
      shop = await TestShop.start(database, platform, { now: () => now });
    });
    afterAll(() => shop.close());

    const login = (email: string, password: unknown = DEMO_PASSWORD): Promise<HttpAnswer> =>
      request(shop.app, 'POST', '/api/auth/login', { json: { email, password } });
    const bearer = (token: string) => new ShopClient(shop.app, { authorization: `Bearer ${token}` });
    const tokenOf = ({ headers }: HttpAnswer) => cookieOf(headers).replace('shop_session=', '');

    it('answers a login with who one is, and a cookie that scripts and other sites cannot use', async () => {
      const { status, json, headers } = await login(' Ada@North.example ');
      expect(status).toBe(200);
      expect(json).toEqual({
        ...{ id: 1, name: 'Ada Lindqvist', email: STAFF.owner, role: 'owner' },
        store: { id: 1, name: 'North' },
      });
      expect(headers.get('cache-control')).toBe('no-store');
      expect(headers.get('x-frame-options')).toBe('DENY');
      const [cookie = '', ...marks] = (headers.get('set-cookie') ?? '').split('; ');
      expect(cookie).toMatch(/^shop_session=\S+\.\S+\.\S+$/);
      expect(marks.toSorted()).toEqual(['HttpOnly', 'Max-Age=28800', 'Path=/', 'SameSite=Strict']);
      const client = new ShopClient(shop.app, { cookie });
      expect((await client.get('auth/me')).json).toEqual(json);
      expect((await bearer(cookie.replace('shop_session=', '')).get('auth/me')).json).toEqual(json);
      expect((await new ShopClient(shop.app, { cookie: `a=b; ${cookie}; c=d` }).get('auth/me')).status).toBe(200);
    });

    it('says the same of a wrong password, an unknown email and a member who is not active', async () => {
      const { passwordHash } = await shop.manager.findOneOrFail(Staff, {
        where: { id: 3 },
        select: { id: true, passwordHash: true },
      });
      const idle = { storeId: 1, name: 'Idle', email: 'idle@north.example', active: false, passwordHash };
      await shop.manager.insert(Staff, idle);
      const wrong = await login(STAFF.owner, 'not this one');
      const unknown = await login('nobody@north.example');
      const inactive = await login(idle.email);
      for (const answer of [wrong, unknown, inactive]) {
        expect(answer.status).toBe(401);
        expect(answer.headers.get('content-type')).toContain('application/problem+json');
        expect(answer.headers.has('set-cookie')).toBe(false);
        expect({ ...answer.json, instance: '' }).toEqual({ ...wrong.json, instance: '' });
      }
    });

    it('takes nothing that a page of somebody else can have a browser send', async () => {
      const form = new URLSearchParams({ email: STAFF.owner, password: DEMO_PASSWORD }).toString();
      const text = JSON.stringify({ email: STAFF.owner, password: DEMO_PASSWORD });
      for (const [type, body, refused] of [
        ['application/x-www-form-urlencoded', form, 415],
        ['text/plain', text, 422],
      ] as const) {
        const headers = { 'content-type': type };
        const { status, headers: answered } = await request(shop.app, 'POST', '/api/auth/login', { body, headers });
        expect([type, status, answered.has('set-cookie')]).toEqual([type, refused, false]);
      }
      // Another port or a sister of the domain is the same site: there the cookie goes along.
      const owner = await shop.as(STAFF.owner);
      for (const from of ['same-site', 'cross-site']) {
        const headers = { 'sec-fetch-site': from };
        for (const path of ['orders/1/cancel', 'auth/logout', 'auth/login']) {
          const { status, json } = await owner.send('POST', path, { headers });
          expect([from, path, status, json?.code]).toEqual([from, path, 403, 'forbidden']);
        }
        expect((await owner.send('GET', 'auth/me', { headers })).status).toBe(200);
      }
      for (const from of ['same-origin', 'none']) {
        const { status } = await owner.send('PATCH', 'store', { json: {}, headers: { 'sec-fetch-site': from } });
        expect(status).toBe(200);
      }
    });

    it('takes nothing but an email and a password', async () => {
      for (const json of [
        {},
        { email: STAFF.owner },
        { email: STAFF.owner, password: 5 },
        { email: 'x'.repeat(200), password: 'y' },
      ]) {
        expect((await request(shop.app, 'POST', '/api/auth/login', { json })).status).toBe(422);
      }
      const more = await request(shop.app, 'POST', '/api/auth/login', {
        json: { email: STAFF.owner, password: DEMO_PASSWORD, role: 'owner' },
      });
      expect(more.status).toBe(422);
      expect((await login(STAFF.owner, 'x'.repeat(10_000))).status).toBe(422);
    });

    it('knows nobody by a token that is forged, foreign, of no session, or none at all', async () => {
      const [session] = await shop.manager.find(Session, { where: { staffId: 1 } });
      const claims = { subject: '1', jwtid: session!.id, issuer: 'restview-shop', expiresIn: 60 };
      const sign = (secret: string, more: object = {}) => new JwtService({ secret }).sign({}, { ...claims, ...more });
      const [head, , signature] = sign(SECRET).split('.');
      const encoded = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');

      expect((await bearer(sign(SECRET)).get('auth/me')).status).toBe(200);
      const bad = {
        'of another secret': sign('another secret'),
        'of another issuer': sign(SECRET, { issuer: 'somebody else' }),
        'of an old day': sign(SECRET, { expiresIn: -1 }),
        'of a session that is not there': sign(SECRET, { jwtid: '00000000-0000-4000-8000-000000000000' }),
        "of another's session": sign(SECRET, { subject: '2' }),
        'with another content': `${head!}.${encoded({ sub: '2', jti: session!.id })}.${signature!}`,
        'without a signature': `${encoded({ alg: 'none', typ: 'JWT' })}.${encoded({ sub: '1', jti: session!.id, iss: 'restview-shop' })}.`,
        'that is none': 'nonsense',
      };
      for (const [which, token] of Object.entries(bad)) {
        const answers = await Promise.all([
          bearer(token).get('products'),
          new ShopClient(shop.app, { cookie: `shop_session=${token}` }).get('auth/me'),
        ]);
        expect([which, ...answers.map(({ status }) => status)]).toEqual([which, 401, 401]);
      }
      expect((await shop.visitor.get('auth/me')).json.code).toBe('unauthorized');
    });

    it('ends a session after eight hours', async () => {
      const token = tokenOf(await login(STAFF.clerk));
      expect((await bearer(token).get('auth/me')).status).toBe(200);
      const morning = now;
      now = new Date(morning.getTime() + 8 * 60 * 60 * 1000 + 1);
      expect((await bearer(token).get('auth/me')).status).toBe(401);
      // The next login sweeps it away.
      await login(STAFF.clerk);
      expect(await shop.manager.countBy(Session, { staffId: 3 })).toBe(1);
      now = morning;
    });

    it('ends a session at logout, that one only, also for who has kept the token', async () => {
      const [one, other] = [await login(STAFF.manager), await login(STAFF.manager)];
      const left = await bearer(tokenOf(one)).post('auth/logout');
      expect(left.status).toBe(204);
      expect(left.headers.get('set-cookie')).toContain('shop_session=; Max-Age=0; Path=/; HttpOnly; SameSite=Strict');
      expect((await bearer(tokenOf(one)).get('auth/me')).status).toBe(401);
      expect((await bearer(tokenOf(other)).get('auth/me')).status).toBe(200);
      expect((await shop.visitor.post('auth/logout')).status).toBe(401);
    });

    it('shuts a member out at once who is deactivated, and gives back what a new role may', async () => {
      const owner = await shop.as(STAFF.owner);
      const made = await owner.post('staff', {
        ...{ name: 'Temp', email: 'Temp@North.example', password: NEW_PASSWORD, role: 'clerk' },
      });
      expect([made.status, made.json.email]).toEqual([201, 'temp@north.example']);
      const temp = await shop.signIn('temp@north.example', NEW_PASSWORD);
      expect((await temp.get('staff')).status).toBe(403);
      await owner.patch(`staff/${String(made.json.id)}`, { role: 'owner' });
      expect((await temp.get('staff')).status).toBe(200);
      await owner.patch(`staff/${String(made.json.id)}`, { active: false });
      expect((await temp.get('staff')).status).toBe(401);
      expect((await login('temp@north.example', NEW_PASSWORD)).status).toBe(401);
      await owner.patch(`staff/${String(made.json.id)}`, { active: true });
      expect((await temp.get('staff')).status).toBe(200);
      expect((await owner.delete(`staff/${String(made.json.id)}`)).status).toBe(200);
      expect((await temp.get('staff')).status).toBe(401);
    });

    it('puts out who came in by an old password, but for the one that changes it', async () => {
      const owner = await shop.signIn(STAFF.stranger);
      const elsewhere = await shop.signIn(STAFF.stranger);
      const me = (await owner.get('auth/me')).json.id as number;
      expect((await owner.patch(`staff/${String(me)}`, { password: NEW_PASSWORD })).status).toBe(200);
      expect((await owner.get('auth/me')).status).toBe(200);
      expect((await elsewhere.get('auth/me')).status).toBe(401);
      expect((await login(STAFF.stranger)).status).toBe(401);
      expect((await login(STAFF.stranger, NEW_PASSWORD)).status).toBe(200);
    });

    it('lets nobody delete or deactivate himself, or step down', async () => {
      const owner = await shop.as(STAFF.owner);
      for (const change of [{ active: false }, { role: 'clerk' }]) {
        const { status, json } = await owner.patch('staff/1', change);
        expect([status, json.code]).toEqual([409, 'own_account']);
      }
      expect((await owner.delete('staff/1')).status).toBe(409);
      expect((await owner.patch('staff/1', { name: 'Ada L.', role: 'owner', active: true })).status).toBe(200);
    });

    it('leaves a store an owner, whatever its owners do to each other at the same moment', async () => {
      const owner = await shop.as(STAFF.owner);
      const hire = async (email: string) => {
        const { json } = await owner.post('staff', { name: email, email, role: 'owner', password: NEW_PASSWORD });
        return { id: json.id as number, client: await shop.signIn(email, NEW_PASSWORD) };
      };
      for (const change of [{ active: false }, { role: 'clerk' }, undefined]) {
        const one = await hire('one@north.example');
        const other = await hire('other@north.example');
        const removes = (who: ShopClient, id: number) =>
          change ? who.patch(`staff/${String(id)}`, change) : who.delete(`staff/${String(id)}`);
        // These two are the only ones.
        await shop.manager.update(Staff, { id: 1 }, { active: false });
        const answers = await Promise.all([removes(one.client, other.id), removes(other.client, one.id)]);
        expect(await shop.manager.countBy(Staff, { storeId: 1, role: 'owner', active: true })).toBe(1);
        expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
        await shop.manager.update(Staff, { id: 1 }, { active: true });
        await shop.manager.delete(Staff, [one.id, other.id]);
      }
    });

    it('stores passwords as argon2id, asks for twelve characters, and shows none', async () => {
      const owner = await shop.as(STAFF.owner);
      const short = await owner.post('staff', { name: 'S', email: 's@north.example', password: 'too short' });
      expect([short.status, short.json.mistakes[0].pointer]).toEqual([422, '/password']);
      const taken = await owner.post('staff', {
        name: 'S',
        email: STAFF.stranger.toUpperCase(),
        password: NEW_PASSWORD,
      });
      expect([taken.status, taken.json.code]).toEqual([409, 'unique_violation']);
      const { passwordHash } = await shop.manager.findOneOrFail(Staff, {
        where: { email: STAFF.stranger },
        select: { id: true, passwordHash: true },
      });
      expect(passwordHash).toMatch(/^\$argon2id\$/);
      for (const path of ['staff', 'staff/1', 'auth/me', 'audit-entries']) {
        expect((await owner.get(path)).body).not.toMatch(/argon2|passwordHash|"password":"/);
      }
    });
  });
});

describe('the limit of tries', () => {
  let shop: TestShop;
  let now = new Date();
  beforeAll(async () => {
    const limits = { tries: 3, triesFromAddress: 8, seconds: 60 };
    shop = await TestShop.start(databases[0]!, express, { loginLimits: limits, now: () => now });
  });
  afterAll(() => shop.close());

  const login = (email: string, password: string) =>
    request(shop.app, 'POST', '/api/auth/login', { json: { email, password } });

  it('holds against many at the same moment, even for the right password, and passes', async () => {
    const tries = await Promise.all(Array.from({ length: 20 }, (_, n) => login(STAFF.owner, `guess ${String(n)}`)));
    const statuses = tries.map(({ status }) => status);
    expect(statuses.filter((status) => status === 401)).toHaveLength(3);
    expect(statuses.filter((status) => status === 429)).toHaveLength(17);
    const right = await login(STAFF.owner, DEMO_PASSWORD);
    expect([right.status, right.json.code]).toEqual([429, 'too_many_tries']);
    expect(Number(right.headers.get('retry-after'))).toBeGreaterThan(0);
    // Another account is not concerned, until the address has tried too often.
    expect((await login(STAFF.clerk, DEMO_PASSWORD)).status).toBe(200);
    now = new Date(now.getTime() + 61_000);
    expect((await login(STAFF.owner, DEMO_PASSWORD)).status).toBe(200);
  });

  it('holds against an address that tries one password on every account', async () => {
    const tries = await Promise.all(
      Array.from({ length: 12 }, (_, n) => login(`user${String(n)}@north.example`, 'Password123')),
    );
    expect(tries.filter(({ status }) => status === 429)).toHaveLength(4);
  });

  it('is not forgotten where somebody signs in by an account of his own in between', async () => {
    now = new Date(now.getTime() + 61_000);
    const statuses: number[] = [];
    for (let n = 0; n < 12; n += 1) {
      statuses.push((await login(`guest${String(n)}@north.example`, 'Password123')).status);
      await login(STAFF.clerk, DEMO_PASSWORD);
    }
    expect(statuses.filter((status) => status === 401)).toHaveLength(8);
  });
});

describe('the limit of tries behind a proxy', () => {
  let shop: TestShop;
  beforeAll(async () => {
    const loginLimits = { tries: 3, triesFromAddress: 8, seconds: 60 };
    shop = await TestShop.start(databases[0]!, express, { loginLimits, trustProxy: true });
  });
  afterAll(() => shop.close());

  it('counts by the address that the proxy saw, and not by those that a client makes up', async () => {
    const login = (forwarded: string) =>
      request(shop.app, 'POST', '/api/auth/login', {
        json: { email: STAFF.owner, password: 'not this one' },
        headers: { 'x-forwarded-for': forwarded, 'x-forwarded-proto': 'https' },
      });
    const statuses: number[] = [];
    for (let n = 0; n < 6; n += 1) statuses.push((await login(`10.0.0.${String(n)}, 203.0.113.7`)).status);
    expect(statuses).toEqual([401, 401, 401, 429, 429, 429]);
    expect((await login('203.0.113.7, 203.0.113.8')).status).toBe(401);
    const { headers } = await request(shop.app, 'POST', '/api/auth/login', {
      json: { email: STAFF.clerk, password: DEMO_PASSWORD },
      headers: { 'x-forwarded-for': '203.0.113.9', 'x-forwarded-proto': 'https' },
    });
    expect(headers.get('set-cookie')).toContain('Secure');
  });
});
