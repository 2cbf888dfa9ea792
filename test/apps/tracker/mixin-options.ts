import type { RestviewCaller } from 'nestjs-restview';

/** Whose rows there are. */
export const tenant = {
  property: 'organisationId',
  tenant: (caller: RestviewCaller) => caller.tenantId,
} as const;

/** Who made a row, and who changed it last. */
export const stamps = {
  createdBy: 'createdById',
  updatedBy: 'updatedById',
  by: (caller: RestviewCaller) => caller.userId,
} as const;
