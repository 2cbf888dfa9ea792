import { expectTypeOf } from 'expect-type';
import type { CreateOf, UpdateOf } from '../../libs/restview/src/schema/input-types.js';

declare class UserRead {
  readonly id: number;
  name: string;
  email: string;
  password: string;
  orgId: number;
  readonly org: { title: string };
  nickname: string | null;
  readonly createdAt: Date;
  bio?: string;
  greet(): string;
}

expectTypeOf<CreateOf<UserRead>>().toEqualTypeOf<{
  name: string;
  email: string;
  password: string;
  orgId: number;
  nickname: string | null;
  bio?: string;
}>();

expectTypeOf<UpdateOf<UserRead>>().toEqualTypeOf<{
  name?: string;
  email?: string;
  password?: string;
  orgId?: number;
  nickname?: string | null;
  bio?: string;
}>();

expectTypeOf<CreateOf<UserRead>>().not.toHaveProperty('id');
expectTypeOf<UpdateOf<UserRead>>().not.toHaveProperty('greet');

// @ts-expect-error a read-only property is no data of a create
const withKey: CreateOf<UserRead> = { id: 1, name: '', email: '', password: '', orgId: 1, nickname: null };
