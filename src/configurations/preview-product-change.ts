import type { ConfigurationRow } from '../backend/configurations/configuration-list.ts';
import type { Database } from '../backend/database.ts';
import type { ProductsPreview } from '../contract/effects/products-preview.ts';
import { formatAmount } from '../kernel/money/currency.ts';
import { previewProducts } from '../sync/preview/preview-products.ts';
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
): Promise<ProductsPreview> {
  const { id, credentials, woocommerce_product_id: first, woocommerce_variation_id: variation } = row;
  const others = furtherProducts(wanted, first, variation);
  const present = row.woocommerce_product_ids;
  // Without a change there is nothing to ask the store.
  if (present.length === others.length + 1 && others.every((one) => present.includes(one)))
    return { products: [], rejected: 0 };
  const { products, rejected } = await readStore(
    stores,
    credentials,
    PREVIEW_WITHIN_MS,
    async (store, signal) => await previewProducts(db, store, id, others, signal),
  );
  return {
    products: products.map(({ wooProductId, change, title, translations, orders, tickets, amounts }) => ({
      woocommerce_product_id: wooProductId,
      change,
      title,
      woocommerce_translation_ids: [...translations],
      orders,
      tickets,
      amounts: amounts.map(({ currency, ...sums }) => ({
        currency,
        orders: sums.orders,
        total: formatAmount(sums.total, currency),
        refunded: formatAmount(sums.refunded, currency),
        net: formatAmount(sums.net, currency),
        service_fee: formatAmount(sums.serviceFee, currency),
        organizer_amount: formatAmount(sums.organizerAmount, currency),
      })),
    })),
    rejected,
  };
}
