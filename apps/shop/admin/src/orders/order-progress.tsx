import Step from '@mui/material/Step';
import StepLabel from '@mui/material/StepLabel';
import Stepper from '@mui/material/Stepper';

import { orderPath, type OrderStatus } from './order-status.js';

/** Where an order is on its way. */
export function OrderProgress({ status }: { readonly status: OrderStatus }) {
  if (status === 'cancelled') return null;
  const reached = orderPath.indexOf(status);
  return (
    <Stepper activeStep={status === 'delivered' ? reached + 1 : reached} sx={{ flex: 1, minWidth: 420, maxWidth: 640 }}>
      {orderPath.map((step) => (
        <Step key={step}>
          <StepLabel sx={{ textTransform: 'capitalize' }}>{step}</StepLabel>
        </Step>
      ))}
    </Stepper>
  );
}
