import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import { useState } from 'react';
import { Confirm, useRecordContext } from 'react-admin';

import type { Order } from './order.js';
import { orderActions, type OrderAction } from './order-status.js';
import { useOrderAction } from './use-order-action.js';

const labels: Readonly<Record<OrderAction, string>> = {
  place: 'Place order',
  pay: 'Mark as paid',
  ship: 'Ship',
  deliver: 'Mark as delivered',
  cancel: 'Cancel order',
};

/** The steps that an order may take from where it is; cancelling asks first. */
export function OrderButtons({ without }: { readonly without?: OrderAction }) {
  const order = useRecordContext<Order>();
  const { mutate, isPending, variables } = useOrderAction();
  const [asking, setAsking] = useState(false);
  if (!order) return null;
  const actions = orderActions[order.status].filter((action) => action !== without);
  return (
    <Box sx={{ display: 'flex', gap: 1, flexDirection: 'row-reverse' }}>
      {actions.map((action) => (
        <Button
          key={action}
          variant={action === 'cancel' ? 'outlined' : 'contained'}
          color={action === 'cancel' ? 'error' : 'primary'}
          loading={isPending && variables.action === action}
          disabled={isPending}
          onClick={() => {
            if (action === 'cancel') setAsking(true);
            else mutate({ id: order.id, action });
          }}
        >
          {labels[action]}
        </Button>
      ))}
      <Confirm
        isOpen={asking}
        title={`Cancel order #${String(order.number)}?`}
        content="What it has taken from the stock goes back. A cancelled order stays cancelled."
        confirm="Cancel order"
        cancel="Keep it"
        confirmColor="warning"
        onConfirm={() => {
          setAsking(false);
          mutate({ id: order.id, action: 'cancel' });
        }}
        onClose={() => {
          setAsking(false);
        }}
      />
    </Box>
  );
}
