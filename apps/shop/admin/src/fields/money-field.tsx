import { useFieldValue } from 'react-admin';

import { useMoney } from './use-money.js';

export interface MoneyFieldProps {
  readonly source: string;
}

export function MoneyField({ source }: MoneyFieldProps) {
  const value: unknown = useFieldValue({ source });
  const money = useMoney();
  return typeof value === 'string' || typeof value === 'number' ? <span>{money(value)}</span> : null;
}
