import { Edit, SimpleForm } from 'react-admin';

import { BackToList } from '../layout/back-to-list.js';
import { FormToolbar } from '../inputs/form-toolbar.js';
import { StaffForm } from './staff-form.js';

/** An empty password stays as it is, so it is not sent. */
function withoutEmptyPassword({ password, ...rest }: Record<string, unknown>) {
  return typeof password === 'string' && password !== '' ? { ...rest, password } : rest;
}

export default function StaffEdit() {
  return (
    <Edit actions={<BackToList />} sx={{ maxWidth: 960 }} mutationMode="pessimistic" transform={withoutEmptyPassword}>
      <SimpleForm toolbar={<FormToolbar />}>
        <StaffForm />
      </SimpleForm>
    </Edit>
  );
}
