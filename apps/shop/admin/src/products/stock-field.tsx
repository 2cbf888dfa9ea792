import Typography from '@mui/material/Typography';
import { useRecordContext } from 'react-admin';

import { useShop } from '../shop/use-shop.js';
import type { Product } from './product.js';

/** The stock, in a warning colour where the store calls it low. */
export function StockField() {
  const product = useRecordContext<Product>();
  const { lowStockAt } = useShop();
  if (!product) return null;
  const colour = product.stock === 0 ? 'error.main' : product.stock <= lowStockAt ? 'warning.main' : 'text.primary';
  return (
    <Typography
      variant="body2"
      component="span"
      sx={{ color: colour, fontWeight: colour === 'text.primary' ? 400 : 650 }}
    >
      {product.stock}
    </Typography>
  );
}
