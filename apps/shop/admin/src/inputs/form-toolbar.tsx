import { DeleteButton, SaveButton, Toolbar } from 'react-admin';

/** Save, and delete after a question, for who may delete. */
export function FormToolbar() {
  return (
    <Toolbar sx={{ justifyContent: 'space-between' }}>
      <SaveButton />
      <DeleteButton mutationMode="pessimistic" />
    </Toolbar>
  );
}
