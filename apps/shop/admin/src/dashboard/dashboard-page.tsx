import Box from '@mui/material/Box';
import Card from '@mui/material/Card';
import Grid from '@mui/material/Grid';
import Skeleton from '@mui/material/Skeleton';
import Typography from '@mui/material/Typography';
import { useQuery } from '@tanstack/react-query';
import { lazy, Suspense } from 'react';
import { Title, useDataProvider } from 'react-admin';

import type { ShopDataProvider } from '../api/shop-data-provider.js';
import { useMoney } from '../fields/use-money.js';
import type { Dashboard } from './dashboard.js';
import { Figure } from './figure.js';
import { LowStock } from './low-stock.js';
import { TopProducts } from './top-products.js';

// The chart is the heaviest part: the figures do not wait for it.
const SalesChart = lazy(() => import('./sales-chart.js'));

const chartHeight = 280;

/** How the store is doing. */
export default function DashboardPage() {
  const dataProvider = useDataProvider<ShopDataProvider>();
  const { data, error } = useQuery({
    queryKey: ['dashboard'],
    queryFn: ({ signal }) => dataProvider.getDashboard(signal),
  });
  const money = useMoney();
  const sales = data && salesOf(data);
  return (
    <Box sx={{ pt: 2.5 }}>
      <Title title="Dashboard" />
      {error ? <Typography color="error">{error.message}</Typography> : null}
      <Grid container spacing={2}>
        <Grid size={{ xs: 12, sm: 6, md: 3 }}>
          <Figure
            label="Revenue this month"
            value={data && money(data.revenueThisMonth)}
            note="paid, shipped and delivered"
          />
        </Grid>
        <Grid size={{ xs: 12, sm: 6, md: 3 }}>
          <Figure label="Open orders" value={data && String(data.openOrders)} note="placed or paid" />
        </Grid>
        <Grid size={{ xs: 12, sm: 6, md: 3 }}>
          <Figure label="Orders" value={sales && String(sales.orders)} note="in the last 30 days" />
        </Grid>
        <Grid size={{ xs: 12, sm: 6, md: 3 }}>
          <Figure
            label="Average order"
            value={sales && (sales.orders === 0 ? '–' : money(sales.total / sales.orders))}
            note="in the last 30 days"
          />
        </Grid>
        <Grid size={12}>
          <Card sx={{ p: 2 }}>
            <Typography variant="h6" component="h2" sx={{ mb: 1.5 }}>
              Sales of the last 30 days
            </Typography>
            <Box sx={{ height: chartHeight }} data-testid="sales-chart">
              <Suspense fallback={<Skeleton variant="rounded" height={chartHeight} />}>
                {data ? <SalesChart days={data.salesByDay} /> : <Skeleton variant="rounded" height={chartHeight} />}
              </Suspense>
            </Box>
          </Card>
        </Grid>
        <Grid size={{ xs: 12, md: 7 }}>
          <TopProducts products={data?.topProducts} />
        </Grid>
        <Grid size={{ xs: 12, md: 5 }}>
          <LowStock products={data?.lowStock} />
        </Grid>
      </Grid>
    </Box>
  );
}

function salesOf({ salesByDay }: Dashboard) {
  return {
    orders: salesByDay.reduce((sum, day) => sum + day.orders, 0),
    total: salesByDay.reduce((sum, day) => sum + Number(day.total), 0),
  };
}
