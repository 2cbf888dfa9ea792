import { Edit, SimpleForm } from 'react-admin';

import { FormToolbar } from '../inputs/form-toolbar.js';
import { CategoryForm } from './category-form.js';

export default function CategoryEdit() {
  return (
    <Edit mutationMode="pessimistic">
      <SimpleForm toolbar={<FormToolbar />}>
        <CategoryForm />
      </SimpleForm>
    </Edit>
  );
}
