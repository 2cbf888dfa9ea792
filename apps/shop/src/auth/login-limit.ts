import { TooManyTries } from './too-many-tries.js';

/** How often one may try to sign in. */
export interface LoginLimits {
  /** Wrong passwords for one email from one address. */
  readonly tries: number;
  /** Wrong passwords from one address, whatever the email. */
  readonly triesFromAddress: number;
  /** After this time they are forgotten. */
  readonly seconds: number;
}

interface Tries {
  count: number;
  readonly until: number;
}

/**
 * Counts wrong passwords, so that nobody can try them all.
 *
 * A try counts before its password is looked at: a thousand at the same moment are a thousand. Kept in this process;
 * several processes behind one address need a store that they share, such as Redis.
 */
export class LoginLimit {
  readonly #tries = new Map<string, Tries>();

  constructor(
    private readonly limits: LoginLimits,
    private readonly now: () => Date,
  ) {}

  /** @throws {@link TooManyTries} when there have been too many. */
  begin(email: string, address: string): void {
    this.#forgetOld();
    const { tries, triesFromAddress } = this.limits;
    this.#count(`${address} ${email}`, tries);
    this.#count(address, triesFromAddress);
  }

  /** The password was right: what was counted is forgotten. */
  succeed(email: string, address: string): void {
    this.#tries.delete(`${address} ${email}`);
    this.#tries.delete(address);
  }

  #count(key: string, limit: number): void {
    const now = this.now().getTime();
    const tries = this.#tries.get(key) ?? { count: 0, until: now + this.limits.seconds * 1000 };
    if (tries.count >= limit) throw new TooManyTries(Math.ceil((tries.until - now) / 1000));
    tries.count += 1;
    this.#tries.set(key, tries);
  }

  #forgetOld(): void {
    const now = this.now().getTime();
    for (const [key, { until }] of this.#tries) if (until <= now) this.#tries.delete(key);
  }
}
