import { View } from 'nestjs-restview';
import { Product } from '../entities/product.js';
import { ProductRead } from '../schemas/product.js';
import { RestorableView } from './restorable-view.js';
import { CATALOGUE } from './rights.js';

@View('products', { model: Product, schema: ProductRead, searchFields: ['name', 'sku'], defaultSort: 'name' })
export class ProductView extends RestorableView<Product, ProductRead> {
  protected override readonly rights = CATALOGUE;
}
