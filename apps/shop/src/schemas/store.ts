import { IsNotEmpty, IsOptional, Matches, Min } from 'class-validator';
import { Field, ReadOnly } from 'nestjs-restview';

export class StoreRead {
  @ReadOnly() readonly id!: number;
  @Field() @IsNotEmpty() name!: string;
  @Field()
  @Matches(/^[A-Z]{3}$/, { message: 'currency must be a code of three capitals, such as EUR.' })
  currency!: string;
  @Field() @Min(0) lowStockAt!: number;
}

/** What the owner may change: any of it. */
export class StoreChange {
  @IsOptional() @Field() @IsNotEmpty() name?: string;
  @IsOptional()
  @Field()
  @Matches(/^[A-Z]{3}$/, { message: 'currency must be a code of three capitals, such as EUR.' })
  currency?: string;
  @IsOptional() @Field() @Min(0) lowStockAt?: number;
}
