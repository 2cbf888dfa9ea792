import { Create, SimpleForm } from 'react-admin';

import { BackToList } from '../layout/back-to-list.js';
import { ProductForm } from './product-form.js';

export default function ProductCreate() {
  return (
    <Create actions={<BackToList />} sx={{ maxWidth: 960 }} redirect="list">
      <SimpleForm defaultValues={{ status: 'draft', stock: 0 }}>
        <ProductForm />
      </SimpleForm>
    </Create>
  );
}
