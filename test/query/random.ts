/** A small seeded generator (mulberry32): the same seed gives the same tests. */
export class Random {
  constructor(private state: number) {}

  /** At least 0, less than 1. */
  next(): number {
    this.state = (this.state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(this.state ^ (this.state >>> 15), 1 | this.state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  }

  /** A whole number from `minimum` to `maximum`. */
  int(minimum: number, maximum: number): number {
    return minimum + Math.floor(this.next() * (maximum - minimum + 1));
  }

  chance(probability: number): boolean {
    return this.next() < probability;
  }

  pick<Item>(items: readonly Item[]): Item {
    const item = items[this.int(0, items.length - 1)];
    if (item === undefined) throw new Error('nothing to pick from');
    return item;
  }

  /** From `minimum` to `maximum` times what a function makes. */
  list<Item>(minimum: number, maximum: number, make: () => Item): Item[] {
    return Array.from({ length: this.int(minimum, maximum) }, make);
  }

  /** Some of the items, each at most once, in a new order. */
  some<Item>(items: readonly Item[], most: number): Item[] {
    const left = [...items];
    return Array.from({ length: Math.min(most, left.length) }, () =>
      left.splice(this.int(0, left.length - 1), 1),
    ).flat();
  }
}

/** The seed of this run: `LIST_SEED`, or the time. */
export const SEED = Number(process.env.LIST_SEED ?? Date.now() % 1_000_000_007);
