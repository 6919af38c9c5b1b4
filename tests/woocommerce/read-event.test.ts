import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parseMoney } from '../../src/kernel/money/money.ts';
import type { WooStore } from '../../src/woocommerce/woo-store.ts';
import { freshStoreDatabase, type StoreDatabase } from '../servers/databases.ts';
import { CONCERT, concertStore, OTHER } from './concert-store.ts';
import { NEVER, openStore, readWholeEvent, withSnapshot } from './open-store.ts';

describe.each(['hpos', 'posts'] as const)('reading an event of a store with its orders in %s', (layout) => {
  let database: StoreDatabase;
  let store: WooStore;

  beforeAll(async () => {
    database = await freshStoreDatabase();
    store = openStore(database.url);
    await database.exec(concertStore(layout));
  });
  afterAll(async () => {
    await store.close();
    await database.drop();
  });

  it('finds its orders by line or ticket, without drafts, and lists tickets without an order separately', async () => {
    const { orders, orphans, rejects } = await readWholeEvent(store, CONCERT);
    expect(orders.map((found) => found.wooOrderId)).toEqual([10, 30, 40, 41, 42, 43]);
    expect(orphans.map((found) => [found.wooTicketId, found.wooOrderId])).toEqual([
      [902, 20],
      [903, 77],
      [904, null],
    ]);
    expect(rejects).toEqual([]);
  });

  it('reads the first of two metas of one name, as WordPress does', async () => {
    const { orders } = await readWholeEvent(store, CONCERT);
    expect(orders[0]?.lines.map(({ productId, quantity }) => [productId, quantity])).toEqual([
      [CONCERT, 2],
      [OTHER, 1],
    ]);
    expect(orders[0]?.tickets.map(({ wooTicketId, sourceStatus }) => [wooTicketId, sourceStatus])).toEqual([
      [900, 'Not Checked In'],
      [901, 'Checked In'],
      [905, 'Not Checked In'],
    ]);
  });

  it('reads a complete order', async () => {
    const { orders } = await readWholeEvent(store, CONCERT);
    expect(orders[0]).toMatchObject({
      number: 'A-10',
      sourceStatus: 'completed',
      email: 'buyer@example.com',
      orderTotal: parseMoney('3000'),
      orderedAtUtc: new Date('2025-03-01T10:00:00Z'),
      paidAtUtc: null,
      billing: null,
      ticketsGenerated: true,
      refunds: [
        {
          refundId: 11,
          amount: parseMoney('1000'),
          reason: 'ill',
          lines: [{ itemId: 3, refundedItemId: 1, quantity: 1, amount: parseMoney('1000'), tax: 0n }],
        },
      ],
    });
    expect(orders[0]?.lines[0]?.name).toBe('Ticket & drink');
  });

  it('keeps a ticket number beyond 32 bits, and the time of check-in', async () => {
    const { orders } = await readWholeEvent(store, CONCERT);
    expect(orders[0]?.tickets[0]?.ticketNumber).toBe('900123456789012');
    // 1742000400 read as UTC is 2025-03-15 01:00, the local time in Santiago, three hours behind UTC.
    expect(orders[0]?.tickets[1]?.checkIns).toEqual([
      {
        wooCheckInId: 1,
        unnumberedId: expect.any(Number) as number,
        day: 1,
        status: 'checked_in',
        atUtc: new Date('2025-03-15T04:00:00Z'),
      },
    ]);
  });

  it('reads attendees without tickets from the checkout’s record', async () => {
    const { orders } = await readWholeEvent(store, CONCERT);
    const waiting = orders.find(({ wooOrderId }) => wooOrderId === 40)?.checkoutTickets;
    expect(waiting?.map(({ key, productId, attendee }) => [key, productId, attendee.firstName])).toEqual([
      ['1.1', CONCERT, 'Zoë'],
      ['1.2', CONCERT, 'Ana'],
      ['2.1', OTHER, null],
    ]);
  });

  it('reads page by page and continues where a page ended', async () => {
    const { positions } = await readWholeEvent(store, CONCERT, null, 3);
    expect(positions).toEqual([
      { phase: 'orders', id: 40 },
      { phase: 'orders', id: 43 },
      { phase: 'orphans', id: 904 },
    ]);
    await withSnapshot(store, CONCERT, null, async (snapshot) => {
      const whole = await snapshot.selectWhole(NEVER);
      expect(whole.expected).toEqual({ orders: 6, tickets: 7 });
      const ids: number[] = [];
      for await (const page of whole.readPages({ phase: 'orders', id: 30 }, 10, NEVER)) {
        ids.push(...page.orders.map((found) => found.wooOrderId), ...page.orphans.map((o) => o.wooTicketId));
      }
      expect(ids).toEqual([40, 41, 42, 43, 902, 903, 904]);
    });
  });

  it('shows the store as it was when the snapshot was opened', async () => {
    await withSnapshot(store, CONCERT, null, async (snapshot) => {
      await setTotal('5');
      for await (const page of (await snapshot.selectWhole(NEVER)).readPages(null, 1, NEVER)) {
        expect(page.orders[0]?.orderTotal).toBe(parseMoney('3000'));
        break;
      }
    });
    await setTotal('3000');
  });

  async function setTotal(total: string): Promise<void> {
    await database.exec(
      layout === 'hpos'
        ? `UPDATE wp_wc_orders SET total_amount = ${total} WHERE id = 10`
        : `UPDATE wp_postmeta SET meta_value = '${total}' WHERE post_id = 10 AND meta_key = '_order_total'`,
    );
  }

  it('lists the orders that still exist', async () => {
    await withSnapshot(store, CONCERT, null, async (snapshot) => {
      expect(await snapshot.existingOrders([10, 11, 20, 50, 77], NEVER)).toEqual(new Set([10, 20, 50]));
    });
  });
});
