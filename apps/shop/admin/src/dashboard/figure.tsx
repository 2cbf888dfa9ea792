import Card from '@mui/material/Card';
import Skeleton from '@mui/material/Skeleton';
import Typography from '@mui/material/Typography';

export interface FigureProps {
  readonly label: string;
  /** Nothing while it is on its way: the place is kept. */
  readonly value: string | undefined;
  readonly note?: string | undefined;
}

/** One number of the dashboard. */
export function Figure({ label, value, note }: FigureProps) {
  return (
    <Card sx={{ p: 2, height: '100%' }}>
      <Typography variant="body2" color="textSecondary">
        {label}
      </Typography>
      <Typography variant="h5" component="p" sx={{ fontSize: '1.55rem', mt: 0.5 }}>
        {value ?? <Skeleton width="60%" />}
      </Typography>
      <Typography variant="caption" color="textSecondary" component="p">
        {note ?? '\u00a0'}
      </Typography>
    </Card>
  );
}
