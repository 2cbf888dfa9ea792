import { asIs, wireWriter } from '../model/column-values.js';
import { describeModel } from '../model/describe-model.js';
import type { RelationDescription } from '../model/model-description.js';
import { computation, computedProperties } from './declared-fields.js';
import { isRelationShown } from './included-relations.js';
import { jsonValue } from './json-value.js';
import {
  compileProjection,
  type ComputedField,
  type Projection,
  type ProjectedField,
  valueReader,
  type ValueWriter,
} from './projection.js';
import { propertyValues, type PropertyValues } from './property-values.js';
import type { SchemaClass } from './schema-class.js';
import type { FieldDescription, SchemaDescription } from './schema-description.js';
import { prototypeOf } from './document/swagger-metadata.js';
import { compileReferenceWriter, type ReferenceWriter } from './reference-writer.js';
import { valueTransform, type ValueTransform } from './transformer-metadata.js';

/** Turns an entity, or an instance of the read schema, into the JSON of a response. */
export type Serializer = (entity: object) => Record<string, unknown>;

/** Levels of nested values that are no relations: below the deepest relation, data may still lead back to itself. */
const DEEPEST_VALUES = 8;
/** Levels of relations where nobody says how many an answer has. */
const DEFAULT_DEPTH = 4;

/** What is known while a serializer is compiled. */
interface Compiled {
  readonly projections: Map<SchemaDescription, Projection>;
  readonly maxRelationDepth: number;
}

/**
 * Compiles a read schema to the function that makes responses of entities.
 *
 * The schema decides what leaves, at every depth, whatever the entity has: write-only fields never do, nor do relations
 * and columns that no field names. Values that are `undefined` are left out, and so are optional relations that nobody
 * asked for.
 *
 * @param maxRelationDepth - levels of relations in one response; where they lead in circles, the response ends there.
 * @example
 * const serialize = compileSerializer(description);
 * serialize(user);   // { id: 1, name: 'Ada', created_at: '1843-10-18T00:00:00.000Z' }
 * @internal
 */
export function compileSerializer(description: SchemaDescription, maxRelationDepth = DEFAULT_DEPTH): Serializer {
  const project = projectionOf(description, { projections: new Map(), maxRelationDepth });
  return (entity) => project(propertyValues(entity), 1);
}

function projectionOf(description: SchemaDescription, known: Compiled): Projection {
  // Known before its fields are compiled: schemas nest each other.
  known.projections.set(description, (entity, depth) => project(entity, depth));
  const project = compileProjection(
    description.fields
      .filter(({ access }) => access !== 'write-only')
      .map((field) =>
        field.isIncludable
          ? whenShown(field, compileField(field, description.schema, known))
          : compileField(field, description.schema, known),
      ),
  );
  known.projections.set(description, project);
  return project;
}

/** An optional relation may be loaded for other reasons than to be shown. */
function whenShown({ property, wireName }: FieldDescription, field: ProjectedField): ComputedField {
  const compute = valueReader(field);
  return {
    wireName,
    compute: (entity, depth) => (isRelationShown(entity, property) ? compute(entity, depth) : undefined),
  };
}

function compileField(field: FieldDescription, schema: SchemaClass, known: Compiled): ProjectedField {
  const { property, wireName } = field;
  const transform = valueTransform(schema, property, 'output');
  const compute = computation(schema, property);
  const writeReference = field.nested ? undefined : compileReferenceWriter(field);
  const write = compileValue(field, known);
  if (writeReference && !compute) return referenceField(writeReference, field, transform);
  if (!transform && !compute) return { wireName, property, write: write === asIs ? undefined : write };
  const read = compute ? compileComputation(compute, schema) : (entity: PropertyValues): unknown => entity[property];
  return {
    wireName,
    compute: (entity, depth) => {
      const raw = read(entity);
      const value = transform ? transform(raw, entity) : raw;
      // What @Transform made anew is no value of the column any more.
      return value === raw || field.nested ? write(value, depth) : jsonValue(value);
    },
  };
}

function referenceField(
  writeReference: ReferenceWriter,
  { property, wireName }: FieldDescription,
  transform: ValueTransform | undefined,
): ComputedField {
  if (!transform) return { wireName, compute: writeReference };
  return {
    wireName,
    compute: (entity) => {
      const raw = entity[property];
      const value = transform(raw, entity);
      return value === raw ? writeReference(entity) : jsonValue(value);
    },
  };
}

function compileComputation(
  compute: (this: object) => unknown,
  schema: SchemaClass,
): (entity: PropertyValues) => unknown {
  const prototype = prototypeOf(schema);
  const computed = computedProperties(schema);
  return (entity) => compute.call(asInstance(entity, prototype, computed));
}

/** The entity's values under the schema's prototype, so that a getter of the schema finds them and its siblings. */
function asInstance(entity: PropertyValues, prototype: object, computed: ReadonlySet<string>): object {
  if (Object.prototype.isPrototypeOf.call(prototype, entity)) return entity;
  const instance = propertyValues(Object.create(prototype) as object);
  for (const property of Object.keys(entity)) {
    // What the prototype computes without a setter refuses an assignment, and computes anew.
    if (!computed.has(property)) instance[property] = entity[property];
  }
  return instance;
}

function compileValue(field: FieldDescription, known: Compiled): ValueWriter {
  const { column, relation, nested } = field;
  if (nested) {
    const description = nested();
    const deepest = known.maxRelationDepth + (relation ? 0 : DEEPEST_VALUES);
    return nestedWriter(known.projections.get(description) ?? projectionOf(description, known), deepest);
  }
  if (relation) return relationWriter(relation);
  if (!column) return (value) => jsonValue(value);
  return wireWriter(column);
}

function nestedWriter(project: Projection, deepest: number): ValueWriter {
  const write: ValueWriter = (value, depth) => {
    if (typeof value !== 'object' || value === null) return jsonValue(value);
    if (depth > deepest) return undefined;
    return Array.isArray(value) ? value.map((item) => write(item, depth)) : project(propertyValues(value), depth + 1);
  };
  return write;
}

/** A relation without a nested schema shows the keys of its rows and nothing else of them. */
function relationWriter(relation: RelationDescription): ValueWriter {
  let keys: readonly (readonly [property: string, write: (value: unknown) => unknown])[] | undefined;
  const write = (value: unknown): unknown => {
    if (typeof value !== 'object' || value === null) return jsonValue(value);
    if (Array.isArray(value)) return value.map(write);
    keys ??= describeModel(relation.target()).primaryKey.map((column) => [
      column.path.at(-1) ?? '',
      wireWriter(column),
    ]);
    const values = keys.map(([property, writeKey]): [string, unknown] => [
      property,
      writeKey(Reflect.get(value, property)),
    ]);
    return values.length === 1 ? values[0]?.[1] : Object.fromEntries(values);
  };
  return write;
}
