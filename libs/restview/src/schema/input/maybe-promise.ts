/** A value, or the promise of one: validators are allowed to be asynchronous, and most are not. */
export type MaybePromise<Value> = Value | PromiseLike<Value>;

/** Goes on with a value: at once, without a turn of the event loop, if it is no promise. */
export function whenReady<Value, Result>(
  value: MaybePromise<Value>,
  next: (value: Value) => MaybePromise<Result>,
): MaybePromise<Result> {
  return isPromise(value) ? value.then(next) : next(value);
}

/** Goes on with all values: at once if none of them is a promise. */
export function whenAllReady<Value, Result>(
  values: readonly MaybePromise<Value>[],
  next: (values: readonly Value[]) => MaybePromise<Result>,
): MaybePromise<Result> {
  return areReady(values) ? next(values) : Promise.all(values).then(next);
}

/** Runs what may throw, now or by its promise, and takes the rescue's value if it does. */
export function attempt<Value>(
  run: () => MaybePromise<Value>,
  rescue: (error: unknown) => MaybePromise<Value>,
): MaybePromise<Value> {
  try {
    const value = run();
    return isPromise(value) ? value.then(undefined, rescue) : value;
  } catch (error) {
    return rescue(error);
  }
}

/** Whether there is something to wait for; by its method, since libraries bring promises of their own. */
export function isPromise<Value>(value: MaybePromise<Value>): value is PromiseLike<Value> {
  return typeof value === 'object' && value !== null && 'then' in value && typeof value.then === 'function';
}

function areReady<Value>(values: readonly MaybePromise<Value>[]): values is readonly Value[] {
  return !values.some(isPromise);
}
