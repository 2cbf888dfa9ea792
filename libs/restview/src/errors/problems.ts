import type { Mistake } from './mistake.js';
import { Problem, type ProblemOptions } from './problem.js';

/**
 * 404 `not_found`: no row that the caller may see has this key. Absent and hidden rows look the same.
 *
 * @example
 * throw new NotFound('no invoice has this number');
 *
 * @public
 */
export class NotFound extends Problem {
  constructor(said?: string | readonly Mistake[], options?: ProblemOptions) {
    const kind = { status: 404, code: 'not_found', title: 'Not found', detail: 'There is nothing here.' };
    super(kind, said, options);
  }
}

/**
 * 403 `forbidden`: the caller may see the row, but may not do this with it.
 *
 * @example
 * throw new Forbidden('only admins delete users');
 * throw new Forbidden('this would leave your tenant', { code: 'out_of_scope' });
 *
 * @public
 */
export class Forbidden extends Problem {
  constructor(said?: string | readonly Mistake[], options?: ProblemOptions) {
    const kind = { status: 403, code: 'forbidden', title: 'Forbidden', detail: 'You may not do this.' };
    super(kind, said, options);
  }
}

/**
 * 409 `conflict`: the request is valid by itself, but what is stored forbids it.
 *
 * @example
 * throw new Conflict([{ pointer: '/email', code: 'unique', detail: 'This email is taken.' }]);
 *
 * @public
 */
export class Conflict extends Problem {
  constructor(said?: string | readonly Mistake[], options?: ProblemOptions) {
    const kind = {
      status: 409,
      code: 'conflict',
      title: 'Conflict',
      detail: 'What is stored does not allow this change.',
    };
    super(kind, said, options);
  }
}

/**
 * 422 `invalid_request`: something in the path, the query or the body is not valid.
 *
 * @example
 * throw new Unprocessable([{ pointer: '/end', code: 'before_start', detail: '"end" must be after "start".' }]);
 *
 * @public
 */
export class Unprocessable extends Problem {
  constructor(said?: string | readonly Mistake[], options?: ProblemOptions) {
    const kind = {
      status: 422,
      code: 'invalid_request',
      title: 'Invalid request',
      detail: 'The request is not valid.',
    };
    super(kind, said, options);
  }
}

/**
 * 422 `bad_query`: a path or query parameter is not valid; each mistake names its `parameter`.
 *
 * @example
 * throw new BadQuery([{ parameter: 'sort', code: 'unknown_field', detail: '"agge" is no field; did you mean "age"?' }]);
 *
 * @public
 */
export class BadQuery extends Unprocessable {
  constructor(said: string | readonly Mistake[] = 'A query parameter is not valid.', options?: ProblemOptions) {
    super(said, { code: 'bad_query', title: 'Invalid query', ...options });
  }
}

/**
 * 412 `precondition_failed`: the row is no longer what `If-Match` says, or the precondition cannot be checked here.
 *
 * @example
 * throw new PreconditionFailed();
 *
 * @public
 */
export class PreconditionFailed extends Problem {
  constructor(said?: string | readonly Mistake[], options?: ProblemOptions) {
    const kind = {
      status: 412,
      code: 'precondition_failed',
      title: 'Precondition failed',
      detail: 'This has changed since you read it; read it again and repeat your change.',
    };
    super(kind, said, options);
  }
}

/**
 * 400 `malformed_body`: the body cannot be read at all, such as broken JSON. What can be read but is wrong is 422.
 *
 * @example
 * throw new MalformedBody('The body is not valid JSON.', { cause: parserError });
 *
 * @public
 */
export class MalformedBody extends Problem {
  constructor(said?: string | readonly Mistake[], options?: ProblemOptions) {
    const kind = { status: 400, code: 'malformed_body', title: 'Malformed body', detail: 'The body cannot be read.' };
    super(kind, said, options);
  }
}

/**
 * 415 `unsupported_media_type`: the body is of a type that this route does not read.
 *
 * @example
 * throw new UnsupportedMediaType('Send application/json.');
 *
 * @public
 */
export class UnsupportedMediaType extends Problem {
  constructor(said?: string | readonly Mistake[], options?: ProblemOptions) {
    const kind = {
      status: 415,
      code: 'unsupported_media_type',
      title: 'Unsupported media type',
      detail: 'This route does not read bodies of this type.',
    };
    super(kind, said, options);
  }
}

/**
 * 413 `payload_too_large`: the body is larger than the server accepts.
 *
 * @example
 * throw new PayloadTooLarge('A picture may have up to 5 MB.');
 *
 * @public
 */
export class PayloadTooLarge extends Problem {
  constructor(said?: string | readonly Mistake[], options?: ProblemOptions) {
    const kind = {
      status: 413,
      code: 'payload_too_large',
      title: 'Payload too large',
      detail: 'The body is too large.',
    };
    super(kind, said, options);
  }
}

/**
 * 503 `busy`: nothing is wrong with the request, and the same request may work in a moment.
 *
 * Sends `Retry-After: 1` (seconds) unless `headers` is given.
 *
 * @example
 * throw new ServiceUnavailable('The search index is being rebuilt.', { headers: { 'Retry-After': '30' } });
 *
 * @public
 */
export class ServiceUnavailable extends Problem {
  constructor(said?: string | readonly Mistake[], options?: ProblemOptions) {
    const kind = { status: 503, code: 'busy', title: 'Busy', detail: 'The server is busy. Try again in a moment.' };
    super(kind, said, { headers: { 'Retry-After': '1' }, ...options });
  }
}
