import type { SchemaClass } from '../schema/schema-class.js';
import type { SchemaDescription } from '../schema/schema-description.js';

/**
 * One side of a body: the class that documents and validates it, and its fields.
 *
 * @public
 */
export interface InputDefinition {
  /** The class that documents and validates the body. */
  readonly schema: SchemaClass;
  /** Its fields, or those of the read schema that it is derived from. */
  readonly description: SchemaDescription;
}
