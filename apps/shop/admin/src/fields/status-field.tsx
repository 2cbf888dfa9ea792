import { useFieldValue } from 'react-admin';

import { StatusChip, type Status } from './status-chip.js';

/** The state of the record as a chip. */
export function StatusField({ source }: { readonly source: string }) {
  const status = useFieldValue({ source }) as Status | undefined;
  return status === undefined ? null : <StatusChip status={status} />;
}
