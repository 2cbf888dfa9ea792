import {
  Allow,
  IsBoolean,
  IsIn,
  IsInt,
  IsNumber,
  IsOptional,
  IsString,
  IsUUID,
  Max,
  MaxLength,
  Min,
  ValidateBy,
  ValidateIf,
  ValidateNested,
  type ValidationOptions,
} from 'class-validator';
import { readValue } from '../model/column-values.js';
import type { ColumnDescription } from '../model/model-description.js';
import type { ValidatorMetadata } from './validator-metadata.js';

/** Tells the validators that a column gave from those that somebody wrote. */
const FROM_COLUMN: ValidationOptions = Object.freeze({ context: Object.freeze({ restview: 'column' }) });

/**
 * Applies to a property the validators that its column stands for, so that a plain `validate(new UserCreate())` knows
 * them too.
 *
 * Our own reader leaves them out, since it reads the value by the column itself, once and with exact codes.
 */
export function applyColumnValidators(prototype: object, property: string, column: ColumnDescription): void {
  for (const decorate of columnRules(column)) decorate(prototype, property);
}

/** Applies to a property the leave to be missing: or `null`, where that is a value; else what a default stands in for. */
export function applyOptionality(prototype: object, property: string, isNullable: boolean, hasDefault: boolean): void {
  if (isNullable) IsOptional()(prototype, property);
  else if (hasDefault) ValidateIf((_object, value) => value !== undefined)(prototype, property);
}

/** Applies to a nested property that the value's own class is validated, where nobody wrote so. */
export function applyNestedValidation(prototype: object, property: string, isList: boolean): void {
  ValidateNested({ ...FROM_COLUMN, each: isList })(prototype, property);
}

/** Whether a validator was given by us, for what the entity declares, and not written by somebody. */
export function isFromColumn(metadata: ValidatorMetadata): boolean {
  return metadata.context === FROM_COLUMN.context;
}

function columnRules(column: ColumnDescription): PropertyDecorator[] {
  switch (column.kind) {
    case 'string':
      return [IsString(FROM_COLUMN), ...longest(column)];
    case 'enum':
      return [IsIn([...(column.enumValues ?? [])], FROM_COLUMN)];
    case 'uuid':
      return [IsUUID('all', FROM_COLUMN)];
    case 'integer':
      return [IsInt(FROM_COLUMN), ...bounds(column)];
    case 'float':
      return [IsNumber({}, FROM_COLUMN)];
    case 'boolean':
      return [IsBoolean(FROM_COLUMN)];
    case 'bigint':
      return [readable(column, 'isNumberString', 'must be a whole number, written as a string of digits')];
    case 'decimal':
      return [readable(column, 'isDecimal', 'must be a decimal number, written as a string')];
    case 'date':
      return [readable(column, 'isDateString', 'must be a date, YYYY-MM-DD')];
    case 'time':
      return [readable(column, 'isMilitaryTime', 'must be a time of day, HH:MM:SS')];
    case 'datetime':
      return [readable(column, 'isIso8601', 'must be a date and time in ISO 8601')];
    case 'binary':
      return [readable(column, 'isBase64', 'must be base64')];
    case 'array':
      return [readable(column, 'isArray', 'must be an array of the right elements')];
    case 'json':
    case 'unknown':
      return [Allow(FROM_COLUMN)];
  }
}

function longest({ maxLength }: ColumnDescription): PropertyDecorator[] {
  return maxLength === undefined ? [] : [MaxLength(maxLength, FROM_COLUMN)];
}

function bounds({ minimum, maximum }: ColumnDescription): PropertyDecorator[] {
  return [
    ...(minimum === undefined ? [] : [Min(Number(minimum), FROM_COLUMN)]),
    ...(maximum === undefined ? [] : [Max(Number(maximum), FROM_COLUMN)]),
  ];
}

/** A kind whose text form class-validator has no exact word for: the column itself is asked. */
function readable(column: ColumnDescription, name: string, sentence: string): PropertyDecorator {
  return ValidateBy(
    {
      name,
      validator: {
        validate: (value) => (value instanceof Date ? !Number.isNaN(value.getTime()) : readValue(column, value).ok),
        defaultMessage: () => `$property ${sentence}`,
      },
    },
    FROM_COLUMN,
  );
}
