import { AutocompleteInput, ReferenceInput, required, TextInput } from 'react-admin';

import { searchFor } from '../inputs/search-for.js';
import { OrderLinesInput } from './order-lines-input.js';

export function OrderForm() {
  return (
    <>
      <ReferenceInput source="customerId" reference="customers" sort={{ field: 'name', order: 'ASC' }}>
        <AutocompleteInput
          label="Customer"
          optionText="name"
          filterToQuery={searchFor}
          validate={required()}
          helperText={false}
          sx={{ maxWidth: 480 }}
        />
      </ReferenceInput>
      <OrderLinesInput />
      <TextInput source="note" multiline minRows={2} />
    </>
  );
}
