import { Box, Typography } from '@mui/material';
import type { ReactElement } from 'react';
import type { Product } from '../../../../src/contract/credentials.ts';
import { useFormats } from '../../format/use-formats.ts';
import { useTexts, useWords } from '../../i18n/use-texts.ts';
import { Chip } from '../../ui/values/Chip.tsx';
import { onSale } from './use-products.ts';

/** A product of the store, and its sales. */
export function ProductOption({ product }: { readonly product: Product }): ReactElement {
  const say = useTexts();
  const words = useWords();
  const formats = useFormats();
  const { title, woocommerce_product_id, source_status, starts_at, tickets, orders, translation_of } =
    product;
  return (
    <Box sx={{ minWidth: 0, py: 0.25, width: '100%' }}>
      <Box sx={{ display: 'flex', alignItems: 'center', gap: 1, minWidth: 0 }}>
        <Typography noWrap sx={{ fontWeight: 600 }}>
          {title}
        </Typography>
        {!onSale(product) && <Chip tone="quiet" label={words('product_status', source_status)} />}
      </Box>
      <Typography variant="body2" color="textSecondary">
        {woocommerce_product_id} ·{' '}
        {starts_at === null ? say('configurations.no_date') : formats.dateTime(starts_at)} ·{' '}
        {say('configurations.sold', { tickets, orders })}
        {translation_of !== null && ` · ${say('configurations.translation_of', { product: translation_of })}`}
      </Typography>
    </Box>
  );
}
