import BackIcon from '@mui/icons-material/ArrowBack';
import { ListButton, TopToolbar, useGetResourceLabel, useResourceContext } from 'react-admin';

/** The way from a form to its list. */
export function BackToList() {
  const resource = useResourceContext() ?? '';
  const labelOf = useGetResourceLabel();
  return (
    <TopToolbar sx={{ justifyContent: 'flex-start' }}>
      <ListButton icon={<BackIcon />} label={labelOf(resource, 2)} />
    </TopToolbar>
  );
}
