import { Alert, Autocomplete, Box, Button, TextField } from '@mui/material';
import type { ReactElement } from 'react';
import { NumberInput, required, useInput, ValidationError } from 'react-admin';
import { useFormContext, useWatch } from 'react-hook-form';
import type { Product } from '../../../../src/contract/credentials.ts';
import { useTexts } from '../../i18n/use-texts.ts';
import { ProductOption } from './ProductOption.tsx';
import { searchProducts, useProducts } from './use-products.ts';

/** Chooses the product from the store's list, or by its number if the store cannot be queried. */
export function ProductInput(): ReactElement {
  const say = useTexts();
  const credentials: string | undefined = useWatch({ name: 'credentials' });
  const { data, error, isFetching, refetch } = useProducts(credentials ?? null);
  if (error !== null) {
    return (
      <>
        <Alert
          severity="warning"
          action={
            <Button color="inherit" size="small" onClick={() => void refetch()}>
              {say('states.retry')}
            </Button>
          }
          sx={{ mb: 2 }}
        >
          {say('configurations.products_failed')} {error.message}
        </Alert>
        <NumberInput
          source="woocommerce_product_id"
          label={say('configurations.product_number')}
          validate={required()}
        />
      </>
    );
  }
  return <ProductSearch products={data ?? []} busy={isFetching} />;
}

function ProductSearch({
  products,
  busy,
}: {
  readonly products: readonly Product[];
  readonly busy: boolean;
}): ReactElement {
  const say = useTexts();
  const { field, fieldState } = useInput({ source: 'woocommerce_product_id', validate: required() });
  const { setValue, getValues } = useFormContext();
  const choose = (product: Product | null): void => {
    field.onChange(product?.woocommerce_product_id ?? null);
    if (product === null) return;
    // Fills in the values that people usually type, and keeps those that they have typed already.
    const fill = (name: string): void => {
      const before: unknown = getValues(name);
      const own =
        typeof before === 'string' && before !== '' && !products.some(({ title }) => title === before);
      if (!own) setValue(name, product.title, { shouldDirty: true, shouldValidate: true });
    };
    fill('name');
    fill('event_name');
  };
  const fault = fieldState.error?.message;
  return (
    <Autocomplete
      options={[...products]}
      value={products.find((one) => one.woocommerce_product_id === field.value) ?? null}
      onChange={(_, product) => choose(product)}
      loading={busy}
      loadingText={say('configurations.products_loading')}
      noOptionsText={say('states.no_match')}
      clearText={say('ra.action.clear_input_value')}
      openText={say('ra.action.open')}
      closeText={say('ra.action.close')}
      getOptionLabel={({ title, woocommerce_product_id }) => `${title} · ${woocommerce_product_id}`}
      getOptionKey={(one) => one.woocommerce_product_id}
      isOptionEqualToValue={(a, b) => a.woocommerce_product_id === b.woocommerce_product_id}
      filterOptions={(options, { inputValue }) => {
        const chosen = options.find((one) => one.woocommerce_product_id === field.value);
        const label = chosen === undefined ? '' : `${chosen.title} · ${chosen.woocommerce_product_id}`;
        return [...searchProducts(options, inputValue === label ? '' : inputValue)];
      }}
      renderOption={({ key, ...props }, product) => (
        <Box component="li" key={key} {...props}>
          <ProductOption product={product} />
        </Box>
      )}
      renderInput={(params) => (
        <TextField
          {...params}
          required
          inputRef={field.ref}
          label={say('configurations.product')}
          placeholder={say('configurations.product_search')}
          error={fault !== undefined}
          helperText={
            fault === undefined ? say('configurations.product_help') : <ValidationError error={fault} />
          }
        />
      )}
    />
  );
}
