import StorefrontIcon from '@mui/icons-material/Storefront';
import Box from '@mui/material/Box';
import Typography from '@mui/material/Typography';
import { useGetIdentity } from 'react-admin';

/** The sign and the name of the store. */
export function ShopMark() {
  const { identity } = useGetIdentity();
  const name: unknown = identity?.['storeName'];
  return (
    <Box sx={{ display: 'flex', alignItems: 'center', gap: 1, mr: 2, pr: 2, borderRight: 1, borderColor: 'divider' }}>
      <StorefrontIcon color="primary" />
      <Typography variant="h6" component="span" noWrap>
        {typeof name === 'string' ? name : 'Shop'}
      </Typography>
    </Box>
  );
}
