import { ApiProperty } from '@nestjs/swagger';

export class SalesOfDay {
  @ApiProperty({ format: 'date' }) day!: string;
  @ApiProperty() orders!: number;
  @ApiProperty({ format: 'decimal' }) total!: string;
}

export class LowStock {
  @ApiProperty() id!: number;
  @ApiProperty() name!: string;
  @ApiProperty() stock!: number;
}

export class TopProduct {
  @ApiProperty() id!: number;
  @ApiProperty() name!: string;
  @ApiProperty() quantity!: number;
  @ApiProperty({ format: 'decimal' }) total!: string;
}

export class DashboardAnswer {
  @ApiProperty({ type: [SalesOfDay] }) salesByDay!: SalesOfDay[];
  @ApiProperty() openOrders!: number;
  @ApiProperty({ format: 'decimal' }) revenueThisMonth!: string;
  @ApiProperty({ type: [LowStock] }) lowStock!: LowStock[];
  @ApiProperty({ type: [TopProduct] }) topProducts!: TopProduct[];
}
