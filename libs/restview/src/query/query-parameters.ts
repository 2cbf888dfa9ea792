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
  const start = url.indexOf('?');
  if (start === -1) return NO_PARAMETERS;
  const parameters = new Map<string, string[]>();
  const end = url.indexOf('#', start);
  for (const [name, value] of pairsOf(url.slice(start + 1, end === -1 ? undefined : end))) {
    const values = parameters.get(name);
    if (values) values.push(value);
    else parameters.set(name, [value]);
  }
  return parameters;
}

/** The query of a URL that has none. */
const NO_PARAMETERS: QueryParameters = new Map();

/** Text that means what it says: ASCII without escapes, and no `?` in front, which the standard would drop. */
const PLAIN = /^[^?%+\P{ASCII}][^%+\P{ASCII}]*$/u;

/** Names and values, one after the other; the standard's reader is asked only for what is escaped. */
function pairsOf(text: string): Iterable<readonly [string, string]> {
  if (!PLAIN.test(text)) return new URLSearchParams(text);
  return text
    .split('&')
    .filter((pair) => pair !== '')
    .map((pair) => {
      const at = pair.indexOf('=');
      return at === -1 ? [pair, ''] : [pair.slice(0, at), pair.slice(at + 1)];
    });
}
