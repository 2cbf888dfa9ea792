import { lazy } from 'react';

/** Each page is a file of its own: the first load has the frame and the page that is asked for. */
const files = {
  Dashboard: () => import('./dashboard/dashboard-page.js'),
  ProductList: () => import('./products/product-list.js'),
  ProductCreate: () => import('./products/product-create.js'),
  ProductEdit: () => import('./products/product-edit.js'),
  CategoryList: () => import('./categories/category-list.js'),
  CategoryCreate: () => import('./categories/category-create.js'),
  CategoryEdit: () => import('./categories/category-edit.js'),
  CustomerList: () => import('./customers/customer-list.js'),
  CustomerCreate: () => import('./customers/customer-create.js'),
  CustomerEdit: () => import('./customers/customer-edit.js'),
  OrderList: () => import('./orders/order-list.js'),
  OrderCreate: () => import('./orders/order-create.js'),
  OrderPage: () => import('./orders/order-page.js'),
  AuditList: () => import('./audit/audit-list.js'),
  StaffList: () => import('./staff/staff-list.js'),
  StaffCreate: () => import('./staff/staff-create.js'),
  StaffEdit: () => import('./staff/staff-edit.js'),
  ShopSettings: () => import('./shop/shop-settings.js'),
};

export const pages = {
  Dashboard: lazy(files.Dashboard),
  ProductList: lazy(files.ProductList),
  ProductCreate: lazy(files.ProductCreate),
  ProductEdit: lazy(files.ProductEdit),
  CategoryList: lazy(files.CategoryList),
  CategoryCreate: lazy(files.CategoryCreate),
  CategoryEdit: lazy(files.CategoryEdit),
  CustomerList: lazy(files.CustomerList),
  CustomerCreate: lazy(files.CustomerCreate),
  CustomerEdit: lazy(files.CustomerEdit),
  OrderList: lazy(files.OrderList),
  OrderCreate: lazy(files.OrderCreate),
  OrderPage: lazy(files.OrderPage),
  AuditList: lazy(files.AuditList),
  StaffList: lazy(files.StaffList),
  StaffCreate: lazy(files.StaffCreate),
  StaffEdit: lazy(files.StaffEdit),
  ShopSettings: lazy(files.ShopSettings),
};

/** Fetches the other pages beforehand: the next click finds its page there. A failure shows when the page is asked for. */
export function fetchPages(): void {
  for (const file of Object.values(files)) file().catch(() => undefined);
}
