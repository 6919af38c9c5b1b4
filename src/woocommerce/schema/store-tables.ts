import { AppError } from '../../kernel/errors.ts';
import type { TicketNames } from '../plugins/ticket-plugin.ts';

/** WooCommerce's kinds of order storage: in tables of their own, or in WordPress's posts. */
export type OrderLayout = 'hpos' | 'posts';

/** The names of a store's tables, quoted for statements. */
export interface TableNames {
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
  /** '' if the ticket plugin has no log of check-ins. */
  readonly checkIns: string;
  readonly comments: string;
  readonly actions: string;
  /** The table of WPML that connects posts with their translations. */
  readonly translations: string;
}

/** The tables of a store, and those without unique ids. */
export interface StoreTables extends TableNames {
  /** The ticket plugin's names in these tables. */
  readonly tickets: TicketNames;
  /**
   * The metas of an order that may contain the number that the store shows. The first one with a number counts.
   */
  readonly orderNumberMetas: readonly string[];
  /**
   * The tables without a unique index on their ids. An interrupted import loses keys and AUTO_INCREMENT, and
   * every later row has the id 0. Such an id identifies no row, and no index finds it.
   */
  readonly withoutKey: ReadonlySet<string>;
}

/** The id column of each table that is read row by row. */
export const KEY_COLUMNS = {
  posts: 'ID',
  postmeta: 'meta_id',
  orders: 'id',
  orderAddresses: 'id',
  orderOperationalData: 'id',
  ordersMeta: 'id',
  orderItems: 'order_item_id',
  orderItemmeta: 'meta_id',
  checkIns: 'id',
  comments: 'comment_ID',
  actions: 'action_id',
  options: 'option_name',
} as const satisfies Partial<Record<keyof TableNames, string>>;

/** The characters that a prefix may have. It is the only text in our statements that is not our own. */
export const PREFIX = /^[A-Za-z0-9_$]{1,64}$/;

/** @throws invalid `store.prefix-malformed` */
export function tablesOf(prefix: string, checkIns: string | null): TableNames {
  if (!PREFIX.test(prefix)) {
    throw new AppError({
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
    checkIns: checkIns === null ? '' : name(checkIns),
    comments: name('comments'),
    actions: name('actionscheduler_actions'),
    translations: name('icl_translations'),
  };
}
