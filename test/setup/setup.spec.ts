import { Body, Controller, Get, HttpCode, Param, Post, type INestApplication } from '@nestjs/common';
import { Column, DataSource, Entity, ManyToOne, PrimaryGeneratedColumn, type DataSourceOptions } from 'typeorm';
import { databases, dropDatabase, onEveryDatabase, statementsOf } from './databases.js';
import { request } from './http.js';
import { createApp, onEveryPlatform } from './platforms.js';

@Entity()
class Shelf {
  @PrimaryGeneratedColumn() id!: number;
  @Column() label!: string;
}

@Entity()
class Volume {
  @PrimaryGeneratedColumn() id!: number;
  @Column() title!: string;
  @ManyToOne(() => Shelf, { nullable: false }) shelf!: Shelf;
}

@Controller('echo')
class EchoController {
  @Get(':word')
  repeat(@Param('word') word: string) {
    return { word };
  }

  @Post()
  @HttpCode(200)
  mirror(@Body() body: unknown) {
    return { body };
  }
}

it('tests on SQLite and PostgreSQL at least, unless told otherwise', () => {
  const wanted = process.env.TEST_DATABASES?.split(',') ?? [];
  expect(databases.map((database) => database.name)).toEqual(wanted);
  expect(databases.filter((database) => database.name !== 'mysql' && database.skipReason)).toEqual([]);
});

onEveryDatabase((database) => {
  let options: DataSourceOptions;
  let dataSource: DataSource;

  beforeAll(async () => {
    options = await database.dataSourceOptions([Shelf, Volume]);
    dataSource = await new DataSource(options).initialize();
  });

  afterAll(async () => {
    await dataSource.destroy();
    await dropDatabase(options);
  });

  it('makes the tables and stores rows', async () => {
    const shelf = await dataSource.manager.save(Shelf, { label: 'Poetry' });
    await dataSource.manager.save(Volume, { title: 'Sonnets', shelf });
    expect(await dataSource.manager.find(Volume, { relations: { shelf: true } })).toEqual([
      { id: 1, title: 'Sonnets', shelf: { id: 1, label: 'Poetry' } },
    ]);
  });

  it('refuses a broken foreign key', async () => {
    await expect(dataSource.manager.insert(Volume, { title: 'Lost', shelf: { id: 999 } })).rejects.toThrow(
      /foreign key/i,
    );
  });

  it('records statements, transaction statements included', async () => {
    const log = statementsOf(dataSource);
    log.clear();
    await dataSource.transaction((manager) => manager.insert(Shelf, { label: 'Maps' }));
    expect(log.inserts).toHaveLength(1);
    expect(log.work).toEqual(log.inserts);
    expect(log.statements).toHaveLength(log.transactions.length + 1);
    expect(log.transactions.at(-1)).toBe('COMMIT');
    expect(log.entries.find((entry) => entry.sql === log.inserts[0])?.parameters).toContain('Maps');
  });

  it('gives every data source a database of its own', async () => {
    const otherOptions = await database.dataSourceOptions([Shelf]);
    const other = await new DataSource(otherOptions).initialize();
    expect(await other.manager.count(Shelf)).toBe(0);
    await other.destroy();
    await dropDatabase(otherOptions);
  });
});

onEveryPlatform((platform) => {
  let app: INestApplication;

  beforeAll(async () => {
    app = await createApp({ controllers: [EchoController] }, platform);
  });

  afterAll(() => app.close());

  it('answers a GET', async () => {
    const answer = await request(app, 'GET', '/echo/hello');
    expect(answer.status).toBe(200);
    expect(answer.json).toEqual({ word: 'hello' });
    expect(answer.headers.get('content-type')).toContain('application/json');
  });

  it('answers a POST with a JSON body', async () => {
    const answer = await request(app, 'POST', '/echo', { json: { name: 'Ada' } });
    expect(answer).toMatchObject({ status: 200, json: { body: { name: 'Ada' } } });
  });
});
