import { Transform } from 'class-transformer';
import { Field, Filterable, Nested, ReadOnly, Sortable } from 'nestjs-restview';
import { Column, Entity, ManyToOne, PrimaryGeneratedColumn, type Relation } from 'typeorm';
import type { ListOptions } from '../../../libs/restview/src/definition/list-options.js';
import { listGrammarOf } from '../../../libs/restview/src/definition/list-grammar-of.js';
import { ConfigurationError } from '../../../libs/restview/src/errors/configuration-error.js';
import { listParameters } from '../../../libs/restview/src/query/list-parameters.js';
import { parseListQuery } from '../../../libs/restview/src/query/parse-list-query.js';
import { City, Person } from '../../fixtures/city.entity.js';
import { CityRead, PersonRead } from '../../fixtures/person-read.js';

@Entity()
class Note {
  @PrimaryGeneratedColumn() id!: number;
  @Column() title!: string;
  @Column() body!: string;
  @Column() secret!: string;
  @Column({ type: 'simple-enum', enum: ['a', 'b'] }) kind!: string;
  @Column({ type: 'json' }) data!: object;
  @ManyToOne(() => City) city!: Relation<City>;
}

class NamelessCity {
  @Field() name!: string;
}

class NoteRead {
  @ReadOnly() readonly id!: number;
  @Field() title!: string;
  @Filterable(false) @Sortable(false) @Field() body!: string;
  @Transform(() => '***', { toPlainOnly: true }) @Field() secret!: string;
  @Filterable(['eq', 'in']) @Field() kind!: string;
  @Field() data!: object;
  @Nested(() => NamelessCity) readonly city!: NamelessCity;
}

class ChildNoteRead extends NoteRead {
  @Filterable(['icontains']) @Field() declare body: string;
}

const refused = (url: string, options: ListOptions = {}, schema: new () => object = NoteRead) => {
  const parameters = new Map([...new URLSearchParams(url)].map(([name, value]) => [name, [value]]));
  return parseListQuery(parameters, listGrammarOf(Note, schema, options)).mistakes.map(({ parameter }) => parameter);
};
const mistakesOf = (options: ListOptions, schema: new () => object = NoteRead): readonly string[] => {
  try {
    listGrammarOf(Note, schema, options);
    return [];
  } catch (error) {
    if (!(error instanceof ConfigurationError)) throw error;
    return error.mistakes.map(({ subject }) => subject);
  }
};

describe('the marks of a field', () => {
  it('narrow what lists can be filtered and sorted by', () => {
    expect(refused('title=x&kind=a&kind__in=a,b&sort=title')).toEqual([]);
    expect(refused('kind__ne=a')).toEqual(['kind__ne']);
    expect(refused('body=x')).toEqual(['body']);
    expect(refused('body__isnull=true')).toEqual(['body__isnull']);
    expect(refused('sort=body')).toEqual(['sort']);
    expect(refused('fields=body')).toEqual([]);
  });

  it('are inherited, and replaced one by one', () => {
    expect(refused('body__icontains=x', {}, ChildNoteRead)).toEqual([]);
    expect(refused('body=x', {}, ChildNoteRead)).toEqual(['body']);
    expect(refused('sort=body', {}, ChildNoteRead)).toEqual(['sort']);
    expect(refused('kind__ne=a', {}, ChildNoteRead)).toEqual(['kind__ne']);
  });

  it('must be possible', () => {
    class Impossible {
      @Filterable(['eq']) @Field() data!: object;
      @Filterable(['gt']) @Field() kind!: string;
    }
    expect(mistakesOf({}, Impossible)).toEqual(['Impossible.kind', 'Impossible.data']);
  });

  it('are needed for a value that is transformed on its way out', () => {
    expect(refused('secret=x')).toEqual(['secret']);
    expect(refused('sort=secret')).toEqual(['sort']);
    class Open {
      @Transform(() => '***', { toPlainOnly: true }) @Filterable(['eq']) @Field() secret!: string;
    }
    expect(refused('secret=x', {}, Open)).toEqual([]);
  });
});

const odd = (name: string): object => ({ [name]: 5 });

describe('the options of a list', () => {
  it('can allow some paths only', () => {
    const options: ListOptions = { filterable: ['title', 'city.name'], sortable: ['id'] };
    expect(refused('title=x&title__ne=y&city.name=x&sort=-id', options)).toEqual([]);
    expect(refused('kind=a', options)).toEqual(['kind']);
    expect(refused('sort=title', options)).toEqual(['sort']);
    expect(refused('sort=city.name', options)).toEqual(['sort']);
    expect(refused('or=kind=a', options)).toEqual(['or']);
  });

  it('are checked, all together', () => {
    expect(
      mistakesOf({
        filterable: ['nme', 'body'],
        sortable: ['data'],
        searchFields: ['kind'],
        defaultSort: 'nme',
        defaultFilter: { nme: 'x', kind: 'z' },
        limits: { maxConditions: -1, ...odd('toString') },
        pageKinds: [],
        maxPageSize: 0,
        extraQueryParams: ['sort', 'a b'],
      }),
    ).toEqual(
      expect.arrayContaining(
        [
          'filterable',
          'sortable',
          'searchFields',
          'defaultSort',
          'defaultFilter',
          'limits',
          'pageKinds',
          'maxPageSize',
          'extraQueryParams',
        ].map((option) => `Note: "${option}"`),
      ),
    );
  });

  it.each<[ListOptions, string]>([
    [{ limits: odd('constructor') }, 'limits'],
    [{ limits: { maxValues: 1.5 } }, 'limits'],
    [{ defaultPageSize: 0 }, 'defaultPageSize'],
    [{ defaultPageSize: 5000 }, 'defaultPageSize'],
    [{ defaultFilter: { title__contains: '' } }, 'defaultFilter'],
    [{ defaultSort: 'title,title' }, 'defaultSort'],
    [{ extraQueryParams: ['title'] }, 'extraQueryParams'],
    [{ extraQueryParams: ['or'] }, 'extraQueryParams'],
  ])('%j', (options, option) => {
    expect(mistakesOf(options)).toEqual([`Note: "${option}"`]);
  });
});

describe('the key of a relation', () => {
  it('is offered under the name of the relation where the other side shows it', () => {
    class Shown {
      @Nested(() => CityRead) readonly city!: CityRead;
    }
    expect(refused('city=1&city__isnull=true&city__in=1,2', {}, Shown)).toEqual([]);
    // No answer shows the key, so no filter tells it.
    expect(refused('city=1')).toEqual(['city']);
    expect(refused('city__isnull=true')).toEqual(['city__isnull']);
    expect(refused('city.name=x')).toEqual([]);
  });
});

describe('the parameters of the document', () => {
  const grammar = listGrammarOf(Person, PersonRead, {
    searchFields: ['name'],
    extraQueryParams: ['mode'],
    maxPageSize: 200,
  });
  const parameters = listParameters(grammar);
  const named = (name: string) => parameters.find((parameter) => parameter.name === name);

  it('are those that the parser takes, each once', () => {
    const names = parameters.map(({ name }) => name);
    expect(new Set(names).size).toBe(names.length);
    for (const name of names) {
      const { mistakes } = parseListQuery(new Map([[name, ['x']]]), grammar);
      expect([name, mistakes.map(({ code }) => code)]).not.toEqual([name, ['unknown_parameter']]);
    }
  });

  it('have a type each, one for every field and operator', () => {
    expect(named('page_size')?.schema).toEqual({ type: 'integer', minimum: 1, maximum: 200, default: 50 });
    expect(named('age__gte')?.filter).toMatchObject({ operator: 'gte', column: { kind: 'integer' } });
    expect(named('city.name__icontains')?.filter).toMatchObject({ operator: 'icontains' });
    expect(named('tags.name')?.description).toContain('At least one related row');
    expect(named('city')?.filter).toMatchObject({ operator: 'eq', column: { kind: 'integer' } });
    expect(named('active__gte')).toBeUndefined();
    expect(named('password')).toBeUndefined();
    expect(named('passwordHash')).toBeUndefined();
    expect(named('tags')).toBeUndefined();
    expect(named('q')?.schema).toEqual({ type: 'string' });
  });

  it('say what happens to rows without a value', () => {
    expect(named('nick__ne')?.description).toContain('Rows without a value');
    expect(named('name__ne')?.description).not.toContain('Rows without a value');
  });

  it('leave out what a list does not offer', () => {
    const plain = listParameters(
      listGrammarOf(City, CityRead, { pageKinds: ['page'], filterable: [], sortable: [] }),
    ).map(({ name }) => name);
    expect(plain).not.toEqual(expect.arrayContaining(['cursor']));
    expect(plain).not.toContain('q');
    expect(plain).not.toContain('sort');
    expect(plain.some((name) => name.startsWith('name'))).toBe(false);
  });
});
