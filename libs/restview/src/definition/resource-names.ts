/**
 * What the document calls a row of a view and many of them, in words: `{ one: 'order item', many: 'order items' }`.
 *
 * @public
 */
export interface ResourceNames {
  /** A single row. */
  readonly one: string;
  /** Rows of a list. */
  readonly many: string;
}

/** Segments of a path that say where an interface lies and not what it serves. */
const PLACES = /^(?:api|rest|v\d+)$/i;

/** The names of a view's rows: as its options say, else by its class (`OrderItemView`) and its path (`order-items`). */
export function resourceNamesOf(view: string, path: string, said: Partial<ResourceNames> = {}): ResourceNames {
  const one = wordsOf(said.one ?? classNameOf(view)).join(' ');
  const many = wordsOf(said.many ?? pathWordsOf(path).join(' ')).join(' ');
  return Object.freeze({ one: one || singular(many), many: many || `${one}s` });
}

/** `order items` → `OrderItems`. */
export function pascalCase(words: string): string {
  return wordsOf(words)
    .map((word) => word.charAt(0).toUpperCase() + word.slice(1))
    .join('');
}

/** `OrderItems`, `order-items` and `order items` → `order`, `items`. */
export function wordsOf(name: string): readonly string[] {
  return name
    .replace(/([a-z\d])(?=[A-Z])|([A-Z])(?=[A-Z][a-z])/g, '$1$2 ')
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word !== '')
    .map((word) => word.toLowerCase());
}

/** What stands around the name of a resource in the name of a class. */
function classNameOf(view: string): string {
  return view
    .replace(/(?<=View|Controller)V?\d+$/, '')
    .replace(/(?<=.)(?:View|Controller)$/, '')
    .replace(/(?<=.)V\d+$/, '');
}

/** `api/v1/orgs/:orgId/users` → `org`, `users`: what a parameter stands for is called by it. */
function pathWordsOf(path: string): readonly string[] {
  const segments = path.split('/').filter((segment) => segment !== '');
  const named = segments.slice(segments.findIndex((segment) => !PLACES.test(segment)));
  return named.flatMap((segment, index) => {
    if (segment.startsWith(':')) return segment.slice(1).replace(/(?<=.)_?id$/i, '');
    return named[index + 1]?.startsWith(':') ? [] : segment;
  });
}

function singular(many: string): string {
  return many.replace(/s$/, '') || 'row';
}
