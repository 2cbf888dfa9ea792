import { isoDatetime } from './iso-datetime.js';
import { accepted, refused, type ValueReading } from './value-reading.js';

const dateForm = /^(\d{4})-(\d{2})-(\d{2})$/;
const timeForm = /^(\d{2}):(\d{2})(?::(\d{2})(?:\.(\d{1,6}))?)?$/;
const datetimeForm =
  /^(\d{4}-\d{2}-\d{2})(?:[Tt ](\d{2}:\d{2}(?::\d{2}(?:\.\d{1,9})?)?)([Zz]|[+-]\d{2}(?::?\d{2})?)?)?$/;
/** An offset whose `+` was read as a space, as a form-encoded URL has it. */
const spacedOffset = /([Tt ]\d{2}:\d{2}(?::\d{2}(?:\.\d{1,9})?)?) (\d{2}(?::?\d{2})?)$/;

/**
 * `YYYY-MM-DD` as the value of a date column, if there is such a day; or a `Date` that a hook made.
 *
 * @internal
 */
export function readDate(value: unknown): ValueReading {
  if (isDate(value)) return accepted(value);
  if (typeof value !== 'string' || !dateForm.test(value)) return refused('type', 'It must be a date: YYYY-MM-DD.');
  return startOfDay(value) === undefined ? refused('out_of_range', 'There is no such day.') : accepted(value);
}

/**
 * `HH:MM[:SS[.ffffff]]` as the value of a time column, with its seconds, so that equal times are equal texts.
 *
 * @internal
 */
export function readTime(value: unknown): ValueReading {
  if (isDate(value)) return accepted(value);
  const parts = typeof value === 'string' ? timeForm.exec(value) : null;
  if (parts === null) return refused('type', 'It must be a time of day: HH:MM:SS.');
  const [, hour = '', minute = '', second = '00', fraction = ''] = parts;
  if (Number(hour) > 23 || Number(minute) > 59 || Number(second) > 59) {
    return refused('out_of_range', 'There is no such time of day.');
  }
  const significant = fraction.replace(/0+$/, '');
  return accepted(`${hour}:${minute}:${second}${significant && `.${significant}`}`);
}

/**
 * An ISO 8601 date and time as the value of a datetime column: a `Date`.
 *
 * Without an offset it is UTC; without a time it is the start of the day. Digits below the millisecond are dropped.
 *
 * @internal
 */
export function readDatetime(value: unknown): ValueReading {
  if (isDate(value)) return accepted(value);
  const parts = typeof value === 'string' ? datetimeForm.exec(value) : null;
  if (parts === null) return refused('type', 'It must be an ISO 8601 date and time, such as 2024-05-31T12:30:00Z.');
  const [, day = '', time = '00:00', zone = 'Z'] = parts;
  const dayStart = startOfDay(day);
  const sinceMidnight = millisecondsOf(time);
  const offset = offsetOf(zone);
  if (dayStart === undefined || sinceMidnight === undefined || offset === undefined) {
    return refused('out_of_range', 'There is no such date and time.');
  }
  const date = new Date(dayStart + sinceMidnight - offset);
  const year = date.getUTCFullYear();
  if (year < 1 || year > 9999) return refused('out_of_range', 'It must be between the years 0001 and 9999.');
  return accepted(date);
}

/**
 * The same from the text of a URL.
 *
 * @internal
 */
export function parseDatetime(text: string): ValueReading {
  return readDatetime(text.replace(spacedOffset, '$1+$2'));
}

/**
 * A time of day without zeros at the end of its fraction, which MySQL pads and the others do not.
 *
 * @internal
 */
export function writeTime(value: unknown): unknown {
  return typeof value === 'string' ? value.replace(/(\.\d*?)0+$/, '$1').replace(/\.$/, '') : value;
}

/**
 * A datetime as ISO 8601 in UTC. A date that is none (MySQL's 0000-00-00, PostgreSQL's infinity) is `null`.
 *
 * @internal
 */
export function writeDatetime(value: unknown): unknown {
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? null : isoDatetime(value);
  return typeof value === 'number' && !Number.isFinite(value) ? null : value;
}

/**
 * A date as `YYYY-MM-DD`. TypeORM takes a `Date` in a date column for a day of the process's own time zone.
 *
 * @internal
 */
export function writeDate(value: unknown): unknown {
  if (!(value instanceof Date)) return value;
  if (Number.isNaN(value.getTime())) return null;
  const pad = (number: number, width: number): string => String(number).padStart(width, '0');
  return `${pad(value.getFullYear(), 4)}-${pad(value.getMonth() + 1, 2)}-${pad(value.getDate(), 2)}`;
}

function isDate(value: unknown): value is Date {
  return value instanceof Date && !Number.isNaN(value.getTime());
}

/** Midnight UTC of a day, or nothing where the calendar has no such day. */
function startOfDay(text: string): number | undefined {
  const [year = 0, month = 0, day = 0] = text.split('-').map(Number);
  const date = new Date(0);
  // Not Date.UTC, which takes the years 0 to 99 for 1900 to 1999.
  date.setUTCFullYear(year, month - 1, day);
  const exists = year >= 1 && date.getUTCMonth() === month - 1 && date.getUTCDate() === day;
  return exists ? date.getTime() : undefined;
}

function millisecondsOf(time: string): number | undefined {
  const [hour = 0, minute = 0, seconds = 0] = time.split(':').map(Number);
  if (hour > 23 || minute > 59 || seconds >= 60) return undefined;
  // 0.1 + 0.2 is no reason to lose a millisecond, so the digits are cut as text.
  const milliseconds = Number((time.split('.')[1] ?? '').slice(0, 3).padEnd(3, '0'));
  return ((hour * 60 + minute) * 60 + Math.floor(seconds)) * 1000 + milliseconds;
}

function offsetOf(zone: string): number | undefined {
  if (zone === 'Z' || zone === 'z') return 0;
  const hours = Number(zone.slice(1, 3));
  const minutes = Number(zone.slice(3).replace(':', ''));
  if (hours > 23 || minutes > 59) return undefined;
  return (zone.startsWith('-') ? -1 : 1) * (hours * 60 + minutes) * 60_000;
}
