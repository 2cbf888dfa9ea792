/** An answer of Express's, as far as it tells what it answers. */
interface Answer {
  readonly req?: Asked;
}

/** A request as Express hands it around; `route` is the same object for all requests of a route. */
interface Asked {
  readonly method: string;
  readonly route?: object;
}

/** An application of Express's: its answers ask it how to make an `ETag`. */
interface ExpressApplication {
  readonly response: object;
  readonly get: (...inputs: unknown[]) => unknown;
}

/**
 * Keeps Express from putting an `ETag` of its own on some answers; those that have one keep it, and get their 304.
 *
 * Such a tag says what was sent, and not which version of the row that was: no write could be conditional on it. Other
 * platforms send none.
 *
 * @param instance - the platform's own application; nothing is done to one that is not Express.
 * @param isOurs - whether a request is for one of these answers; asked once for each route.
 */
export function withoutPlatformTags(instance: unknown, isOurs: (request: Asked) => boolean): void {
  if (!isExpress(instance)) return;
  const { response } = instance;
  const before = Object.getOwnPropertyDescriptor(response, 'app');
  if (!before?.configurable || !('value' in before)) return;
  const tagless: unknown = Object.create(instance, {
    get: {
      value: (...inputs: unknown[]): unknown =>
        inputs.length === 1 && inputs[0] === 'etag fn' ? undefined : instance.get(...inputs),
    },
  });
  const known = new WeakMap<object, boolean>();
  const isTagless = (request: Asked): boolean => {
    // What reached no route is asked for by its path.
    const subject = request.route ?? request;
    let answer = known.get(subject);
    if (answer === undefined) known.set(subject, (answer = isOurs(request)));
    return answer;
  };
  Object.defineProperty(response, 'app', {
    configurable: true,
    enumerable: true,
    get(this: Answer): unknown {
      return this.req && isTagless(this.req) ? tagless : before.value;
    },
    set(this: Answer, value: unknown): void {
      Object.defineProperty(this, 'app', { configurable: true, enumerable: true, writable: true, value });
    },
  });
}

function isExpress(value: unknown): value is ExpressApplication {
  return (
    typeof value === 'function' &&
    'response' in value &&
    typeof value.response === 'object' &&
    value.response !== null &&
    'get' in value &&
    typeof value.get === 'function'
  );
}
