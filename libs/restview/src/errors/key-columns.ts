/**
 * The columns in a PostgreSQL detail such as `Key (tenant, "e-mail")=(1, a@b.c) already exists.`
 *
 * Reads names only and stops before the values; the words around them may be in any language. One function of one
 * column, as in `lower(email)`, counts as that column; any other expression has no column.
 *
 * @internal
 */
export function keyColumns(detail = ''): readonly string[] {
  const start = detail.indexOf('(');
  const parts: string[] = [];
  let part = '';
  let depth = 0;
  let quoted = false;
  for (let at = start; at >= 0 && at < detail.length; at++) {
    const char = detail.charAt(at);
    if (char === '"') quoted = !quoted;
    else if (!quoted && char === '(' && ++depth === 1) continue;
    else if (!quoted && char === ')' && --depth === 0) {
      const isKey = detail.startsWith('=(', at + 1);
      return isKey ? [...parts, part].map(columnOf).filter((column) => column !== undefined) : [];
    } else if (!quoted && depth === 1 && char === ',') {
      parts.push(part);
      part = '';
      continue;
    }
    part += char;
  }
  return [];
}

const quotedName = /^"((?:[^"]|"")+)"$/;
const plainName = /^[^()"]+$/;
const functionOfOne = /^[\w.]+\(\(?("(?:[^"]|"")+"|\w+)\)?(?:::[\w ]+)?\)$/;

function columnOf(part: string): string | undefined {
  const name = part.trim();
  const inner = functionOfOne.exec(name)?.[1];
  if (inner !== undefined) return columnOf(inner);
  const quoted = quotedName.exec(name)?.[1];
  if (quoted !== undefined) return quoted.replaceAll('""', '"');
  return plainName.test(name) ? name : undefined;
}
