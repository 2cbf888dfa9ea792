import { Expose, Exclude, Type } from 'class-transformer';
import { IsString } from 'class-validator';
import { Column, Entity, ManyToOne, PrimaryGeneratedColumn, type Relation } from 'typeorm';
import { ApiProperty } from '@nestjs/swagger';
import { describeModel } from '../../../libs/restview/src/model/describe-model.js';
import { describeInput, describeSchema, nestedMistakes } from '../../../libs/restview/src/schema/describe-schema.js';
import { Field, Nested, ReadOnly, WriteOnly } from '../../../libs/restview/src/schema/field-marks.js';
import { schemaFromModel } from '../../../libs/restview/src/schema/read-schema.js';
import type { SchemaClass } from '../../../libs/restview/src/schema/schema-class.js';
import { Address, AddressRead, Org, OrgRead, User, UserRead } from './people.js';

const user = describeModel(User);

function accessOf(schema: SchemaClass, role?: 'create'): Record<string, string> {
  const { description } = role ? describeInput(schema, user, role) : describeSchema(schema, user);
  return Object.fromEntries(description.fields.map(({ property, access }) => [property, access]));
}

function problemsOf(schema: SchemaClass): string[] {
  return describeSchema(schema, user).mistakes.map(({ subject, problem, remedy }) => `${subject} ${problem} ${remedy}`);
}

describe('describeSchema', () => {
  it('finds no mistake in a schema that uses every mark', () => {
    expect(describeSchema(UserRead, user).mistakes).toEqual([]);
    expect(nestedMistakes(describeSchema(UserRead, user).description)).toEqual([]);
  });

  it('orders fields by the columns, the rest after them', () => {
    const { description } = describeSchema(UserRead, user);
    const names = description.fields.map(({ property }) => property);
    expect(names.slice(0, 3)).toEqual(['id', 'name', 'email']);
    expect(names.indexOf('version')).toBe(-1);
    expect(names.slice(-1)[0]).toMatch(/password|label|org|manager|address/);
    expect(new Set(names.slice(-5))).toEqual(new Set(['password', 'address', 'org', 'manager', 'label']));
  });

  it('reads marks, class-validator, class-transformer and @ApiProperty as fields, and leaves @Exclude() out', () => {
    class Mixed {
      @ReadOnly() readonly id!: number;
      @IsString() name!: string;
      @Expose({ name: 'mail' }) email!: string;
      @ApiProperty() nickname!: string;
      @Exclude() passwordHash!: string;
      @Exclude({ toPlainOnly: true }) role!: string;
      @Type(() => Date) bornAt!: Date;
    }
    expect(accessOf(Mixed)).toEqual({
      id: 'read-only',
      name: 'read-write',
      email: 'read-write',
      nickname: 'read-write',
      role: 'write-only',
      bornAt: 'read-write',
    });
    const { description } = describeSchema(Mixed, user);
    expect(description.fields.find(({ property }) => property === 'email')?.wireName).toBe('mail');
    expect(describeSchema(Mixed, user).mistakes).toEqual([]);
  });

  it('makes what the server owns read-only, except in an explicit input', () => {
    class Plain {
      @ApiProperty() id!: number;
      @ApiProperty() createdAt!: Date;
    }
    expect(accessOf(Plain)).toEqual({ id: 'read-only', createdAt: 'read-only' });
    expect(accessOf(Plain, 'create')).toEqual({ id: 'read-write', createdAt: 'read-write' });
  });

  it('inherits marks, and lets a subclass mark again', () => {
    class Base {
      @ReadOnly() name!: string;
      @ReadOnly() nickname!: string;
      @WriteOnly() password!: string;
    }
    class Child extends Base {
      @Field() override nickname!: string;
      @ReadOnly() override password!: string;
    }
    expect(accessOf(Base)).toEqual({ name: 'read-only', nickname: 'read-only', password: 'write-only' });
    expect(accessOf(Child)).toEqual({ name: 'read-only', nickname: 'read-write', password: 'read-only' });
  });

  it('ties fields to columns, relations and embeddeds', () => {
    const { description } = describeSchema(UserRead, user);
    const field = (name: string) => description.fields.find(({ property }) => property === name)!;
    expect(field('nickname')).toMatchObject({ fromColumn: true, nullable: true, column: { path: ['nickname'] } });
    expect(field('org')).toMatchObject({ access: 'read-only', isList: false, relation: { property: 'org' } });
    expect(field('address')).toMatchObject({ access: 'read-write', embedded: { property: 'address' } });
    const nested = field('address').nested!();
    expect(nested.schema).toBe(AddressRead);
    expect(nested.fields.map(({ wireName, column }) => [wireName, column?.path])).toEqual([
      ['street', ['address', 'street']],
      ['town', ['address', 'city']],
      ['zip', ['address', 'zip']],
    ]);
    expect(field('org').nested!().model?.entity).toBe(Org);
  });

  it('closes the ring of schemas that nest each other', () => {
    const { description } = describeSchema(UserRead, user);
    const manager = description.fields.find(({ property }) => property === 'manager')!.nested!();
    expect(manager.fields.find(({ property }) => property === 'manager')!.nested!()).toBe(manager);
    expect(manager).toBe(description);
  });

  it('knows lists by the type of the property, by [X], and by the relation', () => {
    class OrgWithUsers {
      @Nested(() => UserRead) readonly users!: UserRead[];
    }
    class Loose {
      @ReadOnly() @Nested(() => [OrgRead]) readonly orgs!: unknown;
      @ReadOnly() @Nested(() => OrgRead) readonly best!: unknown;
    }
    expect(describeSchema(OrgWithUsers, describeModel(Org)).description.fields[0]?.isList).toBe(true);
    expect(describeSchema(Loose, user).description.fields.map(({ isList }) => isList)).toEqual([true, false]);
  });
});

class Unstored {
  @Field() nope!: string;
}
class Contradicting {
  @ReadOnly() @WriteOnly() name!: string;
}
class Revealing {
  @Field() passwordHash!: string;
}
class Paging {
  @Expose({ name: 'page' }) @Field() name!: string;
}
class Underscored {
  @Expose({ name: 'a__b' }) @Field() name!: string;
}
class Dotted {
  @Expose({ name: 'a.b' }) @Field() name!: string;
}
class NestedColumn {
  @Nested(() => OrgRead) name!: string;
}
class NestedNothing {
  @Nested(() => OrgRead) nope!: OrgRead;
}
class Unstructured {
  @ApiProperty() address!: Address;
}

describe('mistakes of a schema', () => {
  it('names a property without any decorator, where run time sees it', () => {
    class Sloppy {
      @Field() name!: string;
      nickname = 'none';
      helper = () => 1;
    }
    expect(problemsOf(Sloppy)).toEqual([expect.stringMatching(/^Sloppy\.nickname .*Add @Field\(\)/)]);
    class Defined {
      @Field() name!: string;
      constructor() {
        // What class fields with define semantics leave behind.
        Object.defineProperty(this, 'email', { value: undefined, enumerable: true, writable: true });
      }
    }
    expect(problemsOf(Defined)).toEqual([expect.stringMatching(/^Defined\.email /)]);
  });

  it('names a property that only the Swagger plugin knows', () => {
    class Planned {
      @Field() name!: string;
      static _OPENAPI_METADATA_FACTORY() {
        return { name: { required: true }, email: { required: true } };
      }
    }
    expect(problemsOf(Planned)).toEqual([expect.stringMatching(/^Planned\.email /)]);
  });

  it('refuses a writable field without a column, unless it is write-only or virtual (DEF-39)', () => {
    class Homeless {
      @IsString() namee!: string;
      @WriteOnly() @IsString() password!: string;
      @Field({ virtual: true }) @IsString() invitation!: string;
      @ReadOnly() @IsString() readonly initials!: string;
    }
    expect(problemsOf(Homeless)).toEqual([
      expect.stringMatching(/^Homeless\.namee is writable, but User has no such column/),
    ]);
  });

  it.each([
    ['@Field() without a column', Unstored, /has no column "nope"/],
    ['both access marks', Contradicting, /@ReadOnly\(\) and @WriteOnly\(\)/],
    ['a hidden column that is shown', Revealing, /select: false/],
    ['a list parameter as a wire name', Paging, /parameter of every list/],
    ['a separator in a wire name', Underscored, /separate field and operator/],
    ['a dot in a wire name', Dotted, /separate field and operator/],
    ['@Nested over a plain column', NestedColumn, /is a varchar|is a .* column/],
    ['@Nested over nothing', NestedNothing, /no relation, embedded or JSON column/],
    ['an embedded without a schema', Unstructured, /without a schema of its own/],
  ])('finds %s', (_, schema, message) => {
    expect(problemsOf(schema).join('\n')).toMatch(message);
  });

  it('finds two fields with one name', () => {
    class Twins {
      @Field() name!: string;
      @Expose({ name: 'name' }) @Field() nickname!: string;
    }
    expect(problemsOf(Twins).join()).toMatch(/nickname is called "name" on the wire, and so is name/);
  });

  it('finds mistakes of nested schemas when they are asked for', () => {
    class Broken {
      @Field() nope!: string;
    }
    class Outer {
      @Nested(() => Broken) readonly org!: Broken;
    }
    const { description, mistakes } = describeSchema(Outer, user);
    expect(mistakes).toEqual([]);
    expect(nestedMistakes(description).map(({ subject }) => subject)).toEqual(['Broken.nope']);
  });

  it('names a nested schema whose module was not there', () => {
    class Early {
      @Nested((): SchemaClass => undefined!) readonly org!: object;
    }
    expect(nestedMistakes(describeSchema(Early, user).description)[0]?.subject).toBe('Early.org');
  });
});

@Entity()
class Odd {
  @PrimaryGeneratedColumn() id!: number;
  @Column({ type: 'xml2' as 'xml' }) words!: string;
  @Column({ type: 'geometry' as 'point', select: false }) place!: string;
  @ManyToOne(() => Odd) parent!: Relation<Odd>;
}

describe('schemaFromModel', () => {
  it('makes a class with a field for each column and embedded, without hidden columns and relations', () => {
    const schema = schemaFromModel(user);
    expect(schema.name).toBe('UserRead');
    const { description, mistakes } = describeSchema(schema, user);
    expect(mistakes).toEqual([]);
    expect(description.fields.map(({ property, access }) => `${property}:${access}`)).toEqual([
      'id:read-only',
      'name:read-write',
      'email:read-write',
      'nickname:read-write',
      'points:read-write',
      'balance:read-write',
      'role:read-write',
      'bornAt:read-write',
      'settings:read-write',
      'age:read-write',
      'orgId:read-write',
      'createdAt:read-only',
      'version:read-only',
      'address:read-write',
    ]);
    expect(description.fields.at(-1)?.nested?.().name).toBe('UserAddressRead');
    expect(schemaFromModel(user)).toBe(schema);
  });

  it('refuses a column without a form in JSON, naming column, type and remedy', () => {
    expect(() => schemaFromModel(describeModel(Odd))).toThrow(/Odd\.words: .*"xml2".*schema without it/);
  });
});
