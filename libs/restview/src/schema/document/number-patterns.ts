import type { ColumnDescription } from '../../model/model-description.js';

/** Whole numbers as text; how great they may be is what the format says. */
export const bigintPattern = '^-?\\d+$';

/**
 * The decimals that a column takes, as text: so many digits before and after the point as it has, zeros at both ends aside.
 */
export function decimalPattern({ precision, scale }: Pick<ColumnDescription, 'precision' | 'scale'>): string {
  return `^-?${wholeDigits(precision, scale)}${fractionDigits(scale)}$`;
}

function wholeDigits(precision: number | undefined, scale: number | undefined): string {
  // Without a scale, both sides of the point share the precision, which no pattern says.
  if (precision === undefined || scale === undefined) return '\\d+';
  const most = precision - scale;
  return most > 0 ? `0*\\d{1,${String(most)}}` : '0+';
}

function fractionDigits(scale: number | undefined): string {
  if (scale === undefined) return '(\\.\\d+)?';
  return scale > 0 ? `(\\.\\d{1,${String(scale)}}0*)?` : '(\\.0+)?';
}
