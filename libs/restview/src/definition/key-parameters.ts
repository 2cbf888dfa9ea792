import type { ColumnDescription } from '../model/model-description.js';

/**
 * The names that the parts of a key have in a path: `id` for a key of one column, else the properties of the columns.
 *
 * Every platform takes them, and none is a parameter of the view's own path.
 */
export function keyParameters(columns: readonly ColumnDescription[], paths: readonly string[]): readonly string[] {
  if (columns.length === 1) return ['id'];
  const taken = new Set(paths.flatMap((path) => [...path.matchAll(/:(\w+)/g)].map(([, name = '']) => name)));
  return columns.map(({ path }) => {
    const name = freeName(path, taken);
    taken.add(name);
    return name;
  });
}

/** The property; else with the embedded around it; else numbered. */
function freeName(path: readonly string[], taken: ReadonlySet<string>): string {
  const whole = validName(path.join('_'));
  const plain = [validName(path.at(-1) ?? ''), whole].find((name) => !taken.has(name));
  if (plain !== undefined) return plain;
  let number = 2;
  while (taken.has(`${whole}_${String(number)}`)) number += 1;
  return `${whole}_${String(number)}`;
}

function validName(property: string): string {
  return property.replace(/[^A-Za-z0-9_]/g, '_').replace(/^(?=\d|$)/, '_');
}
