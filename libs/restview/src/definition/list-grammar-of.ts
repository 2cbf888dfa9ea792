import { ConfigurationError, type ConfigurationMistake } from '../errors/configuration-error.js';
import { describeModel } from '../model/describe-model.js';
import type { EntityClass } from '../model/entity-class.js';
import { publicPaths } from '../query/list-fields.js';
import type { ListGrammar } from '../query/list-grammar.js';
import { describeSchema } from '../schema/describe-schema.js';
import { schemaFromModel } from '../schema/read-schema.js';
import type { SchemaClass } from '../schema/schema-class.js';
import { defineList } from './define-list.js';
import type { ListOptions } from './list-options.js';

/**
 * The list grammar of an entity for a hand-written controller: what a view has, without a view.
 *
 * Make it once; then `parseListQuery` reads a request by it, and `applyListQuery` puts the result on any query over the
 * entity.
 *
 * @param schema - says which columns are public; without it every selected column is.
 * @throws {@link ConfigurationError} with everything that is wrong with the schema and the options.
 * @example
 * const grammar = listGrammarOf(User, UserRead, { searchFields: ['name'] });
 *
 * @public
 */
export function listGrammarOf(entity: EntityClass, schema?: SchemaClass, options: ListOptions = {}): ListGrammar {
  const mistakes: ConfigurationMistake[] = [];
  const model = describeModel(entity);
  const { description, mistakes: found } = describeSchema(schema ?? schemaFromModel(model), model);
  mistakes.push(...found);
  const grammar = defineList(model.name, options, model, description, mistakes);
  // Other entities' schemas are read late; here nobody comes later to report what is wrong with them.
  publicPaths(grammar.fields, grammar.limits.maxPathDepth);
  if (mistakes.length > 0) throw new ConfigurationError(...mistakes);
  return grammar;
}
