import type { Role } from '../entities/staff.js';

/** Who is signed in. */
export interface StaffMember {
  readonly id: number;
  readonly name: string;
  readonly email: string;
  readonly role: Role;
  readonly store: { readonly id: number; readonly name: string };
}

/** What views know of who asks. */
declare module 'nestjs-restview' {
  interface RestviewCaller {
    readonly staff?: StaffMember;
    /** The sign-in by which the member is known. */
    readonly sessionId?: string;
  }
}
