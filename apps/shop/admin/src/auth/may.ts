import type { Role } from '../staff/staff-member.js';

const readActions = new Set(['list', 'show', 'export']);

/**
 * Whether a role may do something with a resource: what the page shows goes by this.
 *
 * The server decides for itself, and answers 403; this only keeps away what would end so.
 */
export function may(role: Role, action: string, resource: string): boolean {
  if (role === 'owner') return true;
  if (resource === 'staff') return false;
  if (resource === 'store') return readActions.has(action);
  if (role === 'manager') return true;
  if (resource === 'orders' || resource === 'customers') return action !== 'delete' && action !== 'restore';
  return (resource === 'products' || resource === 'categories') && readActions.has(action);
}
