import type { ColumnDescription } from '../model/model-description.js';
import type { Operator } from './operators.js';

/**
 * One query parameter as the document describes it.
 *
 * @public
 */
export interface ListParameter {
  /** The name in the URL. */
  readonly name: string;
  /** What it does, for people. */
  readonly description: string;
  /** The JSON schema of its value, for parameters that are no filters. */
  readonly schema?: Readonly<Record<string, unknown>>;
  /** The values stand in one text, with commas between them. */
  readonly isList?: boolean;
  /** Several values are several parameters of this name, and not one text. */
  readonly isRepeated?: boolean;
  /** What a filter compares; its schema follows from the column. */
  readonly filter?: {
    readonly column: ColumnDescription;
    readonly operator: Operator;
    /** The public path of the field. */
    readonly field: string;
  };
}
