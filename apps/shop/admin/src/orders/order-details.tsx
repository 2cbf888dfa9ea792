import Box from '@mui/material/Box';
import Table from '@mui/material/Table';
import TableBody from '@mui/material/TableBody';
import TableCell from '@mui/material/TableCell';
import TableHead from '@mui/material/TableHead';
import TableRow from '@mui/material/TableRow';
import Typography from '@mui/material/Typography';
import type { ReactNode } from 'react';
import { Link, useCreatePath } from 'react-admin';

import { MomentField } from '../fields/moment-field.js';
import { useMoney } from '../fields/use-money.js';
import type { Order } from './order.js';

/** An order that is no longer a draft: nothing in it changes but its state. */
export function OrderDetails({ order }: { readonly order: Order }) {
  const money = useMoney();
  const createPath = useCreatePath();
  return (
    <>
      <Box sx={{ display: 'flex', flexWrap: 'wrap', gap: 5, p: 2.5 }}>
        <Fact label="Customer">
          <Link to={createPath({ resource: 'customers', type: 'edit', id: order.customerId })}>
            {order.customer.name}
          </Link>
        </Fact>
        <Fact label="Created">
          <MomentField source="createdAt" time />
        </Fact>
        <Fact label="Placed">{order.placedAt === null ? 'never' : <MomentField source="placedAt" time />}</Fact>
        {order.note === null ? null : <Fact label="Note">{order.note}</Fact>}
      </Box>
      <Table size="small" aria-label="Lines">
        <TableHead>
          <TableRow>
            <TableCell>Product</TableCell>
            <TableCell align="right">Quantity</TableCell>
            <TableCell align="right">Unit price</TableCell>
            <TableCell align="right">Amount</TableCell>
          </TableRow>
        </TableHead>
        <TableBody>
          {order.lines.map((line) => (
            <TableRow key={line.id}>
              <TableCell>{line.product.name}</TableCell>
              <TableCell align="right">{line.quantity}</TableCell>
              <TableCell align="right">{money(line.unitPrice)}</TableCell>
              <TableCell align="right">{money(line.amount)}</TableCell>
            </TableRow>
          ))}
          <TableRow>
            <TableCell colSpan={3}>
              <Typography variant="h6" component="span">
                Total
              </Typography>
            </TableCell>
            <TableCell align="right">
              <Typography variant="h6" component="span">
                {money(order.total)}
              </Typography>
            </TableCell>
          </TableRow>
        </TableBody>
      </Table>
    </>
  );
}

function Fact({ label, children }: { readonly label: string; readonly children: ReactNode }) {
  return (
    <div>
      <Typography variant="caption" color="textSecondary" component="div">
        {label}
      </Typography>
      <Typography variant="body2" component="div">
        {children}
      </Typography>
    </div>
  );
}
