import { useMemo } from 'react';

import { useShop } from '../shop/use-shop.js';

/** Writes an amount, a decimal as text, in the currency of the store. */
export function useMoney(options?: Intl.NumberFormatOptions) {
  const { currency } = useShop();
  const notation = options?.notation;
  const maximumFractionDigits = options?.maximumFractionDigits;
  return useMemo(() => {
    const format = new Intl.NumberFormat(undefined, {
      style: 'currency',
      currency,
      ...(notation === undefined ? {} : { notation }),
      ...(maximumFractionDigits === undefined ? {} : { maximumFractionDigits }),
    });
    return (amount: string | number) => format.format(Number(amount));
  }, [currency, notation, maximumFractionDigits]);
}
