import { Action } from 'nestjs-restview';
import { may } from '../../apps/shop/admin/src/auth/may.js';
import { ROLES } from '../../apps/shop/src/entities/staff.js';
import { CATALOGUE, MANAGEMENT, OWNERS_ONLY, type Rights, SALES } from '../../apps/shop/src/views/rights.js';

const rights: Readonly<Record<string, Rights>> = {
  products: CATALOGUE,
  categories: CATALOGUE,
  customers: SALES,
  orders: SALES,
  staff: OWNERS_ONLY,
  'audit-entries': MANAGEMENT,
};

/** What the page calls an action, and what the server calls it. */
const actions = [
  ['list', Action.GET_MANY],
  ['show', Action.GET_ONE],
  ['create', Action.CREATE],
  ['edit', Action.UPDATE],
  ['delete', Action.DELETE],
  ['restore', 'restore'],
] as const;

describe.each(ROLES)('what the admin page shows to the role %s', (role) => {
  it.each(Object.keys(rights))('of %s is what the server allows', (resource) => {
    const shown = actions.filter(([action]) => may(role, action, resource)).map(([action]) => action);
    const allowed = actions.filter(([, action]) => rights[resource]?.[role](action)).map(([action]) => action);
    expect(shown).toEqual(allowed);
  });
});
