import {
  createParamDecorator,
  type ExecutionContext,
  Inject,
  Injectable,
  Optional,
  type PipeTransform,
} from '@nestjs/common';
import { actionInputs } from '../definition/action-inputs.js';
import type { ViewClass } from '../definition/view-class.js';
import { ConfigurationError } from '../errors/configuration-error.js';
import type { Mistake } from '../errors/mistake.js';
import { Unprocessable } from '../errors/problems.js';
import type { ListQuery } from '../query/list-query.js';
import { type MaybePromise, whenReady } from '../schema/input/maybe-promise.js';
import type { RestviewRequest } from '../view/caller.js';
import type { Key } from '../view/key-values.js';
import type { ViewContext } from '../view/view-context.js';
import { ViewRuntime } from '../view/view-runtime.js';
import { routeParametersOf } from './nest-metadata.js';
import { readKey } from './read-key.js';
import { requestInputs } from './request-inputs.js';

/** The execution itself: pipes make the parameter of it, since pipes are injected and decorators are not. */
interface RequestedParameter {
  readonly execution: ExecutionContext;
  readonly name: string;
}

const parameterOf = createParamDecorator<string | undefined, RequestedParameter>((name, execution) => ({
  execution,
  name: name ?? 'id',
}));

/** What the pipes have in common: the runtime, which is there when the application imports the module. */
abstract class RuntimePipe {
  // Optional, so that the start can say what is missing; without it Nest would speak of a pipe that nobody wrote.
  constructor(@Optional() @Inject(ViewRuntime) private readonly found?: ViewRuntime) {}

  protected get runtime(): ViewRuntime {
    if (this.found) return this.found;
    throw new ConfigurationError({
      subject: 'RestviewModule',
      problem: 'is not imported, and a route takes what it provides.',
      remedy: 'Import RestviewModule.forRoot() once.',
    });
  }
}

@Injectable()
class ContextPipe extends RuntimePipe implements PipeTransform<RequestedParameter, MaybePromise<ViewContext>> {
  transform({ execution }: RequestedParameter): MaybePromise<ViewContext> {
    const { runtime } = this;
    const context = runtime.contextOf(execution);
    const bound = runtime.findBoundView(execution);
    const action = bound?.actions.get(execution.getHandler().name);
    // An action that takes nothing else has its request checked all the same.
    if (!bound || !action || actionInputs(action.definition).length > 0) return context;
    return whenReady(requestInputs(bound, execution), () => context);
  }
}

@Injectable()
class KeyPipe extends RuntimePipe implements PipeTransform<RequestedParameter, Key> {
  transform({ execution, name }: RequestedParameter): Key {
    const mistakes: Mistake[] = [];
    const request = execution.switchToHttp().getRequest<RestviewRequest>();
    const bound = this.runtime.boundViewOf(execution);
    const key = readKey(bound, request, name, mistakes);
    if (mistakes.length > 0) throw new Unprocessable(mistakes);
    return key;
  }
}

@Injectable()
class GeneratedInputPipe
  extends RuntimePipe
  implements PipeTransform<RequestedParameter, MaybePromise<ListQuery | Key | object | undefined>>
{
  transform({ execution, name }: RequestedParameter): MaybePromise<ListQuery | Key | object | undefined> {
    const inputs = requestInputs(this.runtime.boundViewOf(execution), execution);
    return whenReady(inputs, ({ query, body, id }) => (name === 'query' ? query : name === 'body' ? body : id));
  }
}

/**
 * The {@link ViewContext} of the request, for a parameter of a custom route.
 *
 * @example
 * @Post(':id/archive')
 * async archive(@Id() id: number, @Ctx() context: ViewContext) {}
 *
 * @public
 */
export function Ctx(): ParameterDecorator {
  return parameterOf(undefined, ContextPipe);
}

/**
 * The key in the path of a custom route, checked and converted by the view's key; 422 when it cannot be one.
 *
 * The segment `:id` of the path stands for the whole key. On a view with a key of several columns it becomes their
 * segments, and the parameter an object of their values, `{ orderId: 7, lineNo: 2 }`.
 *
 * @param name - the path's parameter; `id` unless the path says otherwise. Under another name a key of several columns is
 * one segment: its text `7/2`, percent-encoded.
 *
 * @public
 */
export function Id(name = 'id'): ParameterDecorator {
  return parameterOf(name, KeyPipe);
}

/** What a generated route takes: the list query, the key, or the body. */
export function GeneratedInput(input: 'query' | 'id' | 'body'): ParameterDecorator {
  return parameterOf(input, GeneratedInputPipe);
}

/** The parameters of the path that a route takes by {@link Id}. */
export function keyParametersOf(view: ViewClass, method: string): readonly string[] {
  return routeParametersOf(view, method).flatMap(({ data, pipes }) =>
    pipes.includes(KeyPipe) && typeof data === 'string' ? [data] : [],
  );
}
