import RestoreIcon from '@mui/icons-material/RestoreFromTrash';
import { Button, useCanAccess, useRecordContext, useResourceContext } from 'react-admin';

import { useRestore } from './use-restore.js';

/** Brings the row back from the trash. */
export function RestoreButton() {
  const resource = useResourceContext() ?? '';
  const record = useRecordContext();
  const { canAccess } = useCanAccess({ resource, action: 'restore' });
  const { mutate, isPending } = useRestore();
  if (!record || !canAccess) return null;
  return (
    <Button
      label="Restore"
      disabled={isPending}
      onClick={() => {
        mutate([record.id]);
      }}
    >
      <RestoreIcon />
    </Button>
  );
}
