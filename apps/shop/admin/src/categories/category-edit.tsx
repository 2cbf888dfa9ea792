import { Edit, SimpleForm } from 'react-admin';

import { BackToList } from '../layout/back-to-list.js';
import { changedFields } from '../inputs/changed-fields.js';
import { FormToolbar } from '../inputs/form-toolbar.js';
import { CategoryForm } from './category-form.js';

export default function CategoryEdit() {
  return (
    <Edit actions={<BackToList />} sx={{ maxWidth: 960 }} mutationMode="pessimistic" transform={changedFields}>
      <SimpleForm toolbar={<FormToolbar />}>
        <CategoryForm />
      </SimpleForm>
    </Edit>
  );
}
