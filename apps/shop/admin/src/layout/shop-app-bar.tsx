import { AppBar, TitlePortal } from 'react-admin';

import { ShopMark } from './shop-mark.js';

export function ShopAppBar() {
  return (
    <AppBar alwaysOn color="default">
      <ShopMark />
      <TitlePortal sx={{ fontSize: '0.95rem', color: 'text.secondary' }} />
    </AppBar>
  );
}
