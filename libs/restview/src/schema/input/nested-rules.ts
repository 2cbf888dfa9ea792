import { validate, type ValidationError } from 'class-validator';
import { pointerTo } from './mistake-list.js';
import type { RuleFailure } from './rule-failure.js';
import { ruleCode } from './rule-message.js';
import type { SchemaClass } from '../schema-class.js';
import { exposedName } from '../transformer-metadata.js';

/** What `@ValidateNested()` finds in a value whose class is no schema of ours: class-validator itself looks. */
export async function nestedFailures(value: unknown, message: () => string): Promise<readonly RuleFailure[]> {
  const isCollection = Array.isArray(value) || value instanceof Set || value instanceof Map;
  const items: readonly unknown[] = isCollection ? [...value.values()] : [value];
  const failures: RuleFailure[] = [];
  for (const [index, item] of items.entries()) {
    const pointer = isCollection ? `/${index}` : '';
    if (typeof item !== 'object' || item === null) {
      failures.push({ pointer, code: 'nested_validation', detail: message() });
    } else failures.push(...(await validate(item)).flatMap((error) => errorFailures(error, pointer)));
  }
  return failures;
}

function errorFailures(error: ValidationError, parent: string): RuleFailure[] {
  // An object that class-validator knows nothing of is reported without a property.
  const property = error.property as string | undefined;
  const pointer = property === undefined ? parent : pointerTo(parent, wireNameOf(error, property));
  const own = Object.entries(error.constraints ?? {}).map(([name, detail]) => ({
    pointer,
    code: ruleCode(name),
    detail,
  }));
  return [...own, ...(error.children ?? []).flatMap((child) => errorFailures(child, pointer))];
}

function wireNameOf({ target }: ValidationError, property: string): string {
  const owner: unknown = target?.constructor;
  return isSchemaClass(owner) ? (exposedName(owner, property) ?? property) : property;
}

function isSchemaClass(value: unknown): value is SchemaClass {
  return typeof value === 'function';
}
