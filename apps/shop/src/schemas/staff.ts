import { Transform } from 'class-transformer';
import { IsEmail, IsNotEmpty, IsString, MaxLength, MinLength } from 'class-validator';
import { Field, ReadOnly, WriteOnly } from 'nestjs-restview';
import type { Role } from '../entities/staff.js';

export class StaffRead {
  @ReadOnly() readonly id!: number;
  @Field() @IsNotEmpty() name!: string;
  @Transform(({ value }: { value: unknown }) => (typeof value === 'string' ? value.trim().toLowerCase() : value), {
    toClassOnly: true,
  })
  @Field()
  @IsEmail()
  email!: string;
  @Field() role?: Role;
  @Field() active?: boolean;
  // Bounded, since hashing costs time.
  @WriteOnly() @IsString() @MinLength(12) @MaxLength(200) password!: string;
  @ReadOnly() readonly createdAt!: Date;
}
