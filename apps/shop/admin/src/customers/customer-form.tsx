import Grid from '@mui/material/Grid';
import { required, TextInput } from 'react-admin';

export function CustomerForm() {
  return (
    <Grid container columnSpacing={2} sx={{ width: '100%' }}>
      <Grid size={{ xs: 12, sm: 6 }}>
        <TextInput source="name" validate={required()} />
      </Grid>
      <Grid size={{ xs: 12, sm: 6 }}>
        <TextInput source="email" type="email" validate={required()} />
      </Grid>
      <Grid size={{ xs: 12, sm: 6 }}>
        <TextInput source="phone" type="tel" />
      </Grid>
      <Grid size={{ xs: 12, sm: 6 }}>
        <TextInput source="city" validate={required()} />
      </Grid>
      <Grid size={12}>
        <TextInput source="note" multiline minRows={2} />
      </Grid>
    </Grid>
  );
}
