import { View } from 'nestjs-restview';
import { Customer } from '../entities/customer.js';
import { CustomerRead } from '../schemas/customer.js';
import { RestorableView } from './restorable-view.js';
import { SALES } from './rights.js';

@View('customers', {
  model: Customer,
  schema: CustomerRead,
  searchFields: ['name', 'email', 'city'],
  defaultSort: 'name',
})
export class CustomerView extends RestorableView<Customer, CustomerRead> {
  protected override readonly rights = SALES;
}
