import { HttpException } from '@nestjs/common';
import type { Mistake } from '../../../libs/restview/src/errors/mistake.js';
import { Problem, PROBLEM_TYPE_BASE, type ProblemOptions } from '../../../libs/restview/src/errors/problem.js';
import * as problems from '../../../libs/restview/src/errors/problems.js';

const { BadQuery, Conflict, Forbidden, NotFound, ServiceUnavailable, Unprocessable } = problems;
const taken: Mistake = { pointer: '/email', code: 'unique', detail: 'This email is taken.' };
const short: Mistake = { pointer: '/name', code: 'too_short', detail: 'A name has a letter.' };

const kinds = [
  ['NotFound', 404, 'not_found'],
  ['Forbidden', 403, 'forbidden'],
  ['Conflict', 409, 'conflict'],
  ['Unprocessable', 422, 'invalid_request'],
  ['BadQuery', 422, 'bad_query'],
  ['PreconditionFailed', 412, 'precondition_failed'],
  ['MalformedBody', 400, 'malformed_body'],
  ['UnsupportedMediaType', 415, 'unsupported_media_type'],
  ['PayloadTooLarge', 413, 'payload_too_large'],
  ['ServiceUnavailable', 503, 'busy'],
] as const;

describe.each(kinds)('%s', (name, status, code) => {
  const Kind = problems[name];

  it(`is a Nest exception: ${status} ${code}`, () => {
    const problem = new Kind();
    expect(problem).toBeInstanceOf(HttpException);
    expect(problem).toBeInstanceOf(Problem);
    expect(problem).toMatchObject({ name, code, errorCode: code });
    expect(problem.getStatus()).toBe(status);
    expect(problem.message).toBe(problem.detail);
    expect(problem.detail).toMatch(/^[A-Z].*\.$/);
    expect(problem.title).not.toBe('');
  });

  it('takes a sentence, or mistakes, and options', () => {
    const cause = new Error('for the log');
    const headers = { 'X-Reason': 'test' };
    expect(new Kind('so it is', { code: 'special', title: 'Special', headers, cause })).toMatchObject({
      ...{ code: 'special', title: 'Special', detail: 'so it is', message: 'so it is', headers, cause },
    });
    expect(new Kind([taken]).errors).toEqual([taken]);
    expect(new Kind('so it is', { errors: [taken] })).toMatchObject({ detail: 'so it is', errors: [taken] });
  });
});

it('lists every class of problems.ts above', () => {
  expect(Object.keys(problems).sort()).toEqual(kinds.map(([name]) => name).sort());
});

describe('detail', () => {
  it('is the sentence of the one mistake, and counts several', () => {
    expect(new Unprocessable([taken]).detail).toBe('This email is taken.');
    expect(new Unprocessable([taken, short]).detail).toBe('The request has 2 mistakes; "errors" lists them.');
  });

  it('has no errors where there are no mistakes', () => {
    const problem = new Unprocessable([]);
    expect(problem.detail).toBe('The request is not valid.');
    expect(problem).not.toHaveProperty('errors');
    expect(problem.toDetails('urn:request:1')).not.toHaveProperty('errors');
  });
});

describe('toDetails', () => {
  it('is the body of RFC 9457', () => {
    expect(new Conflict([taken], { cause: new Error('secret') }).toDetails('urn:request:1')).toEqual({
      type: `${PROBLEM_TYPE_BASE}conflict`,
      title: 'Conflict',
      status: 409,
      detail: 'This email is taken.',
      code: 'conflict',
      instance: 'urn:request:1',
      errors: [taken],
    });
  });

  it('takes another base for its type', () => {
    const details = new NotFound().toDetails('urn:request:1', 'https://example.com/errors#');
    expect(details.type).toBe('https://example.com/errors#not_found');
  });
});

it('has a body for a filter that knows Nest only', () => {
  expect(new BadQuery([{ parameter: 'sort', code: 'unknown_field', detail: 'No such field.' }]).getResponse()).toEqual({
    statusCode: 422,
    error: 'Invalid query',
    message: 'No such field.',
    code: 'bad_query',
    errors: [{ parameter: 'sort', code: 'unknown_field', detail: 'No such field.' }],
  });
});

it('does not show its cause to a filter that sends the error itself', () => {
  const problem = new Forbidden('no', { cause: new Error('secret') });
  expect(JSON.stringify(problem)).not.toContain('cause');
  expect(Object.keys(problem)).not.toContain('cause');
});

it('does not change when the lists it was made of do', () => {
  const mistakes = [taken];
  const headers: Record<string, string> = { 'X-Reason': 'test' };
  const problem = new Conflict(mistakes, { headers });
  mistakes.push(short);
  headers['X-Reason'] = 'other';
  expect(problem).toMatchObject({ errors: [taken], headers: { 'X-Reason': 'test' } });
});

it('says when to come back, unless it is told to say something else', () => {
  expect(new ServiceUnavailable().headers).toEqual({ 'Retry-After': '1' });
  expect(new ServiceUnavailable('later', { headers: { 'Retry-After': '30' } }).headers).toEqual({
    'Retry-After': '30',
  });
  expect(new NotFound()).not.toHaveProperty('headers');
});

it('can be derived for another status', () => {
  class PaymentRequired extends Problem {
    constructor(said?: string | readonly Mistake[], options?: ProblemOptions) {
      const kind = { status: 402, code: 'payment_required', title: 'Payment required', detail: 'The plan has ended.' };
      super(kind, said, options);
    }
  }
  expect(new PaymentRequired().toDetails('urn:request:1')).toMatchObject({ status: 402, code: 'payment_required' });
});
