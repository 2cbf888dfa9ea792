import { randomUUID } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { JwtService } from '@nestjs/jwt';
import { DataSource, LessThan } from 'typeorm';
import { Session } from '../entities/session.js';
import type { Staff } from '../entities/staff.js';
import { CLOCK, type Clock, SESSION_SECONDS } from '../shop-options.js';
import type { StaffMember } from './staff-member.js';

/** What a token says: whose it is (`sub`), and of which session (`jti`). */
interface Claims {
  readonly sub: string;
  readonly jti: string;
}

/**
 * Sign-ins: a signed token for the client, and a row here while it is good.
 *
 * The row is read with its member on each request, by one statement of two keys: who is deactivated, has another role
 * or has signed out is so from the next request on, which no claim in a token could tell.
 */
@Injectable()
export class Sessions {
  constructor(
    private readonly dataSource: DataSource,
    private readonly tokens: JwtService,
    @Inject(CLOCK) private readonly now: Clock,
  ) {}

  /** Opens a session and gives its token; what this member has left to expire is swept away. */
  async open(staff: Staff): Promise<string> {
    const { manager } = this.dataSource;
    const now = this.now();
    const expiresAt = new Date(now.getTime() + SESSION_SECONDS * 1000);
    const id = randomUUID();
    await manager.delete(Session, { staffId: staff.id, expiresAt: LessThan(now) });
    await manager.insert(Session, { id, staffId: staff.id, expiresAt });
    return this.tokens.signAsync({}, { subject: String(staff.id), jwtid: id, expiresIn: SESSION_SECONDS });
  }

  /** Who has this token; nobody for one that is forged, expired, ended, or of somebody who is not active any more. */
  async find(token: string): Promise<{ readonly id: string; readonly staff: StaffMember } | undefined> {
    const claims = await this.#read(token);
    if (!claims) return undefined;
    const session = await this.dataSource.manager
      .createQueryBuilder(Session, 'session')
      .innerJoinAndSelect('session.staff', 'staff')
      .innerJoinAndSelect('staff.store', 'store')
      .where('session.id = :id AND session.expiresAt > :now', { id: claims.jti, now: this.now() })
      .andWhere('staff.active = :active', { active: true })
      .getOne();
    return session && String(session.staffId) === claims.sub
      ? { id: session.id, staff: memberOf(session.staff) }
      : undefined;
  }

  async end(id: string): Promise<void> {
    await this.dataSource.manager.delete(Session, { id });
  }

  async #read(token: string): Promise<Claims | undefined> {
    try {
      const claims = await this.tokens.verifyAsync<Partial<Claims>>(token);
      return typeof claims.sub === 'string' && typeof claims.jti === 'string'
        ? { sub: claims.sub, jti: claims.jti }
        : undefined;
    } catch {
      return undefined;
    }
  }
}

/** What is told of a member. */
export function memberOf({ id, name, email, role, store }: Staff): StaffMember {
  return { id, name, email, role, store: { id: store.id, name: store.name } };
}
