import { Create, SimpleForm } from 'react-admin';

import { CategoryForm } from './category-form.js';

export default function CategoryCreate() {
  return (
    <Create redirect="list">
      <SimpleForm defaultValues={{ position: 0, parentId: null }}>
        <CategoryForm />
      </SimpleForm>
    </Create>
  );
}
