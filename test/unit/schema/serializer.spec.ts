import { Exclude, Expose, Transform } from 'class-transformer';
import { describeModel } from '../../../libs/restview/src/model/describe-model.js';
import { describeSchema } from '../../../libs/restview/src/schema/describe-schema.js';
import { Field, Nested, ReadOnly, WriteOnly } from '../../../libs/restview/src/schema/field-marks.js';
import { schemaFromModel } from '../../../libs/restview/src/schema/read-schema.js';
import type { SchemaClass } from '../../../libs/restview/src/schema/schema-class.js';
import { compileSerializer } from '../../../libs/restview/src/schema/serializer.js';
import { Address, Org, User, UserRead } from './people.js';

const serializerOf = (schema: SchemaClass, entity: typeof User | typeof Org = User) =>
  compileSerializer(describeSchema(schema, describeModel(entity)).description);

function someUser(): User {
  const org = Object.assign(new Org(), { id: 3, title: 'Analytical', secretKey: 'shh', users: [] });
  const address = Object.assign(new Address(), { street: 'St. James', city: 'London', zip: null });
  return Object.assign(new User(), {
    id: 1,
    name: 'Ada',
    email: 'ada@example.org',
    passwordHash: 'hash',
    password: 'plain',
    nickname: null,
    points: 12n,
    balance: 5,
    role: 'admin',
    bornAt: new Date(0),
    settings: { colour: 'red', version: 2, hidden: 'x' },
    age: 36,
    address,
    orgId: 3,
    org,
    manager: null,
    createdAt: new Date(86_400_000),
    version: 4,
  });
}

describe('compileSerializer', () => {
  it('lets out what the schema names, at every depth, by wire names', () => {
    expect(serializerOf(UserRead)(someUser())).toEqual({
      id: 1,
      name: 'Ada',
      email: 'ada@example.org',
      nickname: null,
      points: '12',
      role: 'admin',
      born_at: '1970-01-01T00:00:00.000Z',
      settings: { colour: 'red', version: 2 },
      age: 36,
      orgId: 3,
      address: { street: 'St. James', town: 'London', zip: null },
      org: { id: 3, title: 'Analytical' },
      manager: null,
      createdAt: '1970-01-02T00:00:00.000Z',
      label: 'Ada <ada@example.org>',
    });
  });

  it('projects an instance of the read schema like an entity', () => {
    const read = Object.assign(Object.create(UserRead.prototype), {
      id: 1,
      name: 'Ada',
      email: 'a@b',
      password: 'x',
      extra: 1,
    });
    expect(serializerOf(UserRead)(read)).toEqual({ id: 1, name: 'Ada', email: 'a@b', label: 'Ada <a@b>' });
  });

  it('leaves relations and hidden columns out of a schema made from the entity', () => {
    const json = serializerOf(schemaFromModel(describeModel(User)))(someUser());
    expect(json).not.toHaveProperty('passwordHash');
    expect(json).not.toHaveProperty('org');
    expect(json).toMatchObject({ version: 4, address: { city: 'London' } });
  });

  it('ends where data or schemas lead back to themselves', () => {
    const user = someUser();
    user.manager = user;
    let json: Record<string, unknown> | undefined = serializerOf(UserRead)(user);
    let levels = 0;
    while (json) [json, levels] = [json.manager as Record<string, unknown> | undefined, levels + 1];
    // The person and four levels of managers.
    expect(levels).toBe(5);
  });

  it('shows a relation without a schema of its own by its keys', () => {
    class Bare {
      @ReadOnly() readonly org!: Org;
    }
    class BareOrg {
      @ReadOnly() readonly users!: User[];
    }
    expect(serializerOf(Bare)(someUser())).toEqual({ org: 3 });
    expect(serializerOf(BareOrg, Org)({ users: [{ id: 1, passwordHash: 'x' }, { id: 2 }] })).toEqual({ users: [1, 2] });
  });

  it('makes JSON of what no column describes, without leaking entities', () => {
    class Computed {
      @ReadOnly() readonly anything!: unknown;
    }
    const write = serializerOf(Computed);
    const loop: Record<string, unknown> = { a: 1n };
    loop.self = loop;
    expect(write({ anything: new Date(0) })).toEqual({ anything: '1970-01-01T00:00:00.000Z' });
    expect(
      write({ anything: { big: 1n, f: () => 1, s: Symbol('x'), list: [undefined, 2n], date: new Date(NaN) } }),
    ).toEqual({
      anything: { big: '1', list: [null, '2'], date: null },
    });
    expect(() => JSON.stringify(write({ anything: loop }))).not.toThrow();
    expect(write({ anything: () => 1 })).toEqual({});
    expect(write({ anything: undefined })).toEqual({});
    expect(JSON.stringify(write({ anything: [someUser()] }))).not.toMatch(/hash|shh|plain/);
    expect(write({ anything: new Map([['k', new Set([1])]]) })).toEqual({ anything: { k: [1] } });
    expect(write({ anything: { toJSON: () => ({ amount: '1.00' }) } })).toEqual({ anything: { amount: '1.00' } });
  });

  it('honours @Transform on the way out, @Expose and @Exclude', () => {
    class Shaped {
      @Field() @Transform(({ value }: { value: string }) => value.toUpperCase(), { toPlainOnly: true }) name!: string;
      @Field() @Transform(() => 'never', { toClassOnly: true }) role!: string;
      @Transform(({ obj }: { obj: User }) => [obj.name, new Date(0)]) @ReadOnly() readonly pair!: unknown;
      @Exclude() passwordHash!: string;
      @Expose({ name: 'mail' }) @Field() email!: string;
      @Exclude({ toPlainOnly: true }) @Field() nickname!: string;
      @WriteOnly() password!: string;
      @Nested(() => OrgTitle)
      @Transform(({ value }: { value: Org }) => [value], { toPlainOnly: true })
      readonly org!: unknown;
    }
    class OrgTitle {
      @Field() title!: string;
    }
    expect(serializerOf(Shaped)(someUser())).toEqual({
      name: 'ADA',
      role: 'admin',
      pair: ['Ada', '1970-01-01T00:00:00.000Z'],
      mail: 'ada@example.org',
      org: [{ title: 'Analytical' }],
    });
  });

  it('reads getters of the entity, and getters of the schema over it', () => {
    class Person extends User {
      get initials(): string {
        return this.name.slice(0, 1);
      }
    }
    class Initialled {
      @ReadOnly() readonly initials!: string;
      @Field() name!: string;
      @ReadOnly() get shout(): string {
        return `${this.name}!`;
      }
    }
    expect(serializerOf(Initialled)(Object.assign(new Person(), { name: 'Ada' }))).toEqual({
      initials: 'A',
      name: 'Ada',
      shout: 'Ada!',
    });
  });
});
