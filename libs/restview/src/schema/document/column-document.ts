import type { ColumnDescription, ColumnKind } from '../../model/model-description.js';
import { bigintPattern, decimalPattern } from './number-patterns.js';
import type { PropertyDocument } from './swagger-metadata.js';

/** What the document says of a field because of its column: type, format, bounds, enum. */
export function columnDocument(column: ColumnDescription): PropertyDocument {
  switch (column.kind) {
    case 'enum':
      return enumDocument(column);
    case 'array':
      return { type: 'array', items: column.element ? { ...elementDocument(column.element, column) } : {} };
    case 'integer':
      return { ...KINDS.integer, ...bounds(column) };
    case 'string':
      return { ...KINDS.string, ...(column.maxLength !== undefined && { maxLength: column.maxLength }) };
    case 'unknown':
      return {};
    default:
      return kindDocument(column.kind, column);
  }
}

const KINDS = {
  string: { type: 'string' },
  uuid: { type: 'string', format: 'uuid' },
  integer: { type: 'integer' },
  bigint: { type: 'string', format: 'int64', pattern: bigintPattern },
  decimal: { type: 'string', format: 'decimal' },
  float: { type: 'number' },
  boolean: { type: 'boolean' },
  date: { type: 'string', format: 'date' },
  time: { type: 'string', format: 'time' },
  datetime: { type: 'string', format: 'date-time' },
  binary: { type: 'string', format: 'byte' },
  json: { type: 'object', additionalProperties: true },
} as const satisfies Partial<Record<ColumnKind, PropertyDocument>>;

function elementDocument(
  element: NonNullable<ColumnDescription['element']>,
  column: ColumnDescription,
): PropertyDocument {
  return element === 'enum' ? enumDocument(column) : kindDocument(element, column);
}

function kindDocument(kind: keyof typeof KINDS, column: ColumnDescription): PropertyDocument {
  return { ...KINDS[kind], ...(kind === 'decimal' && { pattern: decimalPattern(column) }) };
}

function enumDocument({ enumValues = [] }: ColumnDescription): PropertyDocument {
  const isNumeric = enumValues.length > 0 && enumValues.every((value) => typeof value === 'number');
  return { type: isNumeric ? 'number' : 'string', enum: [...enumValues] };
}

/** The bounds of an integer column; those beyond what a JSON number holds exactly say nothing to a client. */
function bounds({ minimum, maximum }: ColumnDescription): PropertyDocument {
  return { ...exact('minimum', minimum), ...exact('maximum', maximum) };
}

function exact(name: 'minimum' | 'maximum', bound: bigint | undefined): PropertyDocument {
  return bound !== undefined && Number.isSafeInteger(Number(bound)) ? { [name]: Number(bound) } : {};
}
