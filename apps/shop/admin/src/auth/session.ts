import type { Role } from '../staff/staff-member.js';

/** Who is logged in, as `POST /api/auth/login` and `GET /api/auth/me` answer. */
export interface Session {
  readonly id: number;
  readonly name: string;
  readonly email: string;
  readonly role: Role;
  readonly store: { readonly id: number; readonly name: string };
}
