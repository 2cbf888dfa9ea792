import { useMutation } from '@tanstack/react-query';
import { useDataProvider, useNotify, useRefresh, type Identifier } from 'react-admin';

import type { ShopDataProvider } from '../api/shop-data-provider.js';
import type { OrderAction } from './order-status.js';

const done: Readonly<Record<OrderAction, string>> = {
  place: 'placed',
  pay: 'paid',
  ship: 'shipped',
  deliver: 'delivered',
  cancel: 'cancelled',
};

export interface OrderStep {
  readonly id: Identifier;
  readonly action: OrderAction;
}

/** Takes an order a step further; what the server has against it is shown in its own words. */
export function useOrderAction() {
  const dataProvider = useDataProvider<ShopDataProvider>();
  const notify = useNotify();
  const refresh = useRefresh();
  return useMutation({
    mutationFn: ({ id, action }: OrderStep) => dataProvider.actOnOrder(id, action),
    onSuccess: (order, { action }) => {
      notify(`Order #${String(order.number)} is ${done[action]}`, { type: 'success' });
    },
    onError: (error) => {
      notify(error.message, { type: 'error', autoHideDuration: 10_000 });
    },
    onSettled: refresh,
  });
}
