import { expectTypeOf } from 'expect-type';
import type { CreateOf, UpdateOf } from '../../libs/restview/src/schema/input/input-types.js';

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

declare class LineRead {
  readonly id: number;
  code: string;
  quantity?: number;
}

declare class OrderRead {
  readonly id: number;
  lines: LineRead[];
  profile: LineRead | null;
  history: { at: string }[];
  author: { id: number };
  due: Date;
  tags: string[];
}

// Rows that are written with their parent; other objects are values.
expectTypeOf<CreateOf<OrderRead>['lines']>().toExtend<{ code: string; quantity?: number }[]>();
expectTypeOf<CreateOf<OrderRead>['profile']>().toExtend<{ code: string; quantity?: number } | null>();
expectTypeOf<CreateOf<OrderRead>['history']>().toEqualTypeOf<{ at: string }[]>();
expectTypeOf<CreateOf<OrderRead>['author']>().toEqualTypeOf<{ id: number }>();
expectTypeOf<CreateOf<OrderRead>['due']>().toEqualTypeOf<Date>();
expectTypeOf<CreateOf<OrderRead>['tags']>().toEqualTypeOf<string[]>();
expectTypeOf<UpdateOf<OrderRead>['due']>().toEqualTypeOf<Date | undefined>();
expectTypeOf<UpdateOf<OrderRead>['history']>().toEqualTypeOf<{ at: string }[] | undefined>();

const changed: UpdateOf<OrderRead> = { lines: [{ id: 1, quantity: 2 }, { code: 'new' }], profile: null };
const fewer: UpdateOf<OrderRead> = { lines: (changed.lines ?? []).filter(({ quantity }) => quantity !== 0) };
expectTypeOf(changed.lines?.[0]?.id).toEqualTypeOf<number | undefined>();

// @ts-expect-error a row that is made has no key of the server's yet
const keyed: CreateOf<OrderRead>['lines'] = [{ id: 1, code: 'x' }];

// @ts-expect-error a row has no such field
const misspelt: UpdateOf<OrderRead> = { lines: [{ quantitty: 2 }] };

// @ts-expect-error a row to make needs its fields
const lacking: CreateOf<OrderRead>['lines'] = [{ quantity: 2 }];
