import { TextField } from '@mui/material';
import type { ReactElement } from 'react';
import { useWatch } from 'react-hook-form';
import { useTexts } from '../../i18n/use-texts.ts';
import { labelOf, productOf, useProducts } from './use-products.ts';

/** The first product of an existing configuration, which cannot be changed, and its sales in the store. */
export function FirstProduct(): ReactElement {
  const say = useTexts();
  const credentials: string | undefined = useWatch({ name: 'credentials' });
  const id: number = useWatch({ name: 'woocommerce_product_id' }) ?? 0;
  const variation: number | null = useWatch({ name: 'woocommerce_variation_id' }) ?? null;
  const { data } = useProducts(credentials ?? null);
  const product = productOf(data ?? [], id);
  const isFound = product.title !== '';
  return (
    <TextField
      fullWidth
      label={say('configurations.first_product')}
      value={labelOf(product)}
      helperText={[
        ...(variation === null ? [] : [`${say('configurations.variation')} ${variation}.`]),
        ...(isFound
          ? [`${say('configurations.sold', { tickets: product.tickets, orders: product.orders })}.`]
          : []),
        say('configurations.first_product_fixed'),
      ].join(' ')}
      slotProps={{ input: { readOnly: true } }}
    />
  );
}
