import Grid from '@mui/material/Grid';
import { BooleanInput, PasswordInput, required, SelectInput, TextInput } from 'react-admin';

import { roles } from './staff-choices.js';

/** The inputs of somebody who works in the store; `fresh` for somebody who is new and needs a password. */
export function StaffForm({ fresh = false }: { readonly fresh?: boolean }) {
  return (
    <Grid container columnSpacing={2} sx={{ maxWidth: 720, width: '100%' }}>
      <Grid size={{ xs: 12, sm: 6 }}>
        <TextInput source="name" validate={required()} />
      </Grid>
      <Grid size={{ xs: 12, sm: 6 }}>
        <TextInput source="email" type="email" autoComplete="off" validate={required()} />
      </Grid>
      <Grid size={{ xs: 12, sm: 6 }}>
        <SelectInput source="role" choices={[...roles]} validate={required()} />
      </Grid>
      <Grid size={{ xs: 12, sm: 6 }}>
        <PasswordInput
          source="password"
          autoComplete="new-password"
          helperText={fresh ? 'At least 12 characters.' : 'Empty to keep the password. Else at least 12 characters.'}
          {...(fresh ? { validate: required() } : {})}
        />
      </Grid>
      <Grid size={12}>
        <BooleanInput source="active" label="May log in" />
      </Grid>
    </Grid>
  );
}
