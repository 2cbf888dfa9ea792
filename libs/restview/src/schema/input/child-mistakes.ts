import { ConfigurationError, type ConfigurationMistake } from '../../errors/configuration-error.js';
import type { RelationDescription } from '../../model/model-description.js';
import { type ChildInput, childInputOf } from './child-input.js';
import type { FieldDescription, SchemaDescription } from '../schema-description.js';

/**
 * What is wrong with the nested writes of a schema and of those that it nests, at any depth.
 *
 * Call it at start, when all modules are loaded.
 */
export function childMistakes(description: SchemaDescription): readonly ConfigurationMistake[] {
  const seen = new Set([description]);
  const mistakes: ConfigurationMistake[] = [];
  for (const current of seen) {
    for (const field of current.fields) {
      try {
        if (field.nested) seen.add(field.nested());
        mistakes.push(...ownMistakes(current, field));
      } catch (error) {
        // A nested class that is missing, or no entity, is told of elsewhere.
        if (!(error instanceof ConfigurationError)) throw error;
      }
    }
  }
  return mistakes;
}

function ownMistakes(owner: SchemaDescription, field: FieldDescription): readonly ConfigurationMistake[] {
  const { relation, nested } = field;
  if (relation?.kind !== 'one-to-many' && relation?.kind !== 'one-to-one') return [];
  const input = childInputOf(field, owner);
  if (!input || !nested) return [];
  const subject = `${owner.schema.name}.${field.property}`;
  const child = relation.target().name;
  return [...linkMistakes(input, subject, child, relation.kind), ...keyMistakes(input, nested(), subject, child)];
}

function linkMistakes(
  { link }: ChildInput,
  subject: string,
  child: string,
  kind: RelationDescription['kind'],
): ConfigurationMistake[] {
  if (!link.isOwnedByChild || link.backReference.length > 0) return [];
  const decorator = kind === 'one-to-one' ? 'OneToOne' : 'OneToMany';
  return [
    {
      subject,
      problem: `is written with its owner, but ${child} has no relation that leads back.`,
      remedy: `Declare the other side on ${child} and name it: @${decorator}(() => ${child}, (child) => child.owner).`,
    },
  ];
}

function keyMistakes(
  { keys, write, changesInPlace }: ChildInput,
  nested: SchemaDescription,
  subject: string,
  child: string,
): ConfigurationMistake[] {
  if (write === 'append' || changesInPlace) return [];
  return keys
    .filter(({ property }) => !nested.fields.some((one) => one.property === property && one.access !== 'write-only'))
    .map(({ property }) => ({
      subject,
      problem: `names rows by their key, and ${nested.schema.name} does not show ${child}.${property}.`,
      remedy: `Add "@ReadOnly() readonly ${property}" to ${nested.schema.name}, or use write: 'append'.`,
    }));
}
