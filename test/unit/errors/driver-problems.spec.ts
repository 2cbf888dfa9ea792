import { QueryFailedError, TypeORMError } from 'typeorm';
import { driverFault, type FaultKind } from '../../../libs/restview/src/errors/driver-fault.js';
import {
  classifyDriverError,
  problemOfFault,
  type FaultContext,
  type NameOf,
} from '../../../libs/restview/src/errors/driver-problems.js';
import { Conflict } from '../../../libs/restview/src/errors/problems.js';
import { bodyOf } from './fault-of.js';

const place = { table: 'secret_users', columns: ['secret_mail'], constraint: 'secret_key' };
const hidden: NameOf = () => undefined;
const asEmail: NameOf = (_table, column) => (column === 'secret_mail' ? 'email' : undefined);

const answers: readonly (readonly [FaultKind, number, string, string | undefined])[] = [
  ['unique', 409, 'unique_violation', 'unique'],
  ['foreign_key', 422, 'reference_not_found', 'reference_not_found'],
  ['foreign_key_referenced', 409, 'still_referenced', undefined],
  ['foreign_key_either', 409, 'conflict', undefined],
  ['not_null', 422, 'invalid_request', 'required'],
  ['check', 422, 'check_violation', 'check'],
  ['exclusion', 409, 'exclusion_violation', 'exclusion'],
  ['out_of_range', 422, 'invalid_request', 'out_of_range'],
  ['too_long', 422, 'invalid_request', 'too_long'],
  ['bad_encoding', 422, 'invalid_request', 'bad_encoding'],
  ['invalid_text', 422, 'invalid_request', 'invalid_value'],
  ['serialization', 503, 'busy', undefined],
  ['deadlock', 503, 'busy', undefined],
  ['busy', 503, 'busy', undefined],
  ['connection', 503, 'unavailable', undefined],
];

describe.each(answers)('problemOfFault: %s', (kind, status, code, mistake) => {
  it(`answers ${status} ${code} and points at the public field`, () => {
    const problem = problemOfFault(driverFault(kind, place), asEmail);
    expect(problem.getStatus()).toBe(status);
    expect(problem.code).toBe(code);
    const expected = mistake === undefined ? [] : [{ pointer: '/email', code: mistake, detail: problem.detail }];
    expect(problem.errors ?? []).toEqual(expected);
    expect(problem.headers).toEqual(status === 503 ? { 'Retry-After': '1' } : undefined);
  });

  it('names no hidden column, no table and no constraint', () => {
    const problem = problemOfFault(driverFault(kind, place), hidden, { cause: new Error('secret') });
    expect(bodyOf(problem)).not.toMatch(/secret|pointer/);
    // What `invalid_request` does not say is said by the code of the mistake, even without a place.
    const expected = code === 'invalid_request' ? [{ code: mistake, detail: problem.detail }] : undefined;
    expect(problem.errors).toEqual(expected);
  });
});

describe('problemOfFault', () => {
  it('points at every public column of a key, and leaves the hidden ones out', () => {
    const key = { ...place, columns: ['secret_tenant', 'secret_mail', 'secret_name'] };
    const name: NameOf = (_table, column) => ({ secret_mail: 'email', secret_name: 'name' })[column ?? ''];
    const problem = problemOfFault(driverFault('unique', key), name);
    expect(problem.detail).toBe('Another row has these values of "email" and "name" already.');
    expect(problem.errors?.map(({ pointer }) => pointer)).toEqual(['/email', '/name']);
  });

  it('asks by constraint where the driver names no column, and takes several names', () => {
    const asked: unknown[] = [];
    const name: NameOf = (...question) => {
      asked.push(question);
      return ['tenant', 'email'];
    };
    const problem = problemOfFault(driverFault('unique', { constraint: 'secret_key' }), name);
    expect(asked).toEqual([[undefined, undefined, 'secret_key']]);
    expect(problem.errors?.map(({ pointer }) => pointer)).toEqual(['/tenant', '/email']);
  });

  it('asks for nothing where the driver names nothing', () => {
    const name: NameOf = () => 'email';
    expect(problemOfFault(driverFault('too_long'), name).errors).toEqual([
      { code: 'too_long', detail: 'A value is too long.' },
    ]);
  });

  it('escapes a name, and takes a pointer as it is', () => {
    const pointerOf = (name: string) => problemOfFault(driverFault('check', place), () => name);
    expect(pointerOf('a/b~c')).toMatchObject({ errors: [{ pointer: '/a~1b~0c' }], detail: /^"a\/b~c" has/ });
    expect(pointerOf('/address/city')).toMatchObject({ errors: [{ pointer: '/address/city' }] });
    expect(pointerOf('/address/city').detail).toContain('"address.city"');
  });

  it.each<readonly [FaultContext['operation'], number, string]>([
    ['insert', 422, 'reference_not_found'],
    ['update', 422, 'reference_not_found'],
    ['delete', 409, 'still_referenced'],
    [undefined, 409, 'conflict'],
  ])('lets the operation decide an open side of a foreign key: %s', (operation, status, code) => {
    const problem = problemOfFault(driverFault('foreign_key_either'), hidden, { operation });
    expect(problem.toDetails('urn:request:1')).toMatchObject({ status, code });
  });

  it('does not let the operation overrule the database', () => {
    const problem = problemOfFault(driverFault('foreign_key', place), hidden, { operation: 'delete' });
    expect(problem.code).toBe('reference_not_found');
  });

  it('keeps the error for the log', () => {
    const cause = new Error('secret');
    expect(problemOfFault(driverFault('deadlock'), hidden, { cause }).cause).toBe(cause);
  });
});

describe('classifyDriverError', () => {
  const driverError = Object.assign(new Error('secret'), { code: '40001' });
  const query = new QueryFailedError('UPDATE secret', [], driverError);

  it('looks through causes', () => {
    const wrapped = new Conflict('in the way', { cause: new Error('outer', { cause: query }) });
    expect(classifyDriverError(wrapped)).toMatchObject({ kind: 'serialization', retryable: true });
  });

  it('knows the driver’s own error too', () => {
    expect(classifyDriverError(driverError)).toMatchObject({ kind: 'serialization' });
  });

  it('survives a ring of causes', () => {
    const ring = new Error('one');
    ring.cause = new Error('two', { cause: ring });
    expect(classifyDriverError(ring)).toBeUndefined();
  });

  it('does not take another service that refuses a connection for the database', () => {
    const refused = Object.assign(new Error('connect ECONNREFUSED'), { code: 'ECONNREFUSED' });
    const axios = Object.assign(new Error('connect ECONNREFUSED'), { code: 'ECONNREFUSED', name: 'AxiosError' });
    expect(classifyDriverError(refused)).toMatchObject({ kind: 'connection', retryable: false });
    expect(classifyDriverError(new TypeError('fetch failed', { cause: refused }))).toBeUndefined();
    expect(classifyDriverError(axios)).toBeUndefined();
  });

  it.each([
    new TypeORMError('Driver not Connected'),
    new Error('Cannot use a pool after calling end on the pool'),
    new Error('Pool is closed.'),
  ])('takes %p for a database that is away', (error) => {
    expect(classifyDriverError(error)).toMatchObject({ kind: 'connection', retryable: false });
  });

  it.each([undefined, null, 'ECONNREFUSED', 40001, {}, new Error('constructor'), { code: 'constructor' }])(
    'knows nothing of %p',
    (error) => {
      expect(classifyDriverError(error)).toBeUndefined();
    },
  );
});
