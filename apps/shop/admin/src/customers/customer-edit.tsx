import Card from '@mui/material/Card';
import Typography from '@mui/material/Typography';
import { DataTable, Edit, Pagination, ReferenceManyField, SimpleForm } from 'react-admin';

import { BackToList } from '../layout/back-to-list.js';
import { MomentField } from '../fields/moment-field.js';
import { MoneyField } from '../fields/money-field.js';
import { StatusField } from '../fields/status-field.js';
import { changedFields } from '../inputs/changed-fields.js';
import { FormToolbar } from '../inputs/form-toolbar.js';
import type { Order } from '../orders/order.js';
import { CustomerForm } from './customer-form.js';

export default function CustomerEdit() {
  return (
    <Edit
      actions={<BackToList />}
      sx={{ maxWidth: 960 }}
      mutationMode="pessimistic"
      transform={changedFields}
      component="div"
    >
      <Card>
        <SimpleForm toolbar={<FormToolbar />}>
          <CustomerForm />
        </SimpleForm>
      </Card>
      <Typography variant="h6" sx={{ mt: 3, mb: 1 }}>
        Orders
      </Typography>
      <Card>
        <ReferenceManyField
          reference="orders"
          target="customerId"
          sort={{ field: 'createdAt', order: 'DESC' }}
          perPage={10}
          pagination={<Pagination rowsPerPageOptions={[10, 25]} />}
        >
          <DataTable<Order> bulkActionButtons={false} empty={<NoOrders />}>
            <DataTable.Col source="number" render={(order) => `#${String(order.number)}`} sx={{ fontWeight: 600 }} />
            <DataTable.Col source="status">
              <StatusField source="status" />
            </DataTable.Col>
            <DataTable.Col source="createdAt" label="Created">
              <MomentField source="createdAt" time />
            </DataTable.Col>
            <DataTable.Col source="total" align="right">
              <MoneyField source="total" />
            </DataTable.Col>
          </DataTable>
        </ReferenceManyField>
      </Card>
    </Edit>
  );
}

function NoOrders() {
  return (
    <Typography color="textSecondary" sx={{ p: 3, textAlign: 'center' }}>
      This customer has not ordered yet.
    </Typography>
  );
}
