const MILLISECONDS = 24 * 60 * 60 * 1000;

/** The last days up to this one, in UTC, as `2026-11-01`; the oldest first. */
export function daysUntil(today: Date, count: number): readonly string[] {
  return Array.from({ length: count }, (_, index) => nameOf(today.getTime() - (count - 1 - index) * MILLISECONDS));
}

/** The beginning of a day. */
export function dayOf(name: string): Date {
  return new Date(`${name}T00:00:00.000Z`);
}

/** The beginning of the month. */
export function monthOf(today: Date): Date {
  return new Date(Date.UTC(today.getUTCFullYear(), today.getUTCMonth(), 1));
}

function nameOf(time: number): string {
  return new Date(time).toISOString().slice(0, 10);
}
