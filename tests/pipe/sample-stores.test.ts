import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { StoreDatabase } from '../servers/databases.ts';
import { backendEvent } from './backend-event.ts';
import { type ExpectedEvent, expectedEvent, type Row } from './expected-event.ts';
import { backendTotals, truthTotals } from './product-totals.ts';
import { type SoldAs, storedLines } from './stored-lines.ts';
import type { Backend } from './sync-store.ts';
import { productsOf, syncedSampleStore } from './synced-sample-store.ts';
import { allDumps, readTruth } from './truth-file.ts';
import { tellIfNoSampleStores } from './without-sample-stores.ts';

tellIfNoSampleStores();

describe.each(allDumps())('the sample store %s', (name) => {
  const truth = readTruth(name);
  const products = productsOf(truth);
  let store: StoreDatabase;
  let backend: Backend;
  let events: ReadonlyMap<number, string>;
  let sold: ReadonlyMap<number, SoldAs>;

  beforeAll(async () => {
    ({ store, backend, events } = await syncedSampleStore(name));
    sold = await storedLines(store.url, truth.store.db_prefix);
  });
  afterAll(async () => {
    await backend.close();
    await store.drop();
  });

  describe.each(products)('product %i', (productId) => {
    let actual: ExpectedEvent;
    let expected: ExpectedEvent;
    beforeAll(async () => {
      actual = await backendEvent(backend.db, events.get(productId) ?? '');
      expected = expectedEvent(truth, productId, sold);
    });

    it('brings every order with its buyer, states, times and totals', () => {
      expect(sorted(actual.orders, 'order')).toEqual(sorted(expected.orders, 'order'));
    });

    it('brings every line with quantities, money and refunds', () => {
      expect(sorted(actual.items, 'item')).toEqual(sorted(expected.items, 'item'));
    });

    it('brings every refund and its lines', () => {
      expect(sorted(actual.refunds, 'refund')).toEqual(sorted(expected.refunds, 'refund'));
      expect(sorted(actual.refundLines, 'refund', 'item')).toEqual(
        sorted(expected.refundLines, 'refund', 'item'),
      );
    });

    it('brings every ticket with attendee, answers, number, state and check-in', () => {
      const refunded = new Set(
        actual.tickets.filter(({ life }) => life === 'refunded').map(({ ticket }) => ticket),
      );
      const comparable = (row: Row): Row => comparableTicket(row, refunded.has(row['ticket']));
      expect(sorted(actual.tickets, 'ticket').map(comparable)).toEqual(
        sorted(expected.tickets, 'ticket').map(comparable),
      );
    });

    it('keeps an attendee whose ticket is not made yet as a pending ticket', () => {
      expect(sorted(actual.pending, 'order', 'key')).toEqual(sorted(expected.pending, 'order', 'key'));
    });

    it('makes a ticket a unit where the ticket plugin makes none', () => {
      expect(sorted(actual.made, 'order')).toEqual(sorted(expected.made, 'order'));
    });

    it('labels every answer as in the attendee’s form', () => {
      const labels = labelsByTicket(actual.tickets);
      for (const ticket of expected.tickets) {
        const known = answers(ticket).filter((answer) => answer.label !== null);
        for (const { key, label } of known) {
          expect(labels.get(`${String(ticket['ticket'])} ${key}`)).toBe(label);
        }
      }
    });

    it('has as many refunded tickets as refunded units in each order', () => {
      expect(countRefunded(actual.tickets)).toEqual(refundedUnits(expected));
    });
  });

  it('has WooCommerce’s sums for each product', async () => {
    for (const { product_id, exists } of truth.products) {
      if (!exists) continue;
      expect([product_id, await backendTotals(backend.db, [product_id])]).toEqual([
        product_id,
        truthTotals(truth, product_id),
      ]);
    }
  });

  it('has WooCommerce’s sums for all deleted products together', async () => {
    const deleted = truth.products.filter((product) => product.product_id > 0 && !product.exists);
    const ids = deleted.map((product) => product.product_id);
    expect(await backendTotals(backend.db, ids)).toEqual(truthTotals(truth, 0));
  });
});

interface Answer {
  readonly key: string;
  readonly label: string | null;
  readonly value: string;
}

function answers(ticket: Row): readonly Answer[] {
  return ticket['form'] as readonly Answer[];
}

function labelsByTicket(tickets: readonly Row[]): ReadonlyMap<string, string | null> {
  return new Map(
    tickets.flatMap((ticket) =>
      answers(ticket).map(({ key, label }) => [`${String(ticket['ticket'])} ${key}`, label] as const),
    ),
  );
}

/**
 * Any of an item's equal tickets may have a refund; labels are compared separately. The truth lists the
 * form's answers but not the plugin's other metas.
 */
function comparableTicket(ticket: Row, isRefunded: boolean): Row {
  return {
    ...ticket,
    life: isRefunded ? 'refunded' : ticket['life'],
    form: answers(ticket)
      .filter(({ key }) => key.startsWith('fooevents_custom_'))
      .map(({ key, value }) => ({ key, value })),
  };
}

function countRefunded(tickets: readonly Row[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const ticket of tickets) {
    if (ticket['life'] === 'refunded') {
      const order = String(ticket['order']);
      counts[order] = (counts[order] ?? 0) + 1;
    }
  }
  return counts;
}

/** A refunded unit takes a ticket if the order still has one; the status `refunded` takes all. */
function refundedUnits(expected: ExpectedEvent): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const order of expected.orders) {
    const id = order['order'];
    const tickets = expected.tickets.filter((t) => t['order'] === id && t['removedReason'] === null);
    const units = expected.items
      .filter((item) => item['order'] === id)
      .reduce((sum, item) => sum + (item['refundedQuantity'] as number), 0);
    const refunded = order['status'] === 'refunded' ? tickets.length : Math.min(units, tickets.length);
    if (refunded > 0) counts[String(id)] = refunded;
  }
  return counts;
}

function sorted(rows: readonly Row[], ...keys: readonly string[]): readonly Row[] {
  const key = (row: Row) => keys.map((name) => String(row[name]).padStart(20, '0')).join(' ');
  return [...rows].sort((a, b) => (key(a) < key(b) ? -1 : 1));
}
