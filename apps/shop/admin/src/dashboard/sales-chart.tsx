import { useTheme } from '@mui/material/styles';
import { Area, AreaChart, CartesianGrid, ResponsiveContainer, Tooltip, XAxis, YAxis } from 'recharts';

import { useMoney } from '../fields/use-money.js';
import type { DayOfSales } from './dashboard.js';

const shortDay = new Intl.DateTimeFormat(undefined, { day: 'numeric', month: 'short', timeZone: 'UTC' });
const longDay = new Intl.DateTimeFormat(undefined, { weekday: 'long', day: 'numeric', month: 'long', timeZone: 'UTC' });

/** The sales of the last days as an area. */
export default function SalesChart({ days }: { readonly days: readonly DayOfSales[] }) {
  const { palette, shape } = useTheme();
  const money = useMoney();
  const roundMoney = useMoney({ notation: 'compact', maximumFractionDigits: 1 });
  const data = days.map(({ day, orders, total }) => ({ day, orders, total: Number(total) }));
  return (
    <ResponsiveContainer width="100%" height="100%">
      <AreaChart data={data} margin={{ top: 8, right: 8, bottom: 0, left: 0 }}>
        <defs>
          <linearGradient id="sales" x1="0" y1="0" x2="0" y2="1">
            <stop offset="0%" stopColor={palette.primary.main} stopOpacity={0.32} />
            <stop offset="100%" stopColor={palette.primary.main} stopOpacity={0.02} />
          </linearGradient>
        </defs>
        <CartesianGrid vertical={false} stroke={palette.divider} />
        <XAxis
          dataKey="day"
          tickFormatter={(day: string) => shortDay.format(new Date(day))}
          tick={{ fill: palette.text.secondary, fontSize: 12 }}
          tickLine={false}
          axisLine={false}
          minTickGap={32}
          tickMargin={8}
        />
        <YAxis
          width={64}
          tickFormatter={(total: number) => roundMoney(total)}
          tick={{ fill: palette.text.secondary, fontSize: 12 }}
          tickLine={false}
          axisLine={false}
        />
        <Tooltip
          labelFormatter={(day) => (typeof day === 'string' ? longDay.format(new Date(day)) : null)}
          formatter={(total, _name, { payload }) => [
            `${money(Number(total))}, ${String((payload as { orders: number }).orders)} orders`,
            'Sales',
          ]}
          contentStyle={{
            background: palette.background.paper,
            border: `1px solid ${palette.divider}`,
            borderRadius: Number(shape.borderRadius),
          }}
          itemStyle={{ color: palette.text.primary }}
          labelStyle={{ color: palette.text.secondary }}
        />
        <Area
          dataKey="total"
          type="monotone"
          stroke={palette.primary.main}
          strokeWidth={2}
          fill="url(#sales)"
          isAnimationActive={false}
        />
      </AreaChart>
    </ResponsiveContainer>
  );
}
