/** The caller's own store, as `GET /api/store` answers it. */
export interface Shop {
  readonly id: number;
  readonly name: string;
  readonly currency: string;
  readonly lowStockAt: number;
}
