/** What the server says of a request that it refuses (RFC 9457), as far as the page reads it. */
export interface Problem {
  readonly title?: string;
  readonly detail?: string;
  readonly code?: string;
  readonly errors?: Readonly<Record<string, unknown>>;
}

export function isProblem(body: unknown): body is Problem {
  return typeof body === 'object' && body !== null;
}
