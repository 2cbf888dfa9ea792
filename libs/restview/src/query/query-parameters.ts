/**
 * The parameters of a URL's query: each name with all its values, in the order in which they came.
 *
 * @public
 */
export type QueryParameters = ReadonlyMap<string, readonly string[]>;

/**
 * Reads the query of a URL, the same on every platform.
 *
 * The platforms' own parsers differ (nesting, repeated keys, blanks), so the text itself is read, by the rules of
 * `application/x-www-form-urlencoded`: names stay flat, a repeated name keeps all its values, `+` is a blank.
 *
 * @see https://url.spec.whatwg.org/#urlencoded-parsing
 *
 * @public
 */
export function queryParametersOf(url: string): QueryParameters {
  const parameters = new Map<string, string[]>();
  const start = url.indexOf('?');
  if (start === -1) return parameters;
  const end = url.indexOf('#', start);
  for (const [name, value] of new URLSearchParams(url.slice(start + 1, end === -1 ? undefined : end))) {
    const values = parameters.get(name);
    if (values) values.push(value);
    else parameters.set(name, [value]);
  }
  return parameters;
}
