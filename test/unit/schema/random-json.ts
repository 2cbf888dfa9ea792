/** A small generator of random JSON that always gives the same sequence. */
export function randomJson(seed: number, names: readonly string[]): () => unknown {
  let state = seed;
  const random = (): number => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
  const pick = <Item>(items: readonly Item[]): Item => items[Math.floor(random() * items.length)]!;
  const texts = [
    '',
    'a',
    'Ada',
    '1',
    '-1',
    '9'.repeat(30),
    '2024-02-30',
    '2024-05-31T12:30:00Z',
    'a@b.co',
    '\0',
    '\ud800',
    '💥',
    'x'.repeat(500),
    'null',
    '{}',
    '__proto__',
    'admin',
  ];
  const numbers = [0, -0, 1, -1, 1.5, 2 ** 31, 2 ** 53, -(2 ** 63), 1e308, 5e-324];
  const keys = [
    ...names,
    '__proto__',
    'constructor',
    'prototype',
    'toString',
    'hasOwnProperty',
    'then',
    '',
    'a/b',
    'a~b',
    'naem',
    'valueOf',
    'toJSON',
    'length',
  ];
  const value = (depth: number): unknown => {
    const kind = Math.floor(random() * (depth > 4 ? 5 : 8));
    if (kind === 0) return null;
    if (kind === 1) return random() < 0.5;
    if (kind === 2) return pick(numbers);
    if (kind < 5) return pick(texts);
    if (kind === 5) return Array.from({ length: Math.floor(random() * 4) }, () => value(depth + 1));
    return object(depth + 1);
  };
  const object = (depth: number): unknown => {
    const members = Array.from({ length: Math.floor(random() * 7) }, () => {
      // Mostly ordinary keys, or nothing would get past the first check.
      const key = random() < 0.97 ? pick(names) : pick(keys);
      return `${JSON.stringify(key)}:${JSON.stringify(value(depth))}`;
    });
    // As text, since only a parser makes an own key `__proto__`.
    return JSON.parse(`{${members.join(',')}}`);
  };
  return () => (random() < 0.9 ? object(0) : value(0));
}
