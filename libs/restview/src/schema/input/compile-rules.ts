import { isFromColumn } from '../column-validators.js';
import { compileRule, NO_FAILURES } from './constraint-rule.js';
import { attempt, whenAllReady, type MaybePromise } from './maybe-promise.js';
import type { RuleFailure } from './rule-failure.js';
import { judgeSent } from './unsent-watch.js';
import { isCondition, isNested, isRule, type ValidatorMetadata } from '../validator-metadata.js';

/** What validators look at besides the value. */
export interface RuleSubject {
  readonly object: object;
  /** On a change, the fields that the client left out: a validator that judged by one of them says nothing. */
  readonly unsent: ReadonlySet<string> | undefined;
  /** Is told what a validator throws instead of judging; the others are run all the same. */
  readonly onStumble: (error: unknown) => void;
}

/** The validators of one field, looked up once. */
export interface FieldRules {
  /** The field has `@ValidateIf`, `@IsOptional` or the leave to be missing. */
  readonly isConditional: boolean;
  readonly isEmpty: boolean;
  /** Whether the conditions let the validators run. */
  readonly apply: (subject: RuleSubject, value: unknown) => MaybePromise<boolean>;
  /** Runs the validators. */
  readonly check: (subject: RuleSubject, value: unknown) => MaybePromise<readonly RuleFailure[]>;
}

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
    .map((metadata) => compileRule(metadata, wireName));
  if (conditions.length === 0 && rules.length === 0) return NO_RULES;
  return Object.freeze<FieldRules>({
    isConditional: conditions.length > 0,
    isEmpty: rules.length === 0,
    apply: ({ object, unsent, onStumble }, value) => {
      if (conditions.length === 0) return true;
      const hold = (subject: object): boolean => conditions.every((condition) => condition(subject, value));
      return attempt<boolean>(() => judgeSent(hold, () => false, false, object, unsent), notedAs(false, onStumble));
    },
    check: ({ object, unsent, onStumble }, value) => {
      const outcomes = rules.map((rule) =>
        attempt(
          () => judgeSent((subject) => rule(subject, value), isFailed, NO_FAILURES, object, unsent),
          notedAs(NO_FAILURES, onStumble),
        ),
      );
      return whenAllReady(outcomes, (failures) => failures.flat());
    },
  });
}

/** Most fields have none but their columns; they share these. */
const NO_RULES: FieldRules = Object.freeze({
  isConditional: false,
  isEmpty: true,
  apply: () => true,
  check: () => NO_FAILURES,
});

function conditionOf({ constraints }: ValidatorMetadata): (object: object, value: unknown) => boolean {
  const [condition] = constraints as ((object: object, value: unknown) => boolean)[];
  return condition ?? (() => true);
}

function isFailed(failures: readonly RuleFailure[]): boolean {
  return failures.length > 0;
}

function notedAs<Value>(value: Value, onStumble: (error: unknown) => void): (error: unknown) => Value {
  return (error) => {
    onStumble(error);
    return value;
  };
}
