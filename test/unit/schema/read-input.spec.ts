import { Expose, Transform, Type } from 'class-transformer';
import {
  ArrayMaxSize,
  IsArray,
  IsDate,
  IsEmail,
  IsIn,
  IsInt,
  IsOptional,
  IsString,
  validate,
  MaxLength,
  MinLength,
  ValidateBy,
  ValidateIf,
  ValidateNested,
} from 'class-validator';
import { describeModel } from '../../../libs/restview/src/model/describe-model.js';
import { describeInput, describeSchema } from '../../../libs/restview/src/schema/describe-schema.js';
import { Field, Nested, ReadOnly, WriteOnly } from '../../../libs/restview/src/schema/field-marks.js';
import { deriveCreateSchema, deriveUpdateSchema } from '../../../libs/restview/src/schema/input/input-schemas.js';
import { compileInputReader, type InputReader } from '../../../libs/restview/src/schema/input/read-input.js';
import { schemaFromModel } from '../../../libs/restview/src/schema/read-schema.js';
import type { SchemaClass } from '../../../libs/restview/src/schema/schema-class.js';
import { randomJson } from './random-json.js';
import { AddressRead, User, UserRead } from './people.js';

const user = describeModel(User);

function readerOf(schema: SchemaClass, role: 'create' | 'update'): InputReader {
  const { description } = describeSchema(schema, user);
  return compileInputReader(
    role === 'create' ? deriveCreateSchema(description) : deriveUpdateSchema(description),
    description,
    role,
  );
}

const create = readerOf(UserRead, 'create');
const update = readerOf(UserRead, 'update');
const ada = {
  name: 'Ada',
  email: ' Ada@Example.org ',
  password: 'correct horse',
  age: 36,
  orgId: 3,
  address: { street: 'St. James', town: 'London' },
};

async function codes(reader: InputReader, body: unknown): Promise<string[]> {
  const { mistakes } = await reader.read(body);
  return mistakes.map(({ pointer, code }) => `${pointer} ${code}`);
}

describe('reading a create', () => {
  it('gives an instance of the derived class: sent values, transformed, and initialisers', async () => {
    const { value, mistakes } = await create.read({ ...ada, born_at: '1815-12-10', settings: { colour: 'red' } });
    expect(mistakes).toEqual([]);
    expect({ ...value }).toEqual({
      name: 'Ada',
      email: 'ada@example.org',
      password: 'correct horse',
      age: 36,
      orgId: 3,
      role: 'member',
      bornAt: new Date('1815-12-10T00:00:00Z'),
      address: { street: 'St. James', city: 'London' },
      settings: { colour: 'red' },
    });
    expect(value.constructor.name).toBe('UserCreate');
    expect(Reflect.get(value, 'address').constructor.name).toBe('AddressCreate');
  });

  it('asks for each missing field once', async () => {
    expect(await codes(create, {})).toEqual([
      '/name required',
      '/email required',
      '/age required',
      '/orgId required',
      '/password required',
      '/address required',
    ]);
  });

  it('names unknown keys, and the public writable field that was meant', async () => {
    const { mistakes } = await create.read({ ...ada, nam: 1, passwordHash: 'x', 'a/b~c': 1, version: 1 });
    expect(mistakes).toEqual([
      { pointer: '/nam', code: 'unknown_field', detail: 'There is no field "nam". Did you mean "name"?' },
      {
        pointer: '/passwordHash',
        code: 'unknown_field',
        detail: 'There is no field "passwordHash". Did you mean "password"?',
      },
      { pointer: '/a~1b~0c', code: 'unknown_field', detail: 'There is no field "a/b~c".' },
      { pointer: '/version', code: 'unknown_field', detail: 'There is no field "version".' },
    ]);
  });

  it('does not know the property behind a wire name (DEF-15)', async () => {
    expect(await codes(create, { ...ada, bornAt: '1815-12-10' })).toEqual(['/bornAt unknown_field']);
    expect(await codes(update, { bornAt: '1815-12-10' })).toEqual(['/bornAt unknown_field']);
  });

  it('drops read-only keys without a word, at every depth', async () => {
    const { value, mistakes } = await create.read({
      ...ada,
      id: 99,
      createdAt: 'whatever',
      label: 'x',
      org: { id: 4 },
      address: { ...ada.address, zip: '1' },
    });
    expect(mistakes).toEqual([]);
    expect(Object.keys(value)).not.toEqual(expect.arrayContaining(['id']));
    expect({ ...value }).toMatchObject({ address: { street: 'St. James', city: 'London' } });
    expect(Reflect.get(value, 'address')).not.toHaveProperty('zip');
  });

  it('finds all mistakes of a body, nested ones by their pointers', async () => {
    const found = await codes(create, {
      ...ada,
      name: '',
      email: 'nobody',
      password: 'short',
      role: 'king',
      points: '9'.repeat(30),
      age: 1.5,
      nickname: 'a\0',
      born_at: 'soon',
      address: { street: 'x'.repeat(41), twon: 1 },
      settings: { colour: 5 },
    });
    expect(found.sort()).toEqual([
      '/address/street too_long',
      '/address/town required',
      '/address/twon unknown_field',
      '/age type',
      '/born_at is_date',
      '/email is_email',
      '/name is_length',
      '/nickname invalid_character',
      '/password min_length',
      '/points out_of_range',
      '/role enum',
      '/settings/colour is_string',
    ]);
  });

  it('writes messages with the name on the wire', async () => {
    const { mistakes } = await create.read({ ...ada, born_at: 'soon', age: 'old' });
    expect(mistakes.map(({ detail }) => detail)).toEqual([
      'born_at must be a Date instance',
      'age must be an integer.',
    ]);
  });

  it.each([[undefined], [null], [5], ['text'], [[]], [[{}]], [true], [new Date()]])(
    'refuses a body that is %p',
    async (body) => {
      expect(await create.read(body)).toMatchObject({ mistakes: [{ pointer: '', code: 'type' }] });
    },
  );

  it.each([
    ['{"__proto__":{"admin":true}}'],
    ['{"address":{"__proto__":{"admin":true}}}'],
    ['{"settings":[[{"__proto__":1}]]}'],
    ['{"constructor":{"prototype":{"admin":true}}}'],
  ])('refuses %s and leaves prototypes alone', async (text) => {
    const { value, mistakes } = await create.read(JSON.parse(text));
    expect(mistakes.map(({ pointer, code }) => [pointer, code])).toEqual([['', 'forbidden_key']]);
    expect(Reflect.get({}, 'admin')).toBeUndefined();
    expect(Object.keys(value)).toEqual([]);
  });

  it('takes an ordinary key called constructor, and refuses nesting without end', async () => {
    const settings = readerOf(schemaFromModel(user), 'update');
    expect(await codes(settings, { settings: { constructor: 'Ferrari' } })).toEqual([]);
    expect(await codes(settings, { settings: JSON.parse('['.repeat(100_000) + ']'.repeat(100_000)) })).toEqual([
      ' too_deep',
    ]);
    expect(await codes(settings, { constructor: 1, toString: 1, hasOwnProperty: 1 })).toEqual([
      '/constructor unknown_field',
      '/toString unknown_field',
      '/hasOwnProperty unknown_field',
    ]);
  });

  it('lists at most a hundred mistakes', async () => {
    const body = Object.fromEntries(Array.from({ length: 50_000 }, (_, index) => [`key${index}`, 1]));
    expect((await create.read(body)).mistakes).toHaveLength(100);
  });
});

describe('reading an update', () => {
  it('has what the client sent and nothing else', async () => {
    const { value, mistakes } = await update.read({ nickname: null, address: { town: 'Paris' } });
    expect(mistakes).toEqual([]);
    expect({ ...value }).toEqual({ nickname: null, address: { city: 'Paris' } });
    expect(Object.keys(value)).toEqual(['nickname', 'address']);
    expect(value.constructor.name).toBe('UserUpdate');
    expect(Object.keys((await update.read({})).value)).toEqual([]);
  });

  it('refuses null where the column has none (DEF-14)', async () => {
    expect(
      await codes(update, { name: null, age: null, address: null, nickname: null, born_at: null, settings: null }),
    ).toEqual(['/name null_not_allowed', '/age null_not_allowed', '/address null_not_allowed']);
  });

  it('replaces a JSON value as a whole, so that its fields are required', async () => {
    expect(await codes(update, { settings: {} })).toEqual(['/settings/colour required']);
  });

  it('lets a rule over two fields judge only what was sent (DEF-16)', async () => {
    expect(await codes(update, { password: 'correct horse' })).toEqual([]);
    const same = { name: 'correct horse', password: 'correct horse' };
    expect(await codes(update, same)).toEqual(['/password is_not']);
    class Trip {
      @WriteOnly() @IsInt() from!: number;
      @WriteOnly() @After('from') to!: number;
    }
    const trip = readerOf(Trip, 'update');
    expect(await codes(trip, { to: 3 })).toEqual([]);
    expect(await codes(trip, { to: 3, from: 5 })).toEqual(['/to after']);
    expect(await codes(readerOf(Trip, 'create'), { to: 3 })).toEqual(['/from required', '/to after']);
  });

  it('never changes a primary key or a column that is not updatable', async () => {
    const { value } = await readerOf(schemaFromModel(user), 'update').read({ id: 5, version: 3, age: 1 });
    expect({ ...value }).toEqual({ age: 1 });
  });
});

/** Fails without the other field, as such rules do. */
function After(other: string): PropertyDecorator {
  return ValidateBy({
    name: 'after',
    validator: { validate: async (value, args) => Number(value) > Number(args && Reflect.get(args.object, other)) },
  });
}

describe('validators and transformers', () => {
  it('runs each, asynchronous, conditional and nested validators as class-validator does', async () => {
    class Phone {
      @IsString() @MaxLength(3) number!: string;
    }
    class Many {
      @WriteOnly() @IsArray() @ArrayMaxSize(2) @IsIn(['a', 'b'], { each: true }) tags!: string[];
      @WriteOnly() @ValidateIf((body: Many) => body.tags.length > 1) @IsString() reason!: string;
      @WriteOnly() @IsOptional() @ValidateNested({ each: true }) @Type(() => Phone) phones!: Phone[];
      @WriteOnly()
      @IsOptional()
      @ValidateBy({
        name: 'taken',
        validator: { validate: () => Promise.resolve(false), defaultMessage: () => '$property "$value" is taken' },
      })
      @Expose({ name: 'user_name' })
      handle!: string;
    }
    const many = readerOf(Many, 'create');
    expect(await codes(many, { tags: ['a'] })).toEqual([]);
    expect(await codes(many, { tags: ['a', 'c'] })).toEqual(['/tags/1 is_in', '/reason required']);
    expect(await codes(many, { tags: 'a' })).toEqual(expect.arrayContaining(['/tags is_array']));
    expect(await codes(many, { tags: [], phones: [{ number: '1' }, { number: '1234' }, 'x'] })).toEqual([
      '/phones/1/number max_length',
      '/phones/2 nested_validation',
    ]);
    const { mistakes } = await many.read({ tags: [], user_name: '$& x' });
    expect(mistakes).toEqual([{ pointer: '/user_name', code: 'taken', detail: 'user_name "$& x" is taken' }]);
  });

  it('turns a transformer that stumbles over a value into a mistake', async () => {
    expect(await codes(create, { ...ada, email: 5 })).toEqual(['/email type']);
    expect(await codes(create, { ...ada, email: {} })).toEqual(['/email type']);
  });

  it('lets @Transform make null or undefined of a value, and then asks again', async () => {
    class Emptied {
      @Transform(({ value }: { value: unknown }) => (value === '' ? null : value)) @Field() nickname!: string | null;
      @Transform(({ value }: { value: unknown }) => (value === '' ? null : value)) @Field() name!: string;
      @Transform(({ value }: { value: unknown }) => (value === '' ? undefined : value)) @Field() email!: string;
    }
    expect(await codes(readerOf(Emptied, 'create'), { nickname: '', name: '', email: '' })).toEqual([
      '/name null_not_allowed',
      '/email required',
    ]);
  });

  it('takes a Date from @Type or from the type of the property', async () => {
    class Dated {
      @Type(() => Date) @IsDate() bornAt!: Date;
    }
    const { value } = await readerOf(Dated, 'update').read({ bornAt: '1815-12-10T01:00:00+01:00' });
    expect({ ...value }).toEqual({ bornAt: new Date('1815-12-10T00:00:00Z') });
    expect(await codes(readerOf(Dated, 'update'), { bornAt: 'x' })).toEqual(['/bornAt is_date']);
  });

  it('lets what a validator throws come through', async () => {
    class Failing {
      @WriteOnly()
      @ValidateBy({ name: 'down', validator: { validate: () => Promise.reject(new Error('database down')) } })
      code!: string;
    }
    await expect(readerOf(Failing, 'create').read({ code: 'x' })).rejects.toThrow('database down');
  });
});

describe('validators that throw', () => {
  class Trusting {
    @IsString()
    @ValidateBy({ name: 'polite', validator: { validate: (value: string) => value.startsWith('Dear') } })
    name!: string;
    @Field()
    @ValidateBy({ name: 'short', validator: { validate: (value: string) => value.trim().length < 5 } })
    nickname!: string;
    @WriteOnly() @IsArray() tags!: string[];
    @WriteOnly() @ValidateIf((body: Trusting) => body.tags.length > 1) @IsString() reason!: string;
  }

  it('over a value that is wrong anyway are no failure of the application', async () => {
    const trusting = readerOf(Trusting, 'create');
    expect(await codes(trusting, { name: 5, tags: [] })).toEqual(['/name is_string']);
    expect(await codes(trusting, { name: 'Dear', nickname: 5, tags: [] })).toEqual(['/nickname type']);
    expect(await codes(trusting, { name: 'Dear' })).toEqual(['/tags required']);
    expect(await codes(readerOf(Trusting, 'update'), { reason: 5 })).toEqual([]);
  });

  it('over half a surrogate pair find it invalid', async () => {
    expect(await codes(update, { email: '\ud800@example.org' })).toEqual(['/email is_email']);
  });
});

describe('compiled validators', () => {
  it('judge as validate() of class-validator does', async () => {
    class Judged {
      @WriteOnly() @IsOptional() @IsString() @MinLength(2) @MaxLength(4) text!: string;
      @WriteOnly() @IsOptional() @IsInt() @IsIn([1, 2, 3]) count!: number;
      @WriteOnly() @IsOptional() @IsEmail() email!: string;
      @WriteOnly() @IsOptional() @IsArray() @ArrayMaxSize(2) @IsString({ each: true }) tags!: string[];
    }
    const { description } = describeSchema(Judged, user);
    const schema = deriveCreateSchema(description);
    const reader = compileInputReader(schema, description, 'create');
    const next = randomJson(3, ['text', 'count', 'email', 'tags']);
    for (let round = 0; round < 500; round += 1) {
      const body = next();
      if (typeof body !== 'object' || body === null || Array.isArray(body)) continue;
      const known = Object.fromEntries(
        Object.entries(body).filter(
          ([key, value]) =>
            ['text', 'count', 'email', 'tags'].includes(key) &&
            value !== null &&
            JSON.stringify(value).indexOf('ud800') < 0 &&
            !JSON.stringify(value).includes('__proto__'),
        ),
      );
      const errors = await validate(Object.assign(Object.create(schema.prototype), known));
      const theirs = errors.flatMap(({ constraints }) => Object.values(constraints ?? {}));
      const ours = (await reader.read(known)).mistakes.map(({ detail }) => detail);
      expect(ours.sort()).toEqual(theirs.sort());
    }
  });
});

describe('explicit input classes', () => {
  it('are obeyed by their own marks (DEF-21)', async () => {
    class UserSignUp {
      @IsInt() id!: number;
      @IsEmail() email!: string;
      @IsOptional() @IsString() nickname!: string | null;
      @ReadOnly() @IsString() name!: string;
      @WriteOnly() @MinLength(3) captcha!: string;
      @Nested(() => AddressRead) address!: AddressRead;
    }
    const { description, mistakes } = describeInput(UserSignUp, user, 'create');
    expect(mistakes).toEqual([]);
    const reader = compileInputReader(UserSignUp, description, 'create', {
      readDescription: describeSchema(UserRead, user).description,
    });
    const { value, mistakes: found } = await reader.read({
      id: 7,
      email: 'a@b.co',
      name: 'dropped',
      captcha: 'abc',
      createdAt: 'dropped too',
      address: { street: 's', town: 't', zip: 'dropped' },
    });
    expect(found).toEqual([]);
    expect({ ...value }).toEqual({ id: 7, email: 'a@b.co', captcha: 'abc', address: { street: 's', city: 't' } });
    expect(value).toBeInstanceOf(UserSignUp);
    expect(await codes(reader, { nickname: null, orgId: 1 })).toEqual([
      '/orgId unknown_field',
      '/id required',
      '/email required',
      '/captcha required',
      '/address required',
    ]);
  });

  it('ask on update for what their validators ask for', async () => {
    class Renaming {
      @IsString() name!: string;
      @WriteOnly() @IsString() reason!: string;
      @Field() age!: number;
    }
    const reader = compileInputReader(Renaming, describeInput(Renaming, user, 'update').description, 'update');
    expect(await codes(reader, { name: 'Ada' })).toEqual(['/reason required']);
  });
});

describe('limits of the database', () => {
  it('are those that the caller narrows a column to', async () => {
    const { description } = describeSchema(UserRead, user);
    const reader = compileInputReader(deriveUpdateSchema(description), description, 'update', {
      narrow: (column) => (column.kind === 'integer' ? { ...column, maximum: 100n } : column),
    });
    expect(await codes(reader, { age: 101 })).toEqual(['/age out_of_range']);
    expect(await codes(update, { age: 101 })).toEqual([]);
  });
});

describe('any body at all', () => {
  it.each(['create', 'update'] as const)(
    'is read on %s without a throw, and nothing unwritable comes out',
    async (role) => {
      const names = [
        ...describeSchema(UserRead, user).description.fields.map(({ wireName }) => wireName),
        'street',
        'town',
        'colour',
        'zip',
      ];
      const next = randomJson(role === 'create' ? 1 : 2, names);
      const readers = [role === 'create' ? create : update, readerOf(schemaFromModel(user), role)];
      const unwritable = ['id', 'createdAt', 'version', 'label', 'org', 'manager', 'passwordHash'];
      let accepted = 0;
      for (let round = 0; round < 5_000; round += 1) {
        const body = next();
        for (const reader of readers) {
          const { value, mistakes } = await reader.read(body);
          if (mistakes.length === 0) accepted += 1;
          if (unwritable.some((property) => Object.hasOwn(value, property))) throw new Error(JSON.stringify(body));
          for (const { pointer, code, detail } of mistakes) {
            if (typeof pointer !== 'string' || !/^[a-z0-9_]+$/.test(code) || detail === '')
              throw new Error(`${pointer} ${code} ${detail}`);
          }
        }
      }
      if (role === 'update') expect(accepted).toBeGreaterThan(500);
      expect(Object.keys(Object.prototype)).toEqual([]);
      expect(Reflect.get({}, 'admin')).toBeUndefined();
    },
  );
});
