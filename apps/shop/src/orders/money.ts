/** An amount of money in whole cents: sums and products of it are exact, as those of floating point numbers are not. */
export type Cents = bigint;

/**
 * The cents of a decimal with up to two digits after the point: `"12.9"` is 1290.
 *
 * The driver of SQLite hands decimals over as numbers, whatever the entity says; their shortest digits are the decimal.
 */
export function centsOf(decimal: string | number): Cents {
  const text = String(decimal);
  const [whole = '0', fraction = ''] = text.split('.');
  const cents = BigInt(whole.replace('-', '') + fraction.padEnd(2, '0'));
  return text.startsWith('-') ? -cents : cents;
}

/** The decimal of an amount: 1290 is `"12.90"`. */
export function decimalOf(cents: Cents): string {
  const digits = String(cents < 0n ? -cents : cents).padStart(3, '0');
  return `${cents < 0n ? '-' : ''}${digits.slice(0, -2)}.${digits.slice(-2)}`;
}

/** The sum of decimals. */
export function sumOf(decimals: readonly (string | number)[]): string {
  return decimalOf(decimals.reduce((sum, decimal) => sum + centsOf(decimal), 0n));
}
