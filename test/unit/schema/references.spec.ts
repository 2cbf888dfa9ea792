import { Expose, Transform } from 'class-transformer';
import { IsArray, IsInt, IsOptional, Max } from 'class-validator';
import { describeModel } from '../../../libs/restview/src/model/describe-model.js';
import type { ColumnDescription } from '../../../libs/restview/src/model/model-description.js';
import { describeSchema } from '../../../libs/restview/src/schema/describe-schema.js';
import { Field, Nested, ReadOnly } from '../../../libs/restview/src/schema/field-marks.js';
import { deriveCreateSchema, deriveUpdateSchema } from '../../../libs/restview/src/schema/input/input-schemas.js';
import { compileInputReader } from '../../../libs/restview/src/schema/input/read-input.js';
import { IdRef, IdSchema, MustExist } from '../../../libs/restview/src/schema/reference-marks.js';
import type { SchemaClass } from '../../../libs/restview/src/schema/schema-class.js';
import { sentPosition } from '../../../libs/restview/src/schema/input/sent-positions.js';
import { compileSerializer } from '../../../libs/restview/src/schema/serializer.js';
import { Article, Country, Seat, Topic, Writer } from '../../fixtures/blog.js';

const describeArticle = (schema: SchemaClass) => describeSchema(schema, describeModel(Article));

class ArticleRead {
  @Field() title!: string;
  @IdRef(() => Writer) author!: number;
  @IdSchema(() => Writer) @Expose({ name: 'edited_by' }) editor?: { id: number } | null;
  @IdRef(() => Country) country?: string | null;
  @IdSchema(() => Seat) desk?: { id: string } | null;
  @IdSchema(() => Seat) seat?: { id: string } | null;
  @IdRef(() => Topic, { by: 'slug' }) topics?: string[];
}

describe('a reference in a response', () => {
  const serialize = compileSerializer(describeArticle(ArticleRead).description);
  const article = (values: object): Article => Object.assign(new Article(), values);

  it('is the key of a related row, and nothing else of it', () => {
    const ada = Object.assign(new Writer(), { id: 1, name: 'Ada', handle: 'ada', secret: 'shh' });
    const desk = Object.assign(new Seat(), { room: 7, letter: 'a/b', label: 'window' });
    const topics = [Object.assign(new Topic(), { id: 1, slug: 'engines' })];
    const country = Object.assign(new Country(), { id: 3, code: 'PT' });
    expect(serialize(article({ title: 'X', author: ada, editor: ada, desk, topics, country }))).toEqual({
      title: 'X',
      author: 1,
      edited_by: { id: 1 },
      country: 'PT',
      desk: { id: '7/a%2Fb' },
      topics: ['engines'],
    });
  });

  it('is read from a stub with the key only', () => {
    expect(serialize(article({ author: { id: 1 }, topics: [{ slug: 'maths' }] }))).toEqual({
      author: 1,
      topics: ['maths'],
    });
  });

  it('is read from the foreign key where the relation is not loaded', () => {
    const values = { authorId: 1, editorId: null, countryCode: 'PT', deskRoom: 7, deskLetter: 'c' };
    expect(serialize(article(values))).toEqual({
      author: 1,
      edited_by: null,
      country: 'PT',
      desk: { id: '7/c' },
    });
    expect(serialize(article({ ...values, deskLetter: null }))).toMatchObject({ desk: null });
  });

  it('is null where the relation was loaded and is empty, whatever the foreign key says', () => {
    expect(serialize(article({ editor: null, editorId: 7 }))).toEqual({ edited_by: null });
  });

  it('is read from a raw key, and from an instance of the schema', () => {
    const read = Object.assign(new ArticleRead(), {
      author: 1,
      editor: { id: 2 },
      desk: { id: '7/c' },
      topics: ['maths'],
    });
    expect(serialize(read)).toEqual({ author: 1, edited_by: { id: 2 }, desk: { id: '7/c' }, topics: ['maths'] });
  });

  it('keeps a nested resource whole', () => {
    class WriterRead {
      @ReadOnly() readonly id!: number;
      @Field() name!: string;
    }
    class Nesting {
      @Nested(() => WriterRead) readonly author!: WriterRead;
    }
    const write = compileSerializer(describeArticle(Nesting).description);
    expect(write(article({ author: { id: 1, name: 'Ada' } }))).toEqual({ author: { id: 1, name: 'Ada' } });
  });
});

describe('a reference in a body', () => {
  const small = (column: ColumnDescription): ColumnDescription =>
    column.kind === 'integer' ? { ...column, maximum: 127n } : column;
  const read = async (schema: SchemaClass, body: object, role: 'create' | 'update' = 'update') => {
    const { description } = describeArticle(schema);
    const input = role === 'create' ? deriveCreateSchema(description) : deriveUpdateSchema(description);
    const { value, mistakes } = await compileInputReader(input, description, role, { narrow: small }).read(body);
    return mistakes.length > 0 ? mistakes.map(({ pointer, code }) => `${String(pointer)} ${code}`) : { ...value };
  };

  it('is read to the declared form, whatever form it is sent in', async () => {
    expect(
      await read(ArticleRead, {
        author: { id: 1 },
        edited_by: 2,
        country: { id: 'PT' },
        desk: '7/a%2Fb',
        seat: { id: '7/a%2fb' },
        topics: [{ id: 'a' }, 'b'],
      }),
    ).toEqual({
      author: 1,
      editor: { id: 2 },
      country: 'PT',
      desk: { id: '7/a%2Fb' },
      seat: { id: '7/a%2Fb' },
      topics: ['a', 'b'],
    });
  });

  it('has each row once in a list, and remembers where it stood', async () => {
    const value = await read(ArticleRead, { topics: ['a', { id: 'a' }, 'b'] });
    expect(value).toEqual({ topics: ['a', 'b'] });
    const { topics } = value as { topics: string[] };
    expect([sentPosition(topics, 0), sentPosition(topics, 1)]).toEqual([0, 2]);
    expect(sentPosition([...topics], 1)).toBe(1);
  });

  it('is narrowed to what the column of the database holds', async () => {
    expect(await read(ArticleRead, { author: 128, edited_by: { id: 128 }, desk: '128/c', country: 'PRT' })).toEqual([
      '/author out_of_range',
      '/edited_by/id out_of_range',
      '/country too_long',
      '/desk out_of_range',
    ]);
  });

  it('is seen by validators in the declared form, and after transformers', async () => {
    class Checked {
      @IdRef(() => Writer) @Transform(({ value }: { value: string }) => Number(value)) @Max(5) author!: number;
      @MustExist(() => Writer) @IsArray() @IsInt({ each: true }) seenBy!: number[];
    }
    expect(await read(Checked, { author: '3', seenBy: [1] })).toEqual({ author: 3, seenBy: [1] });
    expect(await read(Checked, { author: '7', seenBy: [1, 'x'] })).toEqual(['/seenBy/1 type', '/author max']);
  });

  it('takes the default of its partner back where it is sent itself', async () => {
    class Paired {
      @Field() title!: string;
      @MustExist() authorId!: number;
      @IdRef(() => Writer) @IsOptional() author?: number;
      @MustExist() editorId: number | null = null;
      @IdSchema(() => Writer) editor: { id: number } | null = null;
    }
    expect(await read(Paired, { title: 'X', authorId: 1, editor: 2 }, 'create')).toEqual({
      title: 'X',
      authorId: 1,
      editor: { id: 2 },
    });
    expect(await read(Paired, { title: 'X', authorId: 1, editorId: 2 }, 'create')).toEqual({
      title: 'X',
      authorId: 1,
      editorId: 2,
    });
    expect(await read(Paired, { title: 'X' }, 'create')).toEqual(['/authorId required']);
  });

  it('reaches no prototype', async () => {
    const body = JSON.parse('{ "author": { "__proto__": { "id": 1 } } }') as object;
    expect(await read(ArticleRead, body)).toEqual([' forbidden_key']);
    expect(await read(ArticleRead, { author: { constructor: 1 } })).toEqual(['/author/constructor unknown_field']);
  });
});
