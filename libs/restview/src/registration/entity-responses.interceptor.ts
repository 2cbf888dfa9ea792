import { type CallHandler, type ExecutionContext, Inject, Injectable, type NestInterceptor } from '@nestjs/common';
import { map, type Observable } from 'rxjs';
import { ConfigurationError } from '../errors/configuration-error.js';
import type { BoundView } from '../view/bound-view.js';
import { ViewRuntime } from '../view/view-runtime.js';

/**
 * Keeps entities from leaving a custom route as they are.
 *
 * A row of the view's own entity, alone or in a list or a plain object, is answered by the read schema, as
 * `this.toResponse(row)` would. A row of another entity has no schema here: returning it is an error that is logged, since
 * an entity shows every column that was loaded.
 */
@Injectable()
export class EntityResponses implements NestInterceptor {
  constructor(@Inject(ViewRuntime) private readonly runtime: ViewRuntime) {}

  intercept(execution: ExecutionContext, next: CallHandler<unknown>): Observable<unknown> {
    const bound = this.runtime.boundViewOf(execution);
    const route = execution.getHandler().name;
    return next.handle().pipe(map((result) => projected(result, bound, route)));
  }
}

function projected(result: unknown, bound: BoundView, route: string): unknown {
  if (typeof result !== 'object' || result === null) return result;
  if (Array.isArray(result)) return result.map((item: unknown) => projected(item, bound, route));
  const { target } = bound.model.metadata;
  if (typeof target === 'function' && result instanceof target) return bound.serialize(result);
  if (Object.getPrototypeOf(result) === Object.prototype) {
    return Object.fromEntries(Object.entries(result).map(([key, value]) => [key, projected(value, bound, route)]));
  }
  if (!bound.dataSource.hasMetadata(result.constructor)) return result;
  throw new ConfigurationError({
    subject: `${bound.definition.name}.${route}`,
    problem: `returns a ${result.constructor.name} as it is, with every column that was loaded.`,
    remedy: `Return what the view of ${result.constructor.name} makes of it by toResponse(), or an object of your own.`,
  });
}
