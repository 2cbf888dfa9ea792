import { DocumentBuilder, type OpenAPIObject, SwaggerModule } from '@nestjs/swagger';
import {
  ConfigurationError,
  type EntityClass,
  Field,
  IdRef,
  IdSchema,
  MustExist,
  Nested,
  ReadOnly,
  RestView,
  type SchemaClass,
  View,
  WriteOnly,
} from 'nestjs-restview';
import { Column, Entity, JoinColumn, ManyToOne, PrimaryGeneratedColumn, type Relation } from 'typeorm';
import { Article, BLOG, Country, Draft, Remark, Seat, Topic, Writer } from '../fixtures/blog.js';
import { TestApp } from '../fixtures/test-app.js';
import { databases } from '../setup/databases.js';
import { express } from '../setup/platforms.js';

const [database] = databases;
if (!database) throw new Error('no database to test on');

/** One column that two relations share. */
@Entity()
class Shared {
  @PrimaryGeneratedColumn() id!: number;
  @Column() partyId!: number;
  @ManyToOne(() => Writer, { createForeignKeyConstraints: false })
  @JoinColumn({ name: 'partyId' })
  writer!: Relation<Writer>;
  @ManyToOne(() => Topic, { createForeignKeyConstraints: false })
  @JoinColumn({ name: 'partyId' })
  topic!: Relation<Topic>;
}

@Entity()
class Elsewhere {
  @PrimaryGeneratedColumn() id!: number;
}

@View('bare')
class BareView {}

@View('absent', { model: Writer })
class AbsentView extends RestView<Writer> {}

async function mistakesOf(schema: SchemaClass, model: EntityClass = Article): Promise<string[]> {
  @View('things', { model, schema })
  class ThingView extends RestView<object> {}
  if (!database) throw new Error('no database to test on');
  try {
    const app = await TestApp.start(database, express, [...BLOG, Shared], [ThingView, BareView]);
    await app.close();
    return [];
  } catch (error) {
    if (!(error instanceof ConfigurationError)) throw error;
    return error.mistakes.map(({ subject, problem, remedy }) => `${subject} ${problem} ${remedy}`);
  }
}

class NoTarget {
  @MustExist() title!: string;
}
class NoEntity {
  @MustExist(() => Date) authorId!: number;
}
class BareTarget {
  @IdRef(() => BareView) author!: number;
}
class AbsentTarget {
  @IdRef(() => AbsentView) author!: number;
}
class Unstored {
  @MustExist(() => Elsewhere) authorId!: number;
}
class UnstoredValue {
  @WriteOnly() @MustExist(() => Elsewhere) elsewhereId!: number;
}
class OtherTarget {
  @IdRef(() => Topic) author!: number;
}
class OtherTargetOfKey {
  @MustExist(() => Topic) authorId!: number;
}
class NoProperty {
  @IdRef(() => Topic, { by: 'slugg' }) topics!: string[];
}
class NotUnique {
  @IdRef(() => Writer, { by: 'name' }) author!: string;
}
class HiddenProperty {
  @IdRef(() => Writer, { by: 'secret' }) author!: string;
}
class OtherThanHeld {
  @MustExist(() => Writer, { by: 'handle' }) authorId!: string;
}
class PartOfKey {
  @MustExist() deskRoom!: number;
}
class OverNothing {
  @IdRef(() => Writer) nobody!: number;
}
class OverVirtual {
  @Field({ virtual: true }) @IdRef(() => Writer) guest!: number;
}
class OverPlain {
  @IdRef(() => Writer) title!: string;
}
class MustExistRelation {
  @MustExist(() => Writer) author!: number;
}
class NestedToo {
  @Nested(() => WriterRead) @IdRef(() => Writer) author!: number;
}
class WriterRead {
  @ReadOnly() readonly id!: number;
}
class WrongType {
  @MustExist(() => Writer) title!: string;
}
class Unreleasable {
  @IdRef(() => Draft) drafts!: number[];
}
class OtherSide {
  @IdRef(() => Draft) coverDraft!: number;
}
class Ambiguous {
  @MustExist() partyId!: number;
}
class Several {
  @IdRef(() => Topic) author!: number;
  @MustExist() title!: string;
}

describe('references that cannot work stop the start', () => {
  it.each<[SchemaClass, RegExp]>([
    [
      NoTarget,
      /NoTarget\.title is marked as a reference without a target, and is no foreign key.*@MustExist\(\(\) => X\)/,
    ],
    [NoEntity, /NoEntity\.authorId refers to Date, which is no entity and no view/],
    [BareTarget, /BareTarget\.author refers to BareView, which is no entity and no view with a model/],
    [AbsentTarget, /AbsentTarget\.author refers to AbsentView, which is no view of this application/],
    [Unstored, /Unstored\.authorId names Elsewhere, but/],
    [UnstoredValue, /UnstoredValue\.elsewhereId refers to Elsewhere, which is no entity of the DataSource/],
    [OtherTarget, /OtherTarget\.author names Topic, but author is a relation to Writer/],
    [OtherTargetOfKey, /OtherTargetOfKey\.authorId names Topic, but/],
    [NoProperty, /NoProperty\.topics is by "slugg", which is no column of Topic/],
    [NotUnique, /NotUnique\.author is by "name", and several rows of Writer may have the same/],
    [HiddenProperty, /HiddenProperty\.author is by "secret", which Writer hides/],
    [OtherThanHeld, /OtherThanHeld\.authorId is by "handle", but its column holds "id" of Writer/],
    [PartOfKey, /PartOfKey\.deskRoom is one of several columns of a foreign key.*@IdRef\(\(\) => X\) desk/],
    [OverNothing, /OverNothing\.nobody is writable, but Article has no such column/],
    [OverVirtual, /OverVirtual\.guest is marked @IdRef, but is neither a relation nor a foreign key/],
    [OverPlain, /OverPlain\.title is marked @IdRef, but is neither/],
    [MustExistRelation, /MustExistRelation\.author is marked @MustExist, but is a relation/],
    [NestedToo, /NestedToo\.author is marked as a reference and as @Nested/],
    [WrongType, /WrongType\.title stands for a column of type varchar, which cannot hold what Writer is known by/],
    [Unreleasable, /Unreleasable\.drafts is a list of rows whose foreign key in Draft cannot be NULL.*@Nested/],
    [OtherSide, /OtherSide\.coverDraft is a one-to-one relation whose foreign key is in Draft/],
  ])('%p', async (schema, message) => {
    const mistakes = await mistakesOf(schema);
    expect(mistakes).toContainEqual(expect.stringMatching(message));
  });

  it('where a column is the foreign key of two relations', async () => {
    expect(await mistakesOf(Ambiguous, Shared)).toEqual([
      expect.stringMatching(
        /Ambiguous\.partyId is marked .* without a target, and is a foreign key to Writer and Topic/,
      ),
    ]);
  });

  it('all of them together', async () => {
    const mistakes = await mistakesOf(Several);
    expect(mistakes.map((mistake) => mistake.split(' ')[0])).toEqual(['Several.title', 'Several.author']);
  });

  it('but not the other sides where they are only read', async () => {
    class Readable {
      @ReadOnly() @IdRef(() => Draft) readonly drafts!: number[];
      @ReadOnly() @IdSchema(() => Draft) readonly coverDraft!: { id: number } | null;
    }
    expect(await mistakesOf(Readable)).toEqual([]);
  });
});

describe('the document', () => {
  class ArticleRead {
    @ReadOnly() readonly id!: number;
    @MustExist() authorId!: number;
    @IdRef(() => Writer) author!: number;
    @IdSchema(() => Writer) editor?: { id: number } | null;
    @IdRef(() => Country) country?: string | null;
    @IdSchema(() => Seat) desk?: { id: string } | null;
    @IdRef(() => Topic) topics!: number[];
    @IdSchema(() => Remark) remarks!: { id: number }[];
    @MustExist(() => Writer) seenBy?: number[] | null;
    @WriteOnly() @MustExist(() => Topic, { by: 'slug' }) wanted!: string[];
  }

  @View('articles', { model: Article, schema: ArticleRead })
  class ArticleView extends RestView<Article, ArticleRead> {}

  let document: OpenAPIObject;

  beforeAll(async () => {
    const app = await TestApp.start(database, express, BLOG, [ArticleView]);
    document = SwaggerModule.createDocument(app.app, new DocumentBuilder().build());
    await app.close();
  });

  const references = {
    authorId: { type: 'integer' },
    author: { type: 'integer' },
    editor: { type: 'object', properties: { id: { type: 'integer' } }, required: ['id'], nullable: true },
    country: { type: 'string', maxLength: 2, nullable: true },
    desk: { type: 'object', properties: { id: { type: 'string' } }, required: ['id'], nullable: true },
    topics: { type: 'array', items: { type: 'integer' } },
    remarks: {
      type: 'array',
      items: { type: 'object', properties: { id: { type: 'integer' } }, required: ['id'] },
    },
    seenBy: { type: 'array', items: { type: 'integer' }, nullable: true },
  };
  const wanted = { type: 'array', items: { type: 'string', maxLength: 40 }, writeOnly: true };

  it('has the key of the target, or an object with it, in both directions', () => {
    const { schemas = {} } = document.components ?? {};
    expect(schemas.ArticleRead).toMatchObject({ properties: references });
    expect(schemas.ArticleRead).not.toHaveProperty('properties.wanted');
    expect(schemas.ArticleCreate).toMatchObject({ properties: { ...references, wanted } });
    expect(schemas.ArticleUpdate).toMatchObject({ properties: { ...references, wanted } });
  });

  it('asks for what a row needs; a foreign key and its relation stand for each other', () => {
    const { schemas = {} } = document.components ?? {};
    expect(schemas.ArticleCreate).toMatchObject({ required: ['wanted'] });
    expect(schemas.ArticleUpdate).not.toHaveProperty('required');
    expect(Reflect.get(schemas.ArticleRead ?? {}, 'required')).toEqual(expect.arrayContaining(['editor', 'author']));
  });

  it('lists the filters of references', () => {
    const parameters = document.paths['/articles']?.get?.parameters ?? [];
    const names = parameters.map((parameter) => Reflect.get(parameter, 'name') as string);
    expect(names).toEqual(expect.arrayContaining(['author', 'author__in', 'author.id', 'topics.id', 'desk__isnull']));
  });
});
