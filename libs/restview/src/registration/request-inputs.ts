import type { ExecutionContext } from '@nestjs/common';
import { GENERATED_ROUTES } from '../definition/generated-routes.js';
import { flagsOfRoute } from '../definition/query-flag.js';
import type { Mistake } from '../errors/mistake.js';
import { BadQuery, Unprocessable } from '../errors/problems.js';
import type { ListQuery } from '../query/list-query.js';
import { queryParametersOf } from '../query/query-parameters.js';
import { readFlag } from '../query/read-page.js';
import { readInclude } from '../query/read-include.js';
import { unknownParameters } from '../query/unknown-parameters.js';
import type { BoundView } from '../view/bound-view.js';
import { includeRelations } from '../view/loading/included-relations.js';
import { type RestviewRequest, urlOf } from '../view/caller.js';
import type { Key } from '../view/key-values.js';
import { includeParametersOf } from './include-parameters.js';
import { jsonBodyOf } from './json-body.js';
import { readKey } from './read-key.js';
import { refuseCondition } from './refuse-extras.js';

/** What a generated route takes from its request, checked. */
export interface RequestInputs {
  readonly query?: ListQuery;
  readonly id?: Key;
  readonly body?: object;
}

const inputsOfRequests = new WeakMap<object, Promise<RequestInputs>>();

/**
 * Reads path, query and body of a request for a generated route, once; all mistakes come in one answer.
 *
 * @throws {@link Unprocessable} with every mistake; what {@link jsonBodyOf} throws for a body that is no JSON;
 * {@link PreconditionFailed} for a condition on a write that cannot be checked.
 */
export function requestInputs(bound: BoundView, execution: ExecutionContext): Promise<RequestInputs> {
  const request = execution.switchToHttp().getRequest<RestviewRequest>();
  const known = inputsOfRequests.get(request);
  if (known) return known;
  const inputs = readInputs(bound, execution.getHandler().name, request);
  inputsOfRequests.set(request, inputs);
  return inputs;
}

async function readInputs(bound: BoundView, method: string, request: RestviewRequest): Promise<RequestInputs> {
  const inputs = GENERATED_ROUTES.find((route) => route.method === method)?.inputs ?? [];
  const mistakes: Mistake[] = [];
  const result: { query?: ListQuery; id?: Key; body?: object } = {};

  if (inputs.includes('id')) result.id = readKey(bound, request, 'id', mistakes);
  const { resource } = bound;
  const flags = flagsOfRoute(resource.queryFlags, method);
  const parameters = new Map(queryParametersOf(urlOf(request)));
  for (const name of flags) {
    readFlag(name, parameters, mistakes);
    parameters.delete(name);
  }
  if (inputs.includes('query')) {
    const { list, cursorSecret } = bound;
    const parsed = resource.dialect.parse(parameters, list, cursorSecret);
    const { columns, ...wholeRows } = parsed.query;
    result.query = bound.needsWholeRows || !columns ? wholeRows : parsed.query;
    mistakes.push(...parsed.mistakes);
  } else {
    const { list } = resource;
    const included = method === 'deleteEndpoint' ? [] : includeParametersOf(resource);
    const known = new Set([...list.extraQueryParams, ...flags, ...included.map(({ name }) => name)]);
    mistakes.push(...unknownParameters(parameters, known));
    if (included.length > 0) includeRelations(request, bound, readInclude(parameters, list, mistakes));
  }
  if (inputs.includes('body')) {
    const reader = inputs.includes('id') ? bound.readUpdate : bound.readCreate;
    const body = jsonBodyOf(request);
    if (body === undefined) {
      mistakes.push({ pointer: '', code: 'required', detail: 'The request needs a body.' });
    } else {
      const { value, mistakes: found } = await reader.read(body);
      result.body = value;
      mistakes.push(...found);
    }
  }
  if (mistakes.length > 0) throw inputs.includes('query') ? new BadQuery(mistakes) : new Unprocessable(mistakes);
  refuseCondition(request);
  return result;
}
