import type { ModuleMetadata } from '@nestjs/common';
import { IsString, Length } from 'class-validator';
import { Field, ReadOnly, RestView, RestviewModule, View } from 'nestjs-restview';
import type { Row } from './entity.js';

/** A view with a schema for each entity. */
export function restview(entities: readonly (new () => Row)[]): ModuleMetadata {
  return { imports: [RestviewModule.forRoot()], controllers: entities.map(makeView) };
}

function makeView(entity: new () => Row, number: number): new () => RestView<Row> {
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
  Object.defineProperty(RowRead, 'name', { value: `Row${number}Read` });

  @View(`rows-${number}`, { model: entity, schema: RowRead, names: { one: `row ${number}` } })
  class RowView extends RestView<Row, RowRead> {}
  return RowView;
}
