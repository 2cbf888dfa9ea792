import type { ProductStatus } from './product.js';

export const productStatuses = [
  { id: 'draft', name: 'Draft' },
  { id: 'active', name: 'Active' },
  { id: 'archived', name: 'Archived' },
] as const satisfies readonly { readonly id: ProductStatus; readonly name: string }[];
