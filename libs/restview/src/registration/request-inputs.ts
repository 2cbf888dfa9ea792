import type { ExecutionContext } from '@nestjs/common';
import type { Mistake } from '../errors/mistake.js';
import { BadQuery, Unprocessable } from '../errors/problems.js';
import type { ListQuery } from '../query/list-query.js';
import { type QueryParameters, queryParametersOf } from '../query/query-parameters.js';
import { readFlag } from '../query/read-page.js';
import { unknownParameters } from '../query/unknown-parameters.js';
import { isPromise, type MaybePromise } from '../schema/input/maybe-promise.js';
import { pointerTo } from '../schema/input/mistake-list.js';
import type { InputReader } from '../schema/input/read-input.js';
import type { BoundView } from '../view/bound-view.js';
import { includeRelations } from '../view/loading/included-relations.js';
import { type RestviewRequest, urlOf } from '../view/caller.js';
import { keepParameters } from '../view/query-flag.js';
import type { Key } from '../view/key-values.js';
import { jsonBodyOf } from './json-body.js';
import { readKey } from './read-key.js';
import { refuseCondition } from './refuse-condition.js';
import { type RouteInputs, routeInputsOf } from './route-inputs.js';

/** What a generated route takes from its request, checked. */
export interface RequestInputs {
  query?: ListQuery;
  id?: Key;
  body?: object;
}

/** On the request itself: a weak map costs the collector more than what it keeps has cost to make. */
const INPUTS = Symbol('restview inputs');

/** A request whose inputs may have been read for another parameter of its route. */
interface ReadRequest extends RestviewRequest {
  [INPUTS]?: MaybePromise<RequestInputs>;
}

/**
 * Reads path, query and body of a request for a generated route, once; all mistakes come in one answer.
 *
 * @returns the inputs at once where there is no body to wait for.
 * @throws {@link Unprocessable} with every mistake; what {@link jsonBodyOf} throws for a body that is no JSON;
 * {@link PreconditionFailed} for a condition on a write that cannot be checked.
 */
export function requestInputs(bound: BoundView, execution: ExecutionContext): MaybePromise<RequestInputs> {
  const request = execution.switchToHttp().getRequest<ReadRequest>();
  const known = request[INPUTS];
  if (known) return known;
  const inputs = readInputs(bound, routeInputsOf(bound.resource, execution.getHandler().name), request);
  request[INPUTS] = inputs;
  return inputs;
}

function readInputs(bound: BoundView, route: RouteInputs, request: RestviewRequest): MaybePromise<RequestInputs> {
  const mistakes: Mistake[] = [];
  const inputs: RequestInputs = {};
  if (route.takesKey) inputs.id = readKey(bound, request, 'id', mistakes);
  readQuery(bound, route, request, inputs, mistakes);
  if (route.refusesBody) mistakes.push(...unwantedBody(request));
  const reading = route.takesBody ? readBody(route.readerOf(bound), request, inputs, mistakes) : undefined;
  return isPromise(reading)
    ? reading.then(() => checked(route, request, inputs, mistakes))
    : checked(route, request, inputs, mistakes);
}

function readQuery(
  bound: BoundView,
  route: RouteInputs,
  request: RestviewRequest,
  inputs: RequestInputs,
  mistakes: Mistake[],
): void {
  const sent = sentParameters(bound, route, request);
  const parameters = route.flags.length > 0 && sent.size > 0 ? withoutFlags(route.flags, sent, mistakes) : sent;
  if (route.takesQuery) {
    const { resource, list, cursorSecret } = bound;
    const { query, mistakes: found } = resource.dialect.parse(parameters, list, cursorSecret);
    inputs.query = bound.needsWholeRows ? withWholeRows(query) : query;
    mistakes.push(...found);
    return;
  }
  if (parameters.size > 0) mistakes.push(...unknownParameters(parameters, route.parameters));
  if (route.takesInclude && parameters.size > 0) {
    const { dialect, list } = bound.resource;
    includeRelations(request, bound, dialect.include?.read(parameters, list, mistakes) ?? []);
  }
}

/** The parameters of the URL, and of a list those that its dialect has in another place. */
function sentParameters(
  { resource: { dialect, list } }: BoundView,
  { takesQuery, flags }: RouteInputs,
  request: RestviewRequest,
): QueryParameters {
  const sent = queryParametersOf(urlOf(request));
  if (!takesQuery || !dialect.lift || sent.size === 0) return sent;
  const lifted = dialect.lift(sent, [...flags, ...list.extraQueryParams]);
  if (lifted !== sent) keepParameters(request, lifted);
  return lifted;
}

function withoutFlags(flags: readonly string[], sent: QueryParameters, mistakes: Mistake[]): QueryParameters {
  const rest = new Map(sent);
  for (const name of flags) {
    readFlag(name, sent, mistakes);
    rest.delete(name);
  }
  return rest;
}

/** Overridden responses may look at any column. */
function withWholeRows(query: ListQuery): ListQuery {
  if (!query.columns) return query;
  const { columns: _columns, ...rest } = query;
  return Object.freeze(rest);
}

async function readBody(
  reader: InputReader,
  request: RestviewRequest,
  inputs: RequestInputs,
  mistakes: Mistake[],
): Promise<void> {
  const body = jsonBodyOf(request);
  if (body === undefined) {
    mistakes.push({ pointer: '', code: 'required', detail: 'The request needs a body.' });
    return;
  }
  const { value, mistakes: found } = await reader.read(body);
  inputs.body = value;
  mistakes.push(...found);
}

function checked(
  { takesQuery }: RouteInputs,
  request: RestviewRequest,
  inputs: RequestInputs,
  mistakes: readonly Mistake[],
): RequestInputs {
  if (mistakes.length > 0) throw takesQuery ? new BadQuery(mistakes) : new Unprocessable(mistakes);
  refuseCondition(request);
  return inputs;
}

/** What a body has that nobody reads: an empty object is as good as none. */
function unwantedBody(request: RestviewRequest): readonly Mistake[] {
  if (request.method === 'GET') return [];
  const body = jsonBodyOf(request);
  if (body === undefined) return [];
  if (Array.isArray(body)) return [{ pointer: '', code: 'type', detail: 'The request takes no body.' }];
  return Object.keys(body)
    .slice(0, MOST_KEYS)
    .map((key) => ({ pointer: pointerTo('', key), code: 'unknown_field', detail: 'The request takes no body.' }));
}

const MOST_KEYS = 10;
