/** How much there is, and of which moment. */
export interface SeedSizes {
  readonly stores: number;
  readonly products: number;
  readonly customers: number;
  readonly orders: number;
  /** The newest order is of this day; the oldest one of a year before. */
  readonly today: Date;
  /** Another number gives other rows; the same number the same rows. */
  readonly seed: number;
}

export const FULL_SEED: SeedSizes = {
  stores: 20,
  products: 2_000,
  customers: 10_000,
  orders: 50_000,
  today: new Date('2026-11-01T12:00:00Z'),
  seed: 20_261_101,
};
