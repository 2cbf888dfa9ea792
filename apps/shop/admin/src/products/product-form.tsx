import Grid from '@mui/material/Grid';
import { AutocompleteInput, NumberInput, ReferenceInput, required, SelectInput, TextInput } from 'react-admin';

import { PriceInput } from '../inputs/price-input.js';
import { searchFor } from '../inputs/search-for.js';
import { productStatuses } from './product-choices.js';

/**
 * The inputs of a product.
 *
 * Only what is missing is said by the page; all else is checked by the server, whose words appear at the fields.
 */
export function ProductForm() {
  return (
    <Grid container columnSpacing={2} sx={{ width: '100%' }}>
      <Grid size={{ xs: 12, sm: 8 }}>
        <TextInput source="name" validate={required()} />
      </Grid>
      <Grid size={{ xs: 12, sm: 4 }}>
        <TextInput source="sku" label="SKU" validate={required()} />
      </Grid>
      <Grid size={{ xs: 12, sm: 8 }}>
        <ReferenceInput source="categoryId" reference="categories" sort={{ field: 'name', order: 'ASC' }}>
          <AutocompleteInput label="Category" optionText="name" filterToQuery={searchFor} validate={required()} />
        </ReferenceInput>
      </Grid>
      <Grid size={{ xs: 12, sm: 4 }}>
        <SelectInput source="status" choices={[...productStatuses]} validate={required()} />
      </Grid>
      <Grid size={{ xs: 6, sm: 4 }}>
        <PriceInput source="price" validate={required()} />
      </Grid>
      <Grid size={{ xs: 6, sm: 4 }}>
        <NumberInput source="stock" step={1} validate={required()} />
      </Grid>
      <Grid size={12}>
        <TextInput source="description" multiline minRows={4} />
      </Grid>
    </Grid>
  );
}
