import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { countEvent } from '../../src/backend/loader/count-event.ts';
import { makeDemoStore } from '../../src/demo/demo-store.ts';
import { expectEvents } from '../../src/demo/model/expect.ts';
import type { DemoLayout, DemoStore } from '../../src/demo/model/model.ts';
import { freshStoreDatabase, type StoreDatabase } from '../servers/databases.ts';
import { type Backend, eventIdOf, freshBackend, syncProduct } from './sync-store.ts';
import { type WholeEvent, wholeEvent, withoutBackslashes } from './whole-event.ts';

/** Enough for two pages of the main event. */
const ORDERS = 1_000;

/** The backend's rows of each layout, by product: they must not depend on the layout. */
const seen = new Map<DemoLayout, Record<number, WholeEvent>>();

describe.each([
  ['hpos', 'wp_'],
  ['posts', 'wp_'],
  ['compatibility', 'tk_9x_'],
] as const)('every event of a demo store of layout %s', (layout, prefix) => {
  let database: StoreDatabase;
  let backend: Backend;
  let store: DemoStore;

  beforeAll(async () => {
    database = await freshStoreDatabase();
    ({ store } = await makeDemoStore({ url: database.url, orders: ORDERS, seed: 7, layout, prefix }));
    backend = await freshBackend();
  });
  afterAll(async () => {
    await backend.close();
    await database.drop();
  });

  it('equals the store’s own model in the backend, and is verified', async () => {
    const events: Record<number, WholeEvent> = {};
    for (const expected of expectEvents(store)) {
      const { report } = await syncProduct(backend, { storeUrl: database.url, product: expected.productId });
      expect(report).toMatchObject({ status: 'success', verification: 'verified', rejects: [] });
      const eventId = eventIdOf(report);
      events[expected.productId] = withoutBackslashes(await wholeEvent(backend.db, eventId));
      const counted = await countEvent(backend.db, eventId, { wooOrderIds: [], wooTicketIds: [] }, []);
      expect({
        orders: counted.orders.toSorted((a, b) => (groupName(a) < groupName(b) ? -1 : 1)),
        tickets: counted.tickets.toSorted((a, b) => (ticketName(a) < ticketName(b) ? -1 : 1)),
        pendingTickets: counted.pendingTickets,
      }).toEqual({
        orders: expected.orders.toSorted((a, b) => (groupName(a) < groupName(b) ? -1 : 1)),
        tickets: expected.tickets.toSorted((a, b) => (ticketName(a) < ticketName(b) ? -1 : 1)),
        pendingTickets: expected.pendingTickets,
      });
    }
    seen.set(layout, events);
  });

  it('equals the result of the order tables row for row', () => {
    const tables = seen.get('hpos') ?? {};
    const events = seen.get(layout) ?? {};
    expect(Object.keys(events).length).toBeGreaterThan(3);
    for (const [product, event] of Object.entries(events)) {
      for (const [kind, rows] of Object.entries(event)) {
        expect([product, kind, rows]).toEqual([
          product,
          kind,
          tables[Number(product)]?.[kind as keyof WholeEvent],
        ]);
      }
    }
  });

  it('keeps the money rules in every order', async () => {
    const { rows } = await backend.db.query(
      `select o.woo_order_id from orders o
       left join lateral (select coalesce(sum(price), 0) as price, coalesce(sum(service_fee), 0) as fee
                          from tickets t where t.order_id = o.id and t.removed_reason is distinct from 'gone') t
         on true
       left join lateral (select coalesce(sum(unticketed_amount), 0) as amount from order_items i
                          where i.order_id = o.id and i.removed_at is null) i on true
       where o.net <> o.total - o.refunded or o.service_fee + o.organizer_amount not in (o.net, 0)
         or o.service_fee > greatest(o.net, 0) or t.price + i.amount <> o.total or t.fee > o.service_fee`,
    );
    expect(rows).toEqual([]);
  });
});

function groupName(group: { readonly sourceStatus: string; readonly currency: string }): string {
  return `${group.sourceStatus} ${group.currency}`;
}

function ticketName(group: { readonly postStatus: string; readonly sourceStatus: string }): string {
  return `${group.postStatus} ${group.sourceStatus}`;
}
