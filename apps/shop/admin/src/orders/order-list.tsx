import {
  AutocompleteInput,
  CreateButton,
  DataTable,
  DateInput,
  ExportButton,
  FilterButton,
  List,
  ReferenceInput,
  SearchInput,
  TopToolbar,
} from 'react-admin';

import { useMayDelete } from '../auth/use-may-delete.js';
import { MomentField } from '../fields/moment-field.js';
import { MoneyField } from '../fields/money-field.js';
import { StatusField } from '../fields/status-field.js';
import { PriceInput } from '../inputs/price-input.js';
import { searchFor } from '../inputs/search-for.js';
import { BulkButtons } from '../lists/bulk-buttons.js';
import { EmptyList } from '../lists/empty-list.js';
import { FilterTabs } from '../lists/filter-tabs.js';
import { ListPagination } from '../lists/list-pagination.js';
import { NothingFound } from '../lists/nothing-found.js';
import type { Order } from './order.js';

const filters = [
  <SearchInput key="q" source="q" alwaysOn placeholder="Customer or note" />,
  <ReferenceInput
    key="customer"
    source="customerId"
    reference="customers"
    sort={{ field: 'name', order: 'ASC' }}
    alwaysOn
  >
    <AutocompleteInput label="Customer" optionText="name" filterToQuery={searchFor} sx={{ minWidth: 220 }} />
  </ReferenceInput>,
  <DateInput key="from" source="createdAt_gte" label="Created from" />,
  <PriceInput key="total" source="total_gte" label="Total from" sx={{ width: 150 }} />,
];

const states = [
  { label: 'All', filter: {} },
  { label: 'Draft', filter: { status: 'draft' } },
  { label: 'Placed', filter: { status: 'placed' } },
  { label: 'Paid', filter: { status: 'paid' } },
  { label: 'Shipped', filter: { status: 'shipped' } },
  { label: 'Delivered', filter: { status: 'delivered' } },
  { label: 'Cancelled', filter: { status: 'cancelled' } },
];

export default function OrderList() {
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
      sort={{ field: 'number', order: 'DESC' }}
      perPage={25}
      pagination={ListPagination}
      empty={<EmptyList title="No orders yet">The first one is a good occasion.</EmptyList>}
    >
      <FilterTabs label="States of orders" tabs={states} />
      <DataTable<Order> empty={<NothingFound />} bulkActionButtons={mayDelete ? <BulkButtons /> : false}>
        <DataTable.Col source="number" render={(order) => `#${String(order.number)}`} sx={{ fontWeight: 600 }} />
        <DataTable.Col source="customer.name" label="Customer" />
        <DataTable.Col source="status">
          <StatusField source="status" />
        </DataTable.Col>
        <DataTable.Col label="Lines" align="right" disableSort render={({ lines }: Order) => lines.length} />
        <DataTable.Col source="total" align="right">
          <MoneyField source="total" />
        </DataTable.Col>
        <DataTable.Col source="createdAt" label="Created">
          <MomentField source="createdAt" time />
        </DataTable.Col>
        <DataTable.Col source="placedAt" label="Placed">
          <MomentField source="placedAt" />
        </DataTable.Col>
      </DataTable>
    </List>
  );
}
