import {
  AutocompleteInput,
  CreateButton,
  DataTable,
  ExportButton,
  FilterButton,
  List,
  ReferenceInput,
  SearchInput,
  TextField,
  TopToolbar,
} from 'react-admin';

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
import { QuickFilter } from '../lists/quick-filter.js';
import { RestoreButton } from '../lists/restore-button.js';
import { trash, useInTrash } from '../lists/trash.js';
import { useShop } from '../shop/use-shop.js';
import { useMayDelete } from '../auth/use-may-delete.js';
import type { Product } from './product.js';
import { StockField } from './stock-field.js';

const states = [
  { label: 'All', filter: {} },
  { label: 'Active', filter: { status: 'active' } },
  { label: 'Draft', filter: { status: 'draft' } },
  { label: 'Archived', filter: { status: 'archived' } },
];

export default function ProductList() {
  const { lowStockAt } = useShop();
  const mayDelete = useMayDelete();
  const filters = [
    <SearchInput key="q" source="q" alwaysOn placeholder="Name or SKU" />,
    <ReferenceInput key="category" source="categoryId" reference="categories" sort={byName} alwaysOn>
      <AutocompleteInput label="Category" optionText="name" filterToQuery={searchFor} sx={{ minWidth: 200 }} />
    </ReferenceInput>,
    <PriceInput key="from" source="price_gte" label="Price from" sx={{ width: 150 }} />,
    <PriceInput key="to" source="price_lte" label="Price to" sx={{ width: 150 }} />,
    <QuickFilter key="low" source="stock_lte" label="Low stock" defaultValue={lowStockAt} />,
  ];
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
      sort={byName}
      perPage={25}
      pagination={ListPagination}
      empty={<EmptyList title="No products yet">The catalogue of the store begins with the first one.</EmptyList>}
    >
      <FilterTabs
        label="States of products"
        tabs={mayDelete ? [...states, { label: 'Trash', filter: trash }] : states}
      />
      <ProductTable mayDelete={mayDelete} />
    </List>
  );
}

function ProductTable({ mayDelete }: { readonly mayDelete: boolean }) {
  const inTrash = useInTrash();
  return (
    <DataTable<Product>
      empty={<NothingFound />}
      bulkActionButtons={mayDelete ? <BulkButtons /> : false}
      {...(inTrash ? { rowClick: false } : {})}
    >
      <DataTable.Col source="sku" label="SKU">
        <TextField source="sku" sx={{ fontFamily: 'ui-monospace, monospace', color: 'text.secondary' }} />
      </DataTable.Col>
      <DataTable.Col source="name" sx={{ fontWeight: 600 }} />
      <DataTable.Col source="category.name" label="Category" />
      <DataTable.Col source="status">
        <StatusField source="status" />
      </DataTable.Col>
      <DataTable.Col source="price" align="right">
        <MoneyField source="price" />
      </DataTable.Col>
      <DataTable.Col source="stock" align="right">
        <StockField />
      </DataTable.Col>
      <DataTable.Col source={inTrash ? 'deletedAt' : 'updatedAt'} label={inTrash ? 'Deleted' : 'Changed'}>
        <MomentField source={inTrash ? 'deletedAt' : 'updatedAt'} />
      </DataTable.Col>
      {inTrash ? (
        <DataTable.Col label="" align="right">
          <RestoreButton />
        </DataTable.Col>
      ) : null}
    </DataTable>
  );
}

const byName = { field: 'name', order: 'ASC' } as const;
