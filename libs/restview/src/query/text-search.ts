import type { Operator } from './operators.js';
import type { SqlFamily } from './sql-dialect.js';

/** How a text is looked for. */
export interface TextSearch {
  readonly place: 'anywhere' | 'start' | 'end';
  readonly foldsCase: boolean;
}

const SEARCHES: ReadonlyMap<Operator, TextSearch> = new Map<Operator, TextSearch>([
  ['contains', { place: 'anywhere', foldsCase: false }],
  ['icontains', { place: 'anywhere', foldsCase: true }],
  ['startswith', { place: 'start', foldsCase: false }],
  ['istartswith', { place: 'start', foldsCase: true }],
  ['endswith', { place: 'end', foldsCase: false }],
  ['iendswith', { place: 'end', foldsCase: true }],
]);

/** What an operator looks for in a text; `undefined` for one that compares. */
export function textSearchOf(operator: Operator): TextSearch | undefined {
  return SEARCHES.get(operator);
}

/** The character that takes the meaning of the wildcards away in a LIKE; no database gives it one of its own. */
const ESCAPE = '!';

/** A search for a text in a column; `%` and `_` are characters like any other. */
export function searchSql(expression: string, parameter: string, search: TextSearch, family: SqlFamily): string {
  const { foldsCase } = search;
  const text = `:${parameter}`;
  switch (family) {
    case 'postgres':
      return `${expression} ${foldsCase ? 'ILIKE' : 'LIKE'} ${text} ESCAPE '${ESCAPE}'`;
    case 'mysql':
      return foldsCase
        ? `LOWER(${expression}) LIKE LOWER(${text}) ESCAPE '${ESCAPE}'`
        : `CONVERT(${expression} USING utf8mb4) COLLATE utf8mb4_bin LIKE ${text} ESCAPE '${ESCAPE}'`;
    case 'sqlite':
      return foldsCase ? `${expression} LIKE ${text} ESCAPE '${ESCAPE}'` : sqliteSearch(expression, text, search);
  }
}

/** LIKE ignores the case of ASCII letters in SQLite, so a search that minds it goes by position. */
function sqliteSearch(expression: string, text: string, { place }: TextSearch): string {
  if (place === 'anywhere') return `instr(${expression}, ${text}) > 0`;
  return place === 'start'
    ? `substr(${expression}, 1, length(${text})) = ${text}`
    : `(length(${text}) <= length(${expression}) AND substr(${expression}, -length(${text})) = ${text})`;
}

/** The parameter of a search. */
export function searchParameter(text: string, { place, foldsCase }: TextSearch, family: SqlFamily): string {
  if (family === 'sqlite' && !foldsCase) return text;
  const literal = text.replace(/[!%_]/g, (character) => ESCAPE + character);
  if (place === 'anywhere') return `%${literal}%`;
  return place === 'start' ? `${literal}%` : `%${literal}`;
}
