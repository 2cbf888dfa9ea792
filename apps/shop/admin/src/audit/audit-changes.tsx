import Table from '@mui/material/Table';
import TableBody from '@mui/material/TableBody';
import TableCell from '@mui/material/TableCell';
import TableHead from '@mui/material/TableHead';
import TableRow from '@mui/material/TableRow';
import Typography from '@mui/material/Typography';
import { useRecordContext } from 'react-admin';

import type { AuditEntry } from './audit-entry.js';

/** The fields that a write has changed, before and after. */
export function AuditChanges() {
  const entry = useRecordContext<AuditEntry>();
  const changes = Object.entries(entry?.changes ?? {});
  if (changes.length === 0) return <Typography color="textSecondary">No field has another value.</Typography>;
  return (
    <Table size="small" aria-label="Changes" sx={{ width: 'auto', minWidth: 480 }}>
      <TableHead>
        <TableRow>
          <TableCell>Field</TableCell>
          <TableCell>Before</TableCell>
          <TableCell>After</TableCell>
        </TableRow>
      </TableHead>
      <TableBody>
        {changes.map(([field, [before, after]]) => (
          <TableRow key={field}>
            <TableCell sx={{ fontWeight: 600 }}>{field}</TableCell>
            <TableCell sx={{ color: 'text.secondary' }}>{shown(before)}</TableCell>
            <TableCell>{shown(after)}</TableCell>
          </TableRow>
        ))}
      </TableBody>
    </Table>
  );
}

function shown(value: unknown): string {
  if (value === null || value === undefined) return '–';
  return typeof value === 'string' ? value : JSON.stringify(value);
}
