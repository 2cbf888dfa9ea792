import type { Mistake } from '../../errors/mistake.js';
import type { ColumnDescription } from '../../model/model-description.js';
import { bodyObjection } from './forbidden-keys.js';
import { MistakeList } from './mistake-list.js';
import { compileObjectReader } from './object-reader.js';
import type { SchemaClass } from '../schema-class.js';
import type { FieldDescription, InputRole, SchemaDescription } from '../schema-description.js';

/** What a body says, and what is wrong with it. The value is to be used only if nothing is. */
export interface ReadInput {
  /** An instance of the input class which has what the client sent, and on create what the class's initialisers give. */
  readonly value: object;
  readonly mistakes: readonly Mistake[];
}

/** Reads bodies of one input class. */
export interface InputReader {
  /** @throws what a validator of the application throws while nothing is wrong with the body. */
  read(body: unknown): Promise<ReadInput>;
}

/** What a reader may be told besides its classes. */
export interface InputReaderOptions {
  /** The read schema beside an explicit input class: its read-only keys are dropped too. */
  readonly readDescription?: SchemaDescription;
  /** Further names that are dropped. */
  readonly ignored?: readonly string[];
  /** Gives a column the limits of the database that stores it; default: the column as it is declared. */
  readonly narrow?: (column: ColumnDescription) => ColumnDescription;
  /** Whether answers may show `null` in a field that has none: what reads a change lets it through; default: none. */
  readonly mayShowNull?: (field: FieldDescription) => boolean;
}

/**
 * Compiles the reader of request bodies from the class that describes them.
 *
 * It is strict: an unknown key is a mistake, a missing required field is one, `null` where it is no value is one, and
 * all mistakes of a body are found together. Read-only keys are dropped, since clients send back what they read.
 *
 * @param inputSchema - the derived or explicit class of the body.
 * @param description - the read schema it is derived from, or the explicit class itself, described by `describeInput`.
 * @example
 * const reader = compileInputReader(deriveUpdateSchema(description), description, 'update');
 * const { value, mistakes } = await reader.read({ name: 'Ada' });   // UserUpdate { name: 'Ada' }, []
 * @internal
 */
export function compileInputReader(
  inputSchema: SchemaClass,
  description: SchemaDescription,
  role: InputRole,
  { readDescription, ignored, narrow = (column) => column, mayShowNull = () => false }: InputReaderOptions = {},
): InputReader {
  const schema = inputSchema;
  const reader = compileObjectReader({ schema, description, role, readDescription, ignored, narrow, mayShowNull });
  return Object.freeze({
    async read(body: unknown): Promise<ReadInput> {
      const mistakes = new MistakeList();
      const objection = bodyObjection(body);
      if (objection) mistakes.add('', objection.code, objection.detail);
      const value = objection ? undefined : await reader.read(body, '', mistakes);
      mistakes.throwUnexplained();
      return { value: value ?? reader.blank(), mistakes: mistakes.toArray() };
    },
  });
}
