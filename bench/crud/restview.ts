import { Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter } from '@nestjs/platform-fastify';
import { TypeOrmModule } from '@nestjs/typeorm';
import { IsEmail, IsIn, IsInt, IsOptional, IsString, Length, Max, Min } from 'class-validator';
import { Field, Nested, ReadOnly, RestView, RestviewModule, View } from 'nestjs-restview';
import { type Contender, POOL_SIZE } from './contender.js';
import { Note, Org, User } from './entities.js';
import { turnOff, type Without } from './switches.js';
import { type Dialect, type ListAnswer, USER_ROWS, walk } from './wire.js';

class UserRead {
  @ReadOnly() readonly id!: number;
  @IsString() @Length(1, 80) name!: string;
  @IsEmail() email!: string;
  @IsIn(['member', 'admin', 'guest']) role!: string;
  @IsOptional() @IsInt() @Min(0) @Max(150) age!: number | null;
  @Field() active!: boolean;
  @IsInt() orgId!: number;
  @ReadOnly() readonly createdAt!: Date;
}

class OrgRead {
  @ReadOnly() readonly id!: number;
  @Field() name!: string;
  @Field() city!: string;
}

class NoteRead {
  @ReadOnly() readonly id!: number;
  @Field() text!: string;
}

class UserWithOrgRead extends UserRead {
  @ReadOnly() @Nested(() => OrgRead) readonly org!: OrgRead;
}

class UserWithNotesRead extends UserRead {
  @ReadOnly() @Nested(() => [NoteRead]) readonly notes!: NoteRead[];
}

@View('users', { model: User, schema: UserRead })
class UserView extends RestView<User, UserRead> {}

@View('users-with-org', { model: User, schema: UserWithOrgRead })
class UserWithOrgView extends RestView<User, UserWithOrgRead> {}

@View('users-with-notes', { model: User, schema: UserWithNotesRead })
class UserWithNotesView extends RestView<User, UserWithNotesRead> {}

/** Our resource on one of the platforms. */
export async function startRestview(
  url: string,
  platform: 'express' | 'fastify',
  without: Without = [],
): Promise<Contender> {
  await turnOff(without);

  @Module({
    imports: [
      TypeOrmModule.forRoot({ type: 'postgres', url, entities: [User, Org, Note], extra: { max: POOL_SIZE } }),
      RestviewModule.forRoot(),
    ],
    controllers: [UserView, UserWithOrgView, UserWithNotesView],
  })
  class AppModule {}

  const options = { logger: ['error' as const] };
  const app =
    platform === 'fastify'
      ? await NestFactory.create(AppModule, new FastifyAdapter(), options)
      : await NestFactory.create(AppModule, options);
  return {
    async listen() {
      await app.listen(0, '127.0.0.1');
      return Number(new URL(await app.getUrl()).port);
    },
    close: () => app.close(),
  };
}

export const restviewDialect: Dialect = {
  rows: USER_ROWS,
  lists: {
    newest: (size) => `/users?sort=-id&page_size=${size}&include_total=false`,
    fromAge: (age, size) => `/users?age__gte=${age}&sort=-name&page_size=${size}`,
    ofOrg: (orgId, size) => `/users?orgId=${orgId}&page_size=${size}`,
    withOrg: (size) => `/users-with-org?sort=-id&page_size=${size}&include_total=false`,
    withNotes: (size) => `/users-with-notes?sort=-id&page_size=${size}&include_total=false`,
    deepPage: (size, page, get) => {
      const after = (cursor: string): string =>
        `/users?sort=createdAt&page_size=${size}&cursor=${encodeURIComponent(cursor)}`;
      return walk(after(''), page, (answer) => after((answer as { readonly next: string }).next), get);
    },
    read: (answer) => answer as ListAnswer,
  },
};
