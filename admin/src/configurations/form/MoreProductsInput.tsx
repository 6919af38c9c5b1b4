import { Autocomplete, Box, TextField, Typography } from '@mui/material';
import type { ReactElement } from 'react';
import { useInput } from 'react-admin';
import { useWatch } from 'react-hook-form';
import type { Product } from '../../../../src/contract/credentials.ts';
import { useTexts } from '../../i18n/use-texts.ts';
import { ProductOption } from './ProductOption.tsx';
import { searchProducts, translationsOf, useProducts } from './use-products.ts';

/** Chooses further products for the same event, and explains what adding or removing one changes. */
export function MoreProductsInput({ before }: { readonly before: readonly number[] }): ReactElement | null {
  const say = useTexts();
  const credentials: string | undefined = useWatch({ name: 'credentials' });
  const first: number | null = useWatch({ name: 'woocommerce_product_id' }) ?? null;
  const variation: number | null = useWatch({ name: 'woocommerce_variation_id' }) ?? null;
  const { data = [], isFetching } = useProducts(credentials ?? null);
  const { field } = useInput<readonly number[]>({ source: 'more_products', defaultValue: [] });
  const chosen: readonly number[] = field.value ?? [];
  // An event that is one variation of a product has no further products.
  if (variation !== null) return null;
  const productOf = (id: number): Product =>
    data.find(hasId(id)) ?? { ...UNKNOWN, woocommerce_product_id: id };
  const labelOf = ({ title, woocommerce_product_id: id }: Product): string =>
    title === '' ? String(id) : `${title} · ${id}`;
  const salesOf = (ids: readonly number[]): string =>
    ids
      .map(productOf)
      .map(
        (one) =>
          `${labelOf(one)} (${say('configurations.sold', { tickets: one.tickets, orders: one.orders })})`,
      )
      .join(', ');
  const lines = [
    ['products_come', before.length === 0 ? [] : chosen.filter((id) => !before.includes(id))],
    ['products_go', before.filter((id) => id !== first && !chosen.includes(id))],
    ['products_translations', translationsOf(data, first, chosen)],
  ] as const;
  return (
    <Box>
      <Autocomplete
        multiple
        freeSolo
        options={data.filter(({ woocommerce_product_id: id }) => id !== first)}
        value={chosen.map(productOf)}
        onChange={(_, values) => field.onChange(idsOf(values, first))}
        loading={isFetching}
        clearText={say('ra.action.clear_input_value')}
        getOptionLabel={(one) => (typeof one === 'string' ? one : labelOf(one))}
        getOptionKey={(one) => (typeof one === 'string' ? one : one.woocommerce_product_id)}
        isOptionEqualToValue={(a, b) => typeof b !== 'string' && hasId(b.woocommerce_product_id)(a)}
        filterOptions={(options, { inputValue }) => [...searchProducts(options, inputValue)]}
        renderOption={({ key, ...props }, product) => (
          <Box component="li" key={key} {...props}>
            <ProductOption product={product} />
          </Box>
        )}
        renderInput={(params) => (
          <TextField
            {...params}
            inputRef={field.ref}
            label={say('configurations.more_products')}
            placeholder={say('configurations.product_search')}
            helperText={say('configurations.more_products_help')}
          />
        )}
      />
      {lines.map(([text, ids]) =>
        ids.length === 0 ? null : (
          <Typography key={text} variant="body2" color="textSecondary">
            {say(`configurations.${text}`, { products: salesOf(ids) })}
          </Typography>
        ),
      )}
    </Box>
  );
}

const UNKNOWN: Omit<Product, 'woocommerce_product_id'> = {
  title: '',
  source_status: 'publish',
  starts_at: null,
  orders: 0,
  tickets: 0,
  translation_of: null,
};

function hasId(id: number): (one: Product) => boolean {
  return ({ woocommerce_product_id }) => woocommerce_product_id === id;
}

/** A number that the user typed counts as a product, because the store may be unreachable. */
function idsOf(values: readonly (string | Product)[], first: number | null): readonly number[] {
  const ids = values.map((one) => (typeof one === 'string' ? Number(one) : one.woocommerce_product_id));
  return [...new Set(ids)].filter((id) => Number.isSafeInteger(id) && id > 0 && id !== first);
}
