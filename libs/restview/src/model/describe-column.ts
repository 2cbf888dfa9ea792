import type { getMetadataArgsStorage } from 'typeorm';
import { factsOfArray, factsOfType, kindOfDesignType, type TypeFacts } from './column-kinds.js';
import type { ColumnDescription } from './model-description.js';

/** What a column decorator records. */
export type ColumnArgs = ReturnType<typeof getMetadataArgsStorage>['columns'][number];

/** What an entity says of a column elsewhere than in the column's own decorator. */
export interface ColumnSurroundings {
  /** Properties of the embeddeds around the column, outermost first. */
  readonly prefix: readonly string[];
  /** The column has `@Generated()`, or is a `@PrimaryGeneratedColumn()`. */
  readonly generated: boolean;
  /** The relation that the column is the foreign key of. */
  readonly foreignKeyOf?: string | undefined;
  /** The column that the foreign key refers to: TypeORM gives the foreign key the same type. */
  readonly referenced?: ColumnArgs | undefined;
  /** What TypeScript says of the property. */
  readonly designType: unknown;
}

type ColumnOptions = ColumnArgs['options'];
type Facts = Partial<Omit<ColumnDescription, 'path'>>;

const generatedModes = new Set(['createDate', 'updateDate', 'deleteDate', 'version', 'virtual-property', 'treeLevel']);
const dateModes = new Set(['createDate', 'updateDate', 'deleteDate']);

/**
 * Describes one column from what its decorator recorded.
 *
 * @internal
 */
export function describeColumn(args: ColumnArgs, surroundings: ColumnSurroundings): ColumnDescription {
  const { options, mode } = args;
  const { generated, foreignKeyOf } = surroundings;
  const isVirtual = mode === 'virtual-property';
  const serverOwned = generated || generatedModes.has(mode) || isComputed(options);
  const type = typeName(surroundings.referenced ?? args);
  const transformed = options.transformer !== undefined;
  const facts = transformed
    ? { kind: kindOfDesignType(surroundings.designType) }
    : valueFacts(type, options, surroundings.designType);
  return {
    kind: 'unknown',
    ...facts,
    path: [...surroundings.prefix, args.propertyName],
    type,
    nullable: isNullable(args),
    primary: options.primary === true,
    serverOwned,
    hasDefault: serverOwned || hasDefault(options),
    ...defaultValueOf(options),
    selected: options.select !== false,
    insertable: options.insert !== false && !isVirtual && !isComputed(options),
    updatable: options.update !== false && !isVirtual && !isComputed(options),
    transformed,
    ...(foreignKeyOf === undefined ? {} : { foreignKeyOf }),
  };
}

/** The declared type, or the one that TypeORM takes for a TypeScript type or a special column. */
function typeName({ options, mode }: ColumnArgs): string {
  const { type } = options;
  if (mode === 'version') return 'int';
  if (type === undefined) return dateModes.has(mode) ? 'datetime' : 'int';
  if (typeof type === 'string') return type;
  if (type === String) return 'varchar';
  if (type === Number) return 'int';
  if (type === Boolean) return 'boolean';
  if (type === Date) return 'datetime';
  return isBytes(type) ? 'blob' : type.name;
}

function isBytes(type: { readonly prototype: unknown }): boolean {
  return type.prototype instanceof Uint8Array;
}

function valueFacts(type: string, options: ColumnOptions, designType: unknown): Facts {
  const facts = typeFacts(type, options, designType);
  const kind = facts.element ?? facts.kind;
  return {
    kind: facts.kind,
    ...(facts.element && { element: facts.element }),
    ...(kind === 'integer' || kind === 'bigint' ? range(facts, options) : {}),
    ...(kind === 'string' || kind === 'binary' ? length(facts, options) : {}),
    ...(kind === 'decimal' ? digits(options) : {}),
    ...(kind === 'enum' ? { enumValues: enumValues(options.enum) } : {}),
  };
}

function typeFacts(type: string, options: ColumnOptions, designType: unknown): TypeFacts {
  if (options.array === true) return factsOfArray(type);
  if (type === 'hstore') return { kind: options.hstoreType === 'object' ? 'json' : 'string' };
  if (type === 'bit') {
    // Text of ones and zeros on PostgreSQL, bytes on MySQL: the property says which of them is meant.
    if (designType === String) return { kind: 'string' };
    return { kind: designType === Buffer || designType === Uint8Array ? 'binary' : 'unknown' };
  }
  return factsOfType(type);
}

function range({ minimum, maximum, unsignedMaximum }: TypeFacts, { unsigned }: ColumnOptions): Facts {
  if (unsigned === true && unsignedMaximum !== undefined) return { minimum: 0n, maximum: unsignedMaximum };
  return { ...(minimum !== undefined && { minimum }), ...(maximum !== undefined && { maximum }) };
}

function length(facts: TypeFacts, options: ColumnOptions): Facts {
  const declared = Number(options.length ?? NaN);
  const maxLength = Number.isInteger(declared) && declared > 0 ? declared : facts.maxLength;
  return maxLength === undefined ? {} : { maxLength };
}

/** In SQL a precision without a scale means no digits after the point. */
function digits({ precision, scale }: ColumnOptions): Facts {
  if (typeof precision !== 'number') return typeof scale === 'number' ? { scale } : {};
  return { precision, scale: scale ?? 0 };
}

/** The members of an enum; TypeScript's numeric enums list their names among their values, which are left out. */
function enumValues(declared: ColumnOptions['enum']): (string | number)[] {
  const members: unknown[] = Array.isArray(declared)
    ? declared
    : Object.entries(declared ?? {}).flatMap(([name, member]: [string, unknown]) =>
        isNaN(Number(name)) ? [member] : [],
      );
  return members.filter((member) => typeof member === 'string' || typeof member === 'number');
}

function isNullable({ options, mode }: ColumnArgs): boolean {
  return options.nullable ?? (options.default === null || mode === 'deleteDate');
}

function isComputed(options: ColumnOptions): boolean {
  return options.asExpression !== undefined || options.generatedType !== undefined;
}

function hasDefault(options: ColumnOptions): boolean {
  const value: unknown = options.default;
  return value !== undefined && value !== null;
}

function defaultValueOf(options: ColumnOptions): Pick<ColumnDescription, 'defaultValue'> {
  const value: unknown = options.default;
  return isLiteral(value) ? { defaultValue: value } : {};
}

function isLiteral(value: unknown): value is string | number | boolean | null {
  return value === null || ['string', 'number', 'boolean'].includes(typeof value);
}
