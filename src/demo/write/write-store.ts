import type { DemoCase, DemoOrder, DemoStore } from '../model/model.ts';
import { type Emit, emitPost, openStoreWriter, type StoreWriter } from './store-writer.ts';
import { type AnalyticsWriter, openAnalyticsWriter } from './write-analytics.ts';
import { writeHposOrder } from './write-hpos-order.ts';
import { writeAnalyticsAction, writeNotes } from './write-order-notes.ts';
import { writePostsOrder } from './write-posts-order.ts';
import { type MetaIds, writeCoupon, writeProduct } from './write-products.ts';
import { writeOptions, writeUsers } from './write-site.ts';
import { writeTerms } from './write-terms.ts';
import { writeTicket } from './write-tickets.ts';

/**
 * Emits all rows of a store in its layout, one case after another, so that the caller can write them page by
 * page and needs memory for one page only.
 *
 * @shape yields after each case how many orders have been written; every row is emitted before the end
 */
export function* writeStore(store: DemoStore, emit: Emit): Iterable<number> {
  const writer = openStoreWriter(store, emit);
  const tallies = openTallies();
  writeOptions(writer, store);
  writeUsers(writer, store);
  writeTerms(writer, store.products);
  const analytics = openAnalyticsWriter(writer, store.customers);
  let orders = 0;
  for (const one of store.cases()) {
    writeCase(writer, analytics, one);
    tallies.add(one);
    if (one.order !== null) orders += 1;
    yield orders;
  }
  const metaIds = openMetaIds();
  for (const product of store.products) writeProduct(writer, product, tallies.ofProduct(product.id), metaIds);
  for (const coupon of store.coupons) writeCoupon(writer, coupon, tallies.usesOf(coupon.id), metaIds);
}

function writeCase(writer: StoreWriter, analytics: AnalyticsWriter, { order, tickets }: DemoCase): void {
  if (order !== null && !order.deleted) {
    writeOrder(writer, order);
    analytics.writeOrder(order);
    writeAnalyticsAction(writer, order);
  }
  for (const ticket of tickets) writeTicket(writer, ticket);
}

/** Writes an order in the store's layout, with its notes, but without its later rows for analytics. */
export function writeOrder(writer: StoreWriter, order: DemoOrder): void {
  const noteIds = writeNotes(writer, order);
  switch (writer.settings.layout) {
    case 'hpos':
      writePlaceholders(writer, order, noteIds.length);
      writeHposOrder(writer, order);
      break;
    case 'posts':
      writePostsOrder(writer, order, 'truth', noteIds);
      break;
    case 'compatibility':
      writeHposOrder(writer, order);
      writePostsOrder(writer, order, 'copy', noteIds);
      break;
  }
}

/** Without copies, an order still takes its id from the posts table, as a post that never changes. */
function writePlaceholders(writer: StoreWriter, order: DemoOrder, notes: number): void {
  const kept = order.refunds.filter((refund) => !refund.deleted);
  const places = [
    { id: order.id, createdAtUtc: order.createdAtUtc, parentId: 0, comments: notes },
    ...kept.map(({ id, createdAtUtc }) => ({ id, createdAtUtc, parentId: order.id, comments: 0 })),
  ];
  for (const place of places) {
    emitPost(writer, {
      ...place,
      type: 'shop_order_placehold',
      status: 'draft',
      modifiedAtUtc: place.createdAtUtc,
      path: `?post_type=shop_order_placehold&p=${place.id}`,
    });
  }
}

function openTallies() {
  const sold = new Map<number, number>();
  const sequences = new Map<number, number>();
  const uses = new Map<number, number>();
  const more = (counts: Map<number, number>, id: number, by: number): void => {
    counts.set(id, (counts.get(id) ?? 0) + by);
  };
  return {
    add({ order, tickets }: DemoCase): void {
      for (const ticket of tickets) {
        sequences.set(ticket.productId, Math.max(sequences.get(ticket.productId) ?? 0, ticket.sequence));
      }
      if (order === null || order.paidAtUtc === null) return;
      for (const line of order.lines) more(sold, line.productId, line.quantity);
      for (const use of order.coupons) more(uses, use.coupon.id, 1);
    },
    ofProduct: (id: number) => ({ unitsSold: sold.get(id) ?? 0, lastTicketSequence: sequences.get(id) ?? 0 }),
    usesOf: (couponId: number): number => uses.get(couponId) ?? 0,
  };
}

function openMetaIds(): MetaIds {
  let id = 0;
  return {
    next: () => {
      id += 1;
      return id;
    },
  };
}
