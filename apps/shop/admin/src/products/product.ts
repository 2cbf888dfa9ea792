export type ProductStatus = 'draft' | 'active' | 'archived';

export interface Product {
  readonly id: number;
  readonly sku: string;
  readonly name: string;
  readonly description: string | null;
  readonly categoryId: number;
  readonly category: { readonly id: number; readonly name: string };
  /** A decimal as text, `12.90`. */
  readonly price: string;
  readonly stock: number;
  readonly status: ProductStatus;
  readonly createdAt: string;
  readonly updatedAt: string;
  readonly deletedAt: string | null;
}
