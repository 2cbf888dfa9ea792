import { getMetadataStorage, type ValidationArguments, type ValidatorConstraintInterface } from 'class-validator';
import { attempt, whenAllReady, whenReady, type MaybePromise } from './maybe-promise.js';
import { nestedFailures } from './nested-rules.js';
import type { RuleFailure } from './rule-failure.js';
import { ruleCode, ruleMessage } from './rule-message.js';
import { isNested, type ValidatorMetadata } from '../validator-metadata.js';

/** One validator of a field, compiled. */
export type Rule = (object: object, value: unknown) => MaybePromise<readonly RuleFailure[]>;

/** No failure: most values are right, and share this. */
export const NO_FAILURES: readonly RuleFailure[] = Object.freeze([]);

/** Compiles what one decorator of class-validator says of a field. */
export function compileRule(metadata: ValidatorMetadata, wireName: string): Rule {
  const run = isNested(metadata) ? nestedRule(metadata, wireName) : constraintRule(metadata, wireName);
  const { validateIf } = metadata;
  if (!validateIf) return run;
  return (object, value) => (validateIf(object, value) ? run(object, value) : NO_FAILURES);
}

function nestedRule(metadata: ValidatorMetadata, wireName: string): Rule {
  return (object, value) =>
    nestedFailures(value, () => ruleMessage(metadata, undefined, argumentsOf(metadata, object, value, wireName)));
}

function constraintRule(metadata: ValidatorMetadata, wireName: string): Rule {
  let constraints: readonly { readonly code: string; readonly instance: ValidatorConstraintInterface }[] | undefined;
  return (object, value) => {
    // At the first request, when the application has told class-validator which container makes its constraints.
    constraints ??= getMetadataStorage()
      .getTargetValidatorConstraints(metadata.constraintCls)
      .map(({ name, instance }) => ({ code: ruleCode(name || metadata.type), instance }));
    const outcomes = constraints.map(({ code, instance }) => {
      const args = argumentsOf(metadata, object, value, metadata.propertyName);
      return whenReady(failingPointer(metadata, instance, args), (pointer) =>
        pointer === undefined
          ? NO_FAILURES
          : [{ pointer, code, detail: ruleMessage(metadata, instance, { ...args, property: wireName }) }],
      );
    });
    const [only] = outcomes;
    return outcomes.length === 1 && only ? only : whenAllReady(outcomes, (failures) => failures.flat());
  };
}

/** Where the value fails: nowhere, as a whole, or at its first wrong element with `{ each: true }`. */
function failingPointer(
  metadata: ValidatorMetadata,
  constraint: ValidatorConstraintInterface,
  args: ValidationArguments,
): MaybePromise<string | undefined> {
  const elements = metadata.each ? elementsOf(args.value) : undefined;
  if (!elements) return whenReady(verdict(constraint, args.value, args), (isValid) => (isValid ? undefined : ''));
  return whenAllReady(
    elements.map((element) => verdict(constraint, element, args)),
    (verdicts) => {
      const index = verdicts.findIndex((isValid) => !isValid);
      if (index < 0) return undefined;
      return Array.isArray(args.value) ? `/${index}` : '';
    },
  );
}

function verdict(
  constraint: ValidatorConstraintInterface,
  value: unknown,
  args: ValidationArguments,
): MaybePromise<boolean> {
  return attempt<boolean>(
    () => constraint.validate(value, args),
    (error) => {
      // `@IsEmail()` and others encode the text, which half a surrogate pair does not survive: it is not valid, then.
      if (error instanceof URIError) return false;
      throw error;
    },
  );
}

function elementsOf(value: unknown): readonly unknown[] | undefined {
  if (Array.isArray(value)) return value as unknown[];
  return value instanceof Set || value instanceof Map ? [...value.values()] : undefined;
}

function argumentsOf(
  metadata: ValidatorMetadata,
  object: object,
  value: unknown,
  property: string,
): ValidationArguments {
  return { targetName: object.constructor.name, property, object, value, constraints: metadata.constraints };
}
