import type { GeneratedRoute } from '../definition/generated-routes.js';
import type { ViewClass } from '../definition/view-class.js';
import { recordParameterTypes, routeParametersOf } from './nest-metadata.js';
import { Ctx, GeneratedInput } from './request-parameters.js';

/** Gives an endpoint its inputs and the context, by the parameters that the developer has not decorated. */
export function decorateParameters(view: ViewClass, name: string, inputs: GeneratedRoute['inputs']): void {
  const prototype: object = view.prototype;
  const decorated = new Set(routeParametersOf(view, name).map(({ index }) => index));
  const decorators = [...inputs.map((input) => GeneratedInput(input)), Ctx()];
  decorators.forEach((decorate, index) => {
    if (!decorated.has(index)) decorate(prototype, name, index);
  });
  recordParameterTypes(view, name, decorators.length);
}
