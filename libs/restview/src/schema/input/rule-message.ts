import type { ValidationArguments, ValidatorConstraintInterface } from 'class-validator';
import type { ValidatorMetadata } from '../validator-metadata.js';

/** The sentence of a failed validator, as class-validator writes it, with the field's name on the wire. */
export function ruleMessage(
  metadata: ValidatorMetadata,
  constraint: ValidatorConstraintInterface | undefined,
  args: ValidationArguments,
): string {
  const { message } = metadata;
  const template = typeof message === 'function' ? message(args) : message || constraint?.defaultMessage?.(args);
  const text = template ? fillIn(template, args) : '';
  return text || `${args.property} is not valid`;
}

/** `isEmail` → `is_email`. */
export function ruleCode(name: string): string {
  return name
    .replace(/([a-z0-9])([A-Z])/g, '$1_$2')
    .replace(/([A-Z]+)([A-Z][a-z])/g, '$1_$2')
    .toLowerCase();
}

function fillIn(template: string, { value, constraints, property, targetName }: ValidationArguments): string {
  return template.replace(/\$(?:constraint(\d+)|value|property|target)/g, (token, index?: string) => {
    if (index !== undefined)
      return Number(index) in constraints || index ? written(constraints[Number(index) - 1]) : token;
    if (token === '$property') return property;
    if (token === '$target') return targetName;
    return ['string', 'number', 'boolean'].includes(typeof value) ? String(value) : token;
  });
}

function written(constraint: unknown): string {
  if (Array.isArray(constraint)) return constraint.join(', ');
  return typeof constraint === 'symbol' ? (constraint.description ?? '') : String(constraint);
}
