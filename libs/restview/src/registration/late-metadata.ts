import { documentRevision } from '../schema/document/documented-application.js';

// Decorators keep values, and what the document says depends on what comes later: on decorators above `@View`, on other
// modules, on the application. What is made here looks like a value and is made when it is read. An application has some
// dozens of these for each view, and most are never read after the start: they share their methods and keep nothing.

/** Makes something when it is asked for, and at most once while nothing else can happen. */
export class Late<Value> {
  private made: { readonly value: Value; readonly revision: number } | undefined;

  constructor(private readonly make: () => Value) {}

  get(): Value {
    const revision = documentRevision();
    if (this.made?.revision !== revision) {
      this.made = { value: this.make(), revision };
      queueMicrotask(() => {
        this.made = undefined;
      });
    }
    return this.made.value;
  }
}

/** Answers for an object that is filled with a part of something late when it is read. */
class LatePart<Value, Target extends object> implements ProxyHandler<Target> {
  private filledFrom: Value | undefined;

  constructor(
    private readonly whole: Late<Value>,
    private readonly name: string,
    private readonly fill: (target: Target, whole: Value | undefined, name: string) => void,
  ) {}

  get(target: Target, key: string | symbol): unknown {
    return Reflect.get(this.filled(target), key);
  }

  has(target: Target, key: string | symbol): boolean {
    return Reflect.has(this.filled(target), key);
  }

  ownKeys(target: Target): (string | symbol)[] {
    return Reflect.ownKeys(this.filled(target));
  }

  getOwnPropertyDescriptor(target: Target, key: string | symbol): PropertyDescriptor | undefined {
    return Reflect.getOwnPropertyDescriptor(this.filled(target), key);
  }

  private filled(target: Target): Target {
    const whole = this.whole.get();
    if (whole === this.filledFrom) return target;
    this.fill(target, whole, this.name);
    this.filledFrom = whole;
    queueMicrotask(() => {
      this.filledFrom = undefined;
      this.fill(target, undefined, this.name);
    });
    return target;
  }
}

/** Parts of something late, by name. */
type Parts = ReadonlyMap<unknown, unknown>;

/** A list, such as the parameters of a route, that is looked up when it is read. */
export function lateList(whole: Late<Parts>, name: string): readonly unknown[] {
  return new Proxy<unknown[]>([], new LatePart(whole, name, fillList));
}

/** An object, such as the answers of a route, whose properties are looked up when they are read. */
export function lateRecord(whole: Late<Parts>, name: string): Readonly<Record<string, unknown>> {
  return new Proxy<Record<string, unknown>>({}, new LatePart(whole, name, fillRecord));
}

function fillList(list: unknown[], whole: Parts | undefined, name: string): void {
  const items = whole?.get(name);
  list.splice(0, list.length, ...(isList(items) ? items : []));
}

function fillRecord(record: Record<string, unknown>, whole: Parts | undefined, name: string): void {
  for (const key of Object.keys(record)) Reflect.deleteProperty(record, key);
  Object.assign(record, whole?.get(name));
}

function isList(value: unknown): value is readonly unknown[] {
  return Array.isArray(value);
}
