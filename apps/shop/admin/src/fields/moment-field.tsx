import Tooltip from '@mui/material/Tooltip';
import { useFieldValue } from 'react-admin';

const day = new Intl.DateTimeFormat(undefined, { day: 'numeric', month: 'short', year: 'numeric' });
const dayAndTime = new Intl.DateTimeFormat(undefined, {
  day: 'numeric',
  month: 'short',
  year: 'numeric',
  hour: '2-digit',
  minute: '2-digit',
});
const exact = new Intl.DateTimeFormat(undefined, { dateStyle: 'full', timeStyle: 'medium' });

export interface MomentFieldProps {
  readonly source: string;
  readonly time?: boolean;
}

/** A day, or a day and a time; the exact moment is in the tooltip. */
export function MomentField({ source, time = false }: MomentFieldProps) {
  const value: unknown = useFieldValue({ source });
  if (typeof value !== 'string') return null;
  const moment = new Date(value);
  return (
    <Tooltip title={exact.format(moment)}>
      <time dateTime={value} style={{ whiteSpace: 'nowrap' }}>
        {(time ? dayAndTime : day).format(moment)}
      </time>
    </Tooltip>
  );
}
