import { expectTypeOf } from 'expect-type';
import {
  type Action,
  type ActionBody,
  type Change,
  type CreateOf,
  type Key,
  type ListingResult,
  type ListQuery,
  ResponseShape,
  type RestviewCaller,
  RestView,
  type Snapshot,
  type Subject,
  type UpdateOf,
  type ViewClass,
  type ViewContext,
  type WriteContext,
} from 'nestjs-restview';
import type { EntityManager, SelectQueryBuilder } from 'typeorm';
import '../fixtures/caller.js';

declare class Cat {
  id: number;
  lives: number;
  name: string;
}
declare class CatRead {
  readonly id: number;
  name: string;
}

/** Every tier and seam, with its types spelled out. */
abstract class SpelledView extends RestView<Cat, CatRead> {
  override getManyEndpoint(query: ListQuery, ctx: ViewContext): Promise<unknown> {
    return super.getManyEndpoint(query, ctx);
  }
  override getOneEndpoint(id: Key, ctx: ViewContext): Promise<unknown> {
    return super.getOneEndpoint(id, ctx);
  }
  override createEndpoint(data: CreateOf<CatRead>, ctx: ViewContext): Promise<unknown> {
    return super.createEndpoint(data, ctx);
  }
  override updateEndpoint(id: Key, data: UpdateOf<CatRead>, ctx: ViewContext): Promise<unknown> {
    return super.updateEndpoint(id, data, ctx);
  }
  override deleteEndpoint(id: Key, ctx: ViewContext): Promise<unknown> {
    return super.deleteEndpoint(id, ctx);
  }
  override handleGetMany(query: ListQuery, ctx: ViewContext): Promise<ListingResult<Cat>> {
    return super.handleGetMany(query, ctx);
  }
  override handleGetOne(id: Key, ctx: ViewContext): Promise<Cat> {
    return super.handleGetOne(id, ctx);
  }
  override handleCreate(data: CreateOf<CatRead>, ctx: ViewContext): Promise<Cat> {
    return super.handleCreate(data, ctx);
  }
  override handleUpdate(id: Key, data: UpdateOf<CatRead>, ctx: ViewContext): Promise<Cat> {
    return super.handleUpdate(id, data, ctx);
  }
  override handleDelete(id: Key, ctx: ViewContext): Promise<Cat> {
    return super.handleDelete(id, ctx);
  }
  override getMany(query: ListQuery, ctx: ViewContext): Promise<ListingResult<Cat>> {
    return super.getMany(query, ctx);
  }
  override getOne(id: Key, ctx: ViewContext): Promise<Cat> {
    return super.getOne(id, ctx);
  }
  override create(data: CreateOf<CatRead>, ctx: WriteContext): Promise<Cat> {
    return super.create(data, ctx);
  }
  override async update(cat: Cat, data: UpdateOf<CatRead>, ctx: WriteContext): Promise<Cat> {
    return this.saveObject(await this.updateObject(cat, data, ctx), ctx);
  }
  override delete(cat: Cat, ctx: WriteContext): Promise<void> {
    return super.delete(cat, ctx);
  }
  override buildQuery(ctx: ViewContext): SelectQueryBuilder<Cat> {
    return super.buildQuery(ctx);
  }
  override applyQueryParams(rows: SelectQueryBuilder<Cat>, query: ListQuery, ctx: ViewContext) {
    return super.applyQueryParams(rows, query, ctx);
  }
  override count(rows: SelectQueryBuilder<Cat>, ctx: ViewContext): Promise<number> {
    return super.count(rows, ctx);
  }
  override async authorize(action: string, subject: Subject<Cat, CatRead>, ctx: ViewContext): Promise<void> {
    await super.authorize(action, subject, ctx);
  }
  override beforeCommit(action: string, change: Change<Cat>, ctx: WriteContext): void | Promise<void> {
    return super.beforeCommit(action, change, ctx);
  }
  override afterCommit(action: string, change: Change<Cat>, ctx: ViewContext): void | Promise<void> {
    return super.afterCommit(action, change, ctx);
  }
  override snapshot(cat: Cat, ctx: WriteContext): Snapshot<Cat> {
    return super.snapshot(cat, ctx);
  }
  override makeNewObject(data: CreateOf<CatRead>, ctx: WriteContext): Cat | Promise<Cat> {
    return super.makeNewObject(data, ctx);
  }
  override updateObject(cat: Cat, data: UpdateOf<CatRead>, ctx: WriteContext): Cat | Promise<Cat> {
    return super.updateObject(cat, data, ctx);
  }
  override saveObject(cat: Cat, ctx: WriteContext): Promise<Cat> {
    return super.saveObject(cat, ctx);
  }
  override deleteObject(cat: Cat, ctx: WriteContext): Promise<void> {
    return super.deleteObject(cat, ctx);
  }
  override toListingResponse(result: ListingResult<Cat>): unknown {
    return super.toListingResponse(result);
  }
  override toPaginatedListingResponse(result: ListingResult<Cat>): unknown {
    return super.toPaginatedListingResponse(result);
  }
  override toResponseSchema(cat: Cat): Record<string, unknown> {
    return { ...super.toResponseSchema(cat), sound: 'miaow' };
  }
}

/** An override may leave out what it does not use, and be sync or async. */
abstract class ShortView extends RestView<Cat, CatRead> {
  override authorize(action: string) {
    if (action === 'delete') throw new Error('no');
  }
  override async update(cat: Cat) {
    cat.lives -= 1;
  }
  override async beforeCommit() {
    await Promise.resolve();
  }
  override afterCommit() {
    return undefined;
  }
  override makeNewObject() {
    return new Cat();
  }
}

abstract class WrongView extends RestView<Cat, CatRead> {
  // @ts-expect-error the key comes first
  override getOne(ctx: ViewContext): Promise<Cat> {
    return super.getOne(1, ctx);
  }
  // @ts-expect-error a write gives the row
  override create(): Promise<string> {
    return Promise.resolve('');
  }
}

declare const view: SpelledView;
declare const ctx: ViewContext;
declare const cat: Cat;

expectTypeOf(ctx.caller).toEqualTypeOf<RestviewCaller>();
expectTypeOf(ctx.manager).toEqualTypeOf<EntityManager>();
expectTypeOf<WriteContext>().toExtend<ViewContext>();
expectTypeOf<ViewContext>().not.toExtend<WriteContext>();
expectTypeOf<Action>().toEqualTypeOf<'getMany' | 'getOne' | 'create' | 'update' | 'delete'>();
expectTypeOf<Change<Cat>['old']>().toEqualTypeOf<Snapshot<Cat> | null>();
expectTypeOf<ActionBody<Cat>>().parameter(0).toEqualTypeOf<WriteContext>();

// What an application declares of its callers is what every context has.
expectTypeOf(ctx.caller.tenantId).toEqualTypeOf<number | undefined>();
expectTypeOf(ctx.caller.admin).toEqualTypeOf<boolean | undefined>();
// @ts-expect-error nobody declared this
export const shoeSize = ctx.caller.shoeSize;

// The three shapes of a write of one's own.
expectTypeOf(
  view.writeAction('age', { entity: cat }, ctx, () => {
    cat.lives = 8;
  }),
).toEqualTypeOf<Promise<Cat>>();
expectTypeOf(view.writeAction('adopt', {}, ctx, () => cat)).toEqualTypeOf<Promise<Cat>>();
expectTypeOf(view.writeAction('count', { entity: null }, ctx, () => 3)).toEqualTypeOf<Promise<number>>();
// @ts-expect-error what authorize sees is data of the schema
void view.writeAction('adopt', { data: { lives: 3 } }, ctx, () => cat);

expectTypeOf(view.toResponse(cat)).toEqualTypeOf<unknown>();
void view.toResponse(undefined, ResponseShape.EMPTY);
// @ts-expect-error one row is no list
void view.toResponse(cat, ResponseShape.LISTING);

// What a client may send: the schema's writable fields, and on an update some of them.
expectTypeOf<Parameters<SpelledView['handleCreate']>[0]>().toEqualTypeOf<{ name: string }>();
expectTypeOf<Parameters<SpelledView['handleUpdate']>[1]>().toEqualTypeOf<{ name?: string }>();

/** A mixin extends any view of its entity. */
function Counting<Base extends ViewClass<RestView<Cat, CatRead>>>(base: Base) {
  abstract class CountingView extends base {
    countedBy = 'lives';
    override getOne(id: Key, context: ViewContext) {
      return super.getOne(id, context);
    }
  }
  return CountingView;
}
abstract class CountedView extends Counting(SpelledView) {}
expectTypeOf<CountedView['countedBy']>().toEqualTypeOf<string>();
expectTypeOf<CountedView>().toExtend<RestView<Cat, CatRead>>();
