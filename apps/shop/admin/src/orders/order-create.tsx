import { Create, SaveButton, SimpleForm, Toolbar } from 'react-admin';

import { BackToList } from '../layout/back-to-list.js';
import { OrderForm } from './order-form.js';

export default function OrderCreate() {
  return (
    <Create actions={<BackToList />} sx={{ maxWidth: 960 }} redirect="edit">
      <SimpleForm
        defaultValues={{ lines: [{ quantity: 1 }] }}
        toolbar={
          <Toolbar>
            <SaveButton label="Save draft" />
          </Toolbar>
        }
      >
        <OrderForm />
      </SimpleForm>
    </Create>
  );
}
