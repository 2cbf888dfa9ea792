import { queryOptions } from '@tanstack/react-query';

import { shopDataProvider } from '../api/shop-data-provider.js';

/** The settings of the store change seldom: they are kept until somebody saves others. */
export const shopQuery = queryOptions({
  queryKey: ['shop'],
  queryFn: ({ signal }) => shopDataProvider.getShop(signal),
  staleTime: Infinity,
});
