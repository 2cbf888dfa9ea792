import { AutocompleteInput, NumberInput, ReferenceInput, required, TextInput } from 'react-admin';

import { searchFor } from '../inputs/search-for.js';

export function CategoryForm() {
  return (
    <>
      <TextInput source="name" validate={required()} sx={{ maxWidth: 480 }} />
      <ReferenceInput source="parentId" reference="categories" sort={{ field: 'name', order: 'ASC' }}>
        <AutocompleteInput
          label="Below"
          optionText="name"
          filterToQuery={searchFor}
          helperText="Empty for a category at the top."
          sx={{ maxWidth: 480 }}
        />
      </ReferenceInput>
      <NumberInput source="position" step={1} validate={required()} sx={{ maxWidth: 200 }} />
    </>
  );
}
