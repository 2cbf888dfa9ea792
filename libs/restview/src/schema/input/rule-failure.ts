/** What a validator finds wrong with a value. */
export interface RuleFailure {
  /** JSON Pointer from the field to what is wrong, such as `/0`; the empty string is the field itself. */
  readonly pointer: string;
  readonly code: string;
  readonly detail: string;
}
