import type { Mistake } from '../errors/mistake.js';
import { parseText } from '../model/column-values.js';
import { parseKeyText } from '../model/key-text.js';
import type { ColumnDescription } from '../model/model-description.js';
import type { ValueReading } from '../model/value-reading.js';
import type { BoundView } from '../view/bound-view.js';
import type { RestviewRequest } from '../view/caller.js';
import { compositeKey, type Key, keyPart } from '../view/key-values.js';

const NO_KEY: ValueReading = { ok: false, code: 'type', detail: 'It is no key.' };

/**
 * The key in a path; a mistake is added for each part that cannot be one.
 *
 * @param name - `id` for the key that the path is about, part by part; another name for a further key in one segment.
 */
export function readKey({ key }: BoundView, request: RestviewRequest, name: string, mistakes: Mistake[]): Key {
  const take = (parameter: string, read: (text: string) => ValueReading): unknown => {
    const text = request.params?.[parameter] ?? '';
    const reading = read(text);
    if (reading.ok) return reading.value;
    mistakes.push({
      parameter,
      code: reading.code,
      detail: reading.detail.replace(/^It(?= )/, `"${parameter}"`),
    });
    return text;
  };
  const { columns = [], parameters = [] } = key ?? {};
  const [only, ...more] = columns;
  if (more.length === 0) return keyPart(take(name, (text) => (only ? parseText(only, text) : NO_KEY)));
  if (name !== 'id' || parameters.length === 1)
    return wholeKey(
      columns,
      take(name, (text) => parseKeyText(columns, text)),
    );
  const parts = columns.map((column, index) => take(parameters[index] ?? name, (text) => parseText(column, text)));
  return compositeKey(columns, parts);
}

function wholeKey(columns: readonly ColumnDescription[], parts: unknown): Key {
  return Array.isArray(parts) ? compositeKey(columns, parts) : String(parts);
}
