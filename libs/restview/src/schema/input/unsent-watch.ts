import { attempt, whenReady, type MaybePromise } from './maybe-promise.js';

/**
 * Judges a change by what the client sent of it.
 *
 * A verdict that turns out badly, or an error, after a look at a field which the client did not send rests upon a value
 * that nobody knows here: `unknown` is given instead. Only then is the judge asked a second time, to see where it looks.
 *
 * @param unsent - the fields that are left as they are; `undefined` when the object is whole.
 */
export function judgeSent<Verdict>(
  judge: (object: object) => MaybePromise<Verdict>,
  isBad: (verdict: Verdict) => boolean,
  unknown: Verdict,
  object: object,
  unsent: ReadonlySet<string> | undefined,
): MaybePromise<Verdict> {
  if (!unsent) return judge(object);
  const judgeAgain = (): MaybePromise<Verdict> => {
    const watch = watchUnsent(object, unsent);
    return attempt(
      () => whenReady(judge(watch.object), (verdict) => (watch.hasLooked() ? unknown : verdict)),
      (error) => {
        if (watch.hasLooked()) return unknown;
        throw error;
      },
    );
  };
  return attempt(() => whenReady(judge(object), (verdict) => (isBad(verdict) ? judgeAgain() : verdict)), judgeAgain);
}

/** An object that notices when somebody looks at a field that the client did not send. */
function watchUnsent(object: object, unsent: ReadonlySet<string>): { object: object; hasLooked(): boolean } {
  let looked = false;
  const watched = new Proxy(object, {
    get(target, key, receiver): unknown {
      if (typeof key === 'string' && unsent.has(key)) looked = true;
      return Reflect.get(target, key, receiver);
    },
  });
  return { object: watched, hasLooked: () => looked };
}
