import type { RestviewRequest } from 'nestjs-restview';
import type { StaffMember } from './staff-member.js';

/** What Express and Fastify both have of a request, and what `SessionGuard` puts there. */
export interface ShopRequest extends RestviewRequest {
  readonly ip?: string;
  readonly protocol?: string;
  session?: { readonly id: string; readonly staff: StaffMember };
}
