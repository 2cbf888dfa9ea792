/** The figures that `GET /api/dashboard` answers. */
export interface Dashboard {
  readonly salesByDay: readonly DayOfSales[];
  readonly openOrders: number;
  readonly revenueThisMonth: string;
  readonly lowStock: readonly { readonly id: number; readonly name: string; readonly stock: number }[];
  readonly topProducts: readonly {
    readonly id: number;
    readonly name: string;
    readonly quantity: number;
    readonly total: string;
  }[];
}

export interface DayOfSales {
  /** `2026-11-01` */
  readonly day: string;
  readonly orders: number;
  readonly total: string;
}
