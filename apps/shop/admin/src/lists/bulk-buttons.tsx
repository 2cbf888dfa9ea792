import RestoreIcon from '@mui/icons-material/RestoreFromTrash';
import { BulkDeleteButton, Button, useListContext } from 'react-admin';

import { useInTrash } from './trash.js';
import { useRestore } from './use-restore.js';

/** What may be done with several rows: delete them, or bring them back from the trash. */
export function BulkButtons() {
  return useInTrash() ? <BulkRestoreButton /> : <BulkDeleteButton mutationMode="pessimistic" />;
}

function BulkRestoreButton() {
  const { selectedIds, onUnselectItems } = useListContext();
  const { mutate, isPending } = useRestore();
  return (
    <Button
      label="Restore"
      disabled={isPending}
      onClick={() => {
        mutate(selectedIds, {
          onSettled: () => {
            onUnselectItems();
          },
        });
      }}
    >
      <RestoreIcon />
    </Button>
  );
}
