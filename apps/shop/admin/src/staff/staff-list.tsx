import {
  CreateButton,
  DataTable,
  EmailField,
  FilterButton,
  List,
  SearchInput,
  SelectInput,
  TopToolbar,
} from 'react-admin';

import { MomentField } from '../fields/moment-field.js';
import { StatusChip } from '../fields/status-chip.js';
import { StatusField } from '../fields/status-field.js';
import { EmptyList } from '../lists/empty-list.js';
import { ListPagination } from '../lists/list-pagination.js';
import { NothingFound } from '../lists/nothing-found.js';
import { roles } from './staff-choices.js';
import type { StaffMember } from './staff-member.js';

const filters = [
  <SearchInput key="q" source="q" alwaysOn placeholder="Name or email" />,
  <SelectInput key="role" source="role" choices={[...roles]} />,
];

export default function StaffList() {
  return (
    <List
      filters={filters}
      actions={
        <TopToolbar>
          <FilterButton />
          <CreateButton variant="contained" />
        </TopToolbar>
      }
      sort={{ field: 'name', order: 'ASC' }}
      perPage={25}
      pagination={ListPagination}
      empty={
        <EmptyList title="Nobody works here yet">
          Who works in the store logs in with an address of their own.
        </EmptyList>
      }
    >
      <DataTable<StaffMember> empty={<NothingFound />} bulkActionButtons={false}>
        <DataTable.Col source="name" sx={{ fontWeight: 600 }} />
        <DataTable.Col source="email">
          <EmailField source="email" />
        </DataTable.Col>
        <DataTable.Col source="role">
          <StatusField source="role" />
        </DataTable.Col>
        <DataTable.Col
          source="active"
          label="May log in"
          render={({ active }) => <StatusChip status={active ? 'active' : 'inactive'} />}
        />
        <DataTable.Col source="createdAt" label="Since">
          <MomentField source="createdAt" />
        </DataTable.Col>
      </DataTable>
    </List>
  );
}
