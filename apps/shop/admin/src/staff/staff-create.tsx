import { Create, SimpleForm } from 'react-admin';

import { BackToList } from '../layout/back-to-list.js';
import { StaffForm } from './staff-form.js';

export default function StaffCreate() {
  return (
    <Create actions={<BackToList />} sx={{ maxWidth: 960 }} redirect="list">
      <SimpleForm defaultValues={{ role: 'clerk', active: true }}>
        <StaffForm fresh />
      </SimpleForm>
    </Create>
  );
}
