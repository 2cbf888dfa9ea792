import { QueryClient } from '@tanstack/react-query';

/** One cache for react-admin and for the page's own queries. */
export const queryClient = new QueryClient({
  defaultOptions: { queries: { staleTime: 5_000, retry: false } },
});
