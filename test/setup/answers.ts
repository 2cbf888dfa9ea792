import type { HttpAnswer } from './http.js';

/** An answer without what differs from request to request, to compare answers of two platforms. */
export function comparable({ status, headers, body, json }: HttpAnswer): object {
  const { instance, ...rest } = typeof json === 'object' && json !== null ? json : { instance: undefined, body };
  return {
    status,
    mediaType: headers.get('content-type')?.replace(/;.*/, ''),
    allow: headers.get('allow'),
    hasInstance: typeof instance === 'string' && /^urn:request:[\w.:-]{8,}$/.test(instance),
    ...rest,
  };
}

/** What an answer says is wrong, as `where code`. */
export function mistakesOf({ json }: HttpAnswer): string[] {
  const errors: { pointer?: string; parameter?: string; code: string }[] = json?.errors ?? [];
  return errors.map(({ pointer, parameter, code }) => `${pointer ?? parameter ?? '-'} ${code}`);
}
