import type { OperationsAt } from './operation.js';
import { ProblemError } from './problem-error.js';

/**
 * Whether an error is a problem, or one of these codes.
 *
 * @example
 * if (isProblem(error, 'unique_violation')) show('That name is taken.');
 *
 * @public
 */
export function isProblem<const Code extends string = string>(
  error: unknown,
  ...codes: readonly Code[]
): error is ProblemError & { readonly code: Code } {
  if (!(error instanceof ProblemError)) return false;
  return codes.length === 0 || codes.some((code) => code === error.code);
}

/**
 * {@link isProblem} for the codes of a document, so that another one does not compile.
 *
 * @example
 * const isCoffeeProblem: ProblemGuard<paths> = isProblem;
 *
 * @public
 */
export type ProblemGuard<Paths> = <const Code extends ProblemCode<Paths> = ProblemCode<Paths>>(
  error: unknown,
  ...codes: readonly Code[]
) => error is ProblemError & { readonly code: Code };

/**
 * The codes of problems that a document lists; any text where it does not.
 *
 * @public
 */
export type ProblemCode<Paths> = { [Path in keyof Paths]: CodeOf<OperationsAt<Paths, Path>> }[keyof Paths];

type CodeOf<Operation> = Operation extends { readonly responses: infer Responses }
  ? { [Status in keyof Responses]: CodeIn<Responses[Status]> }[keyof Responses]
  : never;

type CodeIn<Response> = Response extends {
  readonly content: { readonly 'application/problem+json': { readonly code: infer Code extends string } };
}
  ? Code
  : never;
