import type { Role } from './staff-member.js';

export const roles = [
  { id: 'owner', name: 'Owner' },
  { id: 'manager', name: 'Manager' },
  { id: 'clerk', name: 'Clerk' },
] as const satisfies readonly { readonly id: Role; readonly name: string }[];
