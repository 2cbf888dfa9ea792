import type { Mistake } from '../../errors/mistake.js';
import { Unprocessable } from '../../errors/problems.js';
import { MOST_MISTAKES } from '../../schema/input/mistake-list.js';
import { idOf } from '../../schema/reference-key.js';
import type { FieldDescription } from '../../schema/schema-description.js';
import type { FieldReferences } from './resolved-references.js';
import type { SentReference } from './sent-references.js';

/** What a client hears of a reference that leads nowhere; missing, hidden and deleted rows look the same. */
export function notFound({ value, pointer }: SentReference): Mistake {
  const shown = String(idOf(value)).slice(0, 100);
  return Object.freeze({ pointer, code: 'reference_not_found', detail: `There is nothing with the id "${shown}".` });
}

/** What a client hears of a required reference that it takes away. */
export function nullRefused({ wireName }: FieldDescription, pointer: string): Mistake {
  return Object.freeze({ pointer, code: 'null_not_allowed', detail: `${wireName} cannot be null.` });
}

/** The answer to references that lead nowhere or contradict each other. */
export function refusalOf(all: readonly Mistake[], cause?: unknown): Unprocessable {
  const mistakes = all.slice(0, MOST_MISTAKES);
  return mistakes.every(({ code }) => code === 'reference_not_found')
    ? new Unprocessable(mistakes, {
        code: 'reference_not_found',
        title: 'Reference not found',
        cause,
      })
    : new Unprocessable(mistakes, { cause });
}

/** The references of a field, for a database that has refused one of them and does not tell which. */
export function unlinkable({ found, pointer }: FieldReferences): readonly Mistake[] {
  const [only, ...more] = found ?? [];
  if (only && more.length === 0) return [notFound(only)];
  return [{ pointer, code: 'reference_not_found', detail: 'One of these is not there any more.' }];
}
