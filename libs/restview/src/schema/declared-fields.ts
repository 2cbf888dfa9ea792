import type { SchemaClass } from './schema-class.js';
import { documentedProperties, pluginDocument } from './document/swagger-metadata.js';
import { transformedProperties, transformerVisibility } from './transformer-metadata.js';

/** The properties of a schema class, as far as run time can see them. */
export interface DeclaredFields {
  /** Properties that carry a decorator and are not `@Exclude()`d, base classes first. */
  readonly decorated: readonly string[];
  /** Properties that the class has and nothing says anything of. */
  readonly undecorated: readonly string[];
}

/**
 * Finds the fields of a schema class: whatever carries a mark, a validator, a transformer or `@ApiProperty`.
 *
 * A property without any of these leaves no trace at run time, except by an initialiser, by class fields with define
 * semantics (`useDefineForClassFields`), or by the Nest Swagger CLI plugin.
 */
export function declaredFields(
  schema: SchemaClass,
  marks: ReadonlyMap<string, unknown>,
  validators: ReadonlyMap<string, unknown>,
): DeclaredFields {
  const known = new Set([
    ...marks.keys(),
    ...validators.keys(),
    ...transformedProperties(schema),
    ...documentedProperties(schema),
  ]);
  const seen = Object.entries(blankInstance(schema)).filter(([, value]) => typeof value !== 'function');
  const names = new Set([...seen.map(([property]) => property), ...Object.keys(pluginDocument(schema))]);
  return {
    decorated: [...known].filter((property) => transformerVisibility(schema, property) !== 'none'),
    undecorated: [...names].filter((property) => !known.has(property)),
  };
}

/** The values that a class gives to its properties by itself: its initialisers. */
export function initialValues(schema: SchemaClass): ReadonlyMap<string, unknown> {
  return new Map(Object.entries(blankInstance(schema)).filter(([, value]) => value !== undefined));
}

/** How a schema class computes a property by itself: a getter, or a method that class-transformer would call. */
export function computation(schema: SchemaClass, property: string): ((this: object) => unknown) | undefined {
  for (let level: unknown = schema.prototype; isObject(level); level = Object.getPrototypeOf(level)) {
    const descriptor = Object.getOwnPropertyDescriptor(level, property);
    if (!descriptor) continue;
    // An accessor pair is a field that is written too.
    const compute: unknown = descriptor.set ? undefined : (Reflect.get(descriptor, 'get') ?? descriptor.value);
    return isMethod(compute) ? compute : undefined;
  }
  return undefined;
}

/** The properties that a schema class computes by getters of its own. */
export function computedProperties(schema: SchemaClass): ReadonlySet<string> {
  const names = new Set<string>();
  for (let level: unknown = schema.prototype; isObject(level); level = Object.getPrototypeOf(level)) {
    for (const name of Object.getOwnPropertyNames(level)) if (computation(schema, name)) names.add(name);
  }
  return names;
}

function blankInstance(schema: SchemaClass): object {
  try {
    return Reflect.construct(schema, []);
  } catch {
    // A constructor that needs arguments tells nothing.
    return {};
  }
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null && value !== Object.prototype;
}

function isMethod(value: unknown): value is (this: object) => unknown {
  return typeof value === 'function';
}
