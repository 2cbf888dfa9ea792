import { HttpCode, Post as PostRoute } from '@nestjs/common';
import {
  Action,
  CollectionAction,
  Ctx,
  Forbidden,
  Id,
  Referrers,
  RestView,
  Stamped,
  type Subject,
  View,
  type ViewContext,
  type WriteContext,
} from 'nestjs-restview';
import { Brackets } from 'typeorm';
import { Author, Category, Country, Post, Remark, Tag, Translation } from './entities.js';
import { AuthorRead, CategoryRead, CountryRead, PostRead, RemarkRead, TagRead, TranslationRead } from './schemas.js';

@View('countries', { model: Country, schema: CountryRead, searchFields: ['name'] })
export class CountryView extends Referrers(RestView<Country, CountryRead>) {}

@View('authors', { model: Author, schema: AuthorRead })
export class AuthorView extends Referrers(RestView<Author, AuthorRead>) {}

@View('categories', { model: Category, schema: CategoryRead })
export class CategoryView extends Referrers(RestView<Category, CategoryRead>) {}

@View('tags', { model: Tag, schema: TagRead })
export class TagView extends Referrers(RestView<Tag, TagRead>) {
  /** Removes the tags that no post has. */
  @CollectionAction('prune')
  async prune(context: WriteContext): Promise<void> {
    const { manager } = context;
    const unused = await manager
      .createQueryBuilder(Tag, 'tag')
      .where((query) => {
        const used = query.subQuery().select('used.id').from(Post, 'post').innerJoin('post.tags', 'used').getQuery();
        return `tag.id NOT IN ${used}`;
      })
      .getMany();
    for (const tag of unused) await this.deleteObject(tag, context);
  }
}

/** Drafts are for their author. */
@View('posts', { model: Post, schema: PostRead, searchFields: ['title', 'author.name'] })
export class PostView extends Stamped(RestView<Post, PostRead>, {
  createdBy: 'authorId',
  by: (caller) => caller.userId,
}) {
  override buildQuery(context: ViewContext) {
    const { userId = null } = context.caller;
    return super
      .buildQuery(context)
      .andWhere(
        new Brackets((either) =>
          either.where('post.publishedAt IS NOT NULL').orWhere('post.authorId = :userId', { userId }),
        ),
      );
  }

  override authorize(action: string, { entity }: Subject<Post, PostRead>, { caller }: ViewContext) {
    if (action === Action.GET_MANY || action === Action.GET_ONE) return;
    if (caller.userId === undefined) throw new Forbidden('Only authors write.');
    if (entity && entity.authorId !== caller.userId) throw new Forbidden('This is not your post.');
  }

  @PostRoute(':id/publish')
  @HttpCode(200)
  async publish(@Id() id: number, @Ctx() context: ViewContext) {
    const post = await this.handleGetOne(id, context);
    await this.writeAction('publish', { entity: post }, context, () => {
      post.publishedAt = new Date('2026-01-02T03:04:05Z');
    });
    return this.toResponse(post);
  }
}

/** Seen by who sees the post. */
@View('translations', { model: Translation, schema: TranslationRead })
export class TranslationView extends RestView<Translation, TranslationRead> {
  override buildQuery(context: ViewContext) {
    const { userId = null } = context.caller;
    return super
      .buildQuery(context)
      .innerJoin('translation.post', 'translated')
      .andWhere('translated.publishedAt IS NOT NULL OR translated.authorId = :userId', { userId });
  }
}

@View('remarks', { model: Remark, schema: RemarkRead })
export class RemarkView extends RestView<Remark, RemarkRead> {
  override buildQuery(context: ViewContext) {
    const { userId = null } = context.caller;
    return super
      .buildQuery(context)
      .innerJoin('remark.post', 'remarkedOn')
      .andWhere('remarkedOn.publishedAt IS NOT NULL OR remarkedOn.authorId = :userId', { userId });
  }
}
