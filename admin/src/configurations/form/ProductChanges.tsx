import { Alert, Box, Typography } from '@mui/material';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import type { ReactElement } from 'react';
import type { ProductsPreview } from '../../../../src/contract/effects/products-preview.ts';
import type { ApiError } from '../../api-error.ts';
import { call } from '../../data-provider.ts';
import { useFormats } from '../../format/use-formats.ts';
import { useTexts } from '../../i18n/use-texts.ts';
import { resourceOf } from '../../resources.ts';

/** A product that is added to an event or removed from it, as the store's product list has it. */
export interface ProductChange {
  readonly id: number;
  readonly label: string;
  readonly change: 'added' | 'removed';
  readonly tickets: number;
  readonly orders: number;
}

interface Props {
  readonly configuration: string;
  /** All products that the form has now. */
  readonly wanted: readonly number[];
  readonly changes: readonly ProductChange[];
}

const FRESH_MS = 120_000;

/** What the next sync adds and removes: tickets and orders at once, and money once the store has been read. */
export function ProductChanges({ configuration, wanted, changes }: Props): ReactElement | null {
  const say = useTexts();
  const formats = useFormats();
  const products = wanted.join(',');
  const { data, error, isFetching } = useQuery<ProductsPreview, ApiError>({
    // After the form is saved, the same products are another change.
    queryKey: [
      'products-preview',
      configuration,
      products,
      changes.map(({ id, change }) => `${id} ${change}`),
    ],
    enabled: changes.length > 0,
    staleTime: FRESH_MS,
    retry: false,
    placeholderData: keepPreviousData,
    queryFn: async ({ signal }) => {
      const path = `${resourceOf('configurations').path}${configuration}/products-preview/`;
      return await call(`${path}?woocommerce_product_ids=${products}`, { signal });
    },
  });
  if (changes.length === 0) return null;
  /** `+3`, `−2` or `+3 −2`. */
  const signed = ({ added, removed }: ProductsPreview['together']['orders']): string =>
    [
      ...(added > 0 || removed === 0 ? [`+${formats.count(added)}`] : []),
      ...(removed > 0 ? [`−${formats.count(removed)}`] : []),
    ].join(' ');
  const { together } = data ?? {};
  const amountsOf = ({ amounts }: Pick<ProductsPreview['together'], 'amounts'>): string =>
    amounts.length === 0
      ? say('configurations.product_without_money')
      : amounts
          .map(({ currency, total, net, organizer_amount }) =>
            say('configurations.product_money', {
              total: formats.money(total, currency),
              net: formats.money(net, currency),
              organizer: formats.money(organizer_amount, currency),
            }),
          )
          .join('; ');
  return (
    <Box sx={{ mt: 1, display: 'grid', gap: 1 }}>
      <Box component="ul" sx={{ m: 0, pl: 2.5 }} aria-busy={isFetching}>
        {changes.map(({ id, label, change, tickets, orders }) => {
          const read = data?.products.find(
            (one) => one.woocommerce_product_id === id && one.change === change,
          );
          return (
            <Typography key={id} component="li" variant="body2" color="textSecondary">
              {say(change === 'added' ? 'configurations.products_come' : 'configurations.products_go', {
                products: `${label} (${say('configurations.sold', {
                  tickets: read?.tickets ?? tickets,
                  orders: read?.orders ?? orders,
                })})`,
              })}
              {read === undefined ? '' : `: ${amountsOf(read)}`}
            </Typography>
          );
        })}
      </Box>
      {together !== undefined && changes.length > 1 && (
        <Typography variant="body2" color="textSecondary">
          {say('configurations.products_together', {
            orders: signed(together.orders),
            tickets: signed(together.tickets),
            money: amountsOf(together),
          })}
          {together.shared.length > 0 &&
            ` ${say('configurations.products_shared', {
              smart_count: together.shared.reduce((sum, { orders }) => sum + orders, 0),
            })}`}
        </Typography>
      )}
      {isFetching && (
        <Typography variant="body2" color="textSecondary" role="status">
          {say('configurations.products_adding_up')}
        </Typography>
      )}
      {error !== null && !isFetching && (
        <Alert severity="warning">
          {say('configurations.products_not_added_up')} {error.message}
        </Alert>
      )}
      {(data?.rejected ?? 0) > 0 && (
        <Typography variant="body2" color="textSecondary">
          {say('configurations.products_rejected', { smart_count: data?.rejected ?? 0 })}
        </Typography>
      )}
    </Box>
  );
}
