import { Box, Typography } from '@mui/material';
import type { ReactElement } from 'react';
import { useInput } from 'react-admin';
import { useWatch } from 'react-hook-form';
import type { Product } from '../../../../src/contract/credentials.ts';
import { useTexts } from '../../i18n/use-texts.ts';
import { ProductAutocomplete } from './ProductAutocomplete.tsx';
import { type ProductChange, ProductChanges } from './ProductChanges.tsx';
import { labelOf, productOf, translationsOf, useProducts } from './use-products.ts';

interface Existing {
  readonly id: string;
  /** All of its products when the form was opened. */
  readonly products: readonly number[];
}

/** Chooses further products for the same event, and explains what adding or removing one changes. */
export function MoreProductsInput({
  existing,
}: {
  /** Null in a new configuration, which has read nothing yet. */
  readonly existing: Existing | null;
}): ReactElement | null {
  const say = useTexts();
  const credentials: string | undefined = useWatch({ name: 'credentials' });
  const first: number | null = useWatch({ name: 'woocommerce_product_id' }) ?? null;
  const variation: number | null = useWatch({ name: 'woocommerce_variation_id' }) ?? null;
  const { data = [], isFetching } = useProducts(credentials ?? null);
  const { field } = useInput<readonly number[]>({ source: 'more_products', defaultValue: [] });
  const chosen: readonly number[] = field.value ?? [];
  // An event that is one variation of a product has no further products.
  if (variation !== null) return null;
  const before = existing?.products ?? [];
  const change = (id: number, how: ProductChange['change']): ProductChange => {
    const { tickets, orders } = productOf(data, id);
    return { id, label: labelOf(productOf(data, id)), change: how, tickets, orders };
  };
  const translations = translationsOf(data, first, chosen).map((id) => productOf(data, id));
  return (
    <Box>
      <ProductAutocomplete
        multiple
        freeSolo
        options={data.filter(({ woocommerce_product_id: id }) => id !== first)}
        value={chosen.map((id) => productOf(data, id))}
        onChange={(_, values) => field.onChange(idsOf(values, first))}
        loading={isFetching}
        field={{
          inputRef: field.ref,
          label: say('configurations.more_products'),
          helperText: say('configurations.more_products_help'),
        }}
      />
      {existing !== null && first !== null && (
        <ProductChanges
          configuration={existing.id}
          wanted={[first, ...chosen]}
          changes={[
            ...chosen.filter((id) => !before.includes(id)).map((id) => change(id, 'added')),
            ...before.filter((id) => id !== first && !chosen.includes(id)).map((id) => change(id, 'removed')),
          ]}
        />
      )}
      {translations.length > 0 && (
        <Typography variant="body2" color="textSecondary" sx={{ mt: 1 }}>
          {say('configurations.products_translations', {
            products: translations
              .map(
                (one) =>
                  `${labelOf(one)} (${say('configurations.sold', { tickets: one.tickets, orders: one.orders })})`,
              )
              .join(', '),
          })}
        </Typography>
      )}
    </Box>
  );
}

/** A number that the user typed counts as a product, because the store may be unreachable. */
function idsOf(values: readonly (string | Product)[], first: number | null): readonly number[] {
  const ids = values.map((one) => (typeof one === 'string' ? Number(one) : one.woocommerce_product_id));
  return [...new Set(ids)].filter((id) => Number.isSafeInteger(id) && id > 0 && id !== first);
}
