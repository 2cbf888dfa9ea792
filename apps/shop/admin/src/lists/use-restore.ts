import { useMutation } from '@tanstack/react-query';
import { useDataProvider, useNotify, useRefresh, useResourceContext, type Identifier } from 'react-admin';

import type { ShopDataProvider } from '../api/shop-data-provider.js';

/** Brings deleted rows back and says how it went. */
export function useRestore() {
  const resource = useResourceContext() ?? '';
  const dataProvider = useDataProvider<ShopDataProvider>();
  const notify = useNotify();
  const refresh = useRefresh();
  return useMutation({
    mutationFn: (ids: readonly Identifier[]) => Promise.all(ids.map((id) => dataProvider.restore(resource, id))),
    onSuccess: (rows) => {
      notify(rows.length === 1 ? 'Restored' : `${String(rows.length)} restored`, { type: 'success' });
    },
    onError: (error) => {
      notify(error.message, { type: 'error' });
    },
    onSettled: refresh,
  });
}
