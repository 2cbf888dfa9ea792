import { useListContext } from 'react-admin';

export type ListFilters = Readonly<Record<string, unknown>>;

/** The filters of the list, without the `any` that react-admin gives them. */
export function useListFilters() {
  const list = useListContext();
  const values: unknown = list.filterValues;
  return {
    values: isFilters(values) ? values : {},
    change: (filters: ListFilters) => {
      list.setFilters(filters, list.displayedFilters);
    },
  };
}

function isFilters(values: unknown): values is ListFilters {
  return typeof values === 'object' && values !== null;
}
