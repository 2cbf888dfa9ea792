import Chip from '@mui/material/Chip';
import { alpha, type Theme } from '@mui/material/styles';

import type { OrderStatus } from '../orders/order-status.js';
import type { ProductStatus } from '../products/product.js';
import type { Role } from '../staff/staff-member.js';

type Tone = 'default' | 'primary' | 'info' | 'success' | 'warning' | 'error';

export type Status = OrderStatus | ProductStatus | Role | 'deleted' | 'inactive';

const tones: Readonly<Record<Status, Tone>> = {
  draft: 'default',
  active: 'success',
  archived: 'warning',
  placed: 'info',
  paid: 'primary',
  shipped: 'warning',
  delivered: 'success',
  cancelled: 'error',
  deleted: 'error',
  inactive: 'error',
  owner: 'primary',
  manager: 'info',
  clerk: 'default',
};

function colours(tone: Tone, theme: Theme) {
  const { mode, text } = theme.palette;
  if (tone === 'default') return { backgroundColor: alpha(text.primary, 0.08), color: text.secondary };
  const { main, dark, light } = theme.palette[tone];
  return { backgroundColor: alpha(main, mode === 'light' ? 0.12 : 0.2), color: mode === 'light' ? dark : light };
}

/** A state in a word and a colour. */
export function StatusChip({ status }: { readonly status: Status }) {
  return (
    <Chip
      size="small"
      label={status}
      data-status={status}
      sx={(theme) => ({
        ...colours(tones[status], theme),
        height: 22,
        fontWeight: 600,
        borderRadius: '6px',
        '& .MuiChip-label': { px: 1 },
        '&::first-letter': { textTransform: 'uppercase' },
        textTransform: 'capitalize',
      })}
    />
  );
}
