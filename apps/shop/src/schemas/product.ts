import { IsNotEmpty, Matches, Max, Min } from 'class-validator';
import { Field, MustExist, Nested, ReadOnly } from 'nestjs-restview';
import type { ProductStatus } from '../entities/product.js';
import { CategoryBrief } from './category.js';

export class ProductRead {
  @ReadOnly() readonly id!: number;
  @Field() @IsNotEmpty() sku!: string;
  @Field() @IsNotEmpty() name!: string;
  @Field() description?: string | null;
  @MustExist() categoryId!: number;
  @ReadOnly() @Nested(() => CategoryBrief) readonly category!: CategoryBrief;
  @Field() @Matches(/^[^-]/, { message: 'price must not be negative.' }) price!: string;
  @Field() @Min(0) @Max(1_000_000) stock?: number;
  @Field() status?: ProductStatus;
  @ReadOnly() readonly createdAt!: Date;
  @ReadOnly() readonly updatedAt!: Date;
  @ReadOnly() readonly deletedAt!: Date | null;
}

/** A product, where another row names one. */
export class ProductBrief {
  @ReadOnly() readonly id!: number;
  @ReadOnly() @Field() readonly name!: string;
}
