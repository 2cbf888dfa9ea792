import { useListFilters } from './use-list-filters.js';

/** The filter for the rows that are deleted softly, and only those. */
export const trash = { include_deleted: true, deletedAt__isnull: false };

/** Whether the list shows what is deleted. */
export function useInTrash(): boolean {
  return useListFilters().values['include_deleted'] === true;
}
