import { Crud } from '@dataui/crud';
import { TypeOrmCrudService } from '@dataui/crud-typeorm';
import { Controller, HttpCode, Injectable, Module } from '@nestjs/common';
import { InjectRepository, TypeOrmModule } from '@nestjs/typeorm';
import { Repository } from 'typeorm';
import { CreateUser, UpdateUser } from '../crud/by-hand.js';
import { type Contender, POOL_SIZE } from '../crud/contender.js';
import { Note, Org, User } from '../crud/entities.js';
import { serveOnFastify } from './serve-on-fastify.js';

@Injectable()
class UserService extends TypeOrmCrudService<User> {
  constructor(@InjectRepository(User) users: Repository<User>) {
    super(users);
  }
}

@Crud({
  model: { type: User },
  dto: { create: CreateUser, update: UpdateUser },
  validation: { whitelist: true, forbidNonWhitelisted: true },
  query: { maxLimit: 1000, join: { org: {}, notes: {} } },
  routes: {
    only: ['getOneBase', 'getManyBase', 'createOneBase', 'updateOneBase', 'deleteOneBase'],
    deleteOneBase: { decorators: [HttpCode(204)] },
  },
})
@Controller('users')
class UserController {
  constructor(readonly service: UserService) {}
}

/** The resource with `@dataui/crud`, on Fastify. */
export function startPeer(url: string): Promise<Contender> {
  @Module({
    imports: [
      TypeOrmModule.forRoot({ type: 'postgres', url, entities: [User, Org, Note], extra: { max: POOL_SIZE } }),
      TypeOrmModule.forFeature([User]),
    ],
    providers: [UserService],
    controllers: [UserController],
  })
  class AppModule {}

  return serveOnFastify(AppModule);
}
