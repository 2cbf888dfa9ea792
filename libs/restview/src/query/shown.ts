const LONGEST = 100;

/** A client's own words in a message: cut where they are longer than a message should be. */
export function shown(text: string): string {
  return text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text;
}
