import {
  Body,
  ClassSerializerInterceptor,
  Controller,
  Delete,
  Get,
  HttpCode,
  Module,
  NotFoundException,
  Param,
  ParseIntPipe,
  Patch,
  Post,
  Query,
  Res,
  UseInterceptors,
  ValidationPipe,
} from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter } from '@nestjs/platform-fastify';
import { PartialType } from '@nestjs/swagger';
import { InjectRepository, TypeOrmModule } from '@nestjs/typeorm';
import { Type } from 'class-transformer';
import { IsEmail, IsIn, IsInt, IsOptional, IsString, Length, Max, Min } from 'class-validator';
import { type FindManyOptions, type FindOptionsOrder, MoreThanOrEqual, Repository } from 'typeorm';
import { type Contender, POOL_SIZE } from './contender.js';
import { Note, Org, User } from './entities.js';
import { type Dialect, type ListAnswer, USER_ROWS } from './wire.js';

/** What one sends for a new user. */
export class CreateUser {
  @IsString() @Length(1, 80) name!: string;
  @IsEmail() email!: string;
  @IsIn(['member', 'admin', 'guest']) role!: string;
  @IsOptional() @IsInt() @Min(0) @Max(150) age?: number | null;
  @IsInt() orgId!: number;
}

/** What one sends for changes of a user. */
export class UpdateUser extends PartialType(CreateUser) {}

class ListUsers {
  @IsOptional() @Type(() => Number) @IsInt() @Min(1) @Max(1000) limit: number = 50;
  @IsOptional() @Type(() => Number) @IsInt() @Min(1) page: number = 1;
  @IsOptional() @IsIn(['id', '-id', 'name', '-name', 'createdAt', '-createdAt']) sort: string = 'id';
  @IsOptional() @Type(() => Number) @IsInt() minAge?: number;
  @IsOptional() @Type(() => Number) @IsInt() orgId?: number;
  @IsOptional() @IsIn(['yes', 'no']) total: string = 'yes';
  @IsOptional() @IsIn(['org', 'notes']) with?: 'org' | 'notes';
}

/** The controller as the documentation of Nest and TypeORM teaches to write it. */
@Controller('users')
@UseInterceptors(ClassSerializerInterceptor)
class UserController {
  constructor(@InjectRepository(User) private readonly users: Repository<User>) {}

  @Get()
  async list(@Query() { limit, page, sort, minAge, orgId, total, with: relation }: ListUsers) {
    const options: FindManyOptions<User> = {
      where: { ...(minAge !== undefined && { age: MoreThanOrEqual(minAge) }), ...(orgId !== undefined && { orgId }) },
      order: orderOf(sort),
      skip: (page - 1) * limit,
      take: limit,
      ...(relation && { relations: { [relation]: true } }),
    };
    if (total === 'no') return { items: await this.users.find(options) };
    const [items, count] = await this.users.findAndCount(options);
    return { items, total: count };
  }

  @Get(':id')
  async one(@Param('id', ParseIntPipe) id: number) {
    const user = await this.users.findOneBy({ id });
    if (!user) throw new NotFoundException();
    return user;
  }

  @Post()
  async create(
    @Body() body: CreateUser,
    @Res({ passthrough: true }) response: { header(name: string, value: string): unknown },
  ) {
    const user = await this.users.save(this.users.create(body));
    response.header('Location', `/users/${user.id}`);
    return user;
  }

  @Patch(':id')
  async update(@Param('id', ParseIntPipe) id: number, @Body() body: UpdateUser) {
    const user = await this.one(id);
    return this.users.save(this.users.merge(user, body));
  }

  @Delete(':id')
  @HttpCode(204)
  async remove(@Param('id', ParseIntPipe) id: number) {
    const { affected } = await this.users.delete(id);
    if (affected !== 1) throw new NotFoundException();
  }
}

function orderOf(sort: string): FindOptionsOrder<User> {
  const direction = sort.startsWith('-') ? 'DESC' : 'ASC';
  const column = sort.replace('-', '');
  return column === 'id' ? { id: direction } : { [column]: direction, id: 'ASC' };
}

/** The same resource, written by hand with Nest and TypeORM. */
export async function startByHand(url: string, platform: 'express' | 'fastify'): Promise<Contender> {
  @Module({
    imports: [
      TypeOrmModule.forRoot({ type: 'postgres', url, entities: [User, Org, Note], extra: { max: POOL_SIZE } }),
      TypeOrmModule.forFeature([User]),
    ],
    controllers: [UserController],
  })
  class AppModule {}

  const options = { logger: ['error' as const] };
  const app =
    platform === 'fastify'
      ? await NestFactory.create(AppModule, new FastifyAdapter(), options)
      : await NestFactory.create(AppModule, options);
  app.useGlobalPipes(new ValidationPipe({ whitelist: true, forbidNonWhitelisted: true, transform: true }));
  return {
    async listen() {
      await app.listen(0, '127.0.0.1');
      return Number(new URL(await app.getUrl()).port);
    },
    close: () => app.close(),
  };
}

export const byHandDialect: Dialect = {
  rows: USER_ROWS,
  lists: {
    newest: (size) => `/users?sort=-id&limit=${size}&total=no`,
    fromAge: (age, size) => `/users?minAge=${age}&sort=-name&limit=${size}`,
    ofOrg: (orgId, size) => `/users?orgId=${orgId}&limit=${size}`,
    withOrg: (size) => `/users?sort=-id&limit=${size}&total=no&with=org`,
    withNotes: (size) => `/users?sort=-id&limit=${size}&total=no&with=notes`,
    deepPage: (size, page) => Promise.resolve(`/users?sort=createdAt&page=${page}&limit=${size}&total=no`),
    read: (answer) => answer as ListAnswer,
  },
};
