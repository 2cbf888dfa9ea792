import { Exclude, Expose, Transform, Type } from 'class-transformer';
import {
  IsDate,
  IsIn,
  IsInt,
  IsOptional,
  IsString,
  Length,
  registerDecorator,
  Validate,
  type ValidationArguments,
  ValidatorConstraint,
  type ValidatorConstraintInterface,
} from 'class-validator';
import { Field, Nested, ReadOnly, RestView, View } from 'nestjs-restview';
import { Column, Entity, PrimaryGeneratedColumn, Unique } from 'typeorm';
import { TestApp } from '../fixtures/test-app.js';
import { mistakesOf } from '../setup/answers.js';
import { onEveryDatabaseAndPlatform } from '../setup/platforms.js';

class Venue {
  @Column({ type: 'varchar', length: 40, nullable: true }) hall!: string | null;
  @Column({ type: 'int', default: 1 }) floor!: number;
}

@Entity()
@Unique(['slug', 'year'])
class Talk {
  @PrimaryGeneratedColumn() id!: number;
  @Column({ length: 40 }) title!: string;
  @Column({ length: 40, unique: true, nullable: true, type: 'varchar' }) code!: string | null;
  @Column({ length: 40 }) slug!: string;
  @Column({ type: 'int', default: 2024 }) year!: number;
  @Column({ type: 'int', nullable: true }) fromHour!: number | null;
  @Column({ type: 'int', nullable: true }) toHour!: number | null;
  @Column({ length: 10, default: 'draft' }) state!: string;
  @Column({ type: Date, nullable: true }) startsAt!: Date | null;
  @Column(() => Venue) venue!: Venue;
}

/** A rule over two fields: the kind that must not fire on what a PATCH leaves out. */
@ValidatorConstraint({ name: 'hoursInOrder' })
class HoursInOrder implements ValidatorConstraintInterface {
  validate(_value: unknown, { object }: ValidationArguments): boolean {
    const { fromHour, toHour } = object as TalkRead;
    return fromHour !== toHour;
  }

  defaultMessage(): string {
    return '$property must differ from "from"';
  }
}

/** Asks somebody else, as a look-up in a database would. */
function IsFree(): PropertyDecorator {
  return (target, property) => {
    registerDecorator({
      name: 'isFree',
      target: target.constructor,
      propertyName: String(property),
      async: true,
      validator: {
        async validate(value: unknown): Promise<boolean> {
          await new Promise((resolve) => setTimeout(resolve, 1));
          return value !== 'taken';
        },
        defaultMessage: () => '$property is taken',
      },
    });
  };
}

class VenueRead {
  @Expose({ name: 'room' }) @Field() hall!: string | null;
  @ReadOnly() readonly floor!: number;
}

class TalkRead {
  @ReadOnly() readonly id!: number;
  @Expose({ name: 'heading' })
  @Transform(({ value }) => (typeof value === 'string' ? value.trim() : value))
  @Length(1, 20)
  title!: string;
  @Field() code!: string | null;
  @Expose({ name: 'short_name' }) @IsFree() @Field() slug!: string;
  @Field() year!: number;
  @Expose({ name: 'from' }) @Field() fromHour!: number | null;
  @Expose({ name: 'to' }) @IsOptional() @Validate(HoursInOrder) @Field() toHour!: number | null;
  @Field() state!: string;
  @Type(() => Date) @IsOptional() @IsDate() startsAt!: Date | null;
  @Nested(() => VenueRead) venue!: VenueRead;
  @Exclude() secretNotes!: string;
}

@View('talks', { model: Talk, schema: TalkRead })
class TalkView extends RestView<Talk, TalkRead> {}

/** Stricter than the read schema on create, narrower on update, each with a default and marks of its own. */
class TalkDraft {
  @IsString() title!: string;
  @IsString() slug!: string;
  // Read-only in the read schema below, and writable here.
  @IsIn(['draft', 'open']) state = 'open';
  @ReadOnly() readonly year!: number;
}

class TalkRename {
  @IsOptional() @IsString() title?: string;
  @IsOptional() @IsInt() year?: number;
}

class TalkShown {
  @ReadOnly() readonly id!: number;
  @Field() title!: string;
  @Field() slug!: string;
  @Field() year!: number;
  @ReadOnly() readonly state!: string;
}

@View('drafts', { model: Talk, schema: TalkShown, schemaCreate: TalkDraft, schemaUpdate: TalkRename })
class DraftView extends RestView<Talk, TalkShown> {}

onEveryDatabaseAndPlatform((database, platform) => {
  let app: TestApp;
  let next = 0;

  const talk = (more: object = {}) => ({ heading: 'On Engines', short_name: `engines-${(next += 1)}`, ...more });
  const post = (json: unknown, path = '/talks') => app.request('POST', path, { json });
  const patch = (id: number, json: unknown, path = '/talks') => app.request('PATCH', `${path}/${id}`, { json });

  beforeAll(async () => {
    app = await TestApp.start(database, platform, [Talk], [TalkView, DraftView]);
  });
  afterAll(() => app.close());

  describe('names on the wire', () => {
    it('stand in bodies, answers and nested objects', async () => {
      const created = await post(talk({ venue: { room: 'B' }, from: 9, to: 11 }));
      expect(created.status).toBe(201);
      expect(Object.keys(created.json)).toEqual(
        expect.arrayContaining(['heading', 'short_name', 'from', 'to', 'venue', 'startsAt']),
      );
      expect(created.json).not.toHaveProperty('title');
      expect(created.json.venue).toEqual({ room: 'B', floor: 1 });
      const changed = await patch(created.json.id, { heading: 'Notes', venue: { room: null } });
      expect(changed.json).toMatchObject({ heading: 'Notes', venue: { room: null, floor: 1 } });
    });

    it('are the only names: a property behind one is unknown, on create and on change', async () => {
      const refused = await post({ ...talk(), title: 'x', venue: { hall: 'x' } });
      expect(mistakesOf(refused).sort()).toEqual(['/title unknown_field', '/venue/hall unknown_field']);
      const { id } = (await post(talk())).json;
      expect(mistakesOf(await patch(id, { title: 'x' }))).toEqual(['/title unknown_field']);
    });

    it('stand in errors, their sentences included', async () => {
      const refused = await post({ heading: '', short_name: 5, venue: { room: 7 } });
      expect(mistakesOf(refused)).toEqual(
        expect.arrayContaining(['/heading is_length', '/short_name type', '/venue/room type']),
      );
      expect(JSON.stringify(refused.json.errors)).not.toMatch(/title|slug|hall/);
    });

    it('stand in what the database refuses', async () => {
      await post(talk({ code: 'C1', short_name: 'same', year: 2000 }));
      const byOne = await post(talk({ code: 'C1' }));
      expect([byOne.status, byOne.json.code, ...mistakesOf(byOne)]).toEqual([409, 'unique_violation', '/code unique']);
      const byTwo = await post(talk({ short_name: 'same', year: 2000 }));
      expect([byTwo.status, ...mistakesOf(byTwo).sort()]).toEqual([409, '/short_name unique', '/year unique']);
      expect(byTwo.body).not.toContain('slug');
      const { id } = (await post(talk())).json;
      const onChange = await patch(id, { code: 'C1' });
      expect([onChange.status, ...mistakesOf(onChange)]).toEqual([409, '/code unique']);
    });
  });

  describe('what is left out', () => {
    it('gets its default on create', async () => {
      expect((await post(talk())).json).toMatchObject({ year: 2024, state: 'draft', code: null });
      expect((await post({ title: 'A', slug: `a-${(next += 1)}` }, '/drafts')).json).toMatchObject({ state: 'open' });
    });

    it('stays as it is on a change, defaults or not', async () => {
      const { id } = (await post(talk({ year: 1999, state: 'done', from: 9, to: 11, venue: { room: 'B' } }))).json;
      const changed = await patch(id, { heading: 'New' });
      expect(changed.json).toMatchObject({ year: 1999, state: 'done', from: 9, to: 11, venue: { room: 'B' } });
      app.statements.clear();
      expect((await patch(id, {})).body).toBe(changed.body);
      expect(app.statements.updates).toEqual([]);
    });

    it('does not fail a rule over several fields', async () => {
      const { id } = (await post(talk({ from: 9, to: 11 }))).json;
      expect((await patch(id, {})).status).toBe(200);
      expect((await patch(id, { to: 12 })).status).toBe(200);
      const refused = await patch(id, { from: 5, to: 5 });
      expect(mistakesOf(refused)).toEqual(['/to hours_in_order']);
      expect(mistakesOf(await post(talk({ from: 9, to: 9 })))).toEqual(['/to hours_in_order']);
    });
  });

  describe('class-transformer and class-validator', () => {
    it('@Transform makes the value that is validated and stored', async () => {
      const created = await post(talk({ heading: '  Trim me  ' }));
      expect(created.json.heading).toBe('Trim me');
      expect(mistakesOf(await post(talk({ heading: '     ' })))).toEqual(['/heading is_length']);
      expect(mistakesOf(await patch(created.json.id, { heading: ' ' }))).toEqual(['/heading is_length']);
    });

    it('@Type makes a Date, which leaves as ISO 8601 in UTC', async () => {
      const created = await post(talk({ startsAt: '2024-05-01T10:00:00+02:00' }));
      expect(created.json.startsAt).toBe('2024-05-01T08:00:00.000Z');
      expect((await app.request('GET', `/talks/${created.json.id}`)).body).toBe(created.body);
      const refused = await post(talk({ startsAt: 'tomorrow' }));
      expect([refused.status, ...mistakesOf(refused)]).toEqual([422, '/startsAt is_date']);
    });

    it('@Exclude keeps a property from being a field at all', async () => {
      expect(mistakesOf(await post(talk({ secretNotes: 'x' })))).toEqual(['/secretNotes unknown_field']);
    });

    it('waits for asynchronous validators', async () => {
      const refused = await post(talk({ short_name: 'taken', heading: '' }));
      expect(mistakesOf(refused).sort()).toEqual(['/heading is_length', '/short_name is_free']);
      expect(refused.json.errors.map(({ detail }: { detail: string }) => detail)).toContain('short_name is taken');
    });
  });

  describe('schemaCreate and schemaUpdate', () => {
    it('are obeyed by their own marks', async () => {
      const created = await post({ title: 'A', slug: `d-${(next += 1)}`, state: 'draft', year: 1 }, '/drafts');
      expect(created.json).toMatchObject({ state: 'draft', year: 2024 });
      expect(created.status).toBe(201);
      const changed = await patch(created.json.id, { title: 'B', year: 2030, state: 'open' }, '/drafts');
      expect(changed.json).toEqual({ ...created.json, title: 'B', year: 2030 });
    });

    it('validate as they say, not as the read schema says', async () => {
      expect(mistakesOf(await post({ title: 'A', slug: 'x', state: 'done' }, '/drafts'))).toEqual(['/state is_in']);
      expect(mistakesOf(await post({}, '/drafts')).sort()).toEqual(['/slug required', '/title required']);
      const { id } = (await post({ title: 'A', slug: `d-${(next += 1)}` }, '/drafts')).json;
      expect(mistakesOf(await patch(id, { slug: 'other', year: 'x' }, '/drafts')).sort()).toEqual([
        '/slug unknown_field',
        '/year is_int',
      ]);
    });

    it('let a client send back what it read, but for fields that only the create has', async () => {
      const created = await post({ title: 'A', slug: `d-${(next += 1)}` }, '/drafts');
      const { slug, ...rest } = created.json;
      expect(slug).toMatch(/^d-/);
      const sentBack = await patch(created.json.id, rest, '/drafts');
      expect([sentBack.status, sentBack.body]).toEqual([200, created.body]);
    });
  });
});
