import { listGrammarOf, limitOffsetDialect, Nested, ReadOnly, standardDialect } from 'nestjs-restview';
import { Category } from '../../fixtures/loading-world.js';

class CategoryRead {
  @ReadOnly() readonly id!: number;
  @ReadOnly() @Nested(() => CategoryRead, { include: 'optional' }) readonly parent?: CategoryRead | null;
  @ReadOnly() @Nested(() => [CategoryRead]) readonly children!: CategoryRead[];
}

const grammar = listGrammarOf(Category, CategoryRead, { limits: { maxRelationDepth: 2, maxIncludes: 2 } });

function read(query: Readonly<Record<string, string>>, dialect = standardDialect) {
  const parameters = new Map(Object.entries(query).map(([name, value]) => [name, [value]]));
  const { query: parsed, mistakes } = dialect.parse(parameters, grammar, 'secret');
  return { include: parsed.include, mistakes: mistakes.map(({ parameter, code }) => `${String(parameter)} ${code}`) };
}

describe('include', () => {
  it('names the optional relations, in one order and with those on the way', () => {
    expect(grammar.includable).toEqual(['parent', 'parent.parent', 'children.parent']);
    expect(read({ include: 'parent.parent' })).toEqual({ include: ['parent', 'parent.parent'], mistakes: [] });
    expect(read({ include: 'parent,children.parent,parent' }).include).toEqual(['children.parent', 'parent']);
    expect(read({ include: '' })).toEqual({ include: undefined, mistakes: [] });
    expect(read({})).toEqual({ include: undefined, mistakes: [] });
  });

  it('is the same in every dialect', () => {
    expect(read({ include: 'parent' }, limitOffsetDialect)).toEqual({ include: ['parent'], mistakes: [] });
    expect(read({ include: 'parnt' }, limitOffsetDialect).mistakes).toEqual(['include unknown_field']);
    for (const dialect of [standardDialect, limitOffsetDialect]) {
      expect(dialect.parameters(grammar).filter(({ name }) => name === 'include')).toHaveLength(1);
    }
  });

  it('comes with the fields that name it', () => {
    expect(read({ fields: 'id,children.parent.id' }).include).toEqual(['children.parent']);
    expect(read({ fields: 'id,children' }).include).toBeUndefined();
  });

  it.each([
    ['parent.parent.parent', 'include too_deep'],
    ['children', 'include unknown_field'],
    ['constructor', 'include unknown_field'],
    ['a,b,c', 'include too_many'],
  ])('refuses %s', (include, mistake) => {
    expect(read({ include }).mistakes).toEqual([mistake]);
  });
});
