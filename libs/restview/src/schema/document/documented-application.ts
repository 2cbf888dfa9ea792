import type { VERSION_NEUTRAL } from '@nestjs/common';
import type { EntityClass } from '../../model/entity-class.js';
import type { ColumnDescription } from '../../model/model-description.js';

/** A view that serves an entity, and where. */
export interface ServedResource {
  readonly view: object;
  readonly entity: EntityClass;
  /** Without slashes at the ends. */
  readonly path: string;
}

/** What the document says of an application that its views do not know when they are decorated. */
export interface DocumentedApplication {
  /** The views that serve entities, in the order of the application. */
  readonly resources: readonly ServedResource[];
  /** All its views. */
  readonly views: ReadonlySet<object>;
  /** Codes of problems of its own. */
  readonly problemCodes: readonly string[];
  /** Operations of views have ids by the names of the views; else those that Swagger's factory makes. */
  readonly namesOperations: boolean;
  /** Guards of the whole application stand before every route. */
  isGuarded(): boolean;
  /** A column with the limits of the application's database, as far as the database is known. */
  narrowed(column: ColumnDescription): ColumnDescription;
  /** A view that serves the entity overrides `buildQuery`, so there are rows that its callers may not see. */
  isScoped(entity: EntityClass): boolean;
  /** The whole paths of a route at one of its places, as the document writes them: `/api/users/{id}`. */
  pathsOf(view: object, method: string, place: RoutePlace): readonly string[];
}

/** One of the places where a route is served. */
export interface RoutePlace {
  readonly version: string | typeof VERSION_NEUTRAL | undefined;
  /** The path of the view. */
  readonly viewPath: string;
  /** The path of the route below it. */
  readonly routePath: string;
}

/** The applications of the process that are not closed, the latest first. */
const applications: DocumentedApplication[] = [];
let documented: DocumentedApplication | undefined;
let revision = 0;

/**
 * Makes an application one whose views can be documented.
 *
 * @returns ends it, when the application is closed.
 */
export function serveDocument(application: DocumentedApplication): () => void {
  applications.unshift(application);
  revision += 1;
  return () => {
    const index = applications.indexOf(application);
    if (index >= 0) applications.splice(index, 1);
    revision += 1;
  };
}

/** Does something while a document is made of just this application. */
export function documenting<Result>(application: DocumentedApplication, make: () => Result): Result {
  const before = documented;
  documented = application;
  revision += 1;
  try {
    return make();
  } finally {
    documented = before;
    revision += 1;
  }
}

/** The applications that a document may be about, the likeliest first; none in Nest's preview mode. */
export function documentedApplications(): readonly DocumentedApplication[] {
  return documented ? [documented] : applications;
}

/** The application that a view is documented for: the one whose document is made, else the latest that has the view. */
export function applicationOf(view: object): DocumentedApplication | undefined {
  return documentedApplications().find(({ views }) => views.has(view));
}

/** Changes whenever another answer of the functions above is possible. */
export function documentRevision(): number {
  return revision;
}
