import { Expose } from 'class-transformer';
import { Field, Nested, ReadOnly } from 'nestjs-restview';
import { DataSource, type DataSourceOptions, type DeepPartial, type SelectQueryBuilder } from 'typeorm';
import { listGrammarOf } from '../../libs/restview/src/definition/list-grammar-of.js';
import type { RelatedRows } from '../../libs/restview/src/query/apply-condition.js';
import { applyListConditions, applyListQuery } from '../../libs/restview/src/query/apply-list-query.js';
import type { ListQuery } from '../../libs/restview/src/query/list-query.js';
import { parseListQuery } from '../../libs/restview/src/query/parse-list-query.js';
import { queryParametersOf } from '../../libs/restview/src/query/query-parameters.js';
import { dropDatabase, onEveryDatabase, statementsOf } from '../setup/databases.js';
import { Article, Label, Maker, Warehouse } from './store.entity.js';
import { walk } from './walk.js';

class WarehouseRead {
  @Field() site!: string;
  @Field() hall!: number;
  @Field() title!: string;
  @Nested(() => ArticleRead) readonly articles!: ArticleRead[];
}

class MakerRead {
  @ReadOnly() readonly id!: number;
  @Field() name!: string;
  @Nested(() => ArticleRead) readonly articles!: ArticleRead[];
}

class LabelRead {
  @ReadOnly() readonly id!: number;
  @Field() text!: string;
  @Nested(() => ArticleRead) readonly article!: ArticleRead | null;
}

class SizeRead {
  @Field() width!: number | null;
  @Field() @Expose({ name: 'tall' }) height!: number | null;
}

class ArticleRead {
  @ReadOnly() readonly id!: number;
  @Field() name!: string;
  @Nested(() => SizeRead) size!: SizeRead;
  @Field() extras!: object | null;
  @ReadOnly() readonly partCount!: number;
  @Nested(() => WarehouseRead) readonly warehouse!: WarehouseRead | null;
  @Nested(() => MakerRead) readonly maker!: MakerRead | null;
  @Nested(() => LabelRead) readonly label!: LabelRead | null;
  @Nested(() => ArticleRead) readonly parts!: ArticleRead[];
  @Nested(() => ArticleRead) readonly partOf!: ArticleRead[];
}

const grammar = listGrammarOf(Article, ArticleRead, { searchFields: ['name', 'maker.name', 'parts.name'] });

onEveryDatabase((database) => {
  let dataSource: DataSource;
  let options: DataSourceOptions;

  beforeAll(async () => {
    options = await database.dataSourceOptions([Article, Label, Maker, Warehouse]);
    dataSource = await new DataSource(options).initialize();
    const { manager } = dataSource;
    const made = <Row extends object>(entity: new () => Row, values: DeepPartial<Row>): Promise<Row> =>
      manager.save(manager.create(entity, values));
    const north = await made(Warehouse, { site: 'N', hall: 1, title: 'North' });
    await made(Warehouse, { site: 'N', hall: 2, title: 'North annex' });
    const south = await made(Warehouse, { site: 'S', hall: 1, title: 'South' });
    const acme = await made(Maker, { name: 'Acme' });
    const gone = await made(Maker, { name: 'Gone' });
    const label = await made(Label, { text: 'new' });
    const base = { size: { width: null, height: null }, extras: { a: 1 } };
    const bolt = await made(Article, {
      ...base,
      ...{ name: 'bolt', size: { width: 1, height: 5 }, maker: acme, warehouse: north, label },
    });
    const size = { width: 2, height: null };
    const nut = await made(Article, { ...base, name: 'nut', size, maker: gone, warehouse: south });
    const wheel = await made(Article, { ...base, name: 'wheel', maker: acme, parts: [bolt, nut], extras: null });
    await made(Article, { ...base, name: 'cart', warehouse: north, parts: [wheel, nut, bolt] });
    await manager.softRemove(gone);
  });
  afterAll(async () => {
    await dataSource.destroy();
    await dropDatabase(options);
  });

  const parse = (parameters: string): ListQuery => {
    const { query, mistakes } = parseListQuery(queryParametersOf(`?${parameters}`), grammar, 'secret');
    if (mistakes.length > 0) throw new Error(JSON.stringify(mistakes));
    return query;
  };
  const articles = (): SelectQueryBuilder<Article> => dataSource.manager.createQueryBuilder(Article, 'article');
  const names = async (parameters: string, builder = articles(), related?: RelatedRows): Promise<readonly string[]> =>
    (await applyListQuery(builder, parse(parameters), related).getMany()).map(({ name }) => name);

  it.each([
    ['warehouse.title=North', ['bolt', 'cart']],
    ['warehouse.site=S', ['nut']],
    ['not=warehouse.site=S', ['bolt', 'wheel', 'cart']],
    ['warehouse__any.title=North', undefined],
    ['warehouse.articles.name=cart', ['bolt', 'cart']],
    ['warehouse.articles__none.name=cart', ['nut']],
    ['warehouse.articles__all.name__in=bolt,cart', ['bolt', 'cart']],
    ['maker.name=Acme', ['bolt', 'wheel']],
    ['maker.articles.name=wheel', ['bolt', 'wheel']],
    ['label.text=new', ['bolt']],
    ['label=1', ['bolt']],
    ['label__isnull=true', ['nut', 'wheel', 'cart']],
    ['label.article.name=bolt', ['bolt']],
    ['label.article=1', ['bolt']],
    ['parts.name=bolt', ['wheel', 'cart']],
    ['parts.name=bolt&parts.size.width=1', ['wheel', 'cart']],
    ['parts.name=bolt&parts.size.width=2', []],
    ['parts.name=bolt&and=parts.size.width=2', ['wheel', 'cart']],
    ['partOf.name=cart', ['bolt', 'nut', 'wheel']],
    ['partOf__none.name=wheel', ['wheel', 'cart']],
    ['parts__all.size.width__gte=1', ['bolt', 'nut', 'wheel']],
    ['parts.parts.name=nut', ['cart']],
    ['size.width=1', ['bolt']],
    ['size.tall__isnull=true', ['nut', 'wheel', 'cart']],
    ['sort=-size.width', ['nut', 'bolt', 'wheel', 'cart']],
    ['partCount=2', ['wheel']],
    ['partCount__gt=1', ['wheel', 'cart']],
    ['parts.partCount=2', ['cart']],
    ['sort=-partCount,name', ['cart', 'wheel', 'bolt', 'nut']],
    ['sort=warehouse.title,-name', ['cart', 'bolt', 'nut', 'wheel']],
    ['sort=-label.text', ['bolt', 'nut', 'wheel', 'cart']],
    ['extras__isnull=true', ['wheel']],
    ['q=acme', ['bolt', 'wheel']],
    ['q=cart bolt', ['cart']],
  ])('%s', async (parameters, expected) => {
    if (expected === undefined) {
      expect(() => parse(parameters)).toThrow('unknown_parameter');
      return;
    }
    expect(await names(parameters)).toEqual(expected);
    // As a walk, one row at a time, it is the same.
    const read = (cursor: string) => parse(`${parameters}&page_size=1&cursor=${encodeURIComponent(cursor)}`);
    const { forward, back } = await walk(read, (query) => applyListQuery(articles(), query));
    expect([forward.length, forward]).toEqual([expected.length, back]);
  });

  it('takes soft-deleted rows for absent', async () => {
    expect(await names('maker.name=Gone')).toEqual([]);
    expect(await names('maker=2')).toEqual([]);
    expect(await names('maker__isnull=true')).toEqual(['nut', 'cart']);
    expect(await names('maker__isnull=false')).toEqual(['bolt', 'wheel']);
    expect(await names('not=maker.name=Gone')).toEqual(['bolt', 'nut', 'wheel', 'cart']);
    expect(await names('sort=maker.name,-name')).toEqual(['wheel', 'bolt', 'nut', 'cart']);
    expect(await names('sort=-maker.name,-name')).toEqual(['wheel', 'bolt', 'nut', 'cart']);
  });

  it('reads the related table only where the foreign key does not tell', async () => {
    const log = statementsOf(dataSource);
    log.clear();
    await names('label=1');
    await names('label__isnull=true');
    await names('label.id__in=1,2');
    expect(log.statements.filter((sql) => sql.includes('store_label'))).toEqual([]);
    log.clear();
    const hidden: RelatedRows = (entity) =>
      entity === Label ? [dataSource.manager.createQueryBuilder(Label, 'l').where('l.id > 1')] : [];
    expect(await names('label=1', articles(), hidden)).toEqual([]);
    expect(await names('label__isnull=true', articles(), hidden)).toEqual(['bolt', 'nut', 'wheel', 'cart']);
  });

  // MySQL has no word for it, and puts NULLs first.
  const nullsLast = database.name === 'mysql' ? undefined : 'NULLS LAST';

  describe('a scope that joins a to-many relation', () => {
    const scopes: Readonly<Record<string, () => SelectQueryBuilder<Article>>> = {
      'a join': () => articles().leftJoin('article.parts', 'part'),
      'a join with a condition on it': () =>
        articles().leftJoin('article.parts', 'part').where('part.id IS NULL OR part.id <> 99'),
      'a join that is selected': () => articles().leftJoinAndSelect('article.parts', 'part'),
      'a join without a relation': () => articles().leftJoin(Article, 'other', 'other.id <> article.id'),
    };
    const sorts: readonly (readonly [string, readonly string[]])[] = [
      ['', ['bolt', 'nut', 'wheel', 'cart']],
      ['sort=-name', ['wheel', 'nut', 'cart', 'bolt']],
      ['sort=size.width', ['bolt', 'nut', 'wheel', 'cart']],
      ['sort=-size.width,-name', ['nut', 'bolt', 'wheel', 'cart']],
      ['sort=warehouse.title,-name', ['cart', 'bolt', 'nut', 'wheel']],
      ['sort=-warehouse.title', ['nut', 'bolt', 'cart', 'wheel']],
      ['sort=-partCount,-name', ['cart', 'wheel', 'nut', 'bolt']],
      ['sort=maker.name,-id', ['wheel', 'bolt', 'cart', 'nut']],
    ];
    it.each(Object.entries(scopes))('pages by entities: %s', async (_, scope) => {
      for (const [sort, expected] of sorts) {
        for (const size of [1, 3]) {
          const paged: string[] = [];
          for (let page = 1; page <= 5; page += 1) {
            paged.push(...(await names(`${sort}&page_size=${String(size)}&page=${String(page)}`, scope())));
          }
          expect([sort, paged]).toEqual([sort, expected]);
          const read = (cursor: string) =>
            parse(`${sort}&page_size=${String(size)}&cursor=${encodeURIComponent(cursor)}`);
          const { forward, back } = await walk(read, (query) => applyListQuery(scope(), query));
          expect([sort, forward.length, forward]).toEqual([sort, 4, back]);
        }
      }
      expect(await applyListConditions(scope(), parse('')).getCount()).toBe(4);
      const [found, count] = await applyListQuery(
        scope(),
        parse('page_size=2&sort=-warehouse.title'),
      ).getManyAndCount();
      expect([found.length, count]).toEqual([2, 4]);
    });

    it.each<[string, (builder: SelectQueryBuilder<Article>) => SelectQueryBuilder<Article>]>([
      ['ascending', (rows) => rows.orderBy('part.name', 'ASC', nullsLast)],
      ['descending', (rows) => rows.orderBy('part.name', 'DESC', nullsLast)],
      [
        'by more than one',
        (rows) => rows.orderBy('maker.name', 'ASC', nullsLast).addOrderBy('part.id', 'DESC', nullsLast),
      ],
      ['by its own column', (rows) => rows.orderBy('article.name', 'DESC')],
      ['by an expression', (rows) => rows.orderBy('COALESCE(part.id, 0)', 'DESC')],
      ['by a name', (rows) => rows.addSelect('(0 - article.id)', 'backwards').orderBy('backwards', 'ASC')],
    ])('cuts pages out of the order that it has: %s', async (_, order) => {
      const scope = () => order(articles().leftJoin('article.parts', 'part').leftJoin('article.maker', 'maker'));
      // TypeORM makes entities of joined rows in the order in which each is first met.
      const expected = (await scope().addOrderBy('article.id').getMany()).map(({ name }) => name);
      expect(expected).toHaveLength(4);
      for (const size of [1, 3]) {
        const paged: string[] = [];
        for (let page = 1; page <= 4; page += 1) {
          paged.push(...(await names(`page_size=${String(size)}&page=${String(page)}`, scope())));
        }
        expect(paged).toEqual(expected);
      }
      expect(await names('sort=name', scope())).toEqual(['bolt', 'cart', 'nut', 'wheel']);
    });

    it('keeps the rows of a join that is selected', async () => {
      const joined = () => articles().leftJoinAndSelect('article.parts', 'part');
      const [cart] = await applyListQuery(joined(), parse('name=cart&page_size=1&parts.name=nut&sort=name')).getMany();
      expect(cart?.parts.map(({ name }) => name).sort()).toEqual(['bolt', 'nut', 'wheel']);
    });
  });

  it('counts by the key, whatever is selected', async () => {
    for (const parameters of [
      '',
      'sort=warehouse.title&page_size=1&page=2',
      'sort=-partCount&page_size=2&fields=name',
      'parts.name=bolt',
    ]) {
      const expected = parameters.startsWith('parts') ? 2 : 4;
      const builder = applyListQuery(articles().addSelect('1', 'one'), parse(parameters));
      expect([parameters, await builder.getCount()]).toEqual([parameters, expected]);
    }
  });

  it('reads only the columns of the fields that are asked for', async () => {
    const log = statementsOf(dataSource);
    log.clear();
    const [first] = await applyListQuery(articles(), parse('fields=name&sort=-size.width&page_size=1')).getMany();
    expect(first).toEqual({ id: 2, name: 'nut' });
    expect(log.statements[0]).not.toMatch(/extras/);
  });

  it('takes the place of an order that the query has, where the client asks for one', async () => {
    expect(await names('', articles().orderBy('article.id', 'DESC'))).toEqual(['cart', 'wheel', 'nut', 'bolt']);
    expect(await names('sort=name', articles().orderBy('article.id', 'DESC'))).toEqual([
      'bolt',
      'cart',
      'nut',
      'wheel',
    ]);
  });

  it('leaves parameters alone that the query has', async () => {
    const scope = articles().where('article.name IN (:...restview_1) AND article.id > :restview_2', {
      restview_1: ['bolt', 'nut', 'cart'],
      restview_2: 1,
    });
    const related: RelatedRows = (entity) =>
      entity === Warehouse
        ? [
            dataSource.manager
              .createQueryBuilder(Warehouse, 'article')
              .where('article.site IN (:...restview_1)', { restview_1: ['N'] }),
          ]
        : [];
    expect(
      await names('name__ne=x&or=warehouse.title=North,warehouse.title=South&sort=warehouse.title', scope, related),
    ).toEqual(['cart']);
  });

  it('says which grammar does not fit a query', () => {
    const other = dataSource.manager.createQueryBuilder(Maker, 'maker');
    expect(() => applyListQuery<object>(other, parse('size.width=1'))).toThrow('Maker.size.width');
    expect(() => applyListQuery<object>(other, parse('parts.name=x'))).toThrow('Maker.parts');
    expect(() => applyListQuery(dataSource.createQueryBuilder().select('1').from('x', 'x'), parse(''))).toThrow(
      'no entity',
    );
  });
});
