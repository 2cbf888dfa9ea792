import { type DynamicModule, Global, Module } from '@nestjs/common';
import { CLOCK, SHOP_OPTIONS, type ShopOptions } from './shop-options.js';

/** The options of the shop, for whoever injects them. */
@Global()
@Module({})
export class SettingsModule {
  static with(options: ShopOptions): DynamicModule {
    return {
      module: SettingsModule,
      providers: [
        { provide: SHOP_OPTIONS, useValue: options },
        { provide: CLOCK, useValue: options.now ?? (() => new Date()) },
      ],
      exports: [SHOP_OPTIONS, CLOCK],
    };
  }
}
