import type { ConfigurationRow } from '../backend/configurations/configuration-list.ts';
import type { Database } from '../backend/database.ts';
import type { ProductsPreview } from '../contract/effects/products-preview.ts';
import { throwIfAborted } from '../kernel/errors.ts';
import { formatAmount } from '../kernel/money/currency.ts';
import { previewProducts } from '../sync/preview/preview-products.ts';
import type { PreviewedTogether } from '../sync/preview/product-change.ts';
import { type AskStores, readStore } from './ask-store.ts';
import { furtherProducts } from './claim-products.ts';

/** All orders of the products are read while a person waits. */
const PREVIEW_WITHIN_MS = 30_000;

/**
 * What the event of a configuration would gain and lose with these products.
 *
 * @throws invalid `http.invalid-request`; unavailable, config `store.*`
 */
export async function previewProductChange(
  { db }: { readonly db: Database },
  stores: AskStores,
  row: ConfigurationRow,
  wanted: readonly number[],
  stop: AbortSignal | null = null,
): Promise<ProductsPreview> {
  const { id, credentials, woocommerce_product_id: first, woocommerce_variation_id: variation } = row;
  const others = furtherProducts(wanted, first, variation);
  const present = row.woocommerce_product_ids;
  // Without a change there is nothing to ask the store.
  if (present.length === others.length + 1 && others.every((one) => present.includes(one))) return UNCHANGED;
  const { products, together, rejected } = await readStore(
    stores,
    credentials,
    PREVIEW_WITHIN_MS,
    async (store, late) => {
      const signal = stop === null ? late : AbortSignal.any([stop, late]);
      return await previewProducts(db, store, id, others, signal);
    },
  ).catch((thrown: unknown) => {
    if (stop !== null) throwIfAborted(stop);
    throw thrown;
  });
  return {
    products: products.map(({ wooProductId, change, title, translations, orders, tickets, amounts }) => ({
      woocommerce_product_id: wooProductId,
      change,
      title,
      woocommerce_translation_ids: [...translations],
      orders,
      tickets,
      amounts: amountsOf(amounts),
    })),
    together: {
      orders: together.orders,
      tickets: together.tickets,
      amounts: amountsOf(together.amounts),
      shared: together.shared.map(({ wooProductIds, orders }) => ({
        woocommerce_product_ids: [...wooProductIds],
        orders,
      })),
    },
    rejected,
  };
}

const UNCHANGED: ProductsPreview = {
  products: [],
  together: { orders: { added: 0, removed: 0 }, tickets: { added: 0, removed: 0 }, amounts: [], shared: [] },
  rejected: 0,
};

function amountsOf(amounts: PreviewedTogether['amounts']): ProductsPreview['together']['amounts'] {
  return amounts.map(({ currency, ...sums }) => ({
    currency,
    orders: sums.orders,
    total: formatAmount(sums.total, currency),
    refunded: formatAmount(sums.refunded, currency),
    net: formatAmount(sums.net, currency),
    service_fee: formatAmount(sums.serviceFee, currency),
    organizer_amount: formatAmount(sums.organizerAmount, currency),
  }));
}
