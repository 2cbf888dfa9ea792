import { Create, SimpleForm } from 'react-admin';

import { BackToList } from '../layout/back-to-list.js';
import { CategoryForm } from './category-form.js';

export default function CategoryCreate() {
  return (
    <Create actions={<BackToList />} sx={{ maxWidth: 960 }} redirect="list">
      <SimpleForm defaultValues={{ position: 0, parentId: null }}>
        <CategoryForm />
      </SimpleForm>
    </Create>
  );
}
