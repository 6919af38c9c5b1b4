import { AppError } from '../../kernel/errors.ts';

/** Where WooCommerce keeps its orders: in tables of their own, or among WordPress's posts. */
export type OrderLayout = 'hpos' | 'posts';

/** The names of a store's tables, quoted, as they are put into statements. */
export interface StoreTables {
  readonly options: string;
  readonly networkMeta: string;
  readonly posts: string;
  readonly postmeta: string;
  readonly terms: string;
  readonly termTaxonomy: string;
  readonly termRelationships: string;
  readonly orders: string;
  readonly orderAddresses: string;
  readonly orderOperationalData: string;
  readonly ordersMeta: string;
  readonly orderItems: string;
  readonly orderItemmeta: string;
  readonly checkIns: string;
  readonly comments: string;
  readonly actions: string;
}

/** What a prefix may be made of: the only text that is ever put into a statement. */
export const PREFIX = /^[A-Za-z0-9_$]{1,64}$/;

/** @throws invalid `store.prefix-malformed` */
export function tablesOf(prefix: string): StoreTables {
  if (!PREFIX.test(prefix)) {
    throw new AppError({
      kind: 'invalid',
      code: 'store.prefix-malformed',
      message: 'A table prefix has letters, digits and underscores only.',
    });
  }
  const name = (table: string): string => `\`${prefix}${table}\``;
  return {
    options: name('options'),
    networkMeta: name('sitemeta'),
    posts: name('posts'),
    postmeta: name('postmeta'),
    terms: name('terms'),
    termTaxonomy: name('term_taxonomy'),
    termRelationships: name('term_relationships'),
    orders: name('wc_orders'),
    orderAddresses: name('wc_order_addresses'),
    orderOperationalData: name('wc_order_operational_data'),
    ordersMeta: name('wc_orders_meta'),
    orderItems: name('woocommerce_order_items'),
    orderItemmeta: name('woocommerce_order_itemmeta'),
    checkIns: name('fooevents_check_in'),
    comments: name('comments'),
    actions: name('actionscheduler_actions'),
  };
}
