import Typography from '@mui/material/Typography';

import type { Dashboard } from './dashboard.js';
import { FiguresCard } from './figures-card.js';
import { ProductLink } from './product-link.js';

export function LowStock({ products }: { readonly products: Dashboard['lowStock'] | undefined }) {
  return (
    <FiguresCard
      title="Low stock"
      empty="There is enough of everything."
      expected={10}
      rows={products?.map(({ id, name, stock }) => ({
        id,
        cells: [
          <ProductLink key="name" id={id} name={name} />,
          <Typography
            key="stock"
            variant="body2"
            component="span"
            sx={{ fontWeight: 650, color: stock === 0 ? 'error.main' : 'warning.main' }}
          >
            {stock === 0 ? 'none left' : `${String(stock)} left`}
          </Typography>,
        ],
      }))}
    />
  );
}
