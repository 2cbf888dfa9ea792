import type { FieldRules } from './compile-rules.js';
import type { FieldReader } from './field-reader.js';
import { whenReady, type MaybePromise } from './maybe-promise.js';
import { pointerTo, type MistakeList } from './mistake-list.js';

/**
 * Checks one field of an instance that has all its values, and puts what its column makes of the value in its place.
 *
 * A missing or forbidden value is one mistake, not one for each validator.
 *
 * @param unsent - on a change, the fields that the client left out.
 */
export function checkField(
  { field, isRequired, rules, store }: FieldReader,
  instance: object,
  parent: string,
  unsent: ReadonlySet<string> | undefined,
  mistakes: MistakeList,
): MaybePromise<void> {
  const { property, wireName } = field;
  const pointer = pointerTo(parent, wireName);
  const value: unknown = Object.hasOwn(instance, property) ? Reflect.get(instance, property) : undefined;
  if (value === undefined) {
    return whenReady(isRequired || isRequiredNow(rules, instance), (isMissing) => {
      if (isMissing) mistakes.add(pointer, 'required', `${wireName} is required.`);
    });
  }
  if (value === null && !field.nullable) {
    mistakes.add(pointer, 'null_not_allowed', `${wireName} cannot be null.`);
    return;
  }
  const storeValue = (): void => {
    const stored = store(value, pointer, mistakes);
    if (stored !== value && stored !== undefined) Reflect.set(instance, property, stored);
  };
  if (rules.isEmpty || !rules.apply(instance, value)) {
    storeValue();
    return;
  }
  return whenReady(rules.check(instance, value, unsent), (failures) => {
    for (const failure of failures) mistakes.add(pointer + failure.pointer, failure.code, failure.detail);
    if (failures.length === 0) storeValue();
  });
}

/** `@ValidateIf((body) => …)` asks for the field in some bodies: those in which its absence fails a validator. */
function isRequiredNow(rules: FieldRules, instance: object): MaybePromise<boolean> {
  if (!rules.isConditional || rules.isEmpty || !rules.apply(instance, undefined)) return false;
  return whenReady(rules.check(instance, undefined, undefined), (failures) => failures.length > 0);
}
