import 'reflect-metadata';
import { DECORATORS } from '@nestjs/swagger';
import type { SchemaClass } from '../schema-class.js';
import { componentName, documentedProperties, type PropertyDocument, prototypeOf } from './swagger-metadata.js';

/** A class that the document has as a component. */
export interface DocumentedComponent {
  readonly name: string;
  readonly schema: SchemaClass;
  /** What the document says of it, as text: two classes with one text are one component. */
  readonly content: string;
}

/** The components that a class brings into the document: itself, and those that its properties lead to. */
export function componentsOf(root: SchemaClass): readonly DocumentedComponent[] {
  const found = new Map<SchemaClass, DocumentedComponent>();
  const waiting = [root];
  for (const schema of waiting) {
    if (found.has(schema)) continue;
    const properties = documentedProperties(schema).map((name) => [name, propertyOf(schema, name)] as const);
    found.set(schema, { name: componentName(schema), schema, content: contentOf(schema, properties) });
    waiting.push(
      ...properties.flatMap(([, { type }]) => classesIn(type)),
      ...classesIn(Reflect.getMetadata(DECORATORS.API_EXTRA_MODELS, schema)),
    );
  }
  return [...found.values()];
}

function propertyOf(schema: SchemaClass, name: string): PropertyDocument {
  const said = Reflect.getMetadata(DECORATORS.API_MODEL_PROPERTIES, prototypeOf(schema), name) as unknown;
  return isRecord(said) ? { ...said } : {};
}

function contentOf(schema: SchemaClass, properties: readonly (readonly [string, PropertyDocument])[]): string {
  const said: unknown = Reflect.getOwnMetadata(DECORATORS.API_SCHEMA, schema);
  return JSON.stringify([said, Object.fromEntries(properties)], (_key, value: unknown) => {
    if (typeof value === 'function') return classesIn(value).map(componentName);
    return isRecord(value) && !Array.isArray(value) ? inOrder(value) : value;
  });
}

/** Words that are said in another order are the same words. */
function inOrder(record: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  return Object.fromEntries(Object.entries(record).sort(([one], [other]) => (one < other ? -1 : 1)));
}

const PLAIN: readonly unknown[] = [Object, String, Number, Boolean, Date, Array, BigInt, Buffer];

/** The classes that a type stands for; Nest takes a function as lazy if it is called `type`. */
function classesIn(type: unknown): readonly SchemaClass[] {
  if (Array.isArray(type)) return type.flatMap(classesIn);
  if (isLazy(type)) return classesIn(type());
  return isClass(type) ? [type] : [];
}

function isLazy(type: unknown): type is () => unknown {
  return typeof type === 'function' && type.name === 'type';
}

function isClass(type: unknown): type is SchemaClass {
  return typeof type === 'function' && type.prototype !== undefined && !PLAIN.includes(type);
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}
