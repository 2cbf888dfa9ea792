import type { Type } from '@nestjs/common';
import type { SchemaClass } from './schema-class.js';

/** A class as the mapped types of Nest take it: any instance, constructed without arguments. */
export type MappableClass = Type<Record<string, unknown>>;

/** Makes a class of this name; with a base, it inherits what decorators said of the base's fields. */
export function namedClass(name: string, base: MappableClass = Blank): MappableClass {
  const made = class extends base {};
  Object.defineProperty(made, 'name', { value: name });
  return made;
}

/** A schema class as the mapped types of Nest take it; they construct it without arguments and catch what it throws. */
export function mappable(schema: SchemaClass): MappableClass {
  if (isMappable(schema)) return schema;
  return Blank;
}

class Blank {
  [property: string]: unknown;
}

function isMappable(schema: unknown): schema is MappableClass {
  return typeof schema === 'function';
}
