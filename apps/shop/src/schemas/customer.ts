import { IsEmail, IsNotEmpty } from 'class-validator';
import { Field, ReadOnly } from 'nestjs-restview';

export class CustomerRead {
  @ReadOnly() readonly id!: number;
  @Field() @IsNotEmpty() name!: string;
  @Field() @IsEmail() email!: string;
  @Field() phone?: string | null;
  @Field() @IsNotEmpty() city!: string;
  @Field() note?: string | null;
  @ReadOnly() readonly createdAt!: Date;
  @ReadOnly() readonly updatedAt!: Date;
  @ReadOnly() readonly deletedAt!: Date | null;
}

/** A customer, where another row names one. */
export class CustomerBrief {
  @ReadOnly() readonly id!: number;
  @ReadOnly() @Field() readonly name!: string;
}
