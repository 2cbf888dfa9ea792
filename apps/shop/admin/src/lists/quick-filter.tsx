import Chip from '@mui/material/Chip';

export interface QuickFilterProps {
  readonly source: string;
  readonly label: string;
  /** What the filter asks for as soon as it is chosen. */
  readonly defaultValue: unknown;
}

/** A filter without anything to type: choosing it is all. */
export function QuickFilter({ label }: QuickFilterProps) {
  return <Chip label={label} sx={{ mb: 1.25 }} />;
}
