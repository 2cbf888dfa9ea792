import type { EntityManager } from 'typeorm';
import { Category } from '../entities/category.js';
import { Product } from '../entities/product.js';
import { decimalOf } from '../orders/money.js';
import { insertRows } from './insert-rows.js';
import { itemAt, type Random } from './random.js';
import type { SeedSizes } from './seed-sizes.js';
import { DEPARTMENTS, LOOKS } from './words.js';

/** What orders have to know of a product. */
export type SeededProduct = Pick<Product, 'id' | 'storeId' | 'price' | 'status'>;

/** Categories and products of all stores. */
export async function seedCatalogue(
  { stores, products, today }: SeedSizes,
  random: Random,
  manager: EntityManager,
): Promise<readonly SeededProduct[]> {
  const shelves = Array.from({ length: stores }, (_, index) => shelvesOf(index + 1)).flat();
  await insertRows(
    manager,
    Category,
    shelves.map(({ id, storeId, name, parentId, position }) => ({ id, storeId, name, parentId, position })),
  );
  const begun = new Date(today.getTime() - 400 * 24 * 60 * 60 * 1000);
  const made = Array.from({ length: products }, (_, index) => {
    const storeId = 1 + (index % stores);
    // The how-manieth product of its store: each combination of look and thing comes once in a store.
    const nth = Math.floor(index / stores);
    const shelf = itemAt(
      shelves.filter((one) => one.storeId === storeId && one.things.length > 0),
      nth,
    );
    const name = `${itemAt(LOOKS, nth * 7 + storeId)} ${itemAt(shelf.things, Math.floor(nth / 12))}`;
    return {
      ...{ id: index + 1, storeId, sku: `${name.slice(0, 2).toUpperCase()}-${String(1000 + nth)}`, name },
      description: random.chance(0.6) ? `${name}, from our ${shelf.name.toLowerCase()} shelf.` : null,
      categoryId: shelf.id,
      price: decimalOf(BigInt(random.between(3, 120) * 100 - random.pick([1, 5, 10, 50]))),
      stock: random.chance(0.08) ? random.between(0, 5) : random.between(6, 250),
      status: random.weighted({ active: 90, draft: 4, archived: 6 }),
      ...{ createdAt: begun, updatedAt: begun, deletedAt: random.chance(0.02) ? today : null },
    };
  });
  await insertRows(manager, Product, made);
  return made.filter(({ status, deletedAt }) => status === 'active' && deletedAt === null);
}

interface Shelf extends Pick<Category, 'id' | 'storeId' | 'name' | 'parentId' | 'position'> {
  readonly things: readonly string[];
}

function shelvesOf(storeId: number): Shelf[] {
  const shelves: Shelf[] = [];
  const perStore = Object.values(DEPARTMENTS).reduce((sum, below) => sum + 1 + Object.keys(below).length, 0);
  const add = (name: string, parentId: number | null, position: number, things: readonly string[]): number => {
    const id = (storeId - 1) * perStore + shelves.length + 1;
    shelves.push({ id, storeId, name, parentId, position, things });
    return id;
  };
  for (const [position, [name, below]] of Object.entries(DEPARTMENTS).entries()) {
    const parentId = add(name, null, position, []);
    for (const [place, [child, things]] of Object.entries(below).entries()) add(child, parentId, place, things);
  }
  return shelves;
}
