import InboxIcon from '@mui/icons-material/InboxOutlined';
import Box from '@mui/material/Box';
import Typography from '@mui/material/Typography';
import type { ReactNode } from 'react';
import { CreateButton, useCanAccess, useResourceContext, useResourceDefinition } from 'react-admin';

/** What a list shows that has no rows yet. */
export function EmptyList({ title, children }: { readonly title: string; readonly children: ReactNode }) {
  const resource = useResourceContext() ?? '';
  const { hasCreate = false } = useResourceDefinition();
  const { canAccess: mayCreate } = useCanAccess({ resource, action: 'create' });
  return (
    <Box sx={{ textAlign: 'center', py: 10, px: 2 }}>
      <InboxIcon sx={{ fontSize: 56, color: 'text.disabled', mb: 1 }} />
      <Typography variant="h6">{title}</Typography>
      <Typography color="textSecondary" sx={{ mb: 3 }}>
        {children}
      </Typography>
      {hasCreate && mayCreate ? <CreateButton variant="contained" /> : null}
    </Box>
  );
}
