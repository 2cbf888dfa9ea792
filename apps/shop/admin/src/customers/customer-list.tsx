import {
  CreateButton,
  DataTable,
  EmailField,
  ExportButton,
  FilterButton,
  List,
  SearchInput,
  TextInput,
  TopToolbar,
} from 'react-admin';

import { useMayDelete } from '../auth/use-may-delete.js';
import { MomentField } from '../fields/moment-field.js';
import { BulkButtons } from '../lists/bulk-buttons.js';
import { EmptyList } from '../lists/empty-list.js';
import { FilterTabs } from '../lists/filter-tabs.js';
import { ListPagination } from '../lists/list-pagination.js';
import { NothingFound } from '../lists/nothing-found.js';
import { RestoreButton } from '../lists/restore-button.js';
import { trash, useInTrash } from '../lists/trash.js';
import type { Customer } from './customer.js';

const filters = [
  <SearchInput key="q" source="q" alwaysOn placeholder="Name, email or city" />,
  <TextInput key="city" source="city" label="City" />,
];

const states = [
  { label: 'All', filter: {} },
  { label: 'Trash', filter: trash },
];

export default function CustomerList() {
  const mayDelete = useMayDelete();
  return (
    <List
      filters={filters}
      actions={
        <TopToolbar>
          <FilterButton />
          <ExportButton />
          <CreateButton variant="contained" />
        </TopToolbar>
      }
      sort={{ field: 'name', order: 'ASC' }}
      perPage={25}
      pagination={ListPagination}
      empty={<EmptyList title="No customers yet">Orders need somebody who orders.</EmptyList>}
    >
      {mayDelete ? <FilterTabs label="Customers and trash" tabs={states} /> : null}
      <CustomerTable mayDelete={mayDelete} />
    </List>
  );
}

function CustomerTable({ mayDelete }: { readonly mayDelete: boolean }) {
  const inTrash = useInTrash();
  return (
    <DataTable<Customer>
      empty={<NothingFound />}
      bulkActionButtons={mayDelete ? <BulkButtons /> : false}
      {...(inTrash ? { rowClick: false } : {})}
    >
      <DataTable.Col source="name" sx={{ fontWeight: 600 }} />
      <DataTable.Col source="email">
        <EmailField source="email" />
      </DataTable.Col>
      <DataTable.Col source="phone" />
      <DataTable.Col source="city" />
      <DataTable.Col source={inTrash ? 'deletedAt' : 'createdAt'} label={inTrash ? 'Deleted' : 'Since'}>
        <MomentField source={inTrash ? 'deletedAt' : 'createdAt'} />
      </DataTable.Col>
      {inTrash ? (
        <DataTable.Col label="" align="right">
          <RestoreButton />
        </DataTable.Col>
      ) : null}
    </DataTable>
  );
}
