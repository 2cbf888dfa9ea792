import { Create, SimpleForm } from 'react-admin';

import { CustomerForm } from './customer-form.js';

export default function CustomerCreate() {
  return (
    <Create redirect="list">
      <SimpleForm>
        <CustomerForm />
      </SimpleForm>
    </Create>
  );
}
