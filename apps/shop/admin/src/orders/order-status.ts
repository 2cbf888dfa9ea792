export type OrderStatus = 'draft' | 'placed' | 'paid' | 'shipped' | 'delivered' | 'cancelled';

export type OrderAction = 'place' | 'pay' | 'ship' | 'deliver' | 'cancel';

/** The way of an order that is not cancelled. */
export const orderPath = ['draft', 'placed', 'paid', 'shipped', 'delivered'] as const satisfies readonly OrderStatus[];

/** What may be done with an order in each of its states, the usual step first. */
export const orderActions: Readonly<Record<OrderStatus, readonly OrderAction[]>> = {
  draft: ['place', 'cancel'],
  placed: ['pay', 'cancel'],
  paid: ['ship', 'cancel'],
  shipped: ['deliver'],
  delivered: [],
  cancelled: [],
};
