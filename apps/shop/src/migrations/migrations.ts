import { MakeShop1763700000000 } from './1763700000000-make-shop.js';

/** All migrations, in their order. */
export const migrations = [MakeShop1763700000000];
