import StorefrontIcon from '@mui/icons-material/Storefront';
import Alert from '@mui/material/Alert';
import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import Card from '@mui/material/Card';
import Typography from '@mui/material/Typography';
import { useState } from 'react';
import { Form, PasswordInput, required, TextInput, useCheckAuth, useLogin, useRedirect } from 'react-admin';
import { useEffect } from 'react';

/** The door of the shop. */
export function LoginPage() {
  const login = useLogin();
  const checkAuth = useCheckAuth();
  const redirect = useRedirect();
  const [refusal, setRefusal] = useState<string>();
  const [busy, setBusy] = useState(false);

  useEffect(() => {
    // Who is logged in already has no business here.
    checkAuth({}, false).then(
      () => {
        redirect('/');
      },
      () => undefined,
    );
  }, [checkAuth, redirect]);

  const submit = async (values: Record<string, unknown>) => {
    setBusy(true);
    setRefusal(undefined);
    try {
      await login(values);
    } catch (error) {
      setRefusal(error instanceof Error ? error.message : 'The server does not answer.');
      setBusy(false);
    }
  };

  return (
    <Box
      component="main"
      sx={(theme) => ({
        minHeight: '100vh',
        display: 'grid',
        placeItems: 'center',
        p: 2,
        bgcolor: 'background.default',
        backgroundImage: `radial-gradient(60rem 30rem at 50% -12rem, ${theme.palette.primary.main}38, transparent)`,
      })}
    >
      <Card sx={{ width: '100%', maxWidth: 380, p: 4, borderRadius: 3 }}>
        <Box sx={{ display: 'flex', alignItems: 'center', gap: 1.5, mb: 3 }}>
          <Box
            sx={{
              display: 'grid',
              placeItems: 'center',
              width: 44,
              height: 44,
              borderRadius: 2,
              bgcolor: 'primary.main',
              color: 'primary.contrastText',
            }}
          >
            <StorefrontIcon />
          </Box>
          <Box>
            <Typography variant="h5" component="h1">
              Restview Shop
            </Typography>
            <Typography variant="body2" color="textSecondary">
              Orders, products and customers
            </Typography>
          </Box>
        </Box>
        <Form onSubmit={submit} noValidate>
          <TextInput
            source="email"
            type="email"
            label="Email"
            autoComplete="username"
            autoFocus
            validate={required()}
            helperText={false}
          />
          <PasswordInput
            source="password"
            label="Password"
            autoComplete="current-password"
            validate={required()}
            helperText={false}
          />
          {/* The place of the refusal is kept: nothing jumps when it appears. */}
          <Box sx={{ minHeight: 64, py: 1 }} aria-live="polite">
            {refusal === undefined ? null : <Alert severity="error">{refusal}</Alert>}
          </Box>
          <Button type="submit" variant="contained" size="large" fullWidth loading={busy}>
            Sign in
          </Button>
        </Form>
      </Card>
    </Box>
  );
}
