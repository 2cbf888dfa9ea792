/** A decimal as text in hundredths: whole numbers add up without rounding. */
export function cents(amount: string): number {
  return Math.round(Number(amount) * 100);
}
