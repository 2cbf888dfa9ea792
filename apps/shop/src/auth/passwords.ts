import { hash, verify } from '@node-rs/argon2';

/** Argon2id, by the defaults of the library: 19 MiB, two passes. */
export function hashPassword(password: string): Promise<string> {
  return hash(password);
}

/** No account has this hash: an unknown email is checked against it, so that it takes as long as a known one. */
const NOBODY = hash('nobody signs in by this');

/** Whether this is the password behind the hash; without a hash it is not, after the same time. */
export async function isPassword(password: string, passwordHash: string | undefined): Promise<boolean> {
  const matches = await verify(passwordHash ?? (await NOBODY), password);
  return matches && passwordHash !== undefined;
}
