import type { OrderStatus } from './order-status.js';

export interface Order {
  readonly id: number;
  readonly number: number;
  readonly customerId: number;
  readonly customer: { readonly id: number; readonly name: string };
  readonly status: OrderStatus;
  readonly lines: readonly OrderLine[];
  readonly total: string;
  readonly note: string | null;
  readonly placedAt: string | null;
  readonly createdAt: string;
  readonly updatedAt: string;
}

export interface OrderLine {
  readonly id: number;
  readonly productId: number;
  readonly product: { readonly id: number; readonly name: string };
  readonly quantity: number;
  readonly unitPrice: string;
  readonly amount: string;
}
