import { ClassSerializerInterceptor, Controller, Get, Module, UseInterceptors } from '@nestjs/common';
import { InjectRepository, TypeOrmModule } from '@nestjs/typeorm';
import { FilterOperator, Paginate, paginate, type PaginateConfig, type PaginateQuery } from 'nestjs-paginate';
import { Repository } from 'typeorm';
import { type Contender, POOL_SIZE } from '../crud/contender.js';
import { Note, Org, User } from '../crud/entities.js';
import { serveOnFastify } from './serve-on-fastify.js';

const LIST: PaginateConfig = {
  sortableColumns: ['id', 'name', 'createdAt'],
  filterableColumns: { age: [FilterOperator.GTE], orgId: [FilterOperator.EQ] },
  maxLimit: 1000,
};

/** It has lists only; all else would be the controller by hand. */
@Controller('users')
@UseInterceptors(ClassSerializerInterceptor)
class UserController {
  constructor(@InjectRepository(User) private readonly users: Repository<User>) {}

  @Get()
  list(@Paginate() query: PaginateQuery) {
    return paginate(query, this.users, LIST);
  }

  @Get('with-org')
  listWithOrg(@Paginate() query: PaginateQuery) {
    return paginate(query, this.users, { ...LIST, relations: ['org'] });
  }

  @Get('with-notes')
  listWithNotes(@Paginate() query: PaginateQuery) {
    return paginate(query, this.users, { ...LIST, relations: ['notes'] });
  }
}

/** Lists with `nestjs-paginate`, on Fastify. */
export function startPeer(url: string): Promise<Contender> {
  @Module({
    imports: [
      TypeOrmModule.forRoot({ type: 'postgres', url, entities: [User, Org, Note], extra: { max: POOL_SIZE } }),
      TypeOrmModule.forFeature([User]),
    ],
    controllers: [UserController],
  })
  class AppModule {}

  return serveOnFastify(AppModule);
}
