import type { Category } from './category.js';

export interface CategoryNode {
  readonly category: Category;
  readonly depth: number;
}

/** The categories as they stand under each other: each followed by those below it, in their order. */
export function categoryTree(categories: readonly Category[]): CategoryNode[] {
  const known = new Set(categories.map(({ id }) => id));
  const children = new Map<number | null, Category[]>();
  for (const category of categories) {
    // A category whose parent is not in the list stands at the top.
    const parent = category.parentId !== null && known.has(category.parentId) ? category.parentId : null;
    children.set(parent, [...(children.get(parent) ?? []), category]);
  }
  const below = (parent: number | null, depth: number): CategoryNode[] =>
    (children.get(parent) ?? [])
      .toSorted((one, other) => one.position - other.position || one.name.localeCompare(other.name))
      .flatMap((category) => [{ category, depth }, ...below(category.id, depth + 1)]);
  return below(null, 0);
}
