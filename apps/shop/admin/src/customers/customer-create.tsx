import { Create, SimpleForm } from 'react-admin';

import { BackToList } from '../layout/back-to-list.js';
import { CustomerForm } from './customer-form.js';

export default function CustomerCreate() {
  return (
    <Create actions={<BackToList />} sx={{ maxWidth: 960 }} redirect="list">
      <SimpleForm>
        <CustomerForm />
      </SimpleForm>
    </Create>
  );
}
