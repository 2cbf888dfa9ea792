import {
  CollectionAction,
  InstanceAction,
  RestView,
  type ViewClass,
  type ViewContext,
  type WriteContext,
} from 'nestjs-restview';
import { expectTypeOf } from 'expect-type';

declare class Post {
  id: number;
  title: string;
}
declare class PostRead {
  readonly id: number;
  title: string;
}
declare class Reason {
  reason: string;
}
declare class Drafts {
  drafts: string[];
}
declare class Preview {
  html: string;
}

class PostView extends RestView<Post, PostRead> {
  // What fits.
  @InstanceAction('a', { body: Reason })
  async publish(_post: Post, _data: Reason, _context: WriteContext): Promise<void> {}
  @InstanceAction('b', { body: Reason })
  publishBriefly(post: Post, _data: Reason) {
    return post;
  }
  @InstanceAction('c')
  touch(_post: Post, _context: ViewContext) {
    return undefined;
  }
  @InstanceAction('d')
  nothing() {
    return undefined;
  }
  @InstanceAction('e', { method: 'GET', response: Preview })
  preview(_post: Post, _context: ViewContext): Preview {
    return { html: '' };
  }
  @InstanceAction('f', { response: [Preview] })
  async previews(_post: Post): Promise<Preview[]> {
    return [];
  }
  @InstanceAction('g', { creates: true })
  async copy(post: Post): Promise<Post> {
    return post;
  }
  @CollectionAction('h', { body: Drafts, creates: true, response: 'rows' })
  async import(_data: Drafts, _context: WriteContext): Promise<Post[]> {
    return [];
  }
  @CollectionAction('i', { method: 'GET', response: Preview })
  total(_context: ViewContext): Preview {
    return { html: '' };
  }
  @CollectionAction('j')
  async reset(_context: WriteContext): Promise<void> {}

  // What does not.
  // @ts-expect-error the data is of another class than the body
  @InstanceAction('k', { body: Reason })
  wrongData(_post: Post, _data: Drafts, _context: WriteContext): void {}
  // @ts-expect-error the method does not take the data of the body
  @InstanceAction('l', { body: Reason })
  noData(_post: Post): void {}
  // @ts-expect-error the context stands where the data comes
  @InstanceAction('m', { body: Reason })
  contextForData(_post: Post, _context: WriteContext): void {}
  // @ts-expect-error there is no body, so there is no data
  @InstanceAction('n')
  dataWithoutBody(_post: Post, _data: Reason, _context: WriteContext): void {}
  // @ts-expect-error the row is a Post
  @InstanceAction('o')
  wrongRow(_row: Preview): void {}
  // @ts-expect-error a GET has no bracket, so the context is none of a write
  @InstanceAction('p', { method: 'GET' })
  writingGet(_post: Post, _context: WriteContext): void {}
  // @ts-expect-error a GET has no body
  @InstanceAction('q', { method: 'GET', body: Reason })
  getWithBody(_post: Post, _data: Reason): void {}
  // @ts-expect-error what it returns is not what it answers with
  @InstanceAction('r', { response: Preview })
  wrongAnswer(post: Post): Post {
    return post;
  }
  // @ts-expect-error it answers with the row, and returns something else
  @InstanceAction('s')
  unsaidAnswer(_post: Post): Preview {
    return { html: '' };
  }
  // @ts-expect-error there is no such option
  @InstanceAction('t', { bodi: Reason })
  unknownOption(_post: Post): void {}
  // @ts-expect-error it answers without content, and returns a row
  @CollectionAction('u', { body: Drafts })
  async unsaidRow(_data: Drafts): Promise<Post> {
    throw new Error();
  }
  // @ts-expect-error it makes a row, and returns none
  @CollectionAction('v', { creates: true })
  async makesNothing(_context: WriteContext): Promise<void> {}
  // @ts-expect-error there is no row to lock
  @CollectionAction('w', { lock: true })
  lock(_context: WriteContext): void {}
  // @ts-expect-error it has a list of rows to return
  @CollectionAction('x', { method: 'GET', response: 'rows' })
  oneRow(_context: ViewContext): Post {
    throw new Error();
  }
}

class NoView {
  // @ts-expect-error the class is no view
  @InstanceAction('y')
  orphan(_post: Post): void {}
}

// A base class and a mixin have actions of whatever their views serve.
abstract class BaseView<Entity extends object, Schema extends object> extends RestView<Entity, Schema> {
  @InstanceAction('archive', { body: Reason })
  archive(_entity: Entity, _data: Reason, _context: WriteContext): void {}
}
function Archiving<Base extends ViewClass<RestView<object, object>>>(base: Base) {
  abstract class ArchivingView extends base {
    @InstanceAction('mixed')
    mixed(_entity: object, _context: WriteContext): void {}
  }
  return ArchivingView;
}
class MixedView extends Archiving(RestView<Post, PostRead>) {}
class OverridingView extends BaseView<Post, PostRead> {
  override archive(_entity: Post, _data: Reason): void {}

  // An endpoint that calls the handler names the type of the view.
  async archiveEndpoint(this: OverridingView, id: number, data: Reason, context: ViewContext) {
    const post = await this.handleAction('archive', { id, data }, context);
    expectTypeOf(post).toEqualTypeOf<Post>();
    return this.toResponse(post);
  }

  // A handler of its own.
  handleArchive(id: number, data: Reason, context: ViewContext): Promise<Post> {
    return this.writeAction('archive', { id, data }, context, (write, post) => {
      expectTypeOf(write).toEqualTypeOf<WriteContext>();
      this.archive(post, data);
    });
  }
}

declare const posts: PostView;
declare const mixed: MixedView;
declare const context: ViewContext;
declare const reason: Reason;

expectTypeOf(posts.handleAction('publish', { id: 1, data: reason }, context)).resolves.toEqualTypeOf<Post>();
expectTypeOf(posts.handleAction('publishBriefly', { id: 1, data: reason }, context)).resolves.toEqualTypeOf<Post>();
expectTypeOf(posts.handleAction('preview', { id: 1 }, context)).resolves.toEqualTypeOf<Preview>();
expectTypeOf(posts.handleAction('import', { data: { drafts: [] } }, context)).resolves.toEqualTypeOf<Post[]>();
expectTypeOf(posts.handleAction('reset', {}, context)).resolves.toBeVoid();
expectTypeOf(mixed.handleAction('mixed', { id: 1 }, context)).resolves.toEqualTypeOf<Post>();

// @ts-expect-error the body is missing
void posts.handleAction('publish', { id: 1 }, context);
// @ts-expect-error the key is missing
void posts.handleAction('publish', { data: reason }, context);
// @ts-expect-error there is no such method
void posts.handleAction('unpublish', { id: 1 }, context);

export { NoView };
