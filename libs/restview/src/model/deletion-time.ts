import { dialectOf } from './dialect.js';
import type { ColumnMetadata } from './type-orm-metadata.js';

/**
 * The one moment that all rows of a soft delete are marked with, by the clock of the application.
 *
 * By it a restore knows what went together. Hence every column of the delete can hold it exactly, and it is later than
 * the moment of any row nearby that was deleted on its own.
 */
export class DeletionTime {
  private readonly unit: number;
  private time: number;

  constructor(columns: readonly ColumnMetadata[], now: number) {
    this.unit = Math.max(1, ...columns.map(unitOf));
    this.time = this.roundedDown(now);
  }

  get value(): Date {
    return new Date(this.time);
  }

  /** Takes a later moment than one that is taken. */
  pass(taken: unknown): void {
    const time = taken instanceof Date ? taken.getTime() : NaN;
    if (time >= this.time) this.time = this.roundedDown(time) + this.unit;
  }

  private roundedDown(time: number): number {
    return Math.floor(time / this.unit) * this.unit;
  }
}

/** The milliseconds between one value of a column and the next; a Date has no shorter ones. */
function unitOf({ precision, entityMetadata }: ColumnMetadata): number {
  const dialect = dialectOf(entityMetadata.dataSource);
  if (dialect === 'sqlite') return 1;
  const digits = precision ?? (dialect === 'mysql' ? 0 : 6);
  return 10 ** Math.max(0, 3 - digits);
}
