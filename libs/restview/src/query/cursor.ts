import { createHash, createHmac, randomBytes, timingSafeEqual } from 'node:crypto';

/**
 * A place between two rows of an ordered list.
 *
 * @public
 */
export interface Cursor {
  /** The sort values of the row beside the place, in the database's own text or number; the key is the last. */
  readonly values: readonly CursorValue[];
  /** `next`: the rows after that row; `prev`: the rows before it. */
  readonly direction: 'next' | 'prev';
}

/** @internal */
/**
 * A value that a cursor keeps of a sort column.
 *
 * @public
 */
export type CursorValue = string | number | boolean | null;

/** Longest text that is looked at; the sort values are in it, and a server that takes shorter URLs says so itself. */
const LONGEST_CURSOR = 1_000_000;

let ownSecret: string | undefined;

/** A secret that this process made up: what it signs, no other one can read or forge. */
export function processSecret(): string {
  return (ownSecret ??= randomBytes(32).toString('base64url'));
}

/** A fingerprint of what a cursor belongs to: the sort and the conditions of its list. */
export function fingerprint(description: unknown): string {
  return createHash('sha256').update(JSON.stringify(description, textOfBigint)).digest('base64url').slice(0, 16);
}

/** The opaque text of a cursor, signed together with the fingerprint of its list. */
export function writeCursor({ values, direction }: Cursor, list: string, secret: string): string {
  const content = Buffer.from(JSON.stringify([direction, ...values])).toString('base64url');
  return `${content}.${signature(content, list, secret)}`;
}

/** Reads a cursor; `undefined` for one of another list, and for one that was not written here. */
export function readCursor(text: string, list: string, secret: string): Cursor | undefined {
  if (text.length > LONGEST_CURSOR) return undefined;
  const [content = '', signed = '', ...more] = text.split('.');
  const [given, expected] = [Buffer.from(signed), Buffer.from(signature(content, list, secret))];
  if (more.length > 0 || given.length !== expected.length || !timingSafeEqual(given, expected)) return undefined;
  const parts = parsed(Buffer.from(content, 'base64url').toString());
  if (!isList(parts)) return undefined;
  const [direction, ...values] = parts;
  if ((direction !== 'next' && direction !== 'prev') || !values.every(isCursorValue)) return undefined;
  return { direction, values };
}

function signature(content: string, list: string, secret: string): string {
  return createHmac('sha256', secret).update(`${list} ${content}`).digest('base64url').slice(0, 22);
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function isList(value: unknown): value is readonly unknown[] {
  return Array.isArray(value);
}

function isCursorValue(value: unknown): value is CursorValue {
  return value === null || ['string', 'number', 'boolean'].includes(typeof value);
}

function textOfBigint(_key: string, value: unknown): unknown {
  return typeof value === 'bigint' ? String(value) : value;
}
