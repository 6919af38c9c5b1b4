import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Reason, ReasonCode, ReasonFigures } from '../../src/kernel/sentences/reasons/reason.ts';
import type { ReadExplanation } from '../../src/sync/explain/explained-row.ts';
import { readExplanation } from '../../src/sync/explain/read-explained.ts';
import { unnamedFigures } from '../../src/ticketing/examples/named-figures.ts';
import { openWooStore, type WooStore } from '../../src/woocommerce/woo-store.ts';
import type { StoreDatabase } from '../servers/databases.ts';
import { directTo } from '../woocommerce/connect/gateway-settings.ts';
import { addCents } from './cents.ts';
import { type ExpectedEvent, expectedEvent } from './expected-event.ts';
import { scenarioOrders } from './scenario-orders.ts';
import { type SoldAs, storedLines } from './stored-lines.ts';
import type { Backend } from './sync-store.ts';
import { productsOf, syncedSampleStore } from './synced-sample-store.ts';
import { readTruth, sampleStoresPresent, type TruthOrder } from './truth-file.ts';
import { tellIfNoSampleStores } from './without-sample-stores.ts';

/** One of each layout, and one with taxes, several currencies and decimals. */
const STORES = ['hpos-small', 'legacy-small', 'decimal-tax-small'] as const;

/** Rules that these stores need. */
const OF_ALL = [
  'order_by_lines',
  'order_other_lines',
  'status_own',
  'money_fee',
  'money_owes_nothing',
  'refund_line',
  'refund_amount_only',
  'tickets_refunded',
  'ticket_refunded',
  'ticket_order_refunded',
  'ticket_orphaned',
  'order_trashed',
  'order_gone',
] as const satisfies readonly ReasonCode[];
const OF_SHOP = ['order_erased', 'ticket_cancelled', 'ticket_trashed', 'tickets_of_line'] as const;
const RULES_OF: Readonly<Record<(typeof STORES)[number], readonly ReasonCode[]>> = {
  'hpos-small': [...OF_ALL, ...OF_SHOP],
  'legacy-small': [...OF_ALL, ...OF_SHOP],
  'decimal-tax-small': [...OF_ALL, 'money_meets_total', 'money_line_rounded'],
};

tellIfNoSampleStores();

describe.runIf(sampleStoresPresent).each(STORES)('every edge case of %s', (name) => {
  const truth = readTruth(name);
  const edges = scenarioOrders(name);
  let store: StoreDatabase;
  let backend: Backend;
  let source: WooStore;
  let sold: ReadonlyMap<number, SoldAs>;
  const configurations = new Map<number, string>();
  /** By product, and then by order. */
  const explained = new Map<number, Map<number, ReadExplanation>>();
  const expected = new Map<number, ExpectedEvent>();

  beforeAll(async () => {
    ({ store, backend } = await syncedSampleStore(name));
    sold = await storedLines(store.url, truth.store.db_prefix);
    source = openWooStore(
      { reach: directTo(store.url, { connectTimeoutMs: 10_000 }), prefix: null, statementLimitS: null },
      backend.log,
    );
    const { rows } = await backend.db.query<{ id: string; product: number }>(
      'select id, woo_product_id as product from sync_configurations',
    );
    for (const { id, product } of rows) configurations.set(product, id);
    for (const product of productsOf(truth)) {
      const event = expectedEvent(truth, product, sold);
      expected.set(product, event);
      const byOrder = new Map<number, ReadExplanation>();
      const ids = new Set([...event.orders, ...event.tickets].map((row) => Number(row['order'])));
      for (const wooOrderId of edges.filter((id) => ids.has(id))) {
        byOrder.set(wooOrderId, await explain(product, wooOrderId));
      }
      explained.set(product, byOrder);
    }
  });
  afterAll(async () => {
    await source.close();
    await backend.close();
    await store.drop();
  });

  async function explain(product: number, wooOrderId: number): Promise<ReadExplanation> {
    const row = { wooOrderId, wooTicketId: null };
    const { signal } = new AbortController();
    const deps = { db: backend.db, now: () => new Date() };
    return await readExplanation(deps, configurations.get(product) ?? '', source, row, signal);
  }

  const all = function* (): Generator<readonly [number, TruthOrder | undefined, ReadExplanation]> {
    for (const [product, byOrder] of explained) {
      for (const [id, one] of byOrder) yield [product, truth.orders.find((order) => order.id === id), one];
    }
  };

  it('is explained, and all of it is in the backend already', () => {
    const found = [...all()];
    expect(found.length).toBeGreaterThan(15);
    expect(found.filter(([, , { differences }]) => differences?.length !== 0)).toEqual([]);
    // Only an order that was deleted for good is not in the truth.
    for (const [, order, { found: state }] of found) {
      expect(state).toBe(order === undefined ? 'gone' : 'read');
    }
  });

  it('meets most rules', () => {
    const codes = new Set([...all()].flatMap(([, , { reasons }]) => reasons.map(({ code }) => code)));
    expect(RULES_OF[name].filter((code) => !codes.has(code))).toEqual([]);
  });

  it('names its figures in every sentence of both languages', () => {
    const currencyOf = (order: TruthOrder | undefined) => order?.currency ?? truth.store.currency;
    const unnamed = [...all()].flatMap(([, order, { reasons }]) =>
      reasons.flatMap((reason) => [
        ...unnamedFigures(reason, currencyOf(order), 'en'),
        ...unnamedFigures(reason, currencyOf(order), 'es'),
      ]),
    );
    expect(unnamed).toEqual([]);
  });

  it('has WooCommerce’s totals, lines and refunds as its first figures', () => {
    for (const [product, order, { reasons }] of all()) {
      if (order === undefined) continue;
      const own = order.lines.filter((line) => sold.get(line.item_id)?.product === product);
      const items = new Set(own.map((line) => line.item_id));
      expect([
        order.id,
        ofCode(reasons, 'money_store').map((of) => [cents(of.charged), cents(of.returned)]),
      ]).toEqual([order.id, [[addCents([order.total]), addCents([order.total_refunded])]]]);
      expect([
        order.id,
        ofCode(reasons, 'money_line').map((of) => [of.line, of.units, cents(of.subtotal), cents(of.tax)]),
      ]).toEqual([
        order.id,
        own
          .toSorted((a, b) => a.item_id - b.item_id)
          .map((line) => [line.item_id, line.qty, addCents([line.subtotal]), addCents([line.tax])]),
      ]);
      expect([
        order.id,
        ofCode(reasons, 'refund_line').map((of) => [of.refund, of.line, of.units, cents(of.amount)]),
      ]).toEqual([
        order.id,
        order.refunds
          .toSorted((a, b) => a.id - b.id)
          .flatMap((refund) =>
            refund.lines
              .toSorted((a, b) => a.item_id - b.item_id)
              .filter((line) => items.has(line.refunded_item_id))
              .map((line) => [
                refund.id,
                line.refunded_item_id,
                Math.abs(line.qty),
                addCents([positive(line.total), positive(line.tax)]),
              ]),
          ),
      ]);
      expect([order.id, ofCode(reasons, 'refund_event').map((of) => [of.refund, cents(of.of)])]).toEqual([
        order.id,
        order.refunds.toSorted((a, b) => a.id - b.id).map((refund) => [refund.id, addCents([refund.amount])]),
      ]);
    }
  });

  it('leads by sums from these figures to the organizer’s amount', () => {
    let owing = 0;
    for (const [, order, { reasons }] of all()) {
      if (order === undefined) continue;
      const [net] = ofCode(reasons, 'money_net');
      if (net === undefined) throw new Error(`no net of ${order.id}`);
      expect(net.amount).toBe(net.total - net.refunded);
      const lines = ofCode(reasons, 'money_line');
      const rounded = new Map(ofCode(reasons, 'money_line_rounded').map((of) => [of.line, of.amount]));
      expect(lines.reduce((sum, of) => sum + (rounded.get(of.line) ?? of.amount), 0n)).toBe(net.total);
      // What refunds gave back of the event, rounded to the currency.
      const [refunded = { amount: 0n }] = ofCode(reasons, 'money_refunded');
      const ofEvent = ofCode(reasons, 'refund_event').reduce((sum, of) => sum + of.amount, 0n);
      expect(cents(refunded.amount)).toBe(roundedTo(ofEvent, order.currency === 'CLP' ? 0 : 2));
      const [organizer] = ofCode(reasons, 'money_organizer');
      if (organizer === undefined) continue;
      owing += 1;
      // Ten percent, rounded up to the minor unit.
      const unit = order.currency === 'CLP' ? 100_000_000n : 1_000_000n;
      const fee = net.amount <= 0n ? 0n : ((net.amount + 10n * unit - 1n) / (10n * unit)) * unit;
      expect([order.id, organizer]).toEqual([order.id, { net: net.amount, fee, amount: net.amount - fee }]);
      const ofTickets = ofCode(reasons, 'ticket_money');
      for (const { price, returned, fee: share, amount } of ofTickets)
        expect(amount).toBe(price - returned - share);
    }
    expect(owing).toBeGreaterThan(10);
  });

  it('has the status of the order and of each ticket, and as many refunded tickets as refunded units', () => {
    for (const [product, order, { reasons }] of all()) {
      if (order === undefined) continue;
      const event = expected.get(product);
      const row = event?.orders.find((one) => one['order'] === order.id);
      const statuses = (['status_own', 'status_mapped', 'status_unmapped'] as const).flatMap((code) =>
        ofCode<'status_own'>(reasons, code as 'status_own'),
      );
      expect(statuses).toEqual([{ source: order.status, status: row?.['status'] }]);
      const refundedHere = new Set(
        [...ofCode(reasons, 'ticket_refunded'), ...ofCode(reasons, 'ticket_order_refunded')].map(
          (of) => of.ticket,
        ),
      );
      for (const ticket of event?.tickets ?? []) {
        if (ticket['order'] !== order.id) continue;
        const label = String(ticket['ticket']);
        if (refundedHere.has(label)) continue;
        // A ticket in the trash is removed here, whatever its status in the store.
        const isTrashed = ofCode(reasons, 'ticket_trashed').some((of) => of.ticket === label);
        expect([label, isTrashed]).toEqual([label, ticket['removedReason'] === 'trashed']);
        if (isTrashed) continue;
        expect([label, lifeOf(reasons, label)]).toEqual([label, ticket['life']]);
      }
      for (const { line, refunded, tickets, refunds } of ofCode(reasons, 'tickets_refunded')) {
        const units = order.lines.find((one) => one.item_id === line)?.refunded_qty ?? 0;
        expect(refunds.reduce((sum, by) => sum + by.units, 0)).toBe(Math.abs(units));
        expect(refunded).toBe(Math.min(tickets, Math.abs(units)));
      }
    }
  });
});

function ofCode<Code extends ReasonCode>(
  reasons: readonly Reason[],
  code: Code,
): readonly ReasonFigures[Code][] {
  return reasons.flatMap((reason) => (reason.code === code ? [reason.figures as ReasonFigures[Code]] : []));
}

const LIVES: Readonly<Partial<Record<ReasonCode, string>>> = {
  ticket_active: 'active',
  ticket_imported_active: 'active',
  ticket_cancelled: 'cancelled',
  ticket_order_cancelled: 'cancelled',
  ticket_order_unpaid: 'inactive',
  ticket_unpublished: 'inactive',
  ticket_unpaid: 'inactive',
  ticket_orphaned: 'orphaned',
};

function lifeOf(reasons: readonly Reason[], ticket: string): string | undefined {
  const deciding = reasons.find(
    ({ code, figures }) => LIVES[code] !== undefined && 'ticket' in figures && figures.ticket === ticket,
  );
  return deciding && LIVES[deciding.code];
}

function positive(amount: string): string {
  return amount.replace(/^-/, '');
}

/** Two decimals, as `addCents` of the truth. */
function cents(amount: bigint): string {
  return roundedTo(amount, 2);
}

function roundedTo(amount: bigint, digits: number): string {
  const unit = 10n ** BigInt(8 - digits);
  const size = (((amount < 0n ? -amount : amount) + unit / 2n) / unit) * unit;
  const text = size.toString().padStart(9, '0');
  return `${amount < 0n && size > 0n ? '-' : ''}${text.slice(0, -8)}.${text.slice(-8, -6)}`;
}
