import {
  Brackets,
  ChildEntity,
  Column,
  DataSource,
  type DataSourceOptions,
  DeleteDateColumn,
  Entity,
  In,
  JoinColumn,
  ManyToOne,
  NotBrackets,
  OneToMany,
  PrimaryColumn,
  PrimaryGeneratedColumn,
  type Relation,
  SelectQueryBuilder,
  TableInheritance,
  VirtualColumn,
} from 'typeorm';
import { countRows } from '../../libs/restview/src/model/statements/count-rows.js';
import { keptCount, keptQueries, keptRows } from '../../libs/restview/src/model/statements/kept-queries.js';
import { builderProperties, mapProperties } from '../../libs/restview/src/model/statements/known-properties.js';
import { leanStatements } from '../../libs/restview/src/model/statements/run-sql.js';
import { readEntities } from '../../libs/restview/src/view/loading/read-entities.js';
import { dropDatabase, onEveryDatabase, type Statement, statementsOf } from '../setup/databases.js';
import { Random, SEED } from './random.js';

class Size {
  @Column({ type: 'int' }) pages!: number;
  @Column({ type: 'int', name: 'w', nullable: true }) weight!: number | null;
}

@Entity()
class Shelf {
  @PrimaryGeneratedColumn() id!: number;
  @Column({ length: 40, name: 'label' }) name!: string;
  @DeleteDateColumn() deletedAt!: Date | null;
  @OneToMany(() => Book, (book) => book.shelf) books!: Relation<Book>[];
}

@Entity({ orderBy: { title: 'DESC' } })
class Book {
  @PrimaryGeneratedColumn() id!: number;
  @Column({ length: 40 }) title!: string;
  @Column(() => Size) size!: Size;
  @Column({ type: 'boolean' }) lent!: boolean;
  @Column({ type: 'int', nullable: true }) shelfId!: number | null;
  @ManyToOne(() => Shelf, (shelf) => shelf.books) @JoinColumn({ name: 'shelfId' }) shelf!: Relation<Shelf> | null;
  @ManyToOne(() => Book) series!: Relation<Book> | null;
  @DeleteDateColumn() deletedAt!: Date | null;
}

@Entity()
class Copy {
  @PrimaryColumn() bookId!: number;
  @PrimaryColumn() no!: number;
}

@Entity()
class Counting {
  @PrimaryColumn() id!: number;
  @VirtualColumn({ query: () => 'SELECT 1' }) one!: number;
}

@Entity()
@TableInheritance({ column: { type: 'varchar', name: 'kind' } })
class Animal {
  @PrimaryColumn() id!: number;
}

@ChildEntity()
class Dog extends Animal {}

type Query = SelectQueryBuilder<Book>;

onEveryDatabase((database) => {
  let options: DataSourceOptions;
  let dataSource: DataSource;

  beforeAll(async () => {
    options = await database.dataSourceOptions([Shelf, Book, Copy, Counting, Animal, Dog]);
    dataSource = await new DataSource(options).initialize();
    const { manager } = dataSource;
    const shelves = await manager.save(Shelf, [
      { name: 'low' },
      { name: 'high' },
      { name: 'gone', deletedAt: new Date() },
    ]);
    const books = Array.from({ length: 24 }, (_, number) =>
      manager.create(Book, {
        title: `Book ${String(number % 7)}`,
        size: { pages: 100 + (number % 5), weight: number % 3 === 0 ? null : number },
        lent: number % 2 === 0,
        shelf: shelves[number % 4] ?? null,
        deletedAt: number % 11 === 10 ? new Date() : null,
      }),
    );
    await manager.save(books);
    for (const [number, book] of books.entries()) book.series = books[number >> 1] ?? null;
    await manager.save(books);
    await manager.save(Copy, [
      { bookId: 1, no: 1 },
      { bookId: 1, no: 2 },
    ]);
  });

  afterAll(async () => {
    await dataSource.destroy();
    await dropDatabase(options);
  });

  afterEach(() => {
    keptQueries.isOn = true;
    leanStatements.isOn = true;
  });

  const of = (): Query => dataSource.manager.createQueryBuilder(Book, 'book');

  /** A query whose shape is made by the one, and whose values by the other. */
  function randomQuery(random: Random, values: Random): Query {
    const query = of();
    const isNarrow = random.chance(0.3);
    if (isNarrow) query.select(random.some(['book.title', 'book.size.pages', 'book.shelfId'], 2).concat('book.id'));
    const joinsShelf = random.chance(0.4);
    if (joinsShelf) {
      const condition = random.chance(0.3) ? 'shelf.name != :shelfName' : undefined;
      const parameters = condition === undefined ? undefined : { shelfName: values.pick(['low', 'high']) };
      if (random.chance(0.7)) query.leftJoinAndSelect('book.shelf', 'shelf', condition, parameters);
      else query.innerJoin('book.shelf', 'shelf', condition, parameters);
    }
    if (random.chance(0.2)) query.leftJoin('book.series', 'series').addSelect(['series.id', 'series.title']);
    if (random.chance(0.2)) query.withDeleted();
    if (!isNarrow && random.chance(0.2)) query.distinct();
    for (const condition of random.some(CONDITIONS, 3)) condition(query, random, values, joinsShelf);
    for (const column of random.some(['book.title', 'book.size.weight', 'book.id'], 2)) {
      const isPlaced = database.name !== 'mysql' && random.chance(0.6);
      const nulls = isPlaced ? random.pick(['NULLS LAST', 'NULLS FIRST'] as const) : undefined;
      query.addOrderBy(column, random.pick(['ASC', 'DESC'] as const), nulls);
    }
    query.addOrderBy('book.id');
    if (random.chance(0.7)) query.limit(values.int(0, 9));
    if (query.expressionMap.limit !== undefined && random.chance(0.6)) query.offset(values.int(0, 9));
    return query;
  }

  const CONDITIONS: readonly ((query: Query, random: Random, values: Random, joinsShelf: boolean) => unknown)[] = [
    (query, _random, values) => query.andWhere('book.id > :least', { least: values.int(0, 20) }),
    (query, _random, values) => query.andWhere('book.lent = :lent', { lent: values.chance(0.5) }),
    (query, _random, values) =>
      query.andWhere('book.title IN (:...titles)', {
        titles: values.list(1, 3, () => `Book ${String(values.int(0, 7))}`),
      }),
    (query, random, values) =>
      query.andWhere(
        new Brackets((either) => {
          either.where('book.size.weight IS NULL').orWhere('book.size.weight < :weight', { weight: values.int(0, 20) });
          if (random.chance(0.5)) either.orWhere(new NotBrackets((not) => not.where({ lent: values.chance(0.5) })));
        }),
      ),
    (query, _random, values) => query.andWhere({ id: In(values.list(0, 3, () => values.int(1, 24))) }),
    (query, _random, values) => query.andWhere({ size: { pages: values.int(100, 105) } }),
    (query, random, values) => {
      const among = query.subQuery().select('s.id').from(Shelf, 's');
      among.where('s.name = :among', { among: values.pick(['low', 'high', 'gone']) });
      if (random.chance(0.5)) among.withDeleted();
      query.andWhere(`book.shelfId IN ${among.getQuery()}`).setParameters(among.getParameters());
    },
    (query, _random, values, joinsShelf) =>
      joinsShelf && query.andWhere('shelf.name LIKE :like', { like: values.pick(['l%', 'h%', ':least%']) }),
    (query) => query.andWhere(`book.title != ':nobody'`).setParameter('unused', 1),
    (query) => query.orWhere('book.id = 1'),
    (query, _random, values) =>
      database.name === 'postgres' &&
      query.andWhere('book.id = ANY(:several)', { several: values.list(1, 3, () => values.int(1, 24)) }),
  ];

  const ran = async <Result>(run: () => Promise<Result>): Promise<readonly [Result, readonly string[]]> => {
    statementsOf(dataSource).clear();
    const result = await run();
    return [result, statementsOf(dataSource).entries.map(spelledOut)];
  };

  it('gives the rows and numbers of the statements that TypeORM makes', async () => {
    const random = new Random(SEED);
    const kept = new Set<object>();
    let runs = 0;
    for (let number = 0; number < 400; number++) {
      const [shape, seed] = [random.int(0, 99), random.int(0, 2 ** 30)];
      const query = () => randomQuery(new Random(shape), new Random(seed));
      keptQueries.isOn = false;
      const byTypeOrm = await ran(() => readEntities(query()));
      const counted = await ran(() => query().getCount());
      keptQueries.isOn = true;
      leanStatements.isOn = random.chance(0.8);
      const own = await ran(() => readEntities(query()));
      const ownCount = await ran(() => countRows(query()));
      try {
        expect(own).toStrictEqual(byTypeOrm);
        expect(ownCount).toStrictEqual(counted);
      } catch (error) {
        throw new Error(`LIST_SEED=${String(SEED)} fails at query ${String(number)}`, { cause: error });
      }
      const one = keptRows(query());
      if (one) {
        kept.add(one);
        runs += 1;
      }
    }
    expect(runs).toBeGreaterThan(200);
    expect(kept.size).toBeLessThan(runs);
  });

  it('tells apart what differs in its text only by what is asked for elsewhere', () => {
    const shapes: ((query: Query) => unknown)[] = [
      () => undefined,
      (query) => query.withDeleted(),
      (query) => query.distinct(),
      (query) => query.limit(1),
      (query) => query.limit(1).offset(1),
      (query) => query.select('book.id'),
      (query) => query.select('book.id', 'other'),
      (query) => query.where('book.id = 1'),
      (query) => query.where('book.id = :id', { id: 1 }),
      (query) => query.where('book.id = :id'),
      (query) => query.where('book.id IN (:...id)', { id: [1] }),
      (query) => query.where('book.id IN (:...id)', { id: [1, 2] }),
      (query) => query.where('book.id = 1').andWhere('book.id = 2'),
      (query) => query.where('book.id = 1').orWhere('book.id = 2'),
      (query) => query.where(new Brackets((both) => both.where('book.id = 1').orWhere('book.id = 2'))),
      (query) => query.where(new NotBrackets((both) => both.where('book.id = 1').orWhere('book.id = 2'))),
      (query) => query.orderBy('book.id'),
      (query) => query.orderBy('book.id', 'DESC'),
      (query) => query.orderBy('book.id').addOrderBy('book.title'),
      (query) => query.leftJoin('book.shelf', 'shelf'),
      (query) => query.innerJoin('book.shelf', 'shelf'),
      (query) => query.leftJoin('book.shelf', 'other'),
      (query) => query.leftJoin(Shelf, 'shelf', 'shelf.id = book.shelfId'),
      (query) => query.leftJoin('shelf', 'shelf', 'shelf.id = book.shelfId'),
      (query) => query.leftJoin('(SELECT 1)', 'shelf', '1 = 1'),
      (query) => query.leftJoinAndSelect('book.shelf', 'shelf'),
      (query) => query.leftJoin('book.shelf', 'shelf', 'shelf.id > 1'),
      (query) => query.addFrom(Shelf, 'shelf'),
    ];
    const found = shapes.map((shape) => {
      const query = of();
      shape(query);
      return keptRows(query);
    });
    expect(found).not.toContain(undefined);
    expect(new Set(found).size).toBe(shapes.length);
    expect(keptCount(of())).not.toBe(keptRows(of()));
    expect(keptCount(of().orderBy('book.id').limit(3))).toBe(keptCount(of()));
    expect(keptRows(of().limit(3).where('book.id = :id', { id: 1 }))).toBe(
      keptRows(of().limit(4).where('book.id = :id', { id: 2 })),
    );
  });

  const left: readonly (readonly [string, () => SelectQueryBuilder<object>])[] = [
    ['a lock', () => of().setLock('pessimistic_read')],
    ['a comment', () => of().comment('trace 7')],
    ['an index', () => of().useIndex('some')],
    ['a result cache', () => of().cache(true)],
    ['an option', () => of().setOption('disable-global-order')],
    ['pages of entities', () => of().take(1)],
    ['groups', () => of().groupBy('book.id')],
    ['conditions on groups', () => of().having('COUNT(*) > 1')],
    ['a common table expression', () => of().addCommonTableExpression('SELECT 1', 'one')],
    ['relation ids', () => of().loadRelationIdAndMap('book.no', 'book.shelf')],
    ['a property of its own for a join', () => of().leftJoinAndMapOne('book.other', 'book.shelf', 'shelf')],
    ['a transaction of its own', () => of().useTransaction(true)],
    ['names that are not quoted', () => of().disableEscaping()],
    ['find options', () => of().setFindOptions({ select: { id: true } })],
    ['a parent', () => of().subQuery().select('s').from(Shelf, 's')],
    ['a time limit', () => of().maxExecutionTime(5)],
    ['virtual columns, which may change', () => dataSource.manager.createQueryBuilder(Counting, 'counting')],
    ['child entities', () => dataSource.manager.createQueryBuilder(Dog, 'dog')],
    ['a class of its own', () => new (class extends SelectQueryBuilder<Book> {})(of())],
    ['something new', () => Object.assign(of(), { novelty: true })],
    [
      'something new to the map',
      () => {
        const query = of();
        Object.assign(query.expressionMap, { novelty: undefined });
        return query;
      },
    ],
  ];

  it.each(left)('leaves a query with %s to TypeORM', (_, query) => {
    expect(keptRows(query())).toBeUndefined();
  });

  it('leaves counts of joined rows with several keys to TypeORM', async () => {
    const copies = () =>
      dataSource.manager.createQueryBuilder(Copy, 'copy').innerJoin(Book, 'book', 'book.id = copy.bookId');
    expect(keptCount(copies())).toBeUndefined();
    expect(await countRows(copies())).toBe(2);
    expect(await countRows(dataSource.manager.createQueryBuilder(Copy, 'copy'))).toBe(2);
  });

  if (database.name === 'postgres') {
    it('hands over an array that is one value as one', async () => {
      const some = (ids: readonly number[]) =>
        of()
          .where('book.id = ANY(:ids)', { ids })
          .andWhere('book.id > :least', { least: 1 })
          .orderBy('book.id')
          .limit(2);
      for (const ids of [[1, 2, 3, 4], [5, 6, 7, 8], [], [9]]) {
        const { entities } = await readEntities(some(ids));
        expect(entities.map(({ id }) => id)).toEqual(ids.filter((id) => id > 1).slice(0, 2));
        expect(await countRows(some(ids))).toBe(ids.filter((id) => id > 1).length);
      }
      expect(keptRows(some([1, 2]))).toBe(keptRows(some([3, 4])));
    });
  }

  it('reads in the transaction that the query is bound to', async () => {
    await dataSource.transaction(async (manager) => {
      await manager.insert(Shelf, { name: 'unseen' });
      for (let run = 0; run < 4; run++) {
        const query = manager.createQueryBuilder(Shelf, 'shelf').where('shelf.name = :name', { name: 'unseen' });
        expect((await readEntities(query)).entities).toHaveLength(1);
        expect(await countRows(query)).toBe(1);
      }
      await manager.delete(Shelf, { name: 'unseen' });
    });
  });

  it('does not keep a query that is as long as clients can make it', () => {
    const long = () => of().where('book.id IN (:...ids)', { ids: Array.from({ length: 5000 }, (_, id) => id) });
    const longText = () => of().where(`book.title != '${'x'.repeat(20_000)}'`);
    if (database.name === 'postgres') expect(keptRows(long())).not.toBe(keptRows(long()));
    expect(keptRows(longText())).not.toBe(keptRows(longText()));
  });

  it('keeps the queries that are asked lately, in a number that is bounded', () => {
    const numbered = (number: number) => of().where(`book.id = ${String(number)}`);
    const first = keptRows(numbered(-1));
    const second = keptRows(numbered(-2));
    for (let number = 0; number < 1000; number++) {
      keptRows(numbered(number));
      if (number % 100 === 0) expect(keptRows(numbered(-2))).toBe(second);
    }
    expect(keptRows(numbered(-1))).not.toBe(first);
  });

  it('accounts for all that the installed TypeORM has', () => {
    const query = of().leftJoinAndSelect('book.shelf', 'shelf').limit(1).where('book.id = 1');
    expect(Object.keys(query).filter((property) => !builderProperties.has(property))).toEqual([]);
    expect(Object.keys(query.expressionMap).filter((property) => !mapProperties.has(property))).toEqual([]);
  });
});

/** A statement with its values in their places, whether they went as parameters or not. */
function spelledOut({ sql, parameters }: Statement): string {
  let next = 0;
  return sql.replace(/\$(\d+)|\?/g, (_, number: string | undefined) => {
    const value = parameters[number === undefined ? next++ : Number(number) - 1];
    return typeof value === 'string' ? `'${value}'` : String(value);
  });
}
