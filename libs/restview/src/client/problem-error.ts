import { isJson } from './is-json.js';
import { isRecord } from './is-record.js';

/**
 * One mistake of a request, as a problem lists them.
 *
 * @public
 */
export interface ProblemMistake {
  /** JSON Pointer into the body. */
  readonly pointer?: string;
  /** Name of the path or query parameter. */
  readonly parameter?: string;
  /** Stable kind of the mistake. */
  readonly code: string;
  /** What is wrong, for people. */
  readonly detail: string;
}

/**
 * An answer that is not what was asked for: a problem (RFC 9457), or what something between client and server says.
 *
 * @public
 */
export class ProblemError extends Error {
  /** The name of the class. */
  override readonly name = 'ProblemError';
  /** The status of the answer. */
  readonly status: number;
  /** The stable kind of the problem, such as `unique_violation`; `undefined` when the answer has none. */
  readonly code: string | undefined;
  /** What kind of problem it is, for people; the status text when the answer has none. */
  readonly title: string;
  /** What is wrong, for people. */
  readonly detail: string | undefined;
  /** The page that explains this kind of problem. */
  readonly type: string | undefined;
  /** This occurrence; it carries the request id. */
  readonly instance: string | undefined;
  /** What is wrong with the request, one by one; empty when the problem does not say. */
  readonly errors: readonly ProblemMistake[];
  /** All members of the problem, such as `blockers`; empty when the answer is no JSON object. */
  readonly problem: Readonly<Record<string, unknown>>;
  /** The answer with its headers, such as `Retry-After`; its body is read, see `text`. */
  readonly response: Response;
  /** The body of the answer as it came. */
  readonly text: string;

  /** Made by the client. */
  constructor(request: string, response: Response, text: string) {
    const problem = response.ok ? {} : membersOf(response, text);
    const title =
      textOf(problem.title) ?? (response.ok ? 'The answer is not the JSON that it should be' : response.statusText);
    const detail = textOf(problem.detail);
    const errors = Array.isArray(problem.errors) ? problem.errors.filter(isMistake) : [];
    super(messageOf(`${request}: ${response.status}`, title, detail, errors));
    this.status = response.status;
    this.code = textOf(problem.code);
    this.title = title;
    this.detail = detail;
    this.type = textOf(problem.type);
    this.instance = textOf(problem.instance);
    this.errors = errors;
    this.problem = problem;
    this.response = response;
    this.text = text;
  }
}

function messageOf(
  answer: string,
  title: string,
  detail: string | undefined,
  errors: readonly ProblemMistake[],
): string {
  const mistakes = errors.map(({ pointer, parameter, detail: said }) => `\n- ${pointer ?? parameter ?? ''} ${said}`);
  return `${[`${answer} ${title}`.trimEnd(), ...(detail === undefined ? [] : [detail])].join(': ')}${mistakes.join('')}`;
}

function membersOf(response: Response, text: string): Readonly<Record<string, unknown>> {
  if (!isJson(response)) return {};
  try {
    const parsed: unknown = JSON.parse(text);
    return isRecord(parsed) ? parsed : {};
  } catch {
    return {};
  }
}

const textOf = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined);

function isMistake(value: unknown): value is ProblemMistake {
  return isRecord(value) && typeof value.code === 'string' && typeof value.detail === 'string';
}
