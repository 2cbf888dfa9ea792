import CategoryIcon from '@mui/icons-material/AccountTreeOutlined';
import StaffIcon from '@mui/icons-material/BadgeOutlined';
import AuditIcon from '@mui/icons-material/HistoryOutlined';
import ProductIcon from '@mui/icons-material/Inventory2Outlined';
import CustomerIcon from '@mui/icons-material/PeopleOutlined';
import OrderIcon from '@mui/icons-material/ReceiptLongOutlined';
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
import { pages } from './pages.js';
import type { Product } from './products/product.js';
import type { StaffMember } from './staff/staff-member.js';
import { i18nProvider } from './texts.js';
import { darkTheme, lightTheme } from './theme/themes.js';

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
      i18nProvider={i18nProvider}
      layout={ShopLayout}
      loginPage={LoginPage}
      dashboard={pages.Dashboard}
      lightTheme={lightTheme}
      darkTheme={darkTheme}
      requireAuth
      disableTelemetry
    >
      <Resource
        name="orders"
        icon={OrderIcon}
        list={pages.OrderList}
        create={pages.OrderCreate}
        edit={pages.OrderPage}
        recordRepresentation={(order: Order) => `#${String(order.number)}`}
      />
      <Resource
        name="products"
        icon={ProductIcon}
        list={pages.ProductList}
        create={pages.ProductCreate}
        edit={pages.ProductEdit}
        recordRepresentation={(product: Product) => product.name}
      />
      <Resource
        name="categories"
        icon={CategoryIcon}
        list={pages.CategoryList}
        create={pages.CategoryCreate}
        edit={pages.CategoryEdit}
        recordRepresentation={(category: Category) => category.name}
      />
      <Resource
        name="customers"
        icon={CustomerIcon}
        list={pages.CustomerList}
        create={pages.CustomerCreate}
        edit={pages.CustomerEdit}
        recordRepresentation={(customer: Customer) => customer.name}
      />
      <Resource
        name="staff"
        icon={StaffIcon}
        options={{ label: 'Staff' }}
        list={pages.StaffList}
        create={pages.StaffCreate}
        edit={pages.StaffEdit}
        recordRepresentation={(member: StaffMember) => member.name}
      />
      <Resource name="audit-entries" icon={AuditIcon} options={{ label: 'Audit trail' }} list={pages.AuditList} />
      <CustomRoutes>
        <Route path="/settings" element={<pages.ShopSettings />} />
      </CustomRoutes>
    </Admin>
  );
}
