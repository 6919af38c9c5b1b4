import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { RangeDigest } from '../../src/source/digests.ts';
import {
  fromCursor,
  type Marks,
  type SignalIds,
  toCursor,
} from '../../src/woocommerce/changes/change-cursor.ts';
import { newRotation } from '../../src/woocommerce/changes/post-rotation.ts';
import type { WooStore } from '../../src/woocommerce/woo-store.ts';
import { freshStoreDatabase, type StoreDatabase } from '../servers/databases.ts';
import { CONCERT, concertStore } from './concert-store.ts';
import { digestsOf, NEVER, openStore, signalsOf, withSnapshot } from './open-store.ts';

const LATE = new Date('2025-06-01T00:00:00Z');

describe.each(['hpos', 'posts'] as const)('the change signals of a store of layout %s', (layout) => {
  let database: StoreDatabase;
  let store: WooStore;
  let ids: SignalIds;

  beforeEach(async () => {
    database = await freshStoreDatabase();
    await database.exec(concertStore(layout));
    await database.exec(`insert into wp_actionscheduler_actions (hook, status, args)
      values ('wc-admin_import_orders', 'complete', '[50]')`);
    store = openStore(database.url);
    ids = await newestIds();
  });
  afterEach(async () => {
    await store.close();
    await database.drop();
  });

  async function newestIds(): Promise<SignalIds> {
    const read = await withSnapshot(store, CONCERT, null, async (s) => await signalsOf(s).readCursor(NEVER));
    return fromCursor(read.cursor).ids;
  }

  async function changes(over: Partial<Marks> = {}) {
    const none = { openActions: [], posts: newRotation(LATE, null), seen: {}, late: null };
    const marks = { readTo: LATE, ids, nextIds: ids, notedAtUtc: new Date(), ...none, ...over };
    const found = await withSnapshot(
      store,
      CONCERT,
      null,
      async (s) => await signalsOf(s).findSince(toCursor(marks), NEVER),
    );
    return { ...found, marks: fromCursor(found.cursor), openActions: fromCursor(found.cursor).openActions };
  }

  async function touch(order: number, time: string): Promise<void> {
    await database.exec(
      layout === 'hpos'
        ? `update wp_wc_orders set date_updated_gmt = ${time} where id = ${order}`
        : `update wp_posts set post_modified_gmt = ${time} where ID = ${order}`,
    );
  }

  it('name an order by its time, a refund by its order, and ignore future times', async () => {
    expect(await changes()).toMatchObject({ orderIds: [], ticketIds: [], newestChangeAtUtc: null });
    await touch(10, `'2025-06-02 00:00:00'`);
    await touch(40, `'2199-01-01 00:00:00'`);
    const found = await changes();
    expect(found.orderIds).toEqual([10, 40]);
    expect(found.newestChangeAtUtc).toEqual(new Date('2025-06-02T00:00:00Z'));
    await touch(10, `'2025-01-01 00:00:00'`);
    await touch(11, `'2025-06-02 00:00:00'`);
    expect((await changes()).orderIds).toEqual([10, 40]);
  });

  it('name a ticket by its time, by a new id, and by a new row of the check-in log', async () => {
    await database.exec(`
      update wp_posts set post_modified_gmt = '2025-06-02 00:00:00' where ID = 903;
      insert into wp_posts (ID, post_title, post_content, post_type) values (9900, '', '', 'event_magic_tickets');
      insert into wp_fooevents_check_in values (2, 901, ${CONCERT}, 1, 0, 'Checked In', 1742000400, NULL)`);
    expect((await changes()).ticketIds).toEqual([901, 903, 9900]);
  });

  it('name the orders in WooCommerce’s queue until their actions have finished', async () => {
    await database.exec(`
      insert into wp_actionscheduler_actions (action_id, hook, status, args)
        values (100, 'wc-admin_import_orders', 'pending', '[41]'), (101, 'other', 'pending', '[42]');
      insert into wp_comments (comment_post_ID, comment_type) values (43, 'order_note')`);
    const first = await changes();
    expect(first.orderIds).toEqual(layout === 'posts' ? [41, 43] : []);
    expect(first.openActions).toEqual(layout === 'posts' ? [100] : []);
    // a later change of the order has joined the action, which is finished now
    await database.exec(`update wp_actionscheduler_actions set status = 'complete' where action_id = 100`);
    const { openActions } = first;
    const past = await newestIds();
    const second = await changes({ ids: past, openActions });
    expect(second.orderIds).toEqual(layout === 'posts' ? [41] : []);
    expect((await changes({ ids: past, openActions: second.openActions })).orderIds).toEqual([]);
  });

  it('name an edited ticket far below the newest ids within sixteen readings, and each time after a pause', async () => {
    await database.exec(`
      insert into wp_posts (ID, post_title, post_content, post_type) values (500000, '', '', 'page');
      update wp_posts set post_modified_gmt = '2025-06-02 00:00:00' where ID = 903`);
    const past = await newestIds();
    const justNow = new Date(Date.now() - 5_000);
    const just = { ids: past, nextIds: past, posts: { ...newRotation(LATE, justNow), next: 1 } };
    let { marks, ticketIds } = await changes(just);
    const found: (readonly number[])[] = [ticketIds];
    while (found.length < 16) {
      ({ marks, ticketIds } = await changes(marks));
      found.push(ticketIds);
    }
    expect(found).toEqual([...Array.from({ length: 15 }, () => []), [903]]);
    const earlier = new Date(Date.now() - 15 * 60_000);
    expect((await changes({ ...just, posts: { ...just.posts, walkedAtUtc: earlier } })).ticketIds).toEqual([
      903,
    ]);
  });

  it('name what they named before until five minutes had passed at the previous reading', async () => {
    await touch(10, `'2025-06-02 00:00:00'`);
    await database.exec(
      `insert into wp_fooevents_check_in values (2, 901, ${CONCERT}, 1, 0, 'Checked In', 1742000400, NULL)`,
    );
    const first = await changes();
    expect([first.orderIds, first.ticketIds]).toEqual([[10], [901]]);
    const readTo = LATE;
    const again = await changes({ seen: first.marks.seen, readTo });
    expect([again.orderIds, again.ticketIds]).toEqual([[10], [901]]);
    const older = Object.fromEntries(
      Object.entries(first.marks.seen).map(([name, [kind, id, seenS]]) => [name, [kind, id, seenS - 300]]),
    ) as typeof first.marks.seen;
    const posts = newRotation(LATE, first.marks.posts.walkedAtUtc);
    const later = await changes({ seen: older, readTo, posts });
    expect([later.orderIds, later.ticketIds]).toEqual([[], []]);
    // The previous reading may have fallen between two statements of the store.
    const previous = newRotation(LATE, new Date(Date.now() - 15 * 60_000));
    const old = Object.fromEntries(
      Object.entries(older).map(([name, [kind, id, seenS]]) => [name, [kind, id, seenS - 600]]),
    ) as typeof older;
    const rare = await changes({ seen: old, readTo, posts: previous });
    expect([rare.orderIds, rare.ticketIds]).toEqual([[10], [901]]);
    await touch(10, `'2025-06-03 00:00:00'`);
    expect((await changes({ seen: older, readTo, posts })).orderIds).toEqual([10]);
  });

  it('search rows below the marks again as soon as one has appeared there', async () => {
    await database.exec(`insert into wp_posts (ID, post_title, post_content, post_type)
      values (9990, '', '', 'page')`);
    const past = { ...(await newestIds()), order: 9990 };
    const first = await changes({ ids: past });
    const late = first.marks.late;
    if (late === null) throw new Error('the rows below the marks were not counted');
    const settled = { digest: late.digest, sinceS: late.sinceS - 300 };
    const { posts } = first.marks;
    const quiet = await changes({ ids: past, late: settled, posts });
    expect(quiet.lateRows).toEqual({ orderIds: [], ticketIds: [] });
    expect(quiet.marks.late).toEqual(settled);
    await database.exec(`
      insert into wp_posts (ID, post_title, post_content, post_type) values (9950, '', '', 'event_magic_tickets');
      insert into wp_postmeta (post_id, meta_key, meta_value) values (9950, 'WooCommerceEventsProductID', '${CONCERT}')`);
    const appeared = await changes({ ids: past, late: settled, posts });
    expect(appeared.lateRows.ticketIds).toEqual([9950]);
    if (appeared.marks.late === null) throw new Error('the rows below the marks were not counted');
    const older = { ...appeared.marks.late, sinceS: appeared.marks.late.sinceS - 600 };
    expect((await changes({ ids: past, late: older, posts })).lateRows.ticketIds).toEqual([]);
    // The previous reading may have fallen between two statements of the store.
    const previous = newRotation(LATE, new Date(Date.now() - 20 * 60_000));
    expect((await changes({ ids: past, late: older, posts: previous })).lateRows.ticketIds).toEqual([9950]);
  });

  it('are not complete if WooCommerce queues nothing, or has deleted the queue', async () => {
    const long = new Date(Date.now() - 30 * 24 * 3600 * 1000);
    expect((await changes({ notedAtUtc: long })).isComplete).toBe(layout === 'hpos');
    await database.exec('delete from wp_actionscheduler_actions');
    expect((await changes()).isComplete).toBe(layout === 'hpos');
  });

  it('survive rows without an owner', async () => {
    if (layout === 'hpos') {
      await database.exec(`
        insert into wp_wc_orders_meta (order_id, meta_key, meta_value) values (NULL, 'x', 'y');
        update wp_wc_orders set parent_order_id = NULL, date_updated_gmt = '2025-06-02' where id = 11`);
    }
    expect((await changes()).isComplete).toBe(true);
    expect((await digests()).length).toBeGreaterThan(3);
  });

  async function digests(): Promise<readonly RangeDigest[]> {
    return await withSnapshot(store, CONCERT, null, async (s) => await digestsOf(s).take(16, null, NEVER));
  }

  it.each([
    [
      'a value',
      `update wp_postmeta set meta_value = 'Otro' where post_id = 900 and meta_key = 'WooCommerceEventsStatus'`,
    ],
    [
      'nothing instead of an empty text',
      `update wp_postmeta set meta_value = NULL where post_id = 903 and meta_key = 'X'`,
    ],
    [
      'two values that changed places',
      `update wp_woocommerce_order_itemmeta set meta_value = if(order_item_id = 1, '1000', '2000')
       where meta_key = '_line_total' and order_item_id in (1, 2)`,
    ],
    ['a row that is gone', `delete from wp_posts where ID = 905`],
  ])('show %s in a digest', async (_what, sql) => {
    await database.exec(`insert into wp_postmeta (post_id, meta_key, meta_value) values (903, 'X', '')`);
    const before = await digests();
    expect(await digests()).toEqual(before);
    await database.exec(sql);
    expect(await digests()).not.toEqual(before);
  });
});
