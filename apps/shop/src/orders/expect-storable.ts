import { Unprocessable } from 'nestjs-restview';
import { centsOf } from './money.js';

/** What the columns hold; SQLite would take more and round it. */
const MOST = '9999999999.99';

/** Gives an amount of an order back, which must not be more than can be stored exactly. */
export function expectStorable(amount: string): string {
  if (centsOf(amount) <= centsOf(MOST)) return amount;
  throw new Unprocessable([{ pointer: '/lines', code: 'max', detail: `An order comes to ${MOST} at most.` }]);
}
