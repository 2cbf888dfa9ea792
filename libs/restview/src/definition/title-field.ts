import type { ConfigurationMistake } from '../errors/configuration-error.js';
import type { FieldDescription, SchemaDescription } from '../schema/schema-description.js';

/** Names of fields by which people know a row, the likeliest first; in small letters, without what separates words. */
const USUAL = ['name', 'title', 'label', 'displayname', 'fullname', 'subject', 'headline', 'username', 'email', 'code'];

/** The field that stands for a row where people choose one, by its public name: as the option says, else one of the usual. */
export function titleFieldOf(
  view: string,
  option: string | undefined,
  { name, fields }: SchemaDescription,
  mistakes: ConfigurationMistake[],
): string | undefined {
  const shown = fields.filter((field) => field.access !== 'write-only' && !field.nested && !field.isList);
  if (option === undefined) return usual(shown);
  if (shown.some(({ wireName }) => wireName === option)) return option;
  mistakes.push({
    subject: `${view}: "titleField"`,
    problem: `names "${option}", which is no single value that ${name} shows.`,
    remedy: `Name one of ${shown.map(({ wireName }) => wireName).join(', ')}.`,
  });
  return undefined;
}

function usual(shown: readonly FieldDescription[]): string | undefined {
  const texts = shown.filter(({ column }) => column?.kind === 'string');
  const named = USUAL.map((name) => texts.find((field) => field.wireName.toLowerCase().replace(/[-_]/g, '') === name));
  return named.find((field) => field !== undefined)?.wireName;
}
