import { Exclude, Expose, Transform } from 'class-transformer';
import { IsDate, IsEmail, IsOptional, IsString, Length, MinLength, ValidateBy } from 'class-validator';
import {
  Column,
  CreateDateColumn,
  Entity,
  ManyToOne,
  OneToMany,
  PrimaryGeneratedColumn,
  VersionColumn,
  type Relation,
} from 'typeorm';
import { Field, Nested, ReadOnly, WriteOnly } from '../../../libs/restview/src/schema/field-marks.js';

export class Address {
  @Column({ length: 40 }) street!: string;
  @Column({ length: 20 }) city!: string;
  @Column({ type: 'varchar', nullable: true }) zip!: string | null;
}

@Entity()
export class Org {
  @PrimaryGeneratedColumn() id!: number;
  @Column() title!: string;
  @Column({ select: false }) secretKey!: string;
  @OneToMany(() => User, (user) => user.org) users!: Relation<User>[];
}

@Entity()
export class User {
  @PrimaryGeneratedColumn() id!: number;
  @Column({ length: 80 }) name!: string;
  @Column({ unique: true }) email!: string;
  @Column({ select: false }) passwordHash!: string;
  @Column({ type: 'varchar', length: 10, nullable: true }) nickname!: string | null;
  @Column({ type: 'bigint', default: 0 }) points!: string;
  @Column({ type: 'decimal', precision: 10, scale: 2, nullable: true }) balance!: string | null;
  @Column({ type: 'simple-enum', enum: ['admin', 'member'], default: 'member' }) role!: string;
  @Column({ type: 'datetime', nullable: true }) bornAt!: Date | null;
  @Column({ type: 'simple-json', nullable: true }) settings!: object | null;
  @Column() age!: number;
  @Column(() => Address) address!: Address;
  @Column() orgId!: number;
  @ManyToOne(() => Org, (org) => org.users) org!: Relation<Org>;
  @ManyToOne(() => User, { nullable: true }) manager!: Relation<User> | null;
  @CreateDateColumn() createdAt!: Date;
  @VersionColumn() version!: number;
}

export class OrgRead {
  @ReadOnly() readonly id!: number;
  @Field() title!: string;
  @WriteOnly() @Field() secretKey!: string;
}

export class AddressRead {
  @Field() street!: string;
  @Expose({ name: 'town' }) @Field() city!: string;
  @ReadOnly() readonly zip!: string | null;
}

export class ThemeRead {
  @IsString() colour!: string;
  @ReadOnly() readonly version!: number;
}

/** A validator of the application that looks at another field. */
function IsNot(other: string): PropertyDecorator {
  return ValidateBy({
    name: 'isNot',
    constraints: [other],
    validator: {
      validate: (value, args) => value !== (args && Reflect.get(args.object, other)),
      defaultMessage: () => '$property must not be the same as $constraint1',
    },
  });
}

export class UserRead {
  @ReadOnly() readonly id!: number;
  @IsString() @Length(1, 80) name!: string;
  @IsEmail()
  @Transform(({ value }: { value: string }) => value.trim().toLowerCase(), { toClassOnly: true })
  email!: string;
  @WriteOnly() @IsString() @MinLength(12) @IsNot('name') password!: string;
  @Field() nickname!: string | null;
  @Field() points!: string;
  @Field() role: string = 'member';
  @Expose({ name: 'born_at' }) @IsOptional() @IsDate() bornAt!: Date | null;
  @Nested(() => ThemeRead) settings!: ThemeRead | null;
  @Field() age!: number;
  @Nested(() => AddressRead) address!: AddressRead;
  @Field() orgId!: number;
  @Nested(() => OrgRead) readonly org!: OrgRead;
  @ReadOnly() @Nested(() => UserRead) readonly manager!: UserRead | null;
  @ReadOnly() readonly createdAt!: Date;
  @Exclude() passwordHash!: string;
  @Expose() get label(): string {
    return `${this.name} <${this.email}>`;
  }
}
