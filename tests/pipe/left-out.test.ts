import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { findConfigurationRow } from '../../src/backend/configurations/configuration-list.ts';
import { findExecutionRow } from '../../src/backend/executions/execution-list.ts';
import {
  listRejectRows,
  listRejectsOfConfiguration,
} from '../../src/backend/executions/execution-log-list.ts';
import { countEvent } from '../../src/backend/loader/count-event.ts';
import { NOTHING_LEFT_OUT } from '../../src/kernel/sentences/left-out.ts';
import type { Depth } from '../../src/vocabulary/depths.ts';
import type { SyncReport } from '../../src/vocabulary/sync-report.ts';
import type { OrderLayout } from '../../src/woocommerce/schema/store-tables.ts';
import { openStore, readWholeEvent } from '../woocommerce/open-store.ts';
import { eventProduct, order, sold, ticket, tinyStore } from '../woocommerce/tiny-store.ts';
import { type SmallWorld, smallWorld } from './small-world.ts';
import { eventIdOf } from './sync-store.ts';

const OPERA = 600;
const BALLET = 601;
const ALL = { limit: 100, offset: 0 };

/** What each order leaves out, calculated by hand. */
const NEVER_READ = { has_earlier_version: false };
const ROWS = {
  // The only line cannot be read; there are two tickets, one of them checked in.
  50: { currency: 'CLP', total: null, is_partial: false, tickets: 2, checked_in: 1, ...NEVER_READ },
  // 20.50 of two lines can be read, the ballet's 99 belong to another event, and the three units have no tickets.
  51: { currency: 'USD', total: '20.50', is_partial: true, tickets: 3, checked_in: 0, ...NEVER_READ },
  // Its refund cannot be read: 40,000 and 7,600 of tax can. One ticket, and one in the trash that had been checked in.
  52: { currency: 'CLP', total: '47600', is_partial: false, tickets: 1, checked_in: 0, ...NEVER_READ },
  // The quantity cannot be read.
  54: { currency: 'CLP', total: '5000', is_partial: false, tickets: null, checked_in: 0, ...NEVER_READ },
} as const;

const TOTALS = {
  rows: 4,
  money: [
    { currency: 'CLP', total: '52600', is_partial: false },
    { currency: 'USD', total: '20.50', is_partial: true },
  ],
  unknown_money: 1,
  tickets: 6,
  unknown_tickets: 1,
  checked_in: 1,
  earlier_versions: 0,
};

describe.each(['hpos', 'posts'] as const)(
  'what rejects leave out of an event in %s',
  (layout: OrderLayout) => {
    let world: SmallWorld;

    const post = (id: number, orderId: number, status: string, postStatus?: string): string =>
      ticket(id, OPERA, { OrderID: String(orderId), Status: status }, postStatus);

    beforeEach(async () => {
      world = await smallWorld(
        OPERA,
        [
          tinyStore('wp_', layout),
          eventProduct(OPERA, 'Opera'),
          eventProduct(BALLET, 'Ballet'),
          order({ id: 50, lines: { 501: sold(OPERA, '2', '12,50 €') } }, layout),
          post(5001, 50, 'Checked In'),
          post(5002, 50, 'Not Checked In'),
          ticket(5003, BALLET, { OrderID: '50', Status: 'Checked In' }),
          order(
            {
              id: 51,
              currency: 'USD',
              lines: {
                511: sold(OPERA, '1', '20.5'),
                512: sold(OPERA, '2', 'x', { _line_tax: '3' }),
                513: sold(BALLET, '1', '99'),
              },
            },
            layout,
          ),
          order({ id: 52, lines: { 521: sold(OPERA, '1', '40000', { _line_tax: '7600' }) } }, layout),
          order(
            {
              id: 53,
              refundOf: 52,
              total: '-700',
              metas: { _refund_amount: '700' },
              lines: { 531: sold(OPERA, '-1', '-x', { _refunded_item_id: '521' }) },
            },
            layout,
          ),
          post(5201, 52, 'Not Checked In'),
          post(5202, 52, 'Checked In', 'trash'),
          order({ id: 54, lines: { 541: sold(OPERA, 'one and a half', '5000') } }, layout),
          order({ id: 55, lines: { 551: sold(OPERA, '1', '10000') } }, layout),
          post(5501, 55, 'Checked In'),
        ].join('\n'),
      );
    });
    afterEach(async () => {
      await world.close();
    });

    /** An amount is in two metas; an unreadable amount before discount also rejects the row. */
    const price = (item: number, value: string): string =>
      `${set(item, '_line_total', value)} ${set(item, '_line_subtotal', value)}`;

    const set = (item: number, key: string, value: string): string =>
      `update wp_woocommerce_order_itemmeta set meta_value = '${value}'
     where order_item_id = ${item} and meta_key = '${key}';`;

    async function sync(depth: Depth): Promise<SyncReport> {
      const report = await world.sync(depth);
      expect(report).toMatchObject({ status: 'success', verification: 'verified_with_rejects' });
      return report;
    }

    async function shown({ configurationId, executionId }: SyncReport) {
      const configuration = await findConfigurationRow(world.db, configurationId, new Date());
      const execution = await findExecutionRow(world.db, executionId, new Date());
      return [configuration?.left_out, execution?.left_out];
    }

    it('is reported for each row and for all, in every place that counts rejects', async () => {
      const report = await sync('full');
      const byId = Object.fromEntries(report.rejects.map(({ wooId, leftOut }) => [wooId, leftOut]));
      expect(byId).toEqual(ROWS);
      expect(report.leftOut).toEqual(TOTALS);
      expect(await shown(report)).toEqual([TOTALS, TOTALS]);
      const open = { kind: null, settled: false };
      for (const rows of [
        await listRejectRows(world.db, report.executionId, null, ALL),
        await listRejectsOfConfiguration(world.db, report.configurationId, open, ALL),
      ]) {
        expect(Object.fromEntries(rows.map(({ woo_id, left_out }) => [woo_id, left_out]))).toEqual(ROWS);
      }
    });

    it('follows the row, and vanishes when the row is repaired', async () => {
      await sync('full');
      // More of order 51 can be read now, and all of order 50, whose figures vanish.
      await world.store.exec(`${price(512, '30.25')} ${set(512, '_qty', 'two')} ${price(501, '25000')}`);
      const some = await sync('full');
      expect(some.leftOut).toEqual({
        rows: 3,
        // 20.50, 30.25 and 3 of tax.
        money: [TOTALS.money[0], { currency: 'USD', total: '53.75', is_partial: false }],
        unknown_money: 0,
        tickets: 1,
        unknown_tickets: 2,
        checked_in: 0,
        earlier_versions: 0,
      });
      expect(await shown(some)).toEqual([some.leftOut, some.leftOut]);

      await world.store.exec(`${set(512, '_qty', '2')} ${price(531, '-700')} ${set(541, '_qty', '1')}`);
      const all = await world.verified('full');
      expect(all.leftOut).toEqual(NOTHING_LEFT_OUT);
      expect(await shown(all)).toEqual([NOTHING_LEFT_OUT, NOTHING_LEFT_OUT]);
      // Rows that were loaded since then are not a version from before the execution that left them out.
      expect(await shown(some)).toEqual([NOTHING_LEFT_OUT, some.leftOut]);
    });

    it('is unknown for rows that an earlier version rejected', async () => {
      const report = await sync('full');
      await world.rows(
        `update sync_rejects set left_out_currency = null, left_out_total = null, left_out_is_partial = false,
         left_out_tickets = null, left_out_checked_in = null where woo_id in (50, 51)`,
      );
      const expected = {
        rows: 4,
        money: [TOTALS.money[0]],
        unknown_money: 2,
        tickets: 1,
        unknown_tickets: 3,
        checked_in: 0,
        earlier_versions: 0,
      };
      expect(await shown(report)).toEqual([expected, expected]);
      expect((await sync('full')).leftOut).toEqual(TOTALS);
    });

    it('shows that the backend has an earlier version of the row, at every depth', async () => {
      await world.store.exec(price(501, '25000'));
      await sync('full');
      await world.store.exec(price(501, '26,5'));
      await world.store.exec(
        layout === 'hpos'
          ? 'update wp_wc_orders set date_updated_gmt = utc_timestamp() where id = 50'
          : 'update wp_posts set post_modified_gmt = utc_timestamp() where ID = 50',
      );
      // With orders as posts, this store has too few change signals for a quick execution.
      const quick = await sync('quick');
      expect(quick.rejects).toContainEqual(
        expect.objectContaining({ wooId: 50, leftOut: { ...ROWS[50], has_earlier_version: true } }),
      );
      expect(quick).toMatchObject({
        depth: layout === 'hpos' ? 'quick' : 'sweep',
        leftOut: { ...TOTALS, earlier_versions: 1 },
      });
      const full = await sync('full');
      expect(full.leftOut).toEqual({ ...TOTALS, earlier_versions: 1 });
      expect(await shown(full)).toEqual([full.leftOut, full.leftOut]);
    });

    it('is the difference between store and backend, in money and tickets', async () => {
      // Fully unreadable rows are in no sum.
      await world.store.exec(`${price(501, '25000')} ${price(512, '30.25')} ${set(512, '_qty', 'two')}`);
      const report = await sync('full');
      const excluded = { wooOrderIds: report.rejects.map(({ wooId }) => wooId), wooTicketIds: [] };
      const loaded = await countEvent(world.db, eventIdOf(report), excluded, []);
      const store = openStore(world.store.url);
      const { proof } = await readWholeEvent(store, OPERA);
      await store.close();

      const money = (groups: readonly { readonly currency: string; readonly total: string }[]) =>
        Object.fromEntries(groups.map(({ currency, total }) => [currency, Number(total)]));
      // 25,000 and 10,000 are loaded, 47,600 and 5,000 are not; nothing in USD is loaded, and 53.75 is not.
      expect(money(proof.orders)).toEqual({ CLP: 87_600, USD: 53.75 });
      expect(money(loaded.orders)).toEqual({ CLP: 35_000 });
      expect(money(report.leftOut.money)).toEqual({ CLP: 52_600, USD: 53.75 });

      const tickets = (groups: typeof proof.tickets) =>
        groups
          .filter(({ postStatus }) => postStatus !== 'trash')
          .map(({ tickets: count, daysCheckedIn }) => [count, daysCheckedIn])
          .reduce(([a = 0, b = 0], [c = 0, d = 0]) => [a + c, b + d], [0, 0]);
      expect(tickets(proof.tickets)).toEqual([4, 2]);
      expect(tickets(loaded.tickets)).toEqual([3, 2]);
      const { tickets: left, checked_in } = report.leftOut;
      expect([left, checked_in]).toEqual([1, 0]);
    });
  },
);
