import { expectTypeOf } from 'expect-type';
import {
  type Change,
  type CreateOf,
  Referrers,
  RestView,
  SoftDelete,
  Stamped,
  type Subject,
  TenantScoped,
  type UpdateOf,
  type ViewClass,
  type ViewContext,
  type WriteContext,
} from 'nestjs-restview';
import '../fixtures/caller.js';

declare class Order {
  id: number;
  total: number;
}

declare class LineRead {
  readonly id: number;
  product: string;
  supplier?: { id: number } | null;
  readonly subtotal: string;
  tagIds: number[];
}

/** With a key that clients choose, and nothing that they cannot send. */
declare class StopRead {
  stopNo: number;
  place: string;
}

declare class OrderRead {
  readonly id: number;
  customer: { id: number };
  salesman?: number | null;
  tags?: number[];
  labels?: { id: string }[];
  lines?: LineRead[];
  stops?: StopRead[];
  readonly customerRead: { name: string };
}

// References are values: a bare id, an object with one, or a list of either.
expectTypeOf<CreateOf<OrderRead>['customer']>().toEqualTypeOf<{ id: number }>();
expectTypeOf<CreateOf<OrderRead>['salesman']>().toEqualTypeOf<number | null | undefined>();
expectTypeOf<CreateOf<OrderRead>['tags']>().toEqualTypeOf<number[] | undefined>();
expectTypeOf<CreateOf<OrderRead>['labels']>().toEqualTypeOf<{ id: string }[] | undefined>();
expectTypeOf<UpdateOf<OrderRead>['labels']>().toEqualTypeOf<{ id: string }[] | undefined>();
expectTypeOf<keyof CreateOf<OrderRead>>().toEqualTypeOf<
  'customer' | 'salesman' | 'tags' | 'labels' | 'lines' | 'stops'
>();

// Rows of a nested write have references of their own.
const made: CreateOf<OrderRead> = {
  customer: { id: 1 },
  lines: [
    { product: 'tea', tagIds: [] },
    { product: 'jam', tagIds: [1], supplier: { id: 2 } },
  ],
  stops: [{ stopNo: 1, place: 'Porto' }],
};
const changed: UpdateOf<OrderRead> = {
  lines: [
    { id: 1, supplier: null },
    { product: 'tea', tagIds: [] },
  ],
  tags: [],
};
expectTypeOf(made.lines?.[0]?.product).toEqualTypeOf<string | undefined>();
expectTypeOf(changed.lines?.[0]?.tagIds).toEqualTypeOf<number[] | undefined>();

// @ts-expect-error what a list that may be left out holds, one asks by "?."
export const count = (data: CreateOf<OrderRead>): number => data.lines.length;

// @ts-expect-error what the server makes of a line is no data of one
export const computed: CreateOf<LineRead> = { product: 'x', tagIds: [], subtotal: '1' };

// @ts-expect-error a child that has nothing readonly is a value, and a value is sent whole
export const partial: UpdateOf<OrderRead> = { stops: [{ stopNo: 1 }] };

/** All mixins over one view keep its entity, its schema and what bodies have. */
abstract class MixedView extends Referrers(
  SoftDelete(
    TenantScoped(Stamped(RestView<Order, OrderRead>, { createdBy: 'by', by: ({ userId }) => userId }), {
      property: 'tenantId',
      tenant: ({ tenantId }) => tenantId,
    }),
  ),
) {
  override create(data: CreateOf<OrderRead>, context: WriteContext): Promise<Order> {
    expectTypeOf(data.lines).toEqualTypeOf<CreateOf<OrderRead>['lines']>();
    return super.create(data, context);
  }
  override authorize(_action: string, { entity, data }: Subject<Order, OrderRead>) {
    expectTypeOf(entity).toEqualTypeOf<Order | undefined>();
    expectTypeOf(data?.customer).toEqualTypeOf<{ id: number } | undefined>();
  }
  override beforeCommit(_action: string, { entity, old }: Change<Order>) {
    expectTypeOf(entity?.total).toEqualTypeOf<number | undefined>();
    expectTypeOf(old?.total).toEqualTypeOf<number | undefined>();
  }
  override restore(order: Order, context: WriteContext) {
    return super.restore(order, context);
  }
}
expectTypeOf<MixedView['handleRestore']>().returns.resolves.toEqualTypeOf<Order>();
expectTypeOf<MixedView['handleUpdate']>().returns.resolves.toEqualTypeOf<Order>();
expectTypeOf<MixedView['referrers']>().parameter(1).toEqualTypeOf<ViewContext>();
expectTypeOf<typeof MixedView>().toExtend<ViewClass<RestView<Order, OrderRead>>>();
