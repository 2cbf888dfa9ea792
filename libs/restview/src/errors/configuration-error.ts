/**
 * One thing a developer has to mend before the application can start.
 *
 * @public
 */
export interface ConfigurationMistake {
  /** What is wrong: a class, or a class and its option, such as `UserView: "excludeRoutes"`. */
  readonly subject: string;
  /** What is wrong with it, naming the value. */
  readonly problem: string;
  /** What to do about it. */
  readonly remedy: string;
}

/**
 * A developer's mistake, reported while the application is imported or started.
 *
 * Mistakes that are found together are reported together; `mistakes` lists them one by one. It is never the answer to
 * a client's request: a client's mistake is a {@link Problem}.
 *
 * @public
 */
export class ConfigurationError extends Error {
  /** Always `ConfigurationError`. */
  override readonly name = 'ConfigurationError';
  /** The mistakes one by one. */
  readonly mistakes: readonly ConfigurationMistake[];

  constructor(...mistakes: readonly ConfigurationMistake[]) {
    super(mistakes.map(({ subject, problem, remedy }) => `${subject}: ${problem} ${remedy}`).join('\n'));
    this.mistakes = mistakes;
  }
}
