import SearchOffIcon from '@mui/icons-material/SearchOff';
import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import Typography from '@mui/material/Typography';
import { useListContext } from 'react-admin';

/** What a list shows when its filters leave nothing over. */
export function NothingFound() {
  const { setFilters } = useListContext();
  return (
    <Box sx={{ textAlign: 'center', py: 8, px: 2 }}>
      <SearchOffIcon sx={{ fontSize: 44, color: 'text.disabled', mb: 1 }} />
      <Typography variant="h6">Nothing found</Typography>
      <Typography color="textSecondary" sx={{ mb: 2 }}>
        No row is like what is asked for.
      </Typography>
      <Button
        onClick={() => {
          setFilters({}, {});
        }}
      >
        Show all
      </Button>
    </Box>
  );
}
