// eslint-disable-next-line @typescript-eslint/triple-slash-reference -- types of a file that has none; there is no module to import
/// <reference path="./transformer-storage.d.ts" />
import { plainToInstance, TransformationType, type TransformFnParams } from 'class-transformer';
import { defaultMetadataStorage as storage } from 'class-transformer/cjs/storage.js';
import type { SchemaClass } from './schema-class.js';

/** Which way a value goes: from a body to an instance, or from an entity to a response. */
export type TransformDirection = 'input' | 'output';

/** What class-transformer lets through: `@Exclude()` closes both ways, its options one of them. */
export type TransformerVisibility = 'both' | 'input' | 'output' | 'none';

/** The functions of a property's `@Transform` decorators, as one. */
export type ValueTransform = (value: unknown, source: object) => unknown;

/** The properties that class-transformer knows of a class and its base classes, in the order of their declaration. */
export function transformedProperties(schema: SchemaClass): ReadonlySet<string> {
  const properties = new Set<string>();
  for (const level of lineage(schema)) {
    for (const metadatas of [
      storage._exposeMetadatas,
      storage._excludeMetadatas,
      storage._typeMetadatas,
      storage._transformMetadatas,
    ]) {
      for (const property of metadatas.get(level)?.keys() ?? []) if (property !== undefined) properties.add(property);
    }
  }
  return properties;
}

/** The name that `@Expose({ name })` gives to a property. */
export function exposedName(schema: SchemaClass, property: string): string | undefined {
  return expose(schema, property)?.options?.name;
}

/** What `@Exclude` and `@Expose`, on the property and on the class, let through without a group. */
export function transformerVisibility(schema: SchemaClass, property: string): TransformerVisibility {
  const exclude: { readonly options?: { toPlainOnly?: boolean; toClassOnly?: boolean } } | undefined =
    storage.findExcludeMetadata(schema, property);
  if (exclude) {
    const { toPlainOnly = false, toClassOnly = false } = exclude.options ?? {};
    if (toPlainOnly === toClassOnly) return 'none';
    return toPlainOnly ? 'input' : 'output';
  }
  const exposed = expose(schema, property);
  if (exposed?.options?.groups?.length) return 'none';
  return !exposed && storage.getStrategy(schema) === 'excludeAll' ? 'none' : 'both';
}

/** What `@Transform` does to a property's value on its way in or out; `undefined` when there is nothing to do. */
export function valueTransform(
  schema: SchemaClass,
  property: string,
  direction: TransformDirection,
): ValueTransform | undefined {
  const type = direction === 'input' ? TransformationType.PLAIN_TO_CLASS : TransformationType.CLASS_TO_PLAIN;
  const steps = storage
    .findTransformMetadatas(schema, property, type)
    .filter((metadata: { readonly options?: { groups?: string[] } }) => !metadata.options?.groups?.length)
    .map(({ transformFn }): ((params: TransformFnParams) => unknown) => transformFn);
  if (steps.length === 0) return undefined;
  return (value, source) =>
    steps.reduce<unknown>(
      (current, step) => step({ value: current, key: property, obj: source, type, options: {} }),
      value,
    );
}

/**
 * The class that `@Type(() => X)` names, if it is one of the application's, not `Date` or `Number`.
 *
 * @throws ReferenceError while the module of the class is not loaded yet.
 */
export function typedClass(schema: SchemaClass, property: string): SchemaClass | undefined {
  const metadata: { readonly typeFunction?: (() => unknown) | undefined } | undefined = storage.findTypeMetadata(
    schema,
    property,
  );
  const type = metadata?.typeFunction?.();
  return isSchemaClass(type) ? type : undefined;
}

/** What `@Type` does to a value on its way in; class-transformer itself does it, discriminators and arrays included. */
export function typeConversion(schema: SchemaClass, property: string): ((value: unknown) => unknown) | undefined {
  const metadata = storage.findTypeMetadata(schema, property);
  if (!metadata) return undefined;
  class Holder {
    value?: unknown;
  }
  storage.addTypeMetadata({ ...metadata, target: Holder, propertyName: 'value' });
  return (value) => plainToInstance(Holder, { value }).value;
}

function expose(
  schema: SchemaClass,
  property: string,
): { readonly options?: { name?: string; groups?: string[] } } | undefined {
  return storage.findExposeMetadata(schema, property);
}

function lineage(schema: SchemaClass): unknown[] {
  const levels: unknown[] = [];
  for (let level: unknown = schema; typeof level === 'function'; level = Object.getPrototypeOf(level))
    levels.unshift(level);
  return levels;
}

const BUILT_IN: ReadonlySet<unknown> = new Set([
  String,
  Number,
  Boolean,
  BigInt,
  Date,
  Object,
  Array,
  Map,
  Set,
  Buffer,
  Promise,
]);

function isSchemaClass(type: unknown): type is SchemaClass {
  return typeof type === 'function' && !BUILT_IN.has(type);
}
