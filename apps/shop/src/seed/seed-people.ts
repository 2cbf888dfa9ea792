import { hash } from '@node-rs/argon2';
import type { EntityManager } from 'typeorm';
import { Customer } from '../entities/customer.js';
import { type Role, ROLES, Staff } from '../entities/staff.js';
import { Store } from '../entities/store.js';
import { insertRows } from './insert-rows.js';
import { itemAt, type Random } from './random.js';
import type { SeedSizes } from './seed-sizes.js';
import { CITIES, FIRST_NAMES, LAST_NAMES, NOTES, STORES } from './words.js';

/** For demonstration only: all members of staff in the seed have this one. */
export const DEMO_PASSWORD = 'kettle-and-oak-26';
export const DEMO_OWNER = 'ada@north.example';

const DAY = 24 * 60 * 60 * 1000;

/** Stores, an owner, a manager and a clerk for each, and customers. */
export async function seedPeople(sizes: SeedSizes, random: Random, manager: EntityManager): Promise<void> {
  const { stores, customers, today } = sizes;
  const opened = new Date(today.getTime() - 400 * DAY);
  const names = Array.from({ length: stores }, (_, index) => storeName(index));
  await insertRows(
    manager,
    Store,
    names.map((name, index) => ({
      id: index + 1,
      name,
      currency: 'EUR',
      lowStockAt: 5,
      lastOrderNumber: Math.floor((sizes.orders + stores - 1 - index) / stores),
    })),
  );
  // A salt of its own for each would be right anywhere but here, where the password is printed at the start.
  const passwordHash = await hash(DEMO_PASSWORD, { salt: Buffer.alloc(16, 'restview-shop') });
  await insertRows(
    manager,
    Staff,
    names.flatMap((store, index) =>
      ROLES.map((role) => {
        const { id, first, name } = memberOf(index + 1, role);
        const email = `${first.toLowerCase()}@${domainOf(store)}`;
        return { id, storeId: index + 1, name, email, role, active: true, passwordHash, createdAt: opened };
      }),
    ),
  );
  await insertRows(
    manager,
    Customer,
    Array.from({ length: customers }, (_, index) => {
      const [first, last] = [random.pick(FIRST_NAMES), random.pick(LAST_NAMES)];
      const createdAt = new Date(opened.getTime() + Math.floor(random.next() * 34 * DAY));
      return {
        ...{ id: index + 1, storeId: 1 + (index % stores), name: `${first} ${last}` },
        email: `${first}.${last}${String(index + 1)}@mail.example`.toLowerCase(),
        phone: random.chance(0.7) ? `+00 ${String(random.between(100_000, 999_999))}` : null,
        city: random.pick(CITIES),
        note: random.chance(0.1) ? `${random.pick(NOTES)}.` : null,
        ...{ createdAt, updatedAt: createdAt, deletedAt: random.chance(0.01) ? today : null },
      };
    }),
  );
}

/** The clerk of a store. */
export function clerkOf(storeId: number): Pick<Staff, 'id' | 'name'> {
  return memberOf(storeId, 'clerk');
}

function memberOf(storeId: number, role: Role) {
  const place = ROLES.indexOf(role);
  const first = itemAt(FIRST_NAMES, (storeId - 1) * ROLES.length + place);
  const name = `${first} ${itemAt(LAST_NAMES, (storeId - 1) * 7 + place * 3)}`;
  return { id: (storeId - 1) * ROLES.length + place + 1, first, name };
}

function storeName(index: number): string {
  const round = Math.floor(index / STORES.length);
  return itemAt(STORES, index) + (round === 0 ? '' : ` ${String(round + 1)}`);
}

/** `Old Mill` is `old-mill.example`. */
function domainOf(store: string): string {
  return `${store.toLowerCase().replaceAll(' ', '-')}.example`;
}
