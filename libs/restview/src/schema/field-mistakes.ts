import type { ConfigurationMistake } from '../errors/configuration-error.js';
import type { FieldMarks } from './marks.js';
import type { FieldDescription, SchemaDescription } from './schema-description.js';
import type { SchemaSource } from './schema-source.js';

/** What is wrong with one field, as a sentence and its remedy. */
type Finding = readonly [problem: string, remedy: string];

/** What keeps a field from working, found before the first request. */
export function fieldMistakes(
  field: FieldDescription,
  marks: FieldMarks,
  role: SchemaDescription['role'],
  source: SchemaSource | undefined,
): ConfigurationMistake[] {
  return [
    contradiction(field, marks),
    unwritable(field, marks),
    ...(source
      ? [homeless(field, marks, source), structural(field, source), hidden(field, source), fixed(field, role, source)]
      : []),
  ]
    .filter((finding) => finding !== undefined)
    .map(([problem, remedy]) => ({ subject: field.property, problem, remedy }));
}

function contradiction(field: FieldDescription, marks: FieldMarks): Finding | undefined {
  if (marks.isReadOnly && marks.isWriteOnly)
    return ['is marked @ReadOnly() and @WriteOnly().', 'Keep one of the two, or leave the field out.'];
  return marks.isWriteOnly && field.access === 'read-only'
    ? [
        'is marked @WriteOnly(), but cannot be written.',
        'A getter and a @Nested relation are read-only: remove the mark.',
      ]
    : undefined;
}

/** What `write` cannot mean. */
function unwritable({ relation, write }: FieldDescription, marks: FieldMarks): Finding | undefined {
  if (!write) return undefined;
  if (marks.isReadOnly) return [`is marked @ReadOnly(), and has write: '${write}'.`, 'Keep one of the two.'];
  switch (relation?.kind) {
    case 'one-to-many':
      return undefined;
    case 'one-to-one':
      return write === 'append'
        ? ["has write: 'append', but a one-to-one relation has one row.", "Use write: 'merge' or 'replace'."]
        : undefined;
    case 'many-to-many':
      return [
        `has write: '${write}', but rows of a many-to-many relation belong to nobody.`,
        'Use @IdRef(() => X) for a list of their ids, and let their own view write them.',
      ];
    case 'many-to-one':
      return [
        `has write: '${write}', but others may refer to the row of a many-to-one relation too.`,
        'Use @IdRef(() => X) for its id, and let its own view write it.',
      ];
    default:
      return [
        `has write: '${write}', but is no relation.`,
        'Leave "write" out: an embedded and a JSON column are writable as they are.',
      ];
  }
}

/** DEF-39: what nothing stores must say so. */
function homeless(field: FieldDescription, marks: FieldMarks, source: SchemaSource): Finding | undefined {
  if (field.column || field.relation || field.embedded) return undefined;
  if (marks.field && !field.virtual)
    return [
      `is marked @Field(), but ${source.name} has no column "${field.property}" to take validators from.`,
      'Correct the name, or use @Field({ virtual: true }) if the verb consumes the value.',
    ];
  if (field.nested && field.access === 'read-write')
    return [
      `is marked @Nested, but is no relation, embedded or JSON column of ${source.name}.`,
      'Correct the name, or add @ReadOnly() if the view computes the value.',
    ];
  if (field.access !== 'read-write' || field.virtual) return undefined;
  return [
    `is writable, but ${source.name} has no such column: nothing would store it.`,
    'Add @ReadOnly() if it is computed, @WriteOnly() or @Field({ virtual: true }) if the verb consumes it, or correct the name.',
  ];
}

function structural(
  { property, column, embedded, nested }: FieldDescription,
  source: SchemaSource,
): Finding | undefined {
  if (embedded && !nested)
    return [
      `is an embedded of ${source.name} without a schema of its own.`,
      'Add @Nested(() => X), X being its schema class.',
    ];
  if (column && nested && column.kind !== 'json')
    return [
      `is marked @Nested, but ${source.name}.${property} is a ${column.type} column.`,
      'Remove @Nested, or make the column a JSON column.',
    ];
  return undefined;
}

function hidden({ property, column, access }: FieldDescription, source: SchemaSource): Finding | undefined {
  if (column?.kind === 'unknown')
    return [
      `stands for ${source.name}.${property}, whose type "${column.type}" has no form in JSON.`,
      'Leave the field out, or give the column a transformer to a type that has one.',
    ];
  if (column && !column.selected && access !== 'write-only')
    return [
      `stands for ${source.name}.${property}, which is hidden by select: false.`,
      'Add @WriteOnly(), or leave the field out.',
    ];
  return undefined;
}

function fixed(
  { property, column, access }: FieldDescription,
  role: SchemaDescription['role'],
  source: SchemaSource,
): Finding | undefined {
  if (role === 'read' || !column || access === 'read-only') return undefined;
  if (role === 'create' ? column.insertable : column.updatable) return undefined;
  const option = role === 'create' ? 'insert: false' : 'update: false';
  return [`stands for ${source.name}.${property}, which has ${option}.`, 'Add @ReadOnly(), or leave the field out.'];
}
