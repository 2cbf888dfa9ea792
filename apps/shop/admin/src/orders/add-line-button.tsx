import AddIcon from '@mui/icons-material/Add';
import Button from '@mui/material/Button';
import { useSimpleFormIterator } from 'react-admin';

/** Begins another line of the draft. */
export function AddLineButton() {
  const { add } = useSimpleFormIterator();
  return (
    <Button
      size="small"
      startIcon={<AddIcon />}
      onClick={() => {
        add();
      }}
    >
      Add line
    </Button>
  );
}
