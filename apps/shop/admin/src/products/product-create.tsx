import { Create, SimpleForm } from 'react-admin';

import { ProductForm } from './product-form.js';

export default function ProductCreate() {
  return (
    <Create redirect="list">
      <SimpleForm defaultValues={{ status: 'draft', stock: 0 }}>
        <ProductForm />
      </SimpleForm>
    </Create>
  );
}
