import { ConfigurationError } from '../errors/configuration-error.js';
import type { EntityMetadata } from '../model/type-orm-metadata.js';

/** A grammar was put on a query over another entity than the one that it was made of. */
export function unknownToEntity({ name }: EntityMetadata, property: string): ConfigurationError {
  return new ConfigurationError({
    subject: `${name}.${property}`,
    problem: 'is part of the list query, but not of the entity that the query builder reads.',
    remedy: 'Parse the list query by a grammar of that entity.',
  });
}
