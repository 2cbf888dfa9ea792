import type { DataSource } from 'typeorm';

/** The day of a moment in the words of the database, as `2026-11-01`. */
export function daySql({ options }: DataSource, moment: string): string {
  return options.type === 'postgres' ? `TO_CHAR(${moment}, 'YYYY-MM-DD')` : `DATE(${moment})`;
}
