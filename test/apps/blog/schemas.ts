import { Field, IdRef, MustExist, Nested, ReadOnly } from 'nestjs-restview';
import { Category, Tag } from './entities.js';

export class CountryRead {
  @Field() code!: string;
  @Field() name!: string;
}

export class ProfileRead {
  @ReadOnly() readonly id!: number;
  @Field() bio!: string;
  @Field() website?: string | null;
}

export class PostBrief {
  @ReadOnly() readonly id!: number;
  @Field() slug!: string;
  @Field() title!: string;
}

export class AuthorRead {
  @ReadOnly() readonly id!: number;
  @Field() name!: string;
  @Field() email!: string;
  @MustExist() countryCode?: string | null;
  @Nested(() => CountryRead) readonly country!: CountryRead | null;
  @Nested(() => ProfileRead, { write: 'replace' }) profile?: ProfileRead | null;
  @Nested(() => [PostBrief], { include: 'optional' }) readonly posts?: PostBrief[];
}

export class AuthorBrief {
  @ReadOnly() readonly id!: number;
  @Field() name!: string;
  @Nested(() => CountryRead) readonly country!: CountryRead | null;
}

/** A tree, downwards. */
export class CategoryRead {
  @ReadOnly() readonly id!: number;
  @Field() name!: string;
  @IdRef(() => Category) parent?: number | null;
  @Nested(() => [CategoryRead]) readonly children!: CategoryRead[];
}

export class TagRead {
  @ReadOnly() readonly id!: number;
  @Field() name!: string;
  @Nested(() => [PostBrief], { include: 'optional' }) readonly posts?: PostBrief[];
}

/** A thread: the answers, and the answers to them. */
export class RemarkRead {
  @ReadOnly() readonly id!: number;
  @MustExist() postId!: number;
  @MustExist() parentId?: number | null;
  @Field() by!: string;
  @Field() text!: string;
  @Nested(() => [RemarkRead]) readonly replies!: RemarkRead[];
}

export class TranslationRead {
  @MustExist() postId!: number;
  @Field() locale!: string;
  @Field() title!: string;
  @Field() body!: string;
}

/** A translation within its post. */
export class PostTranslationRead {
  @Field() locale!: string;
  @Field() title!: string;
  @Field() body!: string;
}

export class PostRead {
  @ReadOnly() readonly id!: number;
  @Field() slug!: string;
  @Field() title!: string;
  @Field() body!: string;
  @ReadOnly() readonly publishedAt!: Date | null;
  @ReadOnly() readonly authorId!: number;
  @Nested(() => AuthorBrief) readonly author!: AuthorBrief;
  @IdRef(() => Category) category?: number | null;
  @IdRef(() => Tag, { by: 'name' }) tags?: string[];
  @Nested(() => [RemarkRead], { include: 'optional' }) readonly remarks?: RemarkRead[];
  @Nested(() => [PostTranslationRead], { write: 'merge' }) translations?: PostTranslationRead[];
}
