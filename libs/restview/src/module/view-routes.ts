import { RestView } from '../view/rest-view.js';
import type { AppRoute } from './app-routes.js';

/** A request, as far as it tells which route it is for; Express has `route`, Fastify `routeOptions`. */
interface RoutedRequest {
  readonly method: string;
  readonly url?: string;
  readonly originalUrl?: string;
  readonly route?: { readonly path?: unknown };
  readonly routeOptions?: { readonly url?: unknown };
}

interface KnownRoute extends AppRoute {
  readonly pattern: string;
  readonly matcher: RegExp;
  /** Sorts before those of the less specific routes. */
  readonly rank: string;
}

/** Knows which routes of an application are those of views, to tell their errors from those of others. */
export class ViewRoutes {
  private routes: readonly KnownRoute[] = [];

  /** Takes all routes of the application. */
  learn(routes: readonly AppRoute[]): void {
    this.routes = routes.map(known).sort((left, right) => (left.rank < right.rank ? -1 : 1));
  }

  /** Whether a request is for a route of a view, or, when it never reached a route, would be by its path. */
  has(request: RoutedRequest): boolean {
    return this.routeOf(request)?.isOfView ?? false;
  }

  /** The view that extends `RestView` and whose route a request is for. */
  viewOf(request: RoutedRequest): RestView<object> | undefined {
    const controller = this.routeOf(request)?.controller;
    return controller instanceof RestView ? controller : undefined;
  }

  private routeOf(request: RoutedRequest): KnownRoute | undefined {
    const routes = this.routesAt(request);
    return routes.find((route) => serves(route, request)) ?? routes[0];
  }

  /** The methods that a path has, when the request's is none of them; `undefined` when that is not what is wrong. */
  methodsInstead(request: RoutedRequest): readonly string[] | undefined {
    const routes = this.routesAt(request);
    if (routes.length === 0 || routes.some((route) => serves(route, request))) return undefined;
    const methods = new Set(routes.map(({ method }) => method));
    if (methods.has('GET')) methods.add('HEAD');
    return [...methods].sort();
  }

  /** The routes, of whatever method, at the path of a request; the most specific first. */
  private routesAt(request: RoutedRequest): readonly KnownRoute[] {
    const routed = request.routeOptions?.url ?? request.route?.path;
    const pattern = typeof routed === 'string' ? patternOf(routed) : undefined;
    const reached = this.routes.filter((route) => route.pattern === pattern);
    // Under a global prefix Nest's own "not found" is a route too, which is none of these.
    if (reached.length > 0) return reached;
    const [path = ''] = (request.originalUrl ?? request.url ?? '').split(/[?#]/, 1);
    return this.routes.filter(({ matcher }) => matcher.test(path));
  }
}

function serves(route: KnownRoute, { method }: RoutedRequest): boolean {
  return route.method === 'ALL' || route.method === method || (method === 'HEAD' && route.method === 'GET');
}

const isWildcard = (segment: string): boolean => segment.includes('*');
const isParameter = (segment: string): boolean => segment.includes(':');

function known(route: AppRoute): KnownRoute {
  const segments = route.path.split('/');
  const matchers = segments.map((segment) =>
    isWildcard(segment) ? '.*' : isParameter(segment) ? '[^/]+' : literal(segment),
  );
  return {
    ...route,
    pattern: patternOf(route.path),
    matcher: new RegExp(`^${matchers.join('/')}/?$`, 'i'),
    rank: segments.map((segment) => (isWildcard(segment) ? '2' : isParameter(segment) ? '1' : '0')).join(''),
  };
}

/** Express names its wildcards, and Fastify does not. */
function patternOf(path: string): string {
  return path.replace(/\{?\*\w*\}?/g, '*').toLowerCase();
}

function literal(segment: string): string {
  return segment.replace(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`);
}
