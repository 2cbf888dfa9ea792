import { createInfrastructure } from '@kavo/typeorm';
import { Kavo, KavoModule } from '@kavo/nest';
import { Controller, Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import {
  Column,
  CreateDateColumn,
  DataSource,
  Entity,
  JoinColumn,
  ManyToOne,
  OneToMany,
  PrimaryGeneratedColumn,
  type Relation,
} from 'typeorm';
import { z } from 'zod';
import { type Contender, POOL_SIZE } from '../crud/contender.js';
import { Note, Org, User } from '../crud/entities.js';
import { serveOnFastify } from './serve-on-fastify.js';

const CREATE_USER = z.strictObject({
  name: z.string().min(1).max(80),
  email: z.email(),
  role: z.enum(['member', 'admin', 'guest']),
  age: z.int().min(0).max(150).nullable().optional(),
  orgId: z.int(),
});

const SCHEMA = { input: { create: CREATE_USER, patch: CREATE_USER.partial() } };
const MAX_LIMIT = 1000;

/** Kavo leaves foreign keys out that are columns of a relation: here `orgId` is a column and no more. */
@Entity('user')
class KavoUser {
  @PrimaryGeneratedColumn() id!: number;
  @Column({ length: 80 }) name!: string;
  @Column({ length: 120, unique: true }) email!: string;
  @Column({ length: 10, default: 'member' }) role!: string;
  @Column({ type: 'int', nullable: true }) age!: number | null;
  @Column({ default: true }) active!: boolean;
  @Column() orgId!: number;
  @CreateDateColumn({ type: 'timestamptz', precision: 3 }) createdAt!: Date;

  @OneToMany(() => KavoNote, (note) => note.user)
  notes!: Relation<KavoNote>[];
}

@Entity('note')
class KavoNote {
  @PrimaryGeneratedColumn() id!: number;
  @Column({ length: 200 }) text!: string;

  @ManyToOne(() => KavoUser, (user) => user.notes)
  @JoinColumn({ name: 'userId' })
  user!: Relation<KavoUser>;
}

@Controller('users')
@Kavo(KavoUser, {
  schema: SCHEMA,
  include: { fields: ['notes'] },
  pagination: { maxLimit: MAX_LIMIT, count: false },
})
class UserController {}

@Controller('users-with-org')
@Kavo(User, { include: { fields: ['org'] }, pagination: { maxLimit: MAX_LIMIT, count: false } })
class UserWithOrgController {}

// Whether a list counts and how one pages is said for a resource, not for a request.
@Controller('users-counted')
@Kavo(KavoUser, { schema: SCHEMA, pagination: { maxLimit: MAX_LIMIT, count: true } })
class CountedUserController {}

@Controller('users-by-cursor')
@Kavo(KavoUser, { schema: SCHEMA, pagination: { maxLimit: MAX_LIMIT, count: false, strategy: 'cursor' } })
class WalkedUserController {}

const ENTITIES = [KavoUser, KavoNote, User, Org, Note];

/** The resource with `@kavo/nest`, on Fastify. */
export function startPeer(url: string): Promise<Contender> {
  @Module({
    imports: [
      TypeOrmModule.forRoot({ type: 'postgres', url, entities: ENTITIES, extra: { max: POOL_SIZE } }),
      KavoModule.forRootAsync({
        inject: [DataSource],
        useFactory: (dataSource) => ({ infrastructure: createInfrastructure(dataSource) }),
      }),
    ],
    controllers: [UserController, UserWithOrgController, CountedUserController, WalkedUserController],
  })
  class AppModule {}

  return serveOnFastify(AppModule);
}
