import { IsNotEmpty, Min } from 'class-validator';
import { Field, MustExist, ReadOnly } from 'nestjs-restview';

export class CategoryRead {
  @ReadOnly() readonly id!: number;
  @Field() @IsNotEmpty() name!: string;
  @MustExist() parentId?: number | null;
  @Field() @Min(0) position?: number;
}

/** A category, where another row names one. */
export class CategoryBrief {
  @ReadOnly() readonly id!: number;
  @ReadOnly() @Field() readonly name!: string;
}
