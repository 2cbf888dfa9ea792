import { Max, Min } from 'class-validator';
import { Field, MustExist, Nested, ReadOnly } from 'nestjs-restview';
import type { OrderStatus } from '../entities/order.js';
import { CustomerBrief } from './customer.js';
import { ProductBrief } from './product.js';

export class OrderLineRead {
  @ReadOnly() readonly id!: number;
  @MustExist() productId!: number;
  @ReadOnly() @Nested(() => ProductBrief) readonly product!: ProductBrief;
  @Field() @Min(1) @Max(999) quantity!: number;
  @ReadOnly() readonly unitPrice!: string;
  @ReadOnly() readonly amount!: string;
}

export class OrderRead {
  @ReadOnly() readonly id!: number;
  @ReadOnly() readonly number!: number;
  @MustExist() customerId!: number;
  @ReadOnly() @Nested(() => CustomerBrief) readonly customer!: CustomerBrief;
  @ReadOnly() readonly status!: OrderStatus;
  @Nested(() => [OrderLineRead], { write: 'replace' }) lines?: OrderLineRead[];
  @ReadOnly() readonly total!: string;
  @Field() note?: string | null;
  @ReadOnly() readonly placedAt!: Date | null;
  @ReadOnly() readonly createdAt!: Date;
  @ReadOnly() readonly updatedAt!: Date;
}
