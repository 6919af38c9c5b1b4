import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parseMoney } from '../../src/kernel/money/money.ts';
import type { WooStore } from '../../src/woocommerce/woo-store.ts';
import { allDumps, dumpPath, readTruth } from '../pipe/truth-file.ts';
import { tellIfNoSampleStores } from '../pipe/without-sample-stores.ts';
import { freshStoreDatabase, type StoreDatabase } from '../servers/databases.ts';
import { NEVER, openStore, type ReadEvent, readWholeEvent } from './open-store.ts';
import { sumsOf } from './read-sums.ts';
import { expectedOrders, isGenerated, ordersByTicketAlone, storeOrder, truthOrder } from './truth-orders.ts';
import { addTexts, cents, decoded, toCents } from './truth-text.ts';
import {
  type SampleTruth,
  storeAttendees,
  storeTicket,
  truthAttendee,
  truthTicket,
} from './truth-tickets.ts';

/** Each kind of order storage, with taxes and without, before and after changes; tests/pipe reads every dump. */
const READ = ['hpos-sync-small', 'legacy-small', 'decimal-tax-small', 'changes/hpos-B', 'changes/legacy-B'];
const DUMPS = allDumps().filter((name) => READ.includes(name));
tellIfNoSampleStores();

describe.each(DUMPS)('the sample store %s', (name) => {
  const truth = readTruth(name) as SampleTruth;
  const products = truth.products.filter((p) => p.product_id > 0 && (p.is_event || p.tickets.total > 0));
  const read = new Map<number, ReadEvent>();
  const seen = (productId: number): ReadEvent => {
    const event = read.get(productId);
    if (event === undefined) throw new Error(`product ${productId} was not read`);
    return event;
  };
  let database: StoreDatabase;
  let store: WooStore;

  beforeAll(async () => {
    database = await freshStoreDatabase();
    await database.loadDump(dumpPath(name));
    store = openStore(database.url);
    for (const { product_id } of products) {
      read.set(product_id, await readWholeEvent(store, product_id, null, 40));
    }
  });
  afterAll(async () => {
    await store.close();
    await database.drop();
  });

  it('refuses no row of any event', () => {
    expect(products.length).toBeGreaterThan(3);
    for (const { product_id } of products) expect(seen(product_id).rejects).toEqual([]);
  });

  it('lists every event with as many tickets as the plugin has', async () => {
    const listed = await store.listEventProducts(NEVER);
    expect(listed.map(({ wooProductId, tickets }) => [wooProductId, tickets])).toEqual(
      products
        .map(({ product_id, tickets }) => [product_id, tickets.total])
        .sort(([a = 0], [b = 0]) => b - a),
    );
  });

  it('gives every event the name of its product', async () => {
    for (const product of products.filter(({ exists }) => exists)) {
      const event = await store.readEvent(product.product_id, NEVER);
      expect(event.title).toBe(decoded(product.name ?? ''));
    }
  });

  it.each(products)('reads each order of product $product_id field by field', (product) => {
    const event = seen(product.product_id);
    const lineIds = new Set(
      event.orders.flatMap((order) =>
        order.lines.filter(({ productId }) => productId === product.product_id).map(({ itemId }) => itemId),
      ),
    );
    expect(event.orders.map(storeOrder)).toEqual(expectedOrders(truth, product, lineIds).map(truthOrder));
  });

  it.each(products)('reads each ticket of product $product_id field by field', (product) => {
    const event = seen(product.product_id);
    const tickets = [...event.orders.flatMap((order) => order.tickets), ...event.orphans];
    expect(tickets.map(storeTicket).sort(byTicket)).toEqual(
      truth.tickets
        .filter((ticket) => ticket.product_id === product.product_id)
        .map((ticket) => truthTicket(ticket, truth))
        .sort(byTicket),
    );
  });

  it.each(products)('reads each attendee of product $product_id whose ticket is not made yet', (product) => {
    const { orders } = seen(product.product_id);
    const ids = new Set(orders.map((order) => order.wooOrderId));
    expect(storeAttendees(orders, product.product_id)).toEqual(
      truth.tickets_not_generated
        .filter((a) => a.product_id === product.product_id && ids.has(a.order_id))
        .filter((a) => !isGenerated(truth, a.order_id))
        .map(truthAttendee)
        .sort((a, b) => a.order - b.order),
    );
  });

  it.each(products.filter(({ exists }) => exists))(
    'counts the orders and money of product $product_id as WooCommerce does',
    (product) => {
      const { proof } = seen(product.product_id);
      const counted = Object.fromEntries(
        proof.orders
          .filter(({ quantity, total }) => quantity > 0 || parseMoney(total) !== 0n)
          .map((group) => [
            `${group.sourceStatus} ${group.currency}`,
            [group.orders, group.quantity, toCents(group.total), toCents(group.refundedByLines)],
          ]),
      );
      const groups = Object.entries(product.totals_by_status)
        .filter(([status]) => status !== 'checkout-draft')
        .flatMap(([status, byCurrency]) =>
          Object.entries(byCurrency).map(
            ([currency, totals]) =>
              [
                `${status} ${currency}`,
                [
                  totals.orders + ordersByTicketAlone(truth, product.product_id, status, currency),
                  totals.qty,
                  addTexts(totals.total, totals.tax),
                  addTexts(totals.refunded_total, totals.refunded_tax),
                ],
              ] as const,
          ),
        );
      for (const [group, figures] of groups) {
        const [orders, quantity, total, refunded] = counted[group] ?? [];
        expect([group, orders, quantity]).toEqual([group, figures[0], figures[1]]);
        // The truth file rounds totals and taxes separately, so that their sum may differ by a cent.
        expect(Math.abs(cents(total) - cents(figures[2]))).toBeLessThanOrEqual(1);
        expect(Math.abs(cents(refunded) - cents(figures[3]))).toBeLessThanOrEqual(1);
      }
      expect(groups.length).toBeGreaterThanOrEqual(Object.keys(counted).length);
    },
  );

  it.each(products)('proves product $product_id with the very sums that it read', (product) => {
    const { orders, orphans, proof } = seen(product.product_id);
    expect(proof.orders.map((group) => ({ ...group })).sort(byGroup)).toEqual(
      sumsOf(orders, product.product_id).sort(byGroup),
    );
    const tickets = [...orders.flatMap((order) => order.tickets), ...orphans];
    const groups = new Map<string, number[]>();
    for (const ticket of tickets) {
      const key = `${ticket.sourcePostStatus} ${ticket.sourceStatus ?? ''}`;
      const [count = 0, days = 0] = groups.get(key) ?? [];
      groups.set(key, [count + 1, days + ticket.days.filter(({ checkedIn }) => checkedIn).length]);
    }
    expect(
      new Map(proof.tickets.map((g) => [`${g.postStatus} ${g.sourceStatus}`, [g.tickets, g.daysCheckedIn]])),
    ).toEqual(groups);
  });

  it.each(products)('counts as many pending tickets of product $product_id as the record has', (product) => {
    const paid = new Set(
      truth.orders
        .filter((order) => ['processing', 'completed', 'validado'].includes(order.status))
        .filter((order) => order.meta.tickets_generated !== 'yes')
        .map((order) => order.id),
    );
    const owed = seen(product.product_id).proof.pending.filter(({ sourceStatus }) =>
      ['processing', 'completed', 'validado'].includes(sourceStatus),
    );
    expect(owed.reduce((total, { tickets }) => total + tickets, 0)).toBe(
      truth.tickets_not_generated.filter((a) => a.product_id === product.product_id && paid.has(a.order_id))
        .length,
    );
  });
});

function byTicket(a: { readonly id: number }, b: { readonly id: number }): number {
  return a.id - b.id;
}

function byGroup(
  a: { readonly sourceStatus: string; readonly currency: string },
  b: { readonly sourceStatus: string; readonly currency: string },
): number {
  return `${a.sourceStatus} ${a.currency}` < `${b.sourceStatus} ${b.currency}` ? -1 : 1;
}
