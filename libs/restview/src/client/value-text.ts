import { UsageError } from './usage-error.js';

/** A value as it stands in a URL, before it is escaped. */
export function valueText(value: unknown, name: string): string {
  switch (typeof value) {
    case 'string':
      return value;
    case 'number':
    case 'boolean':
    case 'bigint':
      return String(value);
    default:
      throw new UsageError(
        value === null || value === undefined
          ? `"${name}" is ${String(value)}. Leave the name out, or use { isnull: true } for rows without a value.`
          : `"${name}" has a value that is neither a text nor a number nor a boolean.`,
      );
  }
}

/** A value in double quotes, in which every character stands for itself. */
export function quoted(text: string): string {
  return `"${text.replaceAll('"', '""')}"`;
}

/** A value of a list that is separated by commas. */
export function listItem(text: string): string {
  return text.startsWith('"') || text.includes(',') ? quoted(text) : text;
}
