import { AppError } from '../../kernel/errors.ts';
import type { TicketNames } from '../plugins/ticket-plugin.ts';

/** Where WooCommerce keeps its orders: in tables of their own, or among WordPress's posts. */
export type OrderLayout = 'hpos' | 'posts';

/** The names of a store's tables, quoted, as they are put into statements. */
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
  /** '': the ticket plugin keeps no log of check-ins. */
  readonly checkIns: string;
  readonly comments: string;
  readonly actions: string;
  /** Of WPML: which posts are translations of each other. */
  readonly translations: string;
}

/** The tables of a store, and which of them cannot be relied upon for what they are called by. */
export interface StoreTables extends TableNames {
  /** What the ticket plugin calls its rows in them. */
  readonly tickets: TicketNames;
  /**
   * Names of those whose ids are unique by no index: an import that stopped half-way loses keys and AUTO_INCREMENT, and
   * every row that is written after it has the id 0. Such an id alone names no row, and no index finds it.
   */
  readonly withoutKey: ReadonlySet<string>;
}

/** The column that names a row of a table, of those that are read row by row. */
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

/** What a prefix may be made of: the only text that is ever put into a statement. */
export const PREFIX = /^[A-Za-z0-9_$]{1,64}$/;

/** @throws invalid `store.prefix-malformed` */
export function tablesOf(prefix: string, checkIns: string | null): TableNames {
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
    checkIns: checkIns === null ? '' : name(checkIns),
    comments: name('comments'),
    actions: name('actionscheduler_actions'),
    translations: name('icl_translations'),
  };
}
