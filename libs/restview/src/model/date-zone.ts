import type { DataSource } from 'typeorm';

/**
 * Whether dates come back as the day before, on MySQL.
 *
 * The driver makes a `Date` of a DATE, midnight in the connection's `timezone`; TypeORM reads the day from it in the
 * time zone of the process. West of the connection's zone that is still the day before.
 *
 * @internal
 */
export function shiftsDates({ options }: DataSource, localOffsets: readonly number[] = ownOffsets()): boolean {
  if (options.type !== 'mysql' && options.type !== 'mariadb') return false;
  const { timezone, dateStrings } = options;
  if (dateStrings === true || (Array.isArray(dateStrings) && dateStrings.includes('DATE'))) return false;
  if (timezone === undefined || timezone === 'local') return false;
  return localOffsets.some((offset) => offset < offsetOf(timezone));
}

/** Minutes east of UTC, in winter and in summer. */
function ownOffsets(): readonly number[] {
  return [0, 6].map((month) => -new Date(2024, month, 1).getTimezoneOffset());
}

function offsetOf(timezone: string): number {
  const [, sign = '+', hours = '0', minutes = '0'] = /^([+-])(\d\d):?(\d\d)?$/.exec(timezone) ?? [];
  return (sign === '-' ? -1 : 1) * (Number(hours) * 60 + Number(minutes));
}
