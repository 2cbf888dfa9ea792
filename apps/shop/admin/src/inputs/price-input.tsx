import InputAdornment from '@mui/material/InputAdornment';
import { TextInput, type TextInputProps } from 'react-admin';

import { useShop } from '../shop/use-shop.js';

/** An amount is typed and sent as text: a decimal of the server is never a float of the browser. */
export function PriceInput(props: TextInputProps) {
  const { currency } = useShop();
  return (
    <TextInput
      {...props}
      slotProps={{
        htmlInput: { inputMode: 'decimal' },
        input: { endAdornment: <InputAdornment position="end">{currency}</InputAdornment> },
      }}
    />
  );
}
