import PlaceIcon from '@mui/icons-material/ShoppingCartCheckout';
import Box from '@mui/material/Box';
import Card from '@mui/material/Card';
import Typography from '@mui/material/Typography';
import { DeleteButton, Edit, SaveButton, SimpleForm, Toolbar, useEditContext, useNotify } from 'react-admin';

import { BackToList } from '../layout/back-to-list.js';
import { StatusChip } from '../fields/status-chip.js';
import { OrderButtons } from './order-buttons.js';
import { OrderDetails } from './order-details.js';
import { OrderForm } from './order-form.js';
import { OrderProgress } from './order-progress.js';
import type { Order } from './order.js';
import { useOrderAction } from './use-order-action.js';

/** An order: a form while it is a draft, a document from then on. */
export default function OrderPage() {
  return (
    <Edit mutationMode="pessimistic" redirect={false} actions={<BackToList />} component="div" sx={{ maxWidth: 960 }}>
      <OrderContent />
    </Edit>
  );
}

function OrderContent() {
  const { record: order } = useEditContext<Order>();
  if (!order) return null;
  const draft = order.status === 'draft';
  return (
    <Box>
      <Box sx={{ display: 'flex', alignItems: 'center', flexWrap: 'wrap', gap: 2, mb: 2, minHeight: 40 }}>
        <Typography variant="h5" component="h1">
          Order #{order.number}
        </Typography>
        <StatusChip status={order.status} />
        <Box sx={{ flex: 1 }} />
        <OrderButtons {...(draft ? { without: 'place' } : {})} />
      </Box>
      <Card sx={{ mb: 2, p: 2, display: order.status === 'cancelled' ? 'none' : 'block', overflowX: 'auto' }}>
        <OrderProgress status={order.status} />
      </Card>
      <Card sx={{ overflowX: 'auto' }}>
        {draft ? (
          <SimpleForm toolbar={<DraftToolbar />}>
            <OrderForm />
          </SimpleForm>
        ) : (
          <OrderDetails order={order} />
        )}
      </Card>
    </Box>
  );
}

/** A draft is saved before it is placed: what is ordered is what is on the screen. */
function DraftToolbar() {
  const { mutate } = useOrderAction();
  const notify = useNotify();
  return (
    <Toolbar sx={{ gap: 1 }}>
      <SaveButton
        type="button"
        label="Place order"
        icon={<PlaceIcon />}
        alwaysEnable
        mutationOptions={{
          onSuccess: ({ id }) => {
            mutate({ id, action: 'place' });
          },
        }}
      />
      <SaveButton
        label="Save draft"
        variant="outlined"
        mutationOptions={{
          onSuccess: () => {
            notify('The draft is saved', { type: 'success' });
          },
        }}
      />
      <Box sx={{ flex: 1 }} />
      <DeleteButton mutationMode="pessimistic" redirect="list" />
    </Toolbar>
  );
}
