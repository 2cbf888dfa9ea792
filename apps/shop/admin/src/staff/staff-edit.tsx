import { Edit, SimpleForm } from 'react-admin';

import { FormToolbar } from '../inputs/form-toolbar.js';
import { StaffForm } from './staff-form.js';

/** An empty password stays as it is, so it is not sent. */
function withoutEmptyPassword({ password, ...rest }: Record<string, unknown>) {
  return typeof password === 'string' && password !== '' ? { ...rest, password } : rest;
}

export default function StaffEdit() {
  return (
    <Edit mutationMode="pessimistic" transform={withoutEmptyPassword}>
      <SimpleForm toolbar={<FormToolbar />}>
        <StaffForm />
      </SimpleForm>
    </Edit>
  );
}
