import type { QueryRunner, TableColumnOptions } from 'typeorm';

/** The name, and what differs from the usual. */
type Column = (name: string, more?: Partial<TableColumnOptions>) => TableColumnOptions;

/** Columns in the words of the database that is migrated: one set of migrations for SQLite and PostgreSQL. */
export interface ColumnTypes {
  /** The generated key. */
  readonly key: TableColumnOptions;
  readonly integer: Column;
  /** True unless another value is given. */
  readonly isTrue: Column;
  readonly text: Column;
  /** A moment. */
  readonly moment: Column;
  /** A moment that is now unless another one is given. */
  readonly now: Column;
  readonly varchar: (name: string, length: number, more?: Partial<TableColumnOptions>) => TableColumnOptions;
  readonly money: (name: string, precision: number, more?: Partial<TableColumnOptions>) => TableColumnOptions;
  /** One of these words: a type of its own on PostgreSQL, a check on SQLite. */
  readonly oneOf: (name: string, words: readonly string[], more?: Partial<TableColumnOptions>) => TableColumnOptions;
}

export function columnTypes({ dataSource: { driver, options } }: QueryRunner): ColumnTypes {
  const isPostgres = options.type === 'postgres';
  const moment = driver.normalizeType({ type: Date });
  const integer = driver.normalizeType({ type: Number });
  const now = isPostgres ? 'now()' : "datetime('now')";
  return {
    key: { name: 'id', type: integer, isPrimary: true, isGenerated: true, generationStrategy: 'increment' },
    integer: (name, more) => ({ name, type: integer, ...more }),
    isTrue: (name, more) => ({ name, type: 'boolean', default: isPostgres ? 'true' : '1', ...more }),
    text: (name, more) => ({ name, type: 'text', ...more }),
    moment: (name, more) => ({ name, type: moment, ...more }),
    now: (name, more) => ({ name, type: moment, default: now, ...more }),
    varchar: (name, length, more) => ({
      name,
      type: isPostgres ? 'character varying' : 'varchar',
      length: String(length),
      ...more,
    }),
    money: (name, precision, more) => ({
      name,
      type: driver.normalizeType({ type: 'decimal' }),
      precision,
      scale: 2,
      ...more,
    }),
    oneOf: (name, words, more) => ({ name, type: isPostgres ? 'enum' : 'varchar', enum: [...words], ...more }),
  };
}
