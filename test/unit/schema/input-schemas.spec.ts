import { ApiProperty } from '@nestjs/swagger';
import { plainToInstance } from 'class-transformer';
import { IsOptional, IsString, validate } from 'class-validator';
import { describeModel } from '../../../libs/restview/src/model/describe-model.js';
import { describeSchema } from '../../../libs/restview/src/schema/describe-schema.js';
import { Field, ReadOnly, WriteOnly } from '../../../libs/restview/src/schema/field-marks.js';
import { deriveCreateSchema, deriveUpdateSchema } from '../../../libs/restview/src/schema/input/input-schemas.js';
import { mappable, namedClass } from '../../../libs/restview/src/schema/named-class.js';
import { schemaFromModel } from '../../../libs/restview/src/schema/read-schema.js';
import { responseClassOf } from '../../../libs/restview/src/schema/document/response-class.js';
import type { SchemaClass } from '../../../libs/restview/src/schema/schema-class.js';
import { componentsOf } from './openapi.js';
import { User, UserRead } from './people.js';

const user = describeModel(User);
const description = () => describeSchema(UserRead, user).description;

async function failing(schema: SchemaClass, plain: object): Promise<Record<string, string[]>> {
  const instance = plainToInstance(mappable(schema), plain);
  const errors = await validate(instance);
  return Object.fromEntries(
    errors.map(({ property, constraints, children }) => [
      property,
      [...Object.keys(constraints ?? {}), ...(children ?? []).map((child) => child.property)].sort(),
    ]),
  );
}

describe('derived input classes', () => {
  it.each([
    ['UserRead', 'UserCreate', 'UserUpdate'],
    ['Read', 'ReadCreate', 'ReadUpdate'],
    ['UserSchema', 'UserSchemaCreate', 'UserSchemaUpdate'],
    ['ReadReadRead', 'ReadReadCreate', 'ReadReadUpdate'],
  ])('strips one trailing Read of %s', (name, create, update) => {
    class Named {
      @Field() name!: string;
    }
    Object.defineProperty(Named, 'name', { value: name });
    const { description: named } = describeSchema(Named, user);
    expect(deriveCreateSchema(named).name).toBe(create);
    expect(deriveUpdateSchema(named).name).toBe(update);
    expect(deriveCreateSchema(named)).toBe(deriveCreateSchema(named));
  });

  it('keep the written validators and add those of columns, for a plain validate()', async () => {
    expect(
      await failing(deriveCreateSchema(description()), {
        name: '',
        email: 'x',
        password: 'short',
        nickname: 'a'.repeat(11),
        points: 'many',
        role: 'king',
        age: 1.5,
        address: { street: 'x'.repeat(41) },
        orgId: 'one',
      }),
    ).toEqual({
      name: ['isLength'],
      email: ['isEmail'],
      password: ['minLength'],
      nickname: ['maxLength'],
      points: ['isNumberString'],
      role: ['isIn'],
      age: ['isInt'],
      address: ['city', 'street'],
      orgId: expect.arrayContaining(['isInt']),
    });
  });

  it('let be missing what a column can do without, and on update everything', async () => {
    const missing = await failing(deriveCreateSchema(description()), {});
    expect(Object.keys(missing).sort()).toEqual(['age', 'email', 'name', 'orgId', 'password']);
    expect(await failing(deriveUpdateSchema(description()), {})).toEqual({});
    expect(await failing(deriveUpdateSchema(description()), { name: null, nickname: null })).toEqual({
      name: ['isLength', 'isString'],
    });
  });

  it('keep initialisers on create only', () => {
    expect({ ...Reflect.construct(deriveCreateSchema(description()), []) }).toEqual({ role: 'member' });
    expect({ ...Reflect.construct(deriveUpdateSchema(description()), []) }).toEqual({});
  });
});

describe('the document', () => {
  it('shows a response without write-only fields, and inputs without read-only ones, at every depth', async () => {
    const described = description();
    const { components, warnings } = await componentsOf(
      deriveCreateSchema(described),
      deriveUpdateSchema(described),
      responseClassOf(described),
    );
    expect(warnings).toEqual([]);
    expect(Object.keys(components).sort()).toEqual([
      'AddressCreate',
      'AddressRead',
      'AddressUpdate',
      'OrgRead',
      'ThemeCreate',
      'ThemeRead',
      'UserCreate',
      'UserRead',
      'UserUpdate',
    ]);
    expect(responseClassOf(described)).toBe(UserRead);
    expect(Object.keys(components.UserRead!.properties)).not.toContain('password');
    expect(Object.keys(components.OrgRead!.properties)).toEqual(['id', 'title']);
    expect(Object.keys(components.AddressCreate!.properties)).toEqual(['street', 'town']);
    expect(components.AddressUpdate!.required).toBeUndefined();
    expect(components.UserUpdate!.required).toBeUndefined();
    expect(components.UserCreate!.required!.sort()).toEqual(['address', 'age', 'email', 'name', 'orgId', 'password']);
    expect(components.UserRead!.required).toEqual(
      expect.arrayContaining(['id', 'nickname', 'born_at', 'label', 'org']),
    );
    expect(components.UserCreate!.properties).toMatchObject({
      name: { type: 'string', minLength: 1, maxLength: 80 },
      email: { type: 'string', format: 'email' },
      password: { type: 'string', minLength: 12, writeOnly: true },
      nickname: { type: 'string', maxLength: 10, nullable: true },
      points: { type: 'string', format: 'int64', pattern: '^-?\\d+$', default: '0' },
      role: { type: 'string', enum: ['admin', 'member'], default: 'member' },
      born_at: { type: 'string', format: 'date-time', nullable: true },
      settings: { allOf: [{ $ref: '#/components/schemas/ThemeCreate' }], nullable: true },
      age: { type: 'integer' },
    });
    expect(components.UserRead!.properties.id).toMatchObject({ type: 'integer', readOnly: true });
    expect(components.UserRead!.properties.createdAt).toMatchObject({
      type: 'string',
      format: 'date-time',
      readOnly: true,
    });
    expect(JSON.stringify(components.UserRead!.properties.manager)).toContain('#/components/schemas/UserRead');
  });

  it('would be warned of two classes with one name', async () => {
    const twins = ['name', 'age'].map((property) => {
      const Twin = namedClass('Twin');
      ApiProperty({ type: 'string' })(Twin.prototype, property);
      return Twin;
    });
    expect((await componentsOf(...twins)).warnings.join('')).toContain('Duplicate DTO');
  });

  it('documents a schema that was made from the entity', async () => {
    const { description: made } = describeSchema(schemaFromModel(user), user);
    const { components, warnings } = await componentsOf(
      responseClassOf(made),
      deriveCreateSchema(made),
      deriveUpdateSchema(made),
    );
    expect(warnings).toEqual([]);
    expect(components.UserRead!.properties.balance).toEqual({
      type: 'string',
      format: 'decimal',
      pattern: '^-?0*\\d{1,8}(\\.\\d{1,2}0*)?$',
      nullable: true,
    });
    expect(components.UserRead!.properties.settings).toMatchObject({ type: 'object', nullable: true });
    expect(components.UserCreate!.required!.sort()).toEqual(['address', 'age', 'email', 'name', 'orgId']);
    expect(Object.keys(components).sort()).toEqual([
      'UserAddressCreate',
      'UserAddressRead',
      'UserAddressUpdate',
      'UserCreate',
      'UserRead',
      'UserUpdate',
    ]);
  });

  it('never overrides what @ApiProperty says', async () => {
    class SpokenRead {
      @ApiProperty({ description: 'Full name', maxLength: 5, example: 'Ada' }) @Field() name!: string;
      @ApiProperty({ type: 'number', minimum: 3 }) @Field() age!: number;
      @ApiProperty({ required: false }) @IsString() email!: string;
      @ApiProperty() @Field() points!: string;
    }
    const described = describeSchema(SpokenRead, user).description;
    const { components } = await componentsOf(responseClassOf(described), deriveCreateSchema(described));
    for (const name of ['SpokenRead', 'SpokenCreate']) {
      expect(components[name]!.properties).toMatchObject({
        name: { type: 'string', description: 'Full name', maxLength: 5, example: 'Ada' },
        age: { type: 'number', minimum: 3 },
        points: { type: 'string', format: 'int64' },
      });
    }
    expect(components.SpokenCreate!.required!.sort()).toEqual(['age', 'name']);
  });

  it('replaces a class that documents a secret by one of the same name without it', async () => {
    class LeakyRead {
      @ReadOnly() @ApiProperty() readonly id!: number;
      @WriteOnly() @ApiProperty() password!: string;
      @IsOptional() @IsString() @ApiProperty() nickname!: string | null;
    }
    const described = describeSchema(LeakyRead, user).description;
    const response = responseClassOf(described);
    expect(response).not.toBe(LeakyRead);
    const { components, warnings } = await componentsOf(response, deriveCreateSchema(described));
    expect(warnings).toEqual([]);
    expect(Object.keys(components.LeakyRead!.properties)).toEqual(['id', 'nickname']);
    expect(Object.keys(components.LeakyCreate!.properties)).toEqual(['password', 'nickname']);
  });

  it('knows what the Swagger CLI plugin wrote down', async () => {
    class PluggedRead {
      @Field() name!: string;
      @WriteOnly() @IsString() password!: string;
      @IsString() email!: string;
      static _OPENAPI_METADATA_FACTORY() {
        return {
          name: { required: true, type: () => String, description: 'From a comment' },
          password: { required: true, type: () => String },
          email: { required: false, type: () => String },
        };
      }
    }
    const described = describeSchema(PluggedRead, user).description;
    const { components, warnings } = await componentsOf(
      responseClassOf(described),
      deriveCreateSchema(described),
      deriveUpdateSchema(described),
    );
    expect(warnings).toEqual([]);
    expect(Object.keys(components.PluggedRead!.properties).sort()).toEqual(['email', 'name']);
    expect(components.PluggedRead!.properties.name).toMatchObject({
      type: 'string',
      maxLength: 80,
      description: 'From a comment',
    });
    expect(components.PluggedCreate!.required!.sort()).toEqual(['name', 'password']);
    expect(components.PluggedUpdate!.required).toBeUndefined();
  });
});
