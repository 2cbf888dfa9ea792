/** A request, as far as it tells which route it is for; Express has `route`, Fastify `routeOptions`. */
interface RoutedRequest {
  readonly url?: string;
  readonly originalUrl?: string;
  readonly route?: { readonly path?: unknown };
  readonly routeOptions?: { readonly url?: unknown };
}

/** Knows the routes of an application's views, to tell their errors from those of others. */
export class ViewRoutes {
  private patterns: ReadonlySet<string> = new Set();
  private matchers: readonly RegExp[] = [];

  /** Takes the routes' paths, such as `/api/users/:id`. */
  learn(paths: readonly string[]): void {
    this.patterns = new Set(paths);
    this.matchers = paths.map((path) => {
      const segments = path.split('/').map((segment) => (segment.startsWith(':') ? '[^/]+' : literal(segment)));
      return new RegExp(`^${segments.join('/')}/?$`, 'i');
    });
  }

  /** Whether a request is for a route of a view, or, when it never reached a route, has the path of one. */
  has(request: RoutedRequest): boolean {
    const route = request.routeOptions?.url ?? request.route?.path;
    if (typeof route === 'string') return this.patterns.has(route);
    const [path = ''] = (request.originalUrl ?? request.url ?? '').split(/[?#]/, 1);
    return this.matchers.some((matcher) => matcher.test(path));
  }
}

function literal(segment: string): string {
  return segment.replace(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`);
}
