import SettingsIcon from '@mui/icons-material/SettingsOutlined';
import Divider from '@mui/material/Divider';
import { Menu, useCanAccess } from 'react-admin';

export function ShopMenu() {
  const { canAccess: mayEditStore } = useCanAccess({ resource: 'store', action: 'edit' });
  const { canAccess: mayAudit } = useCanAccess({ resource: 'audit-entries', action: 'list' });
  return (
    <Menu sx={{ pt: 1.5 }}>
      <Menu.DashboardItem />
      <Menu.ResourceItem name="orders" />
      <Menu.ResourceItem name="products" />
      <Menu.ResourceItem name="categories" />
      <Menu.ResourceItem name="customers" />
      {mayAudit ? <Divider sx={{ my: 1, mx: 2 }} /> : null}
      <Menu.ResourceItem name="staff" />
      <Menu.ResourceItem name="audit-entries" />
      {mayEditStore ? <Menu.Item to="/settings" primaryText="Settings" leftIcon={<SettingsIcon />} /> : null}
    </Menu>
  );
}
