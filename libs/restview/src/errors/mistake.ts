/**
 * One thing that is wrong with a client's request, as a plain value.
 *
 * Parsers collect mistakes instead of throwing, so that one answer can list all of them.
 *
 * @public
 */
export interface Mistake {
  /** JSON Pointer (RFC 6901) into the request body, such as `/address/city`; the empty string is the whole body. */
  readonly pointer?: string;
  /** Name of the path or query parameter. */
  readonly parameter?: string;
  /** Stable, machine-readable kind in snake case, such as `required`, `unknown_field`, `out_of_range`. */
  readonly code: string;
  /** One sentence for people: what is wrong and what would be right. Names public fields only. */
  readonly detail: string;
}
