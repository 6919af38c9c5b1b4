import { Alert, Button } from '@mui/material';
import type { ReactElement } from 'react';
import { NumberInput, required, useInput, ValidationError } from 'react-admin';
import { useFormContext, useWatch } from 'react-hook-form';
import type { Product } from '../../../../src/contract/credentials.ts';
import { useTexts } from '../../i18n/use-texts.ts';
import { ProductAutocomplete } from './ProductAutocomplete.tsx';
import { labelOf, searchProducts, useProducts } from './use-products.ts';

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
  const chosen = products.find((one) => one.woocommerce_product_id === field.value) ?? null;
  return (
    <ProductAutocomplete
      options={products}
      value={chosen}
      onChange={(_, product) => choose(product)}
      loading={busy}
      filterOptions={(options, { inputValue }) => {
        // The name of the chosen product in the field is not a search.
        const label = chosen === null ? '' : labelOf(chosen);
        return [...searchProducts(options, inputValue === label ? '' : inputValue)];
      }}
      field={{
        required: true,
        inputRef: field.ref,
        label: say('configurations.product'),
        error: fault !== undefined,
        helperText:
          fault === undefined ? say('configurations.product_help') : <ValidationError error={fault} />,
      }}
    />
  );
}
