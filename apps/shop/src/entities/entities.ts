import { AuditEntry } from './audit-entry.js';
import { Category } from './category.js';
import { Customer } from './customer.js';
import { Order } from './order.js';
import { OrderLine } from './order-line.js';
import { Product } from './product.js';
import { Session } from './session.js';
import { Staff } from './staff.js';
import { Store } from './store.js';

/** All tables of the shop. */
export const entities = [Store, Staff, Session, Customer, Category, Product, Order, OrderLine, AuditEntry];
