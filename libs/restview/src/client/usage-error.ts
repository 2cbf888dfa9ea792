/**
 * A request that cannot be sent as the code asks for it: a mistake of the code that calls the client.
 *
 * @public
 */
export class UsageError extends TypeError {
  /** The name of the class. */
  override readonly name = 'UsageError';
}
