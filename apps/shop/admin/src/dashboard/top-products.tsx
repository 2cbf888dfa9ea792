import { useMoney } from '../fields/use-money.js';
import type { Dashboard } from './dashboard.js';
import { FiguresCard } from './figures-card.js';
import { ProductLink } from './product-link.js';

export function TopProducts({ products }: { readonly products: Dashboard['topProducts'] | undefined }) {
  const money = useMoney();
  return (
    <FiguresCard
      title="Top products"
      empty="Nothing has been sold yet."
      expected={5}
      rows={products?.map(({ id, name, quantity, total }) => ({
        id,
        cells: [<ProductLink key="name" id={id} name={name} />, `${String(quantity)} sold`, money(total)],
      }))}
    />
  );
}
