import { Conflict } from 'nestjs-restview';
import { type EntityManager, In } from 'typeorm';
import type { OrderLine } from '../entities/order-line.js';
import { Product } from '../entities/product.js';

/**
 * Takes what the lines name out of stock, all of it or nothing.
 *
 * Each product is one UPDATE that asks for the stock and takes it at once: between a look and a write nobody else can
 * come. Products go in the order of their keys, so that two orders with the same products never wait for each other
 * crosswise.
 *
 * @throws {@link Conflict} `not_for_sale` and `out_of_stock`, each naming the products.
 */
export async function takeStock(lines: readonly OrderLine[], manager: EntityManager): Promise<void> {
  const quantities = quantitiesOf(lines);
  const products = await productsOf(quantities, manager);
  const unsold = products.filter(({ status, deletedAt }) => status !== 'active' || deletedAt !== null);
  if (unsold.length > 0) {
    throw new Conflict(`Not for sale: ${namesOf(unsold)}.`, { code: 'not_for_sale', title: 'Not for sale' });
  }
  const missing: Product[] = [];
  for (const product of products) {
    const quantity = quantities.get(product.id) ?? 0;
    const { affected } = await manager
      .createQueryBuilder()
      .update(Product)
      .set({ stock: () => '"stock" - :quantity' })
      .where('id = :id AND stock >= :quantity', { id: product.id, quantity })
      .execute();
    if (affected === 0) missing.push(product);
  }
  // The throw undoes what was taken.
  if (missing.length > 0) {
    throw new Conflict(`Out of stock: ${namesOf(missing)}.`, { code: 'out_of_stock', title: 'Out of stock' });
  }
}

/** Puts what the lines name back into stock; also of products that are not sold any more. */
export async function returnStock(lines: readonly OrderLine[], manager: EntityManager): Promise<void> {
  for (const [id, quantity] of quantitiesOf(lines)) await manager.increment(Product, { id }, 'stock', quantity);
}

/** How many of each product, in the order of the products' keys. */
function quantitiesOf(lines: readonly OrderLine[]): ReadonlyMap<number, number> {
  const quantities = new Map<number, number>();
  for (const { productId, quantity } of lines.toSorted((one, other) => one.productId - other.productId)) {
    quantities.set(productId, (quantities.get(productId) ?? 0) + quantity);
  }
  return quantities;
}

function productsOf(quantities: ReadonlyMap<number, number>, manager: EntityManager): Promise<Product[]> {
  return manager.find(Product, { where: { id: In([...quantities.keys()]) }, order: { id: 'ASC' }, withDeleted: true });
}

function namesOf(products: readonly Product[]): string {
  return products.map(({ name }) => name).join(', ');
}
