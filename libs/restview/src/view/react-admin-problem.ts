import type { Mistake } from '../errors/mistake.js';
import type { ProblemDetails } from '../errors/problem-details.js';

/**
 * What is wrong with a form, by field, as react-admin takes it: messages, and objects of them for fields within fields.
 *
 * What is about no field stands under `root.serverError`.
 *
 * @public
 */
export interface FormErrors {
  /** The messages of a field, or those of the fields within it. */
  readonly [field: string]: string | FormErrors;
}

/**
 * The body of an error answer of a {@link ReactAdminView}: problem details, with `errors` by field.
 *
 * @public
 */
export interface ReactAdminProblem extends Omit<ProblemDetails, 'errors'> {
  /** What react-admin shows to people: `detail`, or where several things are wrong, the first of them. */
  readonly message: string;
  /** What is wrong, by field; absent when there is nothing more to say. */
  readonly errors?: FormErrors;
  /** The same as a list, one entry a mistake, with pointers and codes. */
  readonly mistakes?: readonly Mistake[];
}

/** Problem details in the form that react-admin shows on the fields of a form. */
export function reactAdminProblem({ errors, ...details }: ProblemDetails): ReactAdminProblem {
  return {
    ...details,
    message: messageOf(details.detail, errors),
    ...(errors && { errors: formErrors(errors), mistakes: errors }),
  };
}

/** More than that nobody reads in a notification. */
const MOST_SENTENCES = 3;

function messageOf(detail: string, errors: readonly Mistake[] = []): string {
  if (errors.length < 2) return detail;
  const sentences = [...new Set(errors.map((mistake) => mistake.detail))];
  const more = sentences.length > MOST_SENTENCES ? ' …' : '';
  return sentences.slice(0, MOST_SENTENCES).join(' ') + more;
}

/** A field's own messages, and the fields within it. */
interface Place {
  readonly messages: string[];
  readonly within: Map<string, Place>;
}

function formErrors(mistakes: readonly Mistake[]): FormErrors {
  const form = newPlace();
  for (const { pointer, detail } of mistakes) {
    let place = form;
    for (const segment of pathOf(pointer)) place = placeIn(place, segment);
    if (!place.messages.includes(detail)) place.messages.push(detail);
  }
  return errorsWithin(form);
}

/** Segments of a JSON Pointer; what is about the whole body or the query is about the form. */
function pathOf(pointer = ''): readonly string[] {
  if (pointer === '') return ['root', 'serverError'];
  return pointer
    .slice(1)
    .split('/')
    .map((segment) => segment.replaceAll('~1', '/').replaceAll('~0', '~'));
}

function newPlace(): Place {
  return { messages: [], within: new Map() };
}

function placeIn({ within }: Place, name: string): Place {
  const known = within.get(name) ?? newPlace();
  within.set(name, known);
  return known;
}

/** Objects also where a field is a list: its items may be wrong without the ones before them. */
function errorsWithin({ messages, within }: Place): FormErrors {
  return Object.fromEntries([
    ...(messages.length > 0 ? [['root', messages.join(' ')] as const] : []),
    ...[...within].map(([name, place]) => [name, errorsOf(place)] as const),
  ]);
}

function errorsOf(place: Place): string | FormErrors {
  return place.within.size === 0 ? place.messages.join(' ') : errorsWithin(place);
}
