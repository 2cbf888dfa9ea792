import { Field, Nested, ReadOnly, RestView, View, type ViewContext } from 'nestjs-restview';
import { callerOf } from '../fixtures/caller.js';
import { Org } from '../fixtures/org.entity.js';
import { TestApp } from '../fixtures/test-app.js';
import { User } from '../fixtures/user.entity.js';
import { type DatabaseName, onEveryDatabase } from '../setup/databases.js';
import { express } from '../setup/platforms.js';

class OrgRead {
  @ReadOnly() readonly id!: number;
  @Field() name!: string;
}

class UserRead {
  @ReadOnly() readonly id!: number;
  @Field() name!: string;
  @Field() email!: string;
  @Field() age!: number | null;
  @Field() nickname!: string | null;
  @ReadOnly() readonly version!: number;
}

class UserWithOrgRead extends UserRead {
  @Field() orgId!: number | null;
  @ReadOnly() @Nested(() => OrgRead) readonly org!: OrgRead | null;
}

class OrgWithUsersRead extends OrgRead {
  @ReadOnly() @Nested(() => UserWithOrgRead) readonly users!: UserWithOrgRead[];
}

@View('users', { model: User, schema: UserRead })
class UserView extends RestView<User, UserRead> {}

@View('bare', { model: User, schema: UserRead, includePaginationMetadata: false })
class BareUserView extends RestView<User, UserRead> {}

@View('all', { model: User, schema: UserRead, defaultPageSize: null })
class AllUsersView extends RestView<User, UserRead> {}

@View('with-org', { model: User, schema: UserWithOrgRead })
class UserWithOrgView extends RestView<User, UserWithOrgRead> {}

@View('orgs', { model: Org, schema: OrgWithUsersRead })
class OrgView extends RestView<Org, OrgWithUsersRead> {}

@View('scoped', { model: User, schema: UserRead })
class ScopedUserView extends RestView<User, UserRead> {
  override buildQuery(context: ViewContext) {
    return super.buildQuery(context).andWhere('user.tenantId = :tenant', { tenant: context.caller.tenantId });
  }
}

/** The driver's way to begin. */
const BEGIN: Readonly<Record<DatabaseName, string>> = {
  sqlite: 'BEGIN TRANSACTION',
  postgres: 'START TRANSACTION',
  mysql: 'START TRANSACTION',
};

onEveryDatabase((database) => {
  let app: TestApp;
  const begin = BEGIN[database.name];
  // Where there is no RETURNING, the row is read back: MySQL has none, MariaDB none of an UPDATE.
  const afterInsert = () => (app.dataSource.options.type === 'mysql' ? ['SELECT'] : []);
  const afterUpdate = () => (database.name === 'mysql' ? ['SELECT'] : []);
  /** A write that is one statement commits by itself on PostgreSQL. */
  const alone = (...statements: readonly string[]) =>
    database.name === 'postgres' ? statements : [begin, ...statements, 'COMMIT'];
  const aloneFailing = (...statements: readonly string[]) =>
    database.name === 'postgres' ? statements : [begin, ...statements, 'ROLLBACK'];

  /** The statements of a request: transaction statements whole, others by their first word. */
  const statementsOf = async (method: string, path: string, json?: unknown, expected?: number): Promise<string[]> => {
    app.statements.clear();
    const answer = await app.request(method, path, {
      headers: { 'x-tenant': '1' },
      ...(json === undefined ? {} : { json }),
    });
    if (expected !== undefined && answer.status !== expected) throw new Error(answer.body);
    return app.statements.statements.map((sql) => {
      const [word = ''] = sql.split(' ');
      return /^(SELECT|INSERT|UPDATE|DELETE)$/.test(word) ? word : sql;
    });
  };
  /** The part of an UPDATE that says what it writes. */
  const written = (): string[] => {
    const [, list = ''] = /SET (.*) WHERE/s.exec(app.statements.updates[0] ?? '') ?? [];
    return Array.from(list.matchAll(/["`](\w+)["`] = /g), ([, column = '']) => column).sort();
  };

  beforeAll(async () => {
    const views = [UserView, BareUserView, AllUsersView, UserWithOrgView, OrgView, ScopedUserView];
    app = await TestApp.start(database, express, [User, Org], views, { caller: callerOf });
  });
  afterAll(() => app.close());

  beforeEach(async () => {
    await app.dataSource.synchronize(true);
    await app.dataSource.manager.insert(Org, { name: 'Analytical' });
    const people = Array.from({ length: 4 }, (_, number) => ({
      name: `User ${String(number)}`,
      email: `${String(number)}@example.org`,
      orgId: number % 2 === 0 ? 1 : null,
    }));
    await app.dataSource.manager.insert(User, people);
  });

  describe('a create', () => {
    const body = { name: 'Eve', email: 'eve@example.org' };

    it('is one INSERT', async () => {
      expect(await statementsOf('POST', '/users', body, 201)).toEqual(alone('INSERT', ...afterInsert()));
    });

    it('reads each relation that the answer shows by one statement more', async () => {
      expect(await statementsOf('POST', '/with-org', { ...body, orgId: 1 }, 201)).toEqual([
        ...[begin, 'INSERT', ...afterInsert(), 'SELECT', 'COMMIT'],
      ]);
    });

    it('within a scope asks once whether the row is in it', async () => {
      expect(await statementsOf('POST', '/scoped', body, 201)).toEqual([
        ...[begin, 'INSERT', ...afterInsert(), 'SELECT', 'COMMIT'],
      ]);
    });

    it('that is refused for its body asks the database nothing', async () => {
      expect(await statementsOf('POST', '/users', { name: 5 }, 422)).toEqual([]);
    });

    it('that fails ends in one ROLLBACK', async () => {
      const again = { name: 'Eve', email: '0@example.org' };
      expect(await statementsOf('POST', '/users', again, 409)).toEqual(aloneFailing('INSERT'));
      expect(await statementsOf('POST', '/with-org', again, 409)).toEqual([begin, 'INSERT', 'ROLLBACK']);
    });
  });

  describe('a PATCH', () => {
    it('is a SELECT and an UPDATE', async () => {
      expect(await statementsOf('PATCH', '/users/1', { name: 'Eve' }, 200)).toEqual(
        alone('SELECT', 'UPDATE', ...afterUpdate()),
      );
    });

    it('writes the columns that change, the version and the date, and no others', async () => {
      await statementsOf('PATCH', '/users/1', { name: 'Eve', age: 5, nickname: null }, 200);
      expect(written()).toEqual(['age', 'name', 'updatedAt', 'version']);
      await statementsOf('PATCH', '/with-org/2', { orgId: 1, name: 'User 1' }, 200);
      expect(written()).toEqual(['orgId', 'updatedAt', 'version']);
    });

    it.each([
      ['that is empty', {}],
      ['with what is stored already', { name: 'User 0', age: null, nickname: null }],
      ['with read-only fields', { id: 9, version: 9 }],
    ])('%s issues no UPDATE', async (_what, body) => {
      expect(await statementsOf('PATCH', '/users/1', body, 200)).toEqual(alone('SELECT'));
    });

    it('of a missing row stops at the SELECT', async () => {
      expect(await statementsOf('PATCH', '/users/99', { name: 'Eve' }, 404)).toEqual(aloneFailing('SELECT'));
    });
  });

  it('a delete is a SELECT and a DELETE in a transaction, or a DELETE that gives the row', async () => {
    const [found, missing] =
      database.name === 'postgres' ? [['DELETE'], ['DELETE']] : [alone('SELECT', 'DELETE'), aloneFailing('SELECT')];
    expect(await statementsOf('DELETE', '/users/1', undefined, 204)).toEqual(found);
    expect(await statementsOf('DELETE', '/users/1', undefined, 404)).toEqual(missing);
    expect(await statementsOf('DELETE', '/with-org/2', undefined, 204)).toEqual(alone('SELECT', 'DELETE'));
    expect(await statementsOf('DELETE', '/scoped/99', undefined, 404)).toEqual([begin, 'SELECT', 'ROLLBACK']);
  });

  it('a read of one row is one SELECT, to-one relations included', async () => {
    expect(await statementsOf('GET', '/users/1', undefined, 200)).toEqual(['SELECT']);
    expect(await statementsOf('GET', '/with-org/1', undefined, 200)).toEqual(['SELECT']);
    expect(await statementsOf('GET', '/with-org/99', undefined, 404)).toEqual(['SELECT']);
  });

  describe('a list', () => {
    it.each([
      ['a page that is not full', '/users'],
      ['a last page that is not full', '/users?page_size=3&page=2'],
      ['everything', '/all'],
      ['a bare page', '/bare?page_size=2'],
    ])('needs one SELECT where the page tells the total: %s', async (_what, path) => {
      expect(await statementsOf('GET', path, undefined, 200)).toEqual(['SELECT']);
    });

    it.each([
      ['a full page', '/users?page_size=2'],
      ['a full last page', '/users?page_size=2&page=2'],
      ['a page beyond the end', '/users?page_size=2&page=9'],
    ])('counts where the page does not: %s', async (_what, path) => {
      expect(await statementsOf('GET', path, undefined, 200)).toEqual(['SELECT', 'SELECT']);
      expect(app.statements.selects[1]).toContain('COUNT(');
    });

    it('of nothing is one SELECT, and no relation is looked for', async () => {
      await app.dataSource.manager.createQueryBuilder().delete().from(User).execute();
      // A page like it needed its count, which may run beside this one.
      await app.request('GET', '/with-org');
      expect(await statementsOf('GET', '/with-org', undefined, 200)).toEqual(['SELECT']);
    });

    it('reads to-one relations with the page and each to-many relation by one statement', async () => {
      expect(await statementsOf('GET', '/with-org', undefined, 200)).toEqual(['SELECT']);
      expect(await statementsOf('GET', '/orgs', undefined, 200)).toEqual(['SELECT', 'SELECT']);
    });

    it('that is refused asks the database nothing', async () => {
      expect(await statementsOf('GET', '/users?page=0', undefined, 422)).toEqual([]);
    });
  });
});
