import { Autocomplete, type AutocompleteProps, Box, TextField, type TextFieldProps } from '@mui/material';
import type { ReactElement } from 'react';
import type { Product } from '../../../../src/contract/credentials.ts';
import { useTexts } from '../../i18n/use-texts.ts';
import { ProductOption } from './ProductOption.tsx';
import { labelOf, searchProducts } from './use-products.ts';

type Shared = 'renderInput' | 'getOptionLabel' | 'getOptionKey' | 'isOptionEqualToValue' | 'renderOption';

interface Props<Multiple extends boolean, FreeSolo extends boolean>
  extends Omit<AutocompleteProps<Product, Multiple, false, FreeSolo>, Shared> {
  readonly field: Pick<TextFieldProps, 'label' | 'helperText' | 'required' | 'error' | 'inputRef'>;
}

/** A search of the store's products by words or number, for one of them or several. */
export function ProductAutocomplete<Multiple extends boolean = false, FreeSolo extends boolean = false>({
  field,
  ...props
}: Props<Multiple, FreeSolo>): ReactElement {
  const say = useTexts();
  return (
    <Autocomplete<Product, Multiple, false, FreeSolo>
      loadingText={say('configurations.products_loading')}
      noOptionsText={say('states.no_match')}
      clearText={say('ra.action.clear_input_value')}
      openText={say('ra.action.open')}
      closeText={say('ra.action.close')}
      filterOptions={(options, { inputValue }) => [...searchProducts(options, inputValue)]}
      {...props}
      getOptionLabel={(one) => (typeof one === 'string' ? one : labelOf(one))}
      getOptionKey={(one) => (typeof one === 'string' ? one : one.woocommerce_product_id)}
      isOptionEqualToValue={(one, other) => keyOf(one) === keyOf(other)}
      renderOption={({ key, ...item }, product) => (
        <Box component="li" key={key} {...item}>
          <ProductOption product={product} />
        </Box>
      )}
      renderInput={(params) => (
        <TextField {...params} {...field} placeholder={say('configurations.product_search')} />
      )}
    />
  );
}

/** In a field of several products, a typed number is text until the user selects it. */
function keyOf(one: Product | string): number | string {
  return typeof one === 'string' ? one : one.woocommerce_product_id;
}
