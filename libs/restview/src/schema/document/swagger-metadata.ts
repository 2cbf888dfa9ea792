import 'reflect-metadata';
import { ApiProperty, DECORATORS, type ApiPropertyOptions } from '@nestjs/swagger';
import type { SchemaClass } from '../schema-class.js';

/** What a property says in the document, as `@ApiProperty` takes it: an OpenAPI schema and some words of Nest's own. */
export interface PropertyDocument {
  readonly name?: string;
  /** The name of a type, a class, or a function called `type` that gives a class. */
  readonly type?: unknown;
  readonly isArray?: boolean;
  readonly required?: boolean | readonly string[];
  readonly nullable?: boolean;
  readonly enum?: unknown;
  readonly [keyword: string]: unknown;
}

/** The static method that the Nest Swagger CLI plugin adds to a class. */
const PLUGIN_FACTORY = '_OPENAPI_METADATA_FACTORY';

/** The properties that carry `@ApiProperty`, inherited ones included, in the order of their declaration. */
export function documentedProperties(schema: SchemaClass): readonly string[] {
  const keys: unknown = Reflect.getMetadata(DECORATORS.API_MODEL_PROPERTIES_ARRAY, prototypeOf(schema));
  if (!Array.isArray(keys)) return [];
  return keys.filter((key) => typeof key === 'string').map((key) => key.slice(1));
}

/** What the schema's author says of a property, by `@ApiProperty` or the CLI plugin; what we added is left out. */
export function saidDocument(schema: SchemaClass, property: string): PropertyDocument {
  return { ...pluginDocument(schema)[property], ...decoratedDocument(schema, property) };
}

/** Adds to what `@ApiProperty` says of a property; what is given wins over what was said. */
export function documentProperty(schema: SchemaClass, property: string, document: PropertyDocument): void {
  const prototype = prototypeOf(schema);
  const said = SAID.get(prototype) ?? new Map<string, PropertyDocument | undefined>();
  if (!said.has(property)) said.set(property, ownDocument(prototype, property));
  SAID.set(prototype, said);
  // Nest's union of option shapes describes literals; a document that is put together is one of them all the same.
  ApiProperty(document as ApiPropertyOptions)(prototype, property);
}

/**
 * Adds a keyword to a documented property whose value is asked for each time that a document is made.
 *
 * What the author of the schema says of it stands; without `read` the property loses what it has from a base class.
 */
export function documentKeyword(
  schema: SchemaClass,
  property: string,
  keyword: string,
  author: SchemaClass,
  read: (() => unknown) | undefined,
): void {
  const document = ownDocument(prototypeOf(schema), property);
  if (!document || saidDocument(author, property)[keyword] !== undefined) return;
  if (read) Object.defineProperty(document, keyword, { get: read, enumerable: true, configurable: true });
  else Reflect.deleteProperty(document, keyword);
}

/** What the document says of a property of this very class. */
export function documentOf(schema: SchemaClass, property: string): PropertyDocument | undefined {
  return ownDocument(prototypeOf(schema), property);
}

/** Gives a property of a mapped class what the author of its source said, without what we added to the source. */
export function copySaidDocument(source: SchemaClass, target: SchemaClass, property: string): void {
  const prototype = prototypeOf(target);
  if (!ownDocument(prototype, property)) return;
  const said = decoratedDocument(source, property) ?? { type: designType(source, property) };
  Reflect.defineMetadata(DECORATORS.API_MODEL_PROPERTIES, said, prototype, property);
}

/** What was said of properties before we added to it, by prototype. */
const SAID = new WeakMap<object, Map<string, PropertyDocument | undefined>>();

function decoratedDocument(schema: SchemaClass, property: string): PropertyDocument | undefined {
  for (let level: unknown = prototypeOf(schema); isObject(level); level = Object.getPrototypeOf(level)) {
    const known = SAID.get(level);
    const said = known?.has(property) ? known.get(property) : ownDocument(level, property);
    if (said) return said;
  }
  return undefined;
}

function ownDocument(prototype: object, property: string): PropertyDocument | undefined {
  return Reflect.getOwnMetadata(DECORATORS.API_MODEL_PROPERTIES, prototype, property) as PropertyDocument | undefined;
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}

/** What the Nest Swagger CLI plugin says of a class and its base classes, by property. */
export function pluginDocument(schema: object): Readonly<Record<string, PropertyDocument>> {
  const levels: Readonly<Record<string, PropertyDocument>>[] = [];
  for (let level: unknown = schema; typeof level === 'function'; level = Object.getPrototypeOf(level)) {
    if (!Object.hasOwn(level, PLUGIN_FACTORY)) continue;
    const factory: unknown = Reflect.get(level, PLUGIN_FACTORY);
    if (isFactory(factory)) levels.unshift(factory());
  }
  return levels.reduce((all, level) => ({ ...all, ...level }), {});
}

/** The name of a class's component in the document: `@ApiSchema({ name })`, else the name of the class. */
export function componentName(schema: SchemaClass): string {
  const schemas = Reflect.getOwnMetadata(DECORATORS.API_SCHEMA, schema) as
    readonly { readonly name?: string }[] | undefined;
  return schemas?.at(-1)?.name ?? schema.name;
}

/** The type that TypeScript wrote down for a decorated property. */
export function designType(schema: SchemaClass, property: string): unknown {
  const type: unknown = Reflect.getMetadata('design:type', prototypeOf(schema), property);
  return type;
}

/** The prototype of a schema class, where decorators write. */
export function prototypeOf(schema: SchemaClass): object {
  return schema.prototype as object;
}

function isFactory(value: unknown): value is () => Readonly<Record<string, PropertyDocument>> {
  return typeof value === 'function';
}
