import { type ListDialect, standardDialect } from '../query/list-dialect.js';
import { DEFAULT_PAGE_SIZE, type PageKind } from '../query/list-grammar.js';
import { nearestAbove } from './definitions.js';
import { GENERATED_ROUTES, type GeneratedRoute } from './generated-routes.js';
import type { ViewClass } from './view-class.js';
import type { ViewOptions } from './view-options.js';

/** What a kind of view speaks on the wire. */
export interface ViewWire {
  readonly routes: readonly GeneratedRoute[];
  /** The language of lists, unless an option says otherwise. */
  readonly dialect: ListDialect;
  /** The kinds of pages, unless an option says otherwise. */
  readonly pageKinds: readonly PageKind[];
  /** Rows of a page, unless an option says otherwise. */
  readonly pageSize: number;
  /** A row has one `id`, in its answers and in its path, whatever its key is called and of how many columns it is. */
  readonly hasOneId: boolean;
  /** Whether `errors` of a problem are a list, or by the fields of a form; for the document of what `toProblem` makes. */
  readonly problems: 'list' | 'form';
  /** The options that make no sense here, each with the reason. */
  readonly refused: Readonly<Partial<Record<keyof ViewOptions, string>>>;
}

const STANDARD = Object.freeze<ViewWire>({
  routes: GENERATED_ROUTES,
  dialect: standardDialect,
  pageKinds: ['page', 'cursor'],
  pageSize: DEFAULT_PAGE_SIZE,
  hasOneId: false,
  problems: 'list',
  refused: {},
});

const wires = new WeakMap<object, ViewWire>();

/** Says what all views that extend a class speak. */
export function setWire(base: ViewClass, wire: ViewWire): void {
  wires.set(base, Object.freeze(wire));
}

/** What a view speaks. */
export function wireOf(view: ViewClass): ViewWire {
  return nearestAbove(view, wires) ?? STANDARD;
}
