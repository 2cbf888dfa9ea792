import type { DataProvider, Identifier } from 'react-admin';
import simpleRestProvider from 'ra-data-simple-rest';

import type { Dashboard } from '../dashboard/dashboard.js';
import type { Order } from '../orders/order.js';
import type { OrderAction } from '../orders/order-status.js';
import type { Shop } from '../shop/shop.js';
import { httpClient } from './http-client.js';

const api = '/api';

/** What the shop can do beside the calls of react-admin. */
export interface ShopDataProvider extends DataProvider {
  actOnOrder: (id: Identifier, action: OrderAction) => Promise<Order>;
  restore: (resource: string, id: Identifier) => Promise<void>;
  getDashboard: (signal?: AbortSignal) => Promise<Dashboard>;
  getShop: (signal?: AbortSignal) => Promise<Shop>;
  updateShop: (changes: Partial<Shop>) => Promise<Shop>;
}

async function read<Answer>(url: string, options?: Parameters<typeof httpClient>[1]): Promise<Answer> {
  const { json } = (await httpClient(`${api}/${url}`, options)) as { json: Answer };
  return json;
}

/** `ra-data-simple-rest` as it comes, and the shop's own calls beside its methods. */
export const shopDataProvider: ShopDataProvider = {
  ...simpleRestProvider(api, httpClient),

  actOnOrder: (id, action) => read(`orders/${encodeURIComponent(id)}/${action}`, { method: 'POST' }),
  restore: async (resource, id) => {
    await read(`${resource}/${encodeURIComponent(id)}/restore`, { method: 'POST' });
  },
  getDashboard: (signal) => read('dashboard', signal ? { signal } : {}),
  getShop: (signal) => read('store', signal ? { signal } : {}),
  updateShop: (changes) => read('store', { method: 'PATCH', body: JSON.stringify(changes) }),
};
