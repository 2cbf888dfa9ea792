import { getMetadataStorage, type ValidationArguments, type ValidatorConstraintInterface } from 'class-validator';
import { isFromColumn } from './column-validators.js';
import { whenAllReady, whenReady, type MaybePromise } from './maybe-promise.js';
import { nestedFailures } from './nested-rules.js';
import type { RuleFailure } from './rule-failure.js';
import { ruleCode, ruleMessage } from './rule-message.js';
import { watchUnsent } from './unsent-watch.js';
import { isCondition, isNested, isRule, type ValidatorMetadata } from './validator-metadata.js';

/** The validators of one field, looked up once. */
export interface FieldRules {
  /** The field has `@ValidateIf`, `@IsOptional` or the leave to be missing. */
  readonly isConditional: boolean;
  readonly isEmpty: boolean;
  /** Whether the conditions let the validators run. */
  apply(object: object, value: unknown): boolean;
  /**
   * Runs the validators.
   *
   * @param unsent - the fields that a change leaves as they are: a rule that fails after it looked at one of them has
   *   judged a value that it does not know, and says nothing.
   */
  check(object: object, value: unknown, unsent: ReadonlySet<string> | undefined): MaybePromise<readonly RuleFailure[]>;
}

type Rule = (
  object: object,
  value: unknown,
  unsent: ReadonlySet<string> | undefined,
) => readonly MaybePromise<readonly RuleFailure[]>[];

const NO_FAILURES: readonly RuleFailure[] = Object.freeze([]);

/**
 * Compiles the class-validator metadata of a field to closures which do what `validate()` does, without its look-ups.
 *
 * @param isDescribed - the value is read by a schema of its own, so that `@ValidateNested` has nothing left to do.
 */
export function compileRules(
  metadatas: readonly ValidatorMetadata[],
  wireName: string,
  isDescribed: boolean,
): FieldRules {
  const conditions = metadatas.filter(isCondition).map(conditionOf);
  const rules = metadatas
    .filter((metadata) => isRule(metadata) && !isFromColumn(metadata) && !(isDescribed && isNested(metadata)))
    .map((metadata) => (isNested(metadata) ? nestedRule(metadata, wireName) : constraintRule(metadata, wireName)));
  return {
    isConditional: conditions.length > 0,
    isEmpty: rules.length === 0,
    apply: (object, value) => conditions.every((condition) => condition(object, value)),
    check: (object, value, unsent) => {
      if (rules.length === 0) return NO_FAILURES;
      return whenAllReady(
        rules.flatMap((rule) => rule(object, value, unsent)),
        (failures) => failures.flat(),
      );
    },
  };
}

function conditionOf({ constraints }: ValidatorMetadata): (object: object, value: unknown) => boolean {
  const [condition] = constraints as ((object: object, value: unknown) => boolean)[];
  return condition ?? (() => true);
}

function nestedRule(metadata: ValidatorMetadata, wireName: string): Rule {
  return (object, value) => {
    if (metadata.validateIf && !metadata.validateIf(object, value)) return [];
    return [
      nestedFailures(value, () => ruleMessage(metadata, undefined, argumentsOf(metadata, object, value, wireName))),
    ];
  };
}

function constraintRule(metadata: ValidatorMetadata, wireName: string): Rule {
  let constraints: readonly { readonly name: string; readonly instance: ValidatorConstraintInterface }[] | undefined;
  return (object, value, unsent) => {
    if (metadata.validateIf && !metadata.validateIf(object, value)) return [];
    // At the first request, when the application has told class-validator which container makes its constraints.
    constraints ??= getMetadataStorage()
      .getTargetValidatorConstraints(metadata.constraintCls)
      .map(({ name, instance }) => ({ name: name || metadata.type, instance }));
    return constraints.map(({ name, instance }) => {
      const run = (subject: object): MaybePromise<readonly RuleFailure[]> =>
        whenReady(
          failingPointer(metadata, instance, argumentsOf(metadata, subject, value, metadata.propertyName)),
          (pointer) =>
            pointer === undefined
              ? NO_FAILURES
              : [
                  {
                    pointer,
                    code: ruleCode(name),
                    detail: ruleMessage(metadata, instance, argumentsOf(metadata, subject, value, wireName)),
                  },
                ],
        );
      return unsent ? unlessUnsent(run, object, unsent) : run(object);
    });
  };
}

function unlessUnsent(
  run: (object: object) => MaybePromise<readonly RuleFailure[]>,
  object: object,
  unsent: ReadonlySet<string>,
): MaybePromise<readonly RuleFailure[]> {
  return whenReady(run(object), (failures) => {
    if (failures.length === 0) return failures;
    const watch = watchUnsent(object, unsent);
    return whenReady(run(watch.object), () => (watch.hasLooked() ? NO_FAILURES : failures));
  });
}

/** Where the value fails: nowhere, as a whole, or at its first wrong element with `{ each: true }`. */
function failingPointer(
  metadata: ValidatorMetadata,
  constraint: ValidatorConstraintInterface,
  args: ValidationArguments,
): MaybePromise<string | undefined> {
  const elements = metadata.each ? elementsOf(args.value) : undefined;
  if (!elements) return whenReady(constraint.validate(args.value, args), (isValid) => (isValid ? undefined : ''));
  return whenAllReady(
    elements.map((element) => constraint.validate(element, args)),
    (verdicts) => {
      const index = verdicts.findIndex((isValid) => !isValid);
      if (index < 0) return undefined;
      return Array.isArray(args.value) ? `/${index}` : '';
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
