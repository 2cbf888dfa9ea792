import { useQuery } from '@tanstack/react-query';

import type { Shop } from './shop.js';
import { shopQuery } from './shop-query.js';

const unknown: Pick<Shop, 'currency' | 'lowStockAt'> = { currency: 'EUR', lowStockAt: 0 };

/** The currency of the store and the stock that it calls low. */
export function useShop() {
  const { data } = useQuery(shopQuery);
  return data ?? unknown;
}
