import type { FieldRules, RuleSubject } from './compile-rules.js';
import type { FieldReader } from './field-reader.js';
import { whenReady, type MaybePromise } from './maybe-promise.js';
import type { MistakeList } from './mistake-list.js';
import type { PropertyValues } from '../property-values.js';

/**
 * Checks one field of an instance that has all its values, and puts what its column makes of the value in its place.
 *
 * A missing or forbidden value is one mistake, not one for each validator.
 *
 * @param values - the instance, by its properties.
 * @param subject - what validators look at: the same instance.
 */
export function checkField(
  { field, segment, isRequired, rules, store, mayShowNull }: FieldReader,
  values: PropertyValues,
  subject: RuleSubject,
  parent: string,
  mistakes: MistakeList,
): MaybePromise<void> {
  const { property, wireName } = field;
  const pointer = parent + segment;
  const value = Object.hasOwn(values, property) ? values[property] : undefined;
  if (value === undefined) {
    return whenReady(isRequired || isRequiredNow(rules, subject), (isMissing) => {
      if (isMissing) mistakes.add(pointer, 'required', `${wireName} is required.`);
    });
  }
  if (value === null && !field.nullable) {
    // Whether this row was shown so is known when it is loaded.
    if (mayShowNull(field)) return;
    mistakes.add(pointer, 'null_not_allowed', `${wireName} cannot be null.`);
    return;
  }
  return whenReady(failuresOf(rules, subject, value), (failures) => {
    for (const failure of failures) mistakes.add(pointer + failure.pointer, failure.code, failure.detail);
    if (failures.length > 0) return;
    const stored = store(value, pointer, mistakes);
    if (stored !== value && stored !== undefined) values[property] = stored;
  });
}

function failuresOf(rules: FieldRules, subject: RuleSubject, value: unknown): ReturnType<FieldRules['check']> {
  if (rules.isEmpty) return [];
  return whenReady(rules.apply(subject, value), (areDue) => (areDue ? rules.check(subject, value) : []));
}

/** `@ValidateIf((body) => …)` asks for the field in some bodies: those in which its absence fails a validator. */
function isRequiredNow(rules: FieldRules, subject: RuleSubject): MaybePromise<boolean> {
  if (!rules.isConditional || rules.isEmpty) return false;
  return whenReady(rules.apply(subject, undefined), (areDue) => {
    if (!areDue) return false;
    let hasStumbled = false;
    // A validator that cannot bear a missing value refuses it too.
    const onStumble = (): void => {
      hasStumbled = true;
    };
    return whenReady(
      rules.check({ ...subject, onStumble }, undefined),
      (failures) => hasStumbled || failures.length > 0,
    );
  });
}
