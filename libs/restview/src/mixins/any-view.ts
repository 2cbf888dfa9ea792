import type { RestView } from '../view/rest-view.js';

/** A view over any entity: what a mixin needs to know of the class that it extends. */
export type AnyView = RestView<object, object>;

/** The entity that a view serves. */
export type EntityOf<View extends AnyView> = View extends RestView<infer Entity, infer _Schema> ? Entity : never;
