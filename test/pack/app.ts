/**
 * A user's application. `npm run pack:check` copies this file into an empty project, compiles it there as an ES module
 * and as CommonJS, and runs both against the packed library.
 *
 * It prints "ok" at the end, or throws.
 */
import 'reflect-metadata';
import assert from 'node:assert/strict';
import { Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { DocumentBuilder, SwaggerModule } from '@nestjs/swagger';
import { TypeOrmModule } from '@nestjs/typeorm';
import { IsNotEmpty } from 'class-validator';
import { Field, ReadOnly, RestView, RestviewModule, View } from 'nestjs-restview';
import type { ViewContext } from 'nestjs-restview';
import { createClient, isProblem } from 'nestjs-restview/client';
import { Column, CreateDateColumn, Entity, PrimaryGeneratedColumn } from 'typeorm';

@Entity()
class Coffee {
  @PrimaryGeneratedColumn() id!: number;
  @Column({ length: 20, unique: true }) name!: string;
  @Column('decimal', { precision: 6, scale: 2 }) price!: string;
  @Column({ default: false }) retired!: boolean;
  @CreateDateColumn() createdAt!: Date;
}

class CoffeeRead {
  @ReadOnly() readonly id!: number;
  @Field() @IsNotEmpty() name!: string;
  @Field() price!: string;
  @Field() retired?: boolean;
}

@View('coffees', { model: Coffee, schema: CoffeeRead })
class CoffeeView extends RestView<Coffee, CoffeeRead> {
  override buildQuery(context: ViewContext) {
    return super.buildQuery(context).andWhere('coffee.retired = :retired', { retired: false });
  }
}

@Module({
  imports: [
    TypeOrmModule.forRoot({ type: 'better-sqlite3', database: ':memory:', entities: [Coffee], synchronize: true }),
    RestviewModule.forRoot({ health: '/health' }),
    RestviewModule.forFeature([CoffeeView]),
  ],
})
class AppModule {}

/** As openapi-typescript writes it, in short. */
interface Paths {
  '/coffees': {
    get: {
      parameters: { query?: { price__gte?: string; price__lt?: string } };
      responses: { 200: { content: { 'application/json': { items: { id: number; name: string }[] } } } };
    };
  };
  '/coffees/{id}': {
    get: {
      parameters: { path: { id: number } };
      responses: { 200: { content: { 'application/json': { id: number; name: string } } } };
    };
  };
}

async function main(): Promise<void> {
  const app = await NestFactory.create(AppModule, { logger: ['error', 'warn'] });
  const document = SwaggerModule.createDocument(app, new DocumentBuilder().build());
  assert.ok(document.components?.schemas?.['CoffeeCreate']);
  await app.listen(0, '127.0.0.1');
  const url = await app.getUrl();
  const call = async (method: string, path: string, body?: object) => {
    const answer = await fetch(url + path, {
      method,
      ...(body && { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }),
    });
    const text = await answer.text();
    console.log(`${method} ${path} ${answer.status} ${text}`);
    return { status: answer.status, headers: answer.headers, json: text === '' ? undefined : JSON.parse(text) };
  };

  const created = await call('POST', '/coffees', { name: 'Guji', price: '12.5' });
  assert.equal(created.status, 201);
  assert.equal(created.headers.get('location'), '/coffees/1');
  const guji = { id: 1, name: 'Guji', price: '12.50', retired: false };
  assert.deepEqual(created.json, guji);

  const listed = await call('GET', '/coffees?page_size=5');
  assert.deepEqual(listed.json, { items: [guji], total: 1, page: 1, page_size: 5, total_pages: 1 });

  const { coffees } = createClient<Paths>({ baseUrl: url });
  const { items } = await coffees.list({ filter: { price: { gte: '12', lt: '13' } } });
  assert.deepEqual(
    items.map(({ name }) => name),
    ['Guji'],
  );
  // @ts-expect-error there is no such operator
  await assert.rejects(coffees.list({ filter: { price: { atLeast: '12' } } }), (error) => isProblem(error));
  assert.ok(isProblem(await coffees.get(2).catch((error: unknown) => error), 'not_found'));

  const refused = await call('POST', '/coffees', { name: '', prize: 1 });
  assert.equal(refused.status, 422);
  assert.equal(refused.headers.get('content-type')?.split(';')[0], 'application/problem+json');
  assert.equal(refused.json.errors.length, 3);

  assert.equal((await call('POST', '/coffees', { name: 'Guji', price: '1' })).status, 409);
  assert.equal((await call('PATCH', '/coffees/1', { price: '13' })).json.price, '13.00');
  assert.equal((await call('DELETE', '/coffees/1')).status, 204);
  assert.equal((await call('GET', '/coffees/1')).status, 404);
  assert.equal((await call('GET', '/health')).status, 200);
  await app.close();
  console.log('ok');
}

void main();
