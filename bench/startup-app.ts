/** An application with as many views as it is told, each with an entity and a schema of its own, on SQLite. */
import { Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { TypeOrmModule } from '@nestjs/typeorm';
import { IsString, Length } from 'class-validator';
import { Field, ReadOnly, RestView, RestviewModule, View } from 'nestjs-restview';
import { Column, CreateDateColumn, Entity, PrimaryGeneratedColumn } from 'typeorm';

function makeView(number: number): { readonly entity: new () => object; readonly view: new () => RestView<object> } {
  @Entity(`row_${number}`)
  class Row {
    @PrimaryGeneratedColumn() id!: number;
    @Column({ length: 80 }) name!: string;
    @Column({ length: 120 }) title!: string;
    @Column({ type: 'int', nullable: true }) size!: number | null;
    @Column({ default: true }) active!: boolean;
    @Column({ type: 'varchar', nullable: true }) note!: string | null;
    @Column({ type: 'int' }) rank!: number;
    @CreateDateColumn() createdAt!: Date;
  }

  class RowRead {
    @ReadOnly() readonly id!: number;
    @IsString() @Length(1, 80) name!: string;
    @Field() title!: string;
    @Field() size!: number | null;
    @Field() active!: boolean;
    @Field() note!: string | null;
    @Field() rank!: number;
    @ReadOnly() readonly createdAt!: Date;
  }

  @View(`rows-${number}`, { model: Row, schema: RowRead })
  class RowView extends RestView<Row, RowRead> {}

  Object.defineProperty(Row, 'name', { value: `Row${number}` });
  return { entity: Row, view: RowView };
}

@Module({})
class AppModule {}

const before = performance.now();
const made = Array.from({ length: Number(process.argv[2]) }, (_, number) => makeView(number));
const app = await NestFactory.create<NestFastifyApplication>(
  {
    module: AppModule,
    imports: [
      TypeOrmModule.forRoot({
        type: 'better-sqlite3',
        database: ':memory:',
        entities: made.map(({ entity }) => entity),
      }),
      RestviewModule.forRoot(),
    ],
    controllers: made.map(({ view }) => view),
  },
  new FastifyAdapter(),
  { logger: ['error'] },
);
await app.init();
await app.getHttpAdapter().getInstance().ready();
const time = performance.now() - before;
globalThis.gc?.();
process.send?.({ time, heap: process.memoryUsage().heapUsed });
await app.close();
process.disconnect();
