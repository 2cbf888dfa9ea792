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
  readonly key: string;
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
    const counted = [this.#triesOf(address), this.#triesOf(`${address} ${email}`)] as const;
    const limits = [this.limits.triesFromAddress, this.limits.tries] as const;
    for (const [index, { count, until }] of counted.entries()) {
      if (count >= (limits[index] ?? 0)) throw new TooManyTries(Math.ceil((until - this.now().getTime()) / 1000));
    }
    // What is refused is not kept, so that nobody can fill the memory with emails.
    for (const tries of counted) {
      tries.count += 1;
      this.#tries.set(tries.key, tries);
    }
  }

  /**
   * The password was right: what was counted of this email is forgotten, and of the address this try alone. Else whoever
   * has an account could sign in by it now and then, and go on with those of others.
   */
  succeed(email: string, address: string): void {
    this.#tries.delete(`${address} ${email}`);
    const tries = this.#tries.get(address);
    if (tries) tries.count -= 1;
  }

  #triesOf(key: string): Tries {
    return this.#tries.get(key) ?? { key, count: 0, until: this.now().getTime() + this.limits.seconds * 1000 };
  }

  #forgetOld(): void {
    const now = this.now().getTime();
    for (const [key, { until }] of this.#tries) if (until <= now) this.#tries.delete(key);
  }
}
