import { Create, SaveButton, SimpleForm, Toolbar } from 'react-admin';

import { OrderForm } from './order-form.js';

export default function OrderCreate() {
  return (
    <Create redirect="edit">
      <SimpleForm
        defaultValues={{ lines: [] }}
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
