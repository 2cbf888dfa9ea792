import { Layout, type LayoutProps } from 'react-admin';

import { ShopAppBar } from './shop-app-bar.js';
import { ShopMenu } from './shop-menu.js';

export function ShopLayout({ children }: LayoutProps) {
  return (
    <Layout appBar={ShopAppBar} menu={ShopMenu} appBarAlwaysOn>
      {children}
    </Layout>
  );
}
