import { STATUS_CODES } from 'node:http';
import { HttpStatus } from '@nestjs/common';

/** The codes of the library's own problems, by the status that they come with. */
const CODES: Readonly<Record<number, readonly string[]>> = {
  400: ['malformed_body'],
  403: ['forbidden', 'out_of_scope'],
  404: ['not_found'],
  405: ['method_not_allowed'],
  409: [
    ...['conflict', 'unique_violation', 'exclusion_violation', 'still_referenced'],
    ...['already_deleted', 'not_deleted', 'parent_deleted'],
  ],
  412: ['precondition_failed'],
  413: ['payload_too_large'],
  415: ['unsupported_media_type'],
  422: ['invalid_request', 'bad_query', 'reference_not_found', 'too_many_related', 'check_violation'],
  503: ['busy', 'unavailable'],
};

/** The title of an HTTP error that is no problem of the library's: `Too many requests`. */
export function titleOfStatus(status: number): string {
  const [first = '', ...rest] = STATUS_CODES[status] ?? 'Error';
  return first + rest.join('').toLowerCase();
}

/** Its code: `too_many_requests`. */
export function codeOfStatus(status: number): string {
  return titleOfStatus(status)
    .toLowerCase()
    .replace(/[^a-z]+/g, '_');
}

/** Every code that a problem may have as long as an application adds none: the library's, and those of Nest's exceptions. */
export function problemCodes(): readonly string[] {
  const statuses = Object.values(HttpStatus)
    .map(Number)
    .filter((status) => status >= 400);
  return [...new Set([...Object.values(CODES).flat(), ...statuses.map((status) => codeOfStatus(status))])];
}
