import { Create, SimpleForm } from 'react-admin';

import { StaffForm } from './staff-form.js';

export default function StaffCreate() {
  return (
    <Create redirect="list">
      <SimpleForm defaultValues={{ role: 'clerk', active: true }}>
        <StaffForm fresh />
      </SimpleForm>
    </Create>
  );
}
