import type { ConfigurationMistake } from '../errors/configuration-error.js';
import { factsOfType } from './column-kinds.js';
import { shiftsDates } from './date-zone.js';
import { dialectOf, type Dialect } from './dialect.js';
import type { ColumnDescription } from './model-description.js';
import type { ColumnMetadata, EntityMetadata } from './type-orm-metadata.js';

/** Types whose kind does not follow from their name. */
const namesWithoutKind = new Set(['bit', 'hstore']);

/**
 * What is wrong with a described column on its database, if anything.
 *
 * @internal
 */
export function columnMistake(
  entityName: string,
  column: ColumnDescription,
  metadata: EntityMetadata,
): ConfigurationMistake | undefined {
  const path = column.path.join('.');
  const stored = metadata.columns.find((candidate) => candidate.propertyPath === path);
  const mistake = stored === undefined ? unknownColumn : typeMistake(column, stored);
  return mistake && { subject: `${entityName}.${path}`, ...mistake };
}

type Mistake = Omit<ConfigurationMistake, 'subject'>;

const unknownColumn: Mistake = {
  problem: 'the DataSource does not know this column.',
  remedy:
    'See that only one copy of "typeorm" is installed, and that the entity is complete before the DataSource is made.',
};

function typeMistake(column: ColumnDescription, stored: ColumnMetadata): Mistake | undefined {
  if (column.transformed || column.kind === 'unknown') return undefined;
  const dialect = dialectOf(stored.entityMetadata.dataSource);
  return handedOver(column, stored, dialect) ?? kindMistake(column, stored);
}

/** The driver hands values of this type over in another form than the description says. */
function handedOver(column: ColumnDescription, stored: ColumnMetadata, dialect: Dialect): Mistake | undefined {
  const hasArrays = dialect === 'postgres' || dialect === 'cockroachdb' || stored.type === 'simple-enum';
  if (stored.isArray && !hasArrays) {
    return { problem: 'this database has no array columns.', remedy: 'Use "simple-array" or "json".' };
  }
  if (column.type === 'vector' && dialect === 'mysql') {
    return { problem: 'the driver hands vectors over as bytes.', remedy: 'Give the column a value transformer.' };
  }
  if (column.kind === 'date' && !stored.utc && shiftsDates(stored.entityMetadata.dataSource)) {
    return {
      problem: 'in the time zone of this process, dates come back as the day before.',
      remedy: 'Set "dateStrings": ["DATE"] on the DataSource, or run the process with TZ=UTC.',
    };
  }
  const isBytes = column.kind === 'binary';
  if (column.type === 'bit' && isBytes !== (dialect === 'mysql')) {
    return {
      problem: `the driver hands bits over as ${isBytes ? 'text of ones and zeros' : 'bytes'}.`,
      remedy: `Declare the property as ${isBytes ? 'string' : 'Buffer'}, or give it a value transformer.`,
    };
  }
  return undefined;
}

/** TypeORM gives a foreign key column the type of the column that it refers to, whatever its own decorator says. */
function kindMistake(column: ColumnDescription, stored: ColumnMetadata): Mistake | undefined {
  if (typeof stored.type !== 'string' || stored.isArray || namesWithoutKind.has(stored.type)) return undefined;
  if (factsOfType(stored.type).kind === column.kind) return undefined;
  return {
    problem: `it is declared as "${column.type}", and stored as "${stored.type}".`,
    remedy: `Declare it with @Column('${stored.type}').`,
  };
}
