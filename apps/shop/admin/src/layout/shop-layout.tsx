import { Layout, type LayoutProps } from 'react-admin';

import { fetchPages } from '../pages.js';
import { ShopAppBar } from './shop-app-bar.js';
import { ShopMenu } from './shop-menu.js';
import { useIdle } from './use-idle.js';

export function ShopLayout({ children }: LayoutProps) {
  useIdle(fetchPages);
  return (
    <Layout appBar={ShopAppBar} menu={ShopMenu} appBarAlwaysOn>
      {children}
    </Layout>
  );
}
