import Box from '@mui/material/Box';
import Typography from '@mui/material/Typography';
import {
  ArrayInput,
  AutocompleteInput,
  NumberInput,
  ReferenceInput,
  required,
  SimpleFormIterator,
  useGetMany,
  useSourceContext,
} from 'react-admin';
import { useWatch } from 'react-hook-form';

import { useMoney } from '../fields/use-money.js';
import { searchFor } from '../inputs/search-for.js';
import type { Product } from '../products/product.js';
import { AddLineButton } from './add-line-button.js';
import { cents } from './cents.js';

interface DraftLine {
  readonly productId?: number | null;
  readonly quantity?: number | null;
}

/** The lines of a draft: products with quantities, and what they come to by the prices of now. */
export function OrderLinesInput() {
  return (
    <Box sx={{ width: '100%' }}>
      <Typography variant="subtitle2" component="h2" sx={{ mt: 1 }}>
        Lines
      </Typography>
      <ArrayInput source="lines" label={false}>
        <SimpleFormIterator inline disableReordering disableClear fullWidth addButton={<AddLineButton />}>
          <ReferenceInput
            source="productId"
            reference="products"
            filter={{ status: 'active' }}
            sort={{ field: 'name', order: 'ASC' }}
          >
            <AutocompleteInput
              label="Product"
              optionText="name"
              filterToQuery={searchFor}
              validate={required()}
              helperText={false}
              sx={{ minWidth: 260, flex: 1 }}
            />
          </ReferenceInput>
          <NumberInput
            source="quantity"
            step={1}
            min={1}
            defaultValue={1}
            validate={required()}
            helperText={false}
            sx={{ maxWidth: 120 }}
          />
          <LineAmount />
        </SimpleFormIterator>
      </ArrayInput>
      <LinesTotal />
    </Box>
  );
}

function usePrices(lines: readonly DraftLine[]) {
  const ids = [...new Set(lines.flatMap(({ productId }) => (typeof productId === 'number' ? [productId] : [])))];
  const { data = [] } = useGetMany<Product>('products', { ids }, { enabled: ids.length > 0 });
  const prices = new Map(data.map((product) => [product.id, cents(product.price)]));
  return ({ productId, quantity }: DraftLine) =>
    typeof productId === 'number' ? ((prices.get(productId) ?? 0) * (quantity ?? 0)) / 100 : 0;
}

function LineAmount() {
  const { getSource } = useSourceContext();
  const [productId, quantity] = useWatch({ name: [getSource('productId'), getSource('quantity')] }) as [
    DraftLine['productId'],
    DraftLine['quantity'],
  ];
  const line = { productId: productId ?? null, quantity: quantity ?? null };
  const amountOf = usePrices([line]);
  const money = useMoney();
  return (
    <Typography component="span" sx={{ minWidth: 110, textAlign: 'right', alignSelf: 'center' }}>
      {money(amountOf(line))}
    </Typography>
  );
}

function LinesTotal() {
  const lines = (useWatch({ name: 'lines' }) ?? []) as readonly DraftLine[];
  const amountOf = usePrices(lines);
  const money = useMoney();
  const total = lines.reduce((sum, line) => sum + amountOf(line), 0);
  return (
    <Box
      sx={{
        display: 'flex',
        justifyContent: 'space-between',
        borderTop: 1,
        borderColor: 'divider',
        pt: 1.5,
        mt: 1,
        mb: 2,
      }}
    >
      <Typography variant="h6" component="span">
        Total
      </Typography>
      <Typography variant="h6" component="span" data-testid="lines-total">
        {money(total)}
      </Typography>
    </Box>
  );
}
