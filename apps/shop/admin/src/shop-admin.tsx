import CategoryIcon from '@mui/icons-material/AccountTreeOutlined';
import StaffIcon from '@mui/icons-material/BadgeOutlined';
import AuditIcon from '@mui/icons-material/HistoryOutlined';
import ProductIcon from '@mui/icons-material/Inventory2Outlined';
import CustomerIcon from '@mui/icons-material/PeopleOutlined';
import OrderIcon from '@mui/icons-material/ReceiptLongOutlined';
import { lazy } from 'react';
import { Admin, CustomRoutes, localStorageStore, Resource } from 'react-admin';
import { Route } from 'react-router-dom';

import { queryClient } from './api/query-client.js';
import { shopDataProvider } from './api/shop-data-provider.js';
import { authProvider } from './auth/auth-provider.js';
import { LoginPage } from './auth/login-page.js';
import type { Category } from './categories/category.js';
import type { Customer } from './customers/customer.js';
import { ShopLayout } from './layout/shop-layout.js';
import type { Order } from './orders/order.js';
import type { Product } from './products/product.js';
import type { StaffMember } from './staff/staff-member.js';
import { darkTheme, lightTheme } from './theme/themes.js';

// Each page is a file of its own: the first load has the frame and the page that is asked for.
const DashboardPage = lazy(() => import('./dashboard/dashboard-page.js'));
const ProductList = lazy(() => import('./products/product-list.js'));
const ProductCreate = lazy(() => import('./products/product-create.js'));
const ProductEdit = lazy(() => import('./products/product-edit.js'));
const CategoryList = lazy(() => import('./categories/category-list.js'));
const CategoryCreate = lazy(() => import('./categories/category-create.js'));
const CategoryEdit = lazy(() => import('./categories/category-edit.js'));
const CustomerList = lazy(() => import('./customers/customer-list.js'));
const CustomerCreate = lazy(() => import('./customers/customer-create.js'));
const CustomerEdit = lazy(() => import('./customers/customer-edit.js'));
const OrderList = lazy(() => import('./orders/order-list.js'));
const OrderCreate = lazy(() => import('./orders/order-create.js'));
const OrderPage = lazy(() => import('./orders/order-page.js'));
const AuditList = lazy(() => import('./audit/audit-list.js'));
const StaffList = lazy(() => import('./staff/staff-list.js'));
const StaffCreate = lazy(() => import('./staff/staff-create.js'));
const StaffEdit = lazy(() => import('./staff/staff-edit.js'));
const ShopSettings = lazy(() => import('./shop/shop-settings.js'));

const store = localStorageStore(undefined, 'RestviewShop');

/** The admin page of a store. */
export function ShopAdmin() {
  return (
    <Admin
      title="Restview Shop"
      dataProvider={shopDataProvider}
      authProvider={authProvider}
      queryClient={queryClient}
      store={store}
      layout={ShopLayout}
      loginPage={LoginPage}
      dashboard={DashboardPage}
      lightTheme={lightTheme}
      darkTheme={darkTheme}
      requireAuth
      disableTelemetry
    >
      <Resource
        name="orders"
        icon={OrderIcon}
        list={OrderList}
        create={OrderCreate}
        edit={OrderPage}
        recordRepresentation={(order: Order) => `#${String(order.number)}`}
      />
      <Resource
        name="products"
        icon={ProductIcon}
        list={ProductList}
        create={ProductCreate}
        edit={ProductEdit}
        recordRepresentation={(product: Product) => product.name}
      />
      <Resource
        name="categories"
        icon={CategoryIcon}
        list={CategoryList}
        create={CategoryCreate}
        edit={CategoryEdit}
        recordRepresentation={(category: Category) => category.name}
      />
      <Resource
        name="customers"
        icon={CustomerIcon}
        list={CustomerList}
        create={CustomerCreate}
        edit={CustomerEdit}
        recordRepresentation={(customer: Customer) => customer.name}
      />
      <Resource
        name="staff"
        icon={StaffIcon}
        options={{ label: 'Staff' }}
        list={StaffList}
        create={StaffCreate}
        edit={StaffEdit}
        recordRepresentation={(member: StaffMember) => member.name}
      />
      <Resource name="audit-entries" icon={AuditIcon} options={{ label: 'Audit trail' }} list={AuditList} />
      <CustomRoutes>
        <Route path="/settings" element={<ShopSettings />} />
      </CustomRoutes>
    </Admin>
  );
}
