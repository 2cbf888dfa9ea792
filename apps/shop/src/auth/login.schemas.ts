import { ApiProperty } from '@nestjs/swagger';
import { IsString, MaxLength } from 'class-validator';
import { type Role, ROLES } from '../entities/staff.js';

export class LoginInput {
  @ApiProperty() @IsString() @MaxLength(120) email!: string;
  // Bounded, since hashing costs time.
  @ApiProperty() @IsString() @MaxLength(200) password!: string;
}

export class StaffMemberStore {
  @ApiProperty() id!: number;
  @ApiProperty() name!: string;
}

export class StaffMemberAnswer {
  @ApiProperty() id!: number;
  @ApiProperty() name!: string;
  @ApiProperty() email!: string;
  @ApiProperty({ enum: ROLES }) role!: Role;
  @ApiProperty({ type: StaffMemberStore }) store!: StaffMemberStore;
}
