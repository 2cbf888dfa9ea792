import type { ExecutionContext } from '@nestjs/common';
import { GENERATED_ROUTES } from '../definition/generated-routes.js';
import type { Mistake } from '../errors/mistake.js';
import {
  BadQuery,
  MalformedBody,
  PreconditionFailed,
  UnsupportedMediaType,
  Unprocessable,
} from '../errors/problems.js';
import { parseText } from '../model/column-values.js';
import type { ListQuery } from '../query/list-query.js';
import { parseListQuery } from '../query/parse-list-query.js';
import { queryParametersOf } from '../query/query-parameters.js';
import { unknownParameters } from '../query/unknown-parameters.js';
import type { BoundView } from '../view/bound-view.js';
import { type RestviewRequest, urlOf } from '../view/caller.js';
import type { Key } from '../view/read-rows.js';

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
 * @throws {@link Unprocessable} with every mistake; {@link UnsupportedMediaType} and {@link MalformedBody} for a body that
 * is no JSON object; {@link PreconditionFailed} for a condition on a write that cannot be checked.
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
  if (inputs.includes('query')) {
    const parsed = parseListQuery(queryParametersOf(urlOf(request)), bound.resource.list);
    result.query = parsed.query;
    mistakes.push(...parsed.mistakes);
  } else {
    const known = new Set(bound.resource.list.extraQueryParams);
    mistakes.push(...unknownParameters(queryParametersOf(urlOf(request)), known));
  }
  if (inputs.includes('body')) {
    const reader = inputs.includes('id') ? bound.readUpdate : bound.readCreate;
    const { value, mistakes: found } = await reader.read(jsonBodyOf(request));
    result.body = value;
    mistakes.push(...found);
  }
  if (mistakes.length > 0) throw inputs.includes('query') ? new BadQuery(mistakes) : new Unprocessable(mistakes);
  if (!inputs.includes('query') && request.method !== 'GET' && request.headers['if-match'] !== undefined) {
    throw new PreconditionFailed('This resource has no versions, so "If-Match" cannot be checked.');
  }
  return result;
}

/** The key in a path; a mistake is added when it cannot be one. */
export function readKey(bound: BoundView, request: RestviewRequest, name: string, mistakes: Mistake[]): Key {
  const text = request.params?.[name] ?? '';
  const reading = bound.key ? parseText(bound.key, text) : ({ ok: false, code: 'type', detail: 'is no key.' } as const);
  if (reading.ok && (typeof reading.value === 'string' || typeof reading.value === 'number')) return reading.value;
  const why = reading.ok ? { code: 'type', detail: 'is no key.' } : reading;
  mistakes.push({ parameter: name, code: why.code, detail: `"${name}" ${why.detail}` });
  return text;
}

/** The parsed JSON body; `undefined` when there is none. */
function jsonBodyOf({ headers, body }: RestviewRequest): unknown {
  const type = headers['content-type'];
  const isEmpty = headers['content-length'] === '0' || (type === undefined && isAbsent(body));
  if (isEmpty) return undefined;
  if (typeof type !== 'string' || !/^application\/json\s*(;|$)/i.test(type)) {
    throw new UnsupportedMediaType('Send the body as application/json.');
  }
  // Express reads objects and arrays only, Fastify any JSON; the answer must not depend on the platform.
  if (typeof body !== 'object' || body === null) {
    throw new MalformedBody('The body must be a JSON object.');
  }
  return body;
}

function isAbsent(body: unknown): boolean {
  return body === undefined || body === null || (typeof body === 'object' && Object.keys(body).length === 0);
}
