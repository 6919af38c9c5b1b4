import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { StoreDatabase } from '../servers/databases.ts';
import { type Backend, eventIdOf, freshBackend, syncProduct } from './sync-store.ts';
import { type SyncedSampleStore, syncedSampleStore } from './synced-sample-store.ts';
import { madeTickets, takeTicketsAway, ticketedOrders } from './ticket-posts.ts';
import { dumpPath, readTruth, sampleStoresPresent } from './truth-file.ts';
import { type WholeEvent, wholeEvent } from './whole-event.ts';
import { tellIfNoSampleStores } from './without-sample-stores.ts';

interface PendingTicket {
  readonly id: string;
  /** Order and product: the plugin makes each group's posts in the order of its record. */
  readonly group: string;
  readonly key: string;
  /** All known data of the attendees. */
  readonly attendee: string;
}

/** The plugin makes the attendees' tickets later. */
export function makeTicketsLater(stores: readonly string[]): void {
  tellIfNoSampleStores();

  describe.each(sampleStoresPresent ? stores : [])('the paid orders of the store %s', (name) => {
    const truth = readTruth(name);
    const products = truth.products.filter((p) => p.tickets.total > 0).map((p) => p.product_id);
    const orderIds = ticketedOrders(truth);
    const made = madeTickets(truth, orderIds);
    let store: StoreDatabase;
    let backend: Backend;
    let undisturbed: SyncedSampleStore;
    let pending: readonly PendingTicket[];
    const ends = new Map<number, readonly [waited: WholeEvent, undisturbed: WholeEvent]>();

    beforeAll(async () => {
      undisturbed = await syncedSampleStore(name);
      ({ store } = undisturbed);
      backend = await freshBackend();
      await takeTicketsAway(store, truth, orderIds);
      await syncAll();
      pending = await pendingTickets(backend, orderIds);
      await store.loadDump(dumpPath(name));
      for (const [product, eventId] of await syncAll()) {
        const waited = await wholeEvent(backend.db, eventId);
        ends.set(product, [
          waited,
          await wholeEvent(undisturbed.backend.db, undisturbed.events.get(product) ?? ''),
        ]);
      }
    });
    afterAll(async () => {
      await backend.close();
      await undisturbed.backend.close();
      await store.drop();
    });

    async function syncAll(): Promise<ReadonlyMap<number, string>> {
      const ids = new Map<number, string>();
      for (const product of products) {
        const { report } = await syncProduct(backend, { storeUrl: store.url, product });
        expect(report).toMatchObject({ verification: 'verified', rejects: [] });
        ids.set(product, eventIdOf(report));
      }
      return ids;
    }

    it('owe a ticket to each attendee before the plugin makes them', () => {
      const owed = [...groupsOf(pending)].map(([group, tickets]) => [group, tickets.length] as const);
      const posts = [...made].map(([group, ids]) => [group, ids.length] as const);
      expect(new Map(owed)).toEqual(new Map(posts));
    });

    it('keep each of these rows for the ticket that is made from it', async () => {
      const { rows } = await backend.db.query<{ id: string; post: number | null; reason: string | null }>(
        'select id, woo_ticket_id as post, removed_reason as reason from tickets where id = any($1)',
        [pending.map(({ id }) => id)],
      );
      const postOf = new Map(rows.map(({ id, post }) => [id, post]));
      const wrong: unknown[] = [];
      for (const [group, waiting] of groupsOf(pending)) {
        const posts = made.get(group) ?? [];
        for (const [rank, ticket] of waiting.entries()) {
          const post = postOf.get(ticket.id) ?? null;
          // Two attendees with the same data may swap rows.
          const meantFor = waiting[posts.indexOf(post ?? 0)]?.attendee;
          if (post === null || meantFor !== ticket.attendee)
            wrong.push([group, ticket.key, post, posts[rank]]);
        }
      }
      expect(wrong).toEqual([]);
      expect(rows.filter(({ post }) => post === null)).toEqual([]);
    });

    it('end as if they had never been pending', () => {
      expect(ends.size).toBe(products.length);
      for (const [product, [waited, never]] of ends) expect([product, waited]).toEqual([product, never]);
    });
  });
}

async function pendingTickets(
  backend: Backend,
  orderIds: readonly number[],
): Promise<readonly PendingTicket[]> {
  const { rows } = await backend.db.query<PendingTicket>(
    `select id, woo_order_id || ' ' || woo_product_id as group, pending_key as key,
       jsonb_build_array(first_name, last_name, email, phone, company, designation, woo_variation_id,
         form_data)::text as attendee
     from tickets where origin = 'checkout' and woo_ticket_id is null and removed_at is null
       and woo_order_id = any($1)`,
    [orderIds],
  );
  return rows.toSorted((a, b) => compareKeys(a.key, b.key));
}

/** `1.10` comes after `1.9`. */
function compareKeys(a: string, b: string): number {
  const [ax = 0, ay = 0] = a.split('.').map(Number);
  const [bx = 0, by = 0] = b.split('.').map(Number);
  return ax - bx || ay - by;
}

function groupsOf(tickets: readonly PendingTicket[]): ReadonlyMap<string, readonly PendingTicket[]> {
  const groups = new Map<string, PendingTicket[]>();
  for (const ticket of tickets) groups.set(ticket.group, [...(groups.get(ticket.group) ?? []), ticket]);
  return groups;
}
