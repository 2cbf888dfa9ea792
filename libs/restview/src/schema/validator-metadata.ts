import { getMetadataStorage, IS_OPTIONAL, ValidationTypes } from 'class-validator';
import type { SchemaClass } from './schema-class.js';

/** What one decorator of class-validator says of a property. */
export type ValidatorMetadata = ReturnType<
  ReturnType<typeof getMetadataStorage>['getTargetValidationMetadatas']
>[number];

/** What class-validator knows of a class, its base classes included, by property. */
export function validatorsOf(schema: SchemaClass): ReadonlyMap<string, readonly ValidatorMetadata[]> {
  const validators = new Map<string, ValidatorMetadata[]>();
  for (const metadata of getMetadataStorage().getTargetValidationMetadatas(schema, '', false, false)) {
    const known = validators.get(metadata.propertyName);
    if (known) known.push(metadata);
    else validators.set(metadata.propertyName, [metadata]);
  }
  return validators;
}

/** A condition on the other validators of its property: `@IsOptional()` or `@ValidateIf(…)`. */
export function isCondition(metadata: ValidatorMetadata): boolean {
  return metadata.type === ValidationTypes.CONDITIONAL_VALIDATION;
}

/** `@IsOptional()`: neither a missing value nor `null` is validated. */
export function isOptional(metadata: ValidatorMetadata): boolean {
  return isCondition(metadata) && metadata.name === IS_OPTIONAL;
}

/** `@ValidateNested()`: the value's own class is validated. */
export function isNested(metadata: ValidatorMetadata): boolean {
  return metadata.type === ValidationTypes.NESTED_VALIDATION;
}

/** A decorator that can fail; not a condition, and not `@Allow()`. */
export function isRule(metadata: ValidatorMetadata): boolean {
  return !isCondition(metadata) && metadata.type !== ValidationTypes.WHITELIST;
}
