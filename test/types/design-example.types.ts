/**
 * The example of the design, compiled: every seam with the signature that a reader would copy.
 */
import { Module, Post, UseGuards, type CanActivate } from '@nestjs/common';
import { IsEmail, IsString, Length, MinLength } from 'class-validator';
import {
  Action,
  type Change,
  type CreateOf,
  Ctx,
  Field,
  Forbidden,
  Id,
  Nested,
  ReadOnly,
  RestView,
  RestviewModule,
  type Subject,
  View,
  type ViewContext,
  WriteOnly,
  type WriteContext,
} from 'nestjs-restview';
import { Column, CreateDateColumn, Entity, ManyToOne, PrimaryGeneratedColumn, type Relation } from 'typeorm';
import '../fixtures/caller.js';

@Entity()
class Org {
  @PrimaryGeneratedColumn() id!: number;
  @Column() name!: string;
}

@Entity()
class User {
  @PrimaryGeneratedColumn() id!: number;
  @Column({ length: 80 }) name!: string;
  @Column() email!: string;
  @Column({ select: false }) passwordHash!: string;
  @Column() tenantId!: number;
  @Column() orgId!: number;
  @ManyToOne(() => Org) org!: Relation<Org>;
  @Column({ type: 'varchar', nullable: true }) nickname!: string | null;
  @Column() archived!: boolean;
  @CreateDateColumn() createdAt!: Date;
}

@Entity()
class AuditRow {
  @PrimaryGeneratedColumn() id!: number;
  @Column() action!: string;
  @Column('simple-json', { nullable: true }) old!: object | null;
}

@View('everybody', { model: User })
export class EverybodyView extends RestView<User> {}

class OrgRead {
  @ReadOnly() readonly id!: number;
  @Field() name!: string;
}

export class UserRead {
  @ReadOnly() readonly id!: number;
  @IsString() @Length(1, 80) name!: string;
  @IsEmail() email!: string;
  @WriteOnly() @IsString() @MinLength(12) password!: string;
  @Field() orgId!: number;
  @ReadOnly() @Nested(() => OrgRead) readonly org!: OrgRead;
  @Field() nickname!: string | null;
  @ReadOnly() readonly createdAt!: Date;
}

class SessionGuard implements CanActivate {
  canActivate() {
    return true;
  }
}

class PasswordHasher {
  hash(password: string): Promise<string> {
    return Promise.resolve(password);
  }
}

@View('users', { model: User, schema: UserRead, maxPageSize: 200 })
@UseGuards(SessionGuard)
export class UserView extends RestView<User, UserRead> {
  constructor(private readonly passwords: PasswordHasher) {
    super();
  }

  override buildQuery(ctx: ViewContext) {
    return super.buildQuery(ctx).andWhere('user.tenantId = :tenant', { tenant: ctx.caller.tenantId });
  }

  override authorize(action: string, subject: Subject<User>, ctx: ViewContext) {
    if (action === Action.DELETE && !ctx.caller.admin) throw new Forbidden('only admins delete users');
  }

  override async create(data: CreateOf<UserRead>, ctx: WriteContext) {
    const user = await this.makeNewObject(data, ctx);
    user.passwordHash = await this.passwords.hash(data.password);
    return this.saveObject(user, ctx);
  }

  override async beforeCommit(action: string, change: Change<User>, ctx: WriteContext) {
    await ctx.manager.insert(AuditRow, { action, old: change.old });
  }

  @Post(':id/archive')
  async archive(@Id() id: number, @Ctx() ctx: ViewContext) {
    const user = await this.handleGetOne(id, ctx);
    await this.writeAction('archive', { entity: user }, ctx, () => {
      user.archived = true;
    });
    return this.toResponse(user);
  }
}

@Module({ imports: [RestviewModule.forFeature([UserView])] })
export class UsersModule {}
