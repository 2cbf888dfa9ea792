import Card from '@mui/material/Card';
import Skeleton from '@mui/material/Skeleton';
import Table from '@mui/material/Table';
import TableBody from '@mui/material/TableBody';
import TableCell from '@mui/material/TableCell';
import TableRow from '@mui/material/TableRow';
import Typography from '@mui/material/Typography';
import type { ReactNode } from 'react';

export interface FiguresCardProps {
  readonly title: string;
  readonly empty: string;
  /** How many rows are kept free while they are on their way. */
  readonly expected: number;
  readonly rows: readonly { readonly id: number; readonly cells: readonly ReactNode[] }[] | undefined;
}

/** A small table on the dashboard: the first cell is a name, the others are numbers. */
export function FiguresCard({ title, empty, expected, rows }: FiguresCardProps) {
  return (
    <Card sx={{ height: '100%' }}>
      <Typography variant="h6" component="h2" sx={{ px: 2, pt: 2, pb: 1 }}>
        {title}
      </Typography>
      {rows?.length === 0 ? (
        <Typography color="textSecondary" sx={{ px: 2, pb: 2 }}>
          {empty}
        </Typography>
      ) : (
        <Table size="small" aria-label={title}>
          <TableBody>
            {rows?.map(({ id, cells }) => (
              <TableRow key={id}>
                {cells.map((cell, column) => (
                  <TableCell key={column} align={column === 0 ? 'left' : 'right'}>
                    {cell}
                  </TableCell>
                ))}
              </TableRow>
            )) ??
              Array.from({ length: expected }, (_none, row) => (
                <TableRow key={row}>
                  <TableCell>
                    <Skeleton />
                  </TableCell>
                </TableRow>
              ))}
          </TableBody>
        </Table>
      )}
    </Card>
  );
}
