import { Edit, SimpleForm } from 'react-admin';

import { FormToolbar } from '../inputs/form-toolbar.js';
import { ProductForm } from './product-form.js';

export default function ProductEdit() {
  return (
    <Edit mutationMode="pessimistic">
      <SimpleForm toolbar={<FormToolbar />}>
        <ProductForm />
      </SimpleForm>
    </Edit>
  );
}
