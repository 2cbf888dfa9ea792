import Card from '@mui/material/Card';
import Typography from '@mui/material/Typography';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import {
  HttpError,
  NumberInput,
  required,
  SaveButton,
  SimpleForm,
  TextInput,
  Title,
  Toolbar,
  useCanAccess,
  useDataProvider,
  useNotify,
} from 'react-admin';

import { isProblem } from '../api/problem.js';
import type { ShopDataProvider } from '../api/shop-data-provider.js';
import type { Shop } from './shop.js';
import { shopQuery } from './shop-query.js';

/** The settings of the own store. */
export default function ShopSettings() {
  const { data: shop } = useQuery(shopQuery);
  const { canAccess: mayEdit } = useCanAccess({ resource: 'store', action: 'edit' });
  const queryClient = useQueryClient();
  const dataProvider = useDataProvider<ShopDataProvider>();
  const notify = useNotify();

  const save = async ({ name, currency, lowStockAt }: Partial<Shop>) => {
    try {
      const changes = Object.fromEntries(
        Object.entries({ name, currency, lowStockAt }).filter(([, value]) => value !== undefined),
      );
      queryClient.setQueryData(shopQuery.queryKey, await dataProvider.updateShop(changes));
      notify('The settings are saved', { type: 'success' });
      return undefined;
    } catch (error) {
      if (error instanceof HttpError && isProblem(error.body) && error.body.errors) return error.body.errors;
      notify(error instanceof Error ? error.message : 'ra.notification.http_error', { type: 'error' });
      return undefined;
    }
  };

  if (!shop || !mayEdit) return null;
  return (
    <>
      <Title title="Settings" />
      <Typography variant="h5" component="h1" sx={{ mt: 3, mb: 2 }}>
        Settings
      </Typography>
      <Card sx={{ maxWidth: 640 }}>
        <SimpleForm
          record={shop}
          onSubmit={save}
          toolbar={
            <Toolbar>
              <SaveButton />
            </Toolbar>
          }
        >
          <TextInput source="name" label="Name of the store" validate={required()} />
          <TextInput
            source="currency"
            helperText="Three letters, such as EUR."
            validate={required()}
            sx={{ maxWidth: 240 }}
          />
          <NumberInput
            source="lowStockAt"
            label="Low stock at"
            helperText="Products with this many pieces or fewer are called low."
            step={1}
            validate={required()}
            sx={{ maxWidth: 240 }}
          />
        </SimpleForm>
      </Card>
    </>
  );
}
