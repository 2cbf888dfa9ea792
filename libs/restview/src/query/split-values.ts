/** The values of a list, or where its text is wrong. */
export type SplitValues = { readonly values: readonly string[] } | { readonly problem: string };

/**
 * Splits a value at its commas.
 *
 * A part in double quotes is taken as it stands, commas included, with `""` for a quote: `"Carol, Jr",Bob`. A quote
 * inside a part is a character like any other.
 */
export function splitValues(text: string): SplitValues {
  const values: string[] = [];
  let at = 0;
  for (;;) {
    if (text.charAt(at) === '"') {
      const quoted = readQuoted(text, at);
      if (!quoted) return { problem: 'has an opening quote without a closing one' };
      if (quoted.end < text.length && text.charAt(quoted.end) !== ',') {
        return { problem: 'has text after a closing quote; put a comma between values' };
      }
      values.push(quoted.value);
      at = quoted.end;
    } else {
      const comma = text.indexOf(',', at);
      const end = comma === -1 ? text.length : comma;
      values.push(text.slice(at, end));
      at = end;
    }
    if (at >= text.length) return { values };
    at += 1;
  }
}

/** A quoted value that starts at a position, and the position after it. */
export function readQuoted(text: string, start: number): { readonly value: string; readonly end: number } | undefined {
  const quoted = /"((?:[^"]|"")*)"/y;
  quoted.lastIndex = start;
  const found = quoted.exec(text);
  return found ? { value: (found[1] ?? '').replaceAll('""', '"'), end: quoted.lastIndex } : undefined;
}
