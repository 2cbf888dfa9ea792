import { Forbidden } from '../errors/problems.js';

/** The answer to a write that puts a row where its caller could not find it again. */
export function outOfScope(): Forbidden {
  return new Forbidden('This would put the row where you may not see it.', {
    code: 'out_of_scope',
    title: 'Out of scope',
  });
}
