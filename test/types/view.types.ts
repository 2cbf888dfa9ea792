import { ViewDefaults, RestView, View, ViewRoute, type ViewClass } from 'nestjs-restview';

declare class Cat {
  id: number;
  lives: number;
}
declare class Dog {
  id: number;
  tricks: string[];
}
declare class CatRead {
  readonly id: number;
  lives: number;
}
declare class DogRead {
  readonly id: number;
  tricks: string[];
}

@View('cats', { model: Cat })
class CatView extends RestView<Cat> {}

// @ts-expect-error the view serves dogs, and the model is a cat
@View('dogs', { model: Cat })
class WrongModel extends RestView<Dog> {}

@View('cats', { model: Cat, schema: CatRead })
class CatReadView extends RestView<Cat, CatRead> {}

// @ts-expect-error the view's bodies are those of cats, and the schema is a dog's
@View('cats', { model: Cat, schema: DogRead })
class WrongSchema extends RestView<Cat, CatRead> {}

// @ts-expect-error the schema is not the entity, so the view has to say so: RestView<Cat, DogRead>
@View('cats', { model: Cat, schema: DogRead })
class UnsaidSchema extends RestView<Cat> {}

// @ts-expect-error there is no such option
@View('cats', { model: Cat, pageSize: 10 })
class UnknownOption extends RestView<Cat> {}

// @ts-expect-error a page size is a number
@View('cats', { model: Cat, maxPageSize: '10' })
class WrongOption extends RestView<Cat> {}

// Options without model or schema fit any view, of a base that has them.
@View('more-cats', { maxPageSize: 10, excludeRoutes: [ViewRoute.DELETE] })
class MoreCats extends CatReadView {}

// A bare view takes the options of any view, on one path or several, with Nest's own options too.
@View('words', { tags: ['Words'], responses: { 418: { description: 'A teapot.' } } })
class Words {}
@View(['words', 'verbs'])
class Several {}
@View({ path: 'words', version: '2', host: 'example.org' }, { excludeRoutes: ['all'] })
class Versioned {}

// @ts-expect-error a class that does not extend RestView has no pages
@View('words', { maxPageSize: 10 })
class PagedWords {}

// @ts-expect-error a class that does not extend RestView has no model
@View('words', { model: Cat })
class ModelWords {}

@ViewDefaults({ maxPageSize: 10 })
abstract class AppView<Row extends object, Schema extends object = Row> extends RestView<Row, Schema> {}

@View('app-cats', { model: Cat, schema: CatRead })
class AppCats extends AppView<Cat, CatRead> {}

// @ts-expect-error the base in between changes nothing about that
@View('app-dogs', { model: Cat })
class AppDogs extends AppView<Dog> {}

// A view with a constructor of its own is a view.
@View('built', { model: Cat })
class Built extends RestView<Cat> {
  constructor(readonly name: string) {
    super();
  }
}

const views: readonly ViewClass[] = [CatView, Words, Built, AppView];
