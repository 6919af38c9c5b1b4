import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { queryRows } from '../../src/backend/database.ts';
import type { Depth } from '../../src/vocabulary/depths.ts';
import type { SyncReport } from '../../src/vocabulary/sync-report.ts';
import { freshStoreDatabase, type StoreDatabase } from '../servers/databases.ts';
import { backendEvent } from './backend-event.ts';
import { type ExpectedEvent, expectedEvent, type Row } from './expected-event.ts';
import { storedLines } from './stored-lines.ts';
import { type Backend, eventIdOf, freshBackend, syncProduct } from './sync-store.ts';
import { dumpPath, readTruth, sampleStoresPresent, type Truth } from './truth-file.ts';
import { tellIfNoSampleStores } from './without-sample-stores.ts';

/** Tours with time slots and a hall with seats are one event, and the tours are also sold in a second language. */
const [TOURS, HALL, IN_ENGLISH] = [730007, 730008, 990007];
const OWN = new Set<number>([TOURS, HALL, IN_ENGLISH]);
const PREFIX = 'zz_tienda_';
/** Bought on the English site: two issued tickets, and an attendee whose ticket waits. */
const [ISSUED, WAITING] = [730081, 730075];

/** The rows that WPML adds for a translated product, and for two orders of the translation. */
const TRANSLATION = `
  create table if not exists ${PREFIX}icl_translations (translation_id bigint auto_increment primary key,
    element_type varchar(60), element_id bigint, trid bigint, language_code varchar(7),
    source_language_code varchar(7));
  delete from ${PREFIX}icl_translations;
  insert into ${PREFIX}icl_translations (element_type, element_id, trid, language_code, source_language_code)
    values ('post_product', ${TOURS}, 7, 'es', null), ('post_product', ${IN_ENGLISH}, 7, 'en', 'es');
  create table one_post as select * from ${PREFIX}posts where ID = ${TOURS};
  update one_post set ID = ${IN_ENGLISH}, post_title = 'Tours';
  insert into ${PREFIX}posts select * from one_post;
  drop table one_post;
  insert into ${PREFIX}postmeta (post_id, meta_key, meta_value)
    select ${IN_ENGLISH}, meta_key, meta_value from ${PREFIX}postmeta where post_id = ${TOURS};
  update ${PREFIX}woocommerce_order_itemmeta m join ${PREFIX}woocommerce_order_items i using (order_item_id)
    set m.meta_value = '${IN_ENGLISH}'
    where i.order_id in (${ISSUED}, ${WAITING}) and m.meta_key = '_product_id' and m.meta_value = '${TOURS}';
  update ${PREFIX}postmeta p join ${PREFIX}postmeta o
      on o.post_id = p.post_id and o.meta_key = 'WooCommerceEventsOrderID' and o.meta_value = '${ISSUED}'
    set p.meta_value = '${IN_ENGLISH}'
    where p.meta_key = 'WooCommerceEventsProductID' and p.meta_value = '${TOURS}';
  update ${PREFIX}postmeta set meta_value = replace(meta_value, 's:6:"${TOURS}"', 's:6:"${IN_ENGLISH}"')
    where post_id = ${WAITING} and meta_key = 'WooCommerceEventsOrderTickets';`;

tellIfNoSampleStores();

describe.runIf(sampleStoresPresent)('an event of several products with a translation', () => {
  let store: StoreDatabase;
  let backend: Backend;

  beforeAll(async () => {
    store = await freshStoreDatabase();
    backend = await freshBackend();
  });
  afterAll(async () => {
    await backend.close();
    await store.drop();
  });

  async function become(name: string): Promise<void> {
    await store.loadDump(dumpPath(name));
    await store.exec(TRANSLATION);
  }

  async function sync(depth: Depth, into: Backend = backend): Promise<SyncReport> {
    const products = [TOURS, HALL];
    const { report } = await syncProduct(into, { storeUrl: store.url, product: TOURS, products, depth });
    expect(report).toMatchObject({ status: 'success', rejects: [] });
    return report;
  }

  async function verified(depth: Depth, into?: Backend): Promise<string> {
    const report = await sync(depth, into);
    const differences = report.proof.filter(({ equal }) => !equal);
    expect([depth, differences, report.verification]).toEqual([depth, [], 'verified']);
    return eventIdOf(report);
  }

  /** The truth of the products together, which WooCommerce answered for each of them. */
  async function truthOf(name: string): Promise<ExpectedEvent> {
    const together = <Of extends { readonly product_id: number }>(one: Of): Of =>
      OWN.has(one.product_id) ? { ...one, product_id: TOURS } : one;
    const truth = readTruth(name);
    const sold = await storedLines(store.url, PREFIX);
    return expectedEvent(
      {
        ...truth,
        orders: truth.orders.map((order) => ({ ...order, lines: order.lines.map(together) })),
        tickets: truth.tickets.map(together),
        tickets_not_generated: truth.tickets_not_generated.map(together),
      } satisfies Truth,
      TOURS,
      new Map(
        [...sold].map(([item, as]) => [item, OWN.has(as.product) ? { ...as, product: TOURS } : as] as const),
      ),
    );
  }

  async function expectTruth(name: string, eventId: string, of: Backend = backend): Promise<void> {
    const [actual, expected] = [await backendEvent(of.db, eventId), await truthOf(name)];
    expect(sorted(actual.orders, 'order')).toEqual(sorted(expected.orders, 'order'));
    expect(sorted(actual.items, 'item')).toEqual(sorted(expected.items, 'item'));
    expect(sorted(actual.refunds, 'refund')).toEqual(sorted(expected.refunds, 'refund'));
    expect(sorted(actual.refundLines, 'item')).toEqual(sorted(expected.refundLines, 'item'));
    expect(sorted(actual.tickets.map(comparable), 'ticket')).toEqual(
      sorted(expected.tickets.map(comparable), 'ticket'),
    );
    expect(sorted(actual.pending, 'order')).toEqual(sorted(expected.pending, 'order'));
    expect(actual.tickets.length).toBeGreaterThan(30);
    expect(await places(of)).toEqual([
      [ISSUED, IN_ENGLISH, 'Mañana (10:30 a.m.)'],
      [ISSUED, IN_ENGLISH, 'Tarde (4:00 p.m.)'],
      [WAITING, IN_ENGLISH, 'Tarde (4:00 p.m.)', '2027-01-09 16:00'],
      [730214, TOURS, 'Mañana (10:30 a.m.)', '2027-01-10 10:30'],
    ]);
  }

  /** The translation's tickets, and all pending tickets with the slot that their records name. */
  async function places({ db }: Backend) {
    const rows = await queryRows<{ order: number; product: number; slot: string; at: string | null }>(
      db,
      `select woo_order_id::integer as order, woo_product_id::integer as product, slot,
         case when woo_ticket_id is null
           then to_char(slot_at at time zone 'Europe/Madrid', 'YYYY-MM-DD HH24:MI') end as at
       from tickets
       where removed_at is null and (woo_product_id = $1 or woo_ticket_id is null)
       order by woo_ticket_id nulls last, woo_order_id`,
      [IN_ENGLISH],
    );
    return rows.map(({ order, product, slot, at }) => [order, product, slot, ...(at === null ? [] : [at])]);
  }

  it('equals the truth of all its products together, at each depth and from scratch', async () => {
    await become('addons/posts-addons-A');
    const eventId = await verified('full');
    await expectTruth('addons/posts-addons-A', eventId);
    for (const depth of ['quick', 'sweep'] as const) {
      await verified(depth);
      await expectTruth('addons/posts-addons-A', eventId);
    }

    await become('addons/posts-addons-B');
    await verified('quick');
    await verified('sweep');
    await expectTruth('addons/posts-addons-B', eventId);
    const fresh = await freshBackend();
    try {
      await expectTruth('addons/posts-addons-B', await verified('full', fresh), fresh);
    } finally {
      await fresh.close();
    }
  });

  it.each([
    [
      'seats',
      `seat_number = '999'`,
      `seat_row is not null and woo_ticket_id is not null and removed_at is null`,
    ],
    [
      'pending_slots',
      `slot_at = slot_at + interval '1 hour'`,
      `woo_order_id = ${WAITING} and slot is not null`,
    ],
    ['slots', `slot = 'Noche'`, `woo_order_id = ${ISSUED} and slot is not null`],
  ])('is not verified while one of its %s is wrong', async (subject, change, whose) => {
    await queryRows(
      backend.db,
      `update tickets set ${change} where id = (select id from tickets where ${whose} order by id limit 1)
       returning id`,
      [],
    );
    const report = await sync('full');
    expect(report.verification).toBe('unverified');
    expect(new Set(report.proof.filter(({ equal }) => !equal).map((row) => row.subject))).toEqual(
      new Set([subject]),
    );
    await verified('sweep');
  });
});

/** Labels are compared elsewhere, and any of an order's equal tickets may have a refund. */
function comparable({ form, life, ...ticket }: Row): Row {
  return {
    ...ticket,
    life: life === 'refunded' ? 'active' : life,
    form: (form as readonly { readonly key: string; readonly value: string }[])
      .filter(({ key }) => key.startsWith('fooevents_custom_'))
      .map(({ key, value }) => ({ key, value })),
  };
}

function sorted(rows: readonly Row[], key: string): readonly Row[] {
  const text = (row: Row): string => String(row[key]).padStart(20, '0');
  return [...rows].sort((a, b) => (text(a) < text(b) ? -1 : 1));
}
