import FolderIcon from '@mui/icons-material/FolderOutlined';
import LabelIcon from '@mui/icons-material/LabelOutlined';
import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import Skeleton from '@mui/material/Skeleton';
import Table from '@mui/material/Table';
import TableBody from '@mui/material/TableBody';
import TableCell from '@mui/material/TableCell';
import TableHead from '@mui/material/TableHead';
import TableRow from '@mui/material/TableRow';
import {
  CreateButton,
  Link,
  List,
  SearchInput,
  TopToolbar,
  useCanAccess,
  useCreatePath,
  useListContext,
} from 'react-admin';

import { EmptyList } from '../lists/empty-list.js';
import type { Category } from './category.js';
import { categoryTree } from './category-tree.js';

export default function CategoryList() {
  return (
    <List
      filters={[<SearchInput key="q" source="q" alwaysOn placeholder="Name" />]}
      actions={
        <TopToolbar>
          <CreateButton variant="contained" />
        </TopToolbar>
      }
      sort={{ field: 'position', order: 'ASC' }}
      perPage={200}
      pagination={false}
      empty={<EmptyList title="No categories yet">Categories keep the catalogue in order.</EmptyList>}
    >
      <CategoryTable />
    </List>
  );
}

/** All categories on one page, as a tree. */
function CategoryTable() {
  const { data, isPending } = useListContext<Category>();
  const { canAccess: mayEdit = false } = useCanAccess({ resource: 'categories', action: 'edit' });
  const createPath = useCreatePath();
  const tree = categoryTree(data ?? []);
  return (
    <Table size="small" aria-label="Categories">
      <TableHead>
        <TableRow>
          <TableCell>Name</TableCell>
          <TableCell align="right">Position</TableCell>
          <TableCell />
        </TableRow>
      </TableHead>
      <TableBody>
        {isPending ? <Placeholders /> : null}
        {tree.map(({ category, depth }) => {
          const page = createPath({ resource: 'categories', type: 'edit', id: category.id });
          return (
            <TableRow key={category.id} hover>
              <TableCell>
                <Box sx={{ display: 'flex', alignItems: 'center', gap: 1, pl: depth * 3.5 }}>
                  {depth === 0 ? (
                    <FolderIcon fontSize="small" color="primary" />
                  ) : (
                    <LabelIcon fontSize="small" sx={{ color: 'text.disabled' }} />
                  )}
                  {mayEdit ? (
                    <Link to={page} sx={{ color: 'text.primary', fontWeight: depth === 0 ? 650 : 400 }}>
                      {category.name}
                    </Link>
                  ) : (
                    <span>{category.name}</span>
                  )}
                </Box>
              </TableCell>
              <TableCell align="right" sx={{ color: 'text.secondary' }}>
                {category.position}
              </TableCell>
              <TableCell align="right">
                <Button
                  component={Link}
                  size="small"
                  to={`/products?filter=${encodeURIComponent(JSON.stringify({ categoryId: category.id }))}`}
                >
                  Products
                </Button>
              </TableCell>
            </TableRow>
          );
        })}
      </TableBody>
    </Table>
  );
}

function Placeholders() {
  return Array.from({ length: 8 }, (_none, row) => (
    <TableRow key={row}>
      <TableCell colSpan={3}>
        <Skeleton height={28} />
      </TableCell>
    </TableRow>
  ));
}
