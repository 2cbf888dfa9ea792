import { type DynamicModule, Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { RestviewModule } from 'nestjs-restview';
import { AuthModule } from './auth/auth.module.js';
import type { ShopRequest } from './auth/shop-request.js';
import { Dashboard } from './dashboard/dashboard.js';
import { DashboardController } from './dashboard/dashboard.controller.js';
import { pageModule } from './page/page.module.js';
import { SettingsModule } from './settings.module.js';
import type { ShopOptions } from './shop-options.js';
import { AuditEntryView } from './views/audit-entry.view.js';
import { CategoryView } from './views/category.view.js';
import { CustomerView } from './views/customer.view.js';
import { OrderLineView } from './views/order-line.view.js';
import { OrderView } from './views/order.view.js';
import { ProductView } from './views/product.view.js';
import { StaffView } from './views/staff.view.js';
import { StoreView } from './views/store.view.js';

@Module({
  controllers: [
    StoreView,
    StaffView,
    CustomerView,
    CategoryView,
    ProductView,
    OrderView,
    OrderLineView,
    AuditEntryView,
    DashboardController,
  ],
  providers: [Dashboard],
})
export class ShopModule {
  static with(options: ShopOptions): DynamicModule {
    return {
      module: ShopModule,
      imports: [
        SettingsModule.with(options),
        TypeOrmModule.forRoot({ ...options.database, retryAttempts: 0 }),
        RestviewModule.forRoot({
          // `SessionGuard` has looked the member up.
          caller: ({ session }: ShopRequest) => (session ? { staff: session.staff, sessionId: session.id } : {}),
          requirePolicy: true,
          problemFilter: 'global',
        }),
        AuthModule,
        pageModule(options.page),
      ],
    };
  }
}
