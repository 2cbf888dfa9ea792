import { DataTable, DateInput, FilterButton, List, SelectInput, TextField, TextInput, TopToolbar } from 'react-admin';

import { MomentField } from '../fields/moment-field.js';
import { EmptyList } from '../lists/empty-list.js';
import { ListPagination } from '../lists/list-pagination.js';
import { NothingFound } from '../lists/nothing-found.js';
import type { AuditEntry } from './audit-entry.js';
import { AuditChanges } from './audit-changes.js';

const resources = ['orders', 'products', 'categories', 'customers', 'staff', 'stores'].map((name) => ({
  id: name,
  name,
}));

const filters = [
  <SelectInput key="resource" source="resource" choices={resources} translateChoice={false} alwaysOn />,
  <TextInput key="action" source="action" />,
  <TextInput key="row" source="rowId" label="Row" />,
  <TextInput key="who" source="staffName__icontains" label="Who" />,
  <DateInput key="from" source="createdAt_gte" label="From" />,
];

export default function AuditList() {
  return (
    <List
      filters={filters}
      actions={
        <TopToolbar>
          <FilterButton />
        </TopToolbar>
      }
      sort={{ field: 'createdAt', order: 'DESC' }}
      perPage={25}
      pagination={ListPagination}
      title="Audit trail"
      empty={<EmptyList title="Nothing has happened yet">Every change is written down here.</EmptyList>}
    >
      <DataTable<AuditEntry>
        empty={<NothingFound />}
        bulkActionButtons={false}
        rowClick="expand"
        expand={<AuditChanges />}
        expandSingle
      >
        <DataTable.Col source="createdAt" label="When">
          <MomentField source="createdAt" time />
        </DataTable.Col>
        <DataTable.Col source="staffName" label="Who" sx={{ fontWeight: 600 }} />
        <DataTable.Col source="action" />
        <DataTable.Col source="resource" />
        <DataTable.Col source="rowId" label="Row">
          <TextField source="rowId" />
        </DataTable.Col>
      </DataTable>
    </List>
  );
}
