import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { takeWatches, type WatchLease } from '../../src/backend/live/watch-records.ts';
import { LiveWatch } from '../../src/sync/live/live-watch.ts';
import { openWooStore } from '../../src/woocommerce/woo-store.ts';
import { startProxy, type TcpProxy } from '../servers/tcp-proxy.ts';
import { waitFor } from '../tasks/wait-for.ts';
import { CONCERT, concertStore, OTHER } from '../woocommerce/concert-store.ts';
import { directTo } from '../woocommerce/connect/gateway-settings.ts';
import { NEVER, silentLog } from '../woocommerce/open-store.ts';
import { order, sold, ticket } from '../woocommerce/tiny-store.ts';
import { type SmallWorld, smallWorld } from './small-world.ts';
import { syncProduct } from './sync-store.ts';

const VERSION = '0.0.0';
const ASK_EVERY_MS = 12_000;

describe.each(['hpos', 'posts'] as const)('the watch of a store of layout %s', (layout) => {
  let world: SmallWorld;
  let proxy: TcpProxy;
  let elapsedMs: number;
  let laterMs: number;

  beforeEach(async () => {
    world = await smallWorld(CONCERT, concertStore(layout));
    await world.verified('full');
    await world.db.query(`update sync_credentials set origin = 'saved'`);
    await world.db.query(`update sync_configurations set frequency = 'hourly', status = 'active'`);
    await switchOn();
    proxy = await startProxy(Number(new URL(world.store.url).port));
    elapsedMs = 0;
    laterMs = 0;
  });
  afterEach(async () => {
    await proxy.close();
    await world.close();
  });

  async function switchOn(until = `now() + interval '1 hour'`): Promise<void> {
    await world.db.query(`update sync_configurations set live_switch = 'on', live_switch_until = ${until}`);
  }

  async function take(holder = 'one'): Promise<readonly WatchLease[]> {
    return await takeWatches(world.db, { holder, version: VERSION, now: new Date() });
  }

  async function watchOf(holder = 'one'): Promise<LiveWatch> {
    const [lease] = await take(holder);
    if (lease === undefined) throw new Error('the watch is taken');
    const reach = directTo(world.store.url, { host: '127.0.0.1', port: proxy.port, connectTimeoutMs: 2_000 });
    return new LiveWatch(
      {
        now: () => new Date(Date.now() + laterMs),
        db: world.db,
        log: silentLog,
        maxRetries: 3,
        pauseMs: ASK_EVERY_MS,
        elapsedMs: () => elapsedMs,
        openStore: async () => openWooStore({ reach, prefix: null, statementLimitS: null }, silentLog),
      },
      lease,
    );
  }

  /** The next question, as after its pause; the executions that it requested, which then count as done. */
  async function next(watch: LiveWatch) {
    elapsedMs += ASK_EVERY_MS;
    expect(await watch.round(NEVER)).toBe(true);
    return await requested();
  }

  async function requested() {
    const rows = await world.rows<{
      trigger: string;
      requested_depth: string;
      order_ids: number[] | null;
      ticket_ids: number[] | null;
    }>(`select trigger, requested_depth, to_jsonb(order_ids) as order_ids, to_jsonb(ticket_ids) as ticket_ids
      from sync_executions where status = 'pending' order by id`);
    await world.db.query(
      `update sync_executions set status = 'cancelled', finished_at = now(), next_attempt_at = null where status = 'pending'`,
    );
    return rows;
  }

  async function state() {
    const [row] = await world.rows<Record<string, unknown>>(
      'select state, is_connected, failures, error_code, slowed_by, pause_ms from sync_live_watches',
    );
    return row;
  }

  async function pay(id: number): Promise<void> {
    await world.store.exec(
      layout === 'hpos'
        ? `update wp_wc_orders set status = 'wc-completed', date_updated_gmt = utc_timestamp() where id = ${id}`
        : `update wp_posts set post_status = 'wc-completed', post_modified_gmt = utc_timestamp() where ID = ${id}`,
    );
  }

  const QUICK = { trigger: 'live', requested_depth: 'quick', order_ids: null, ticket_ids: null };

  it('reads each event once when it begins, and then asks for nothing while nothing changes', async () => {
    const watch = await watchOf();
    expect(await next(watch)).toEqual([QUICK]);
    expect(await next(watch)).toEqual([]);
    expect(await next(watch)).toEqual([]);
    expect(await state()).toMatchObject({ state: 'watching', is_connected: true, failures: 0 });
    await watch.end();
  });

  it('names a changed order once', async () => {
    const watch = await watchOf();
    await next(watch);
    await next(watch);
    await pay(40);
    expect(await next(watch)).toEqual([
      { trigger: 'live', requested_depth: 'targeted', order_ids: [40], ticket_ids: [] },
    ]);
    expect(await next(watch)).toEqual([]);
    await watch.end();
  });

  it('reads with its first execution what changed between the last one and its first question', async () => {
    await pay(40);
    const watch = await watchOf();
    expect(await next(watch)).toEqual([QUICK]);
    await world.sync('quick');
    const status = await world.rows('select source_status from orders where woo_order_id = 40');
    expect(status).toEqual([{ source_status: 'completed' }]);
    expect(await next(watch)).toEqual([]);
    await watch.end();
  });

  it('names an order of which nothing but the time of change moved', async () => {
    const watch = await watchOf();
    await next(watch);
    await world.store.exec(
      layout === 'hpos'
        ? 'update wp_wc_orders set date_updated_gmt = utc_timestamp() where id = 40'
        : 'update wp_posts set post_modified_gmt = utc_timestamp() where ID = 40',
    );
    expect(await next(watch)).toMatchObject([{ order_ids: [40], ticket_ids: [] }]);
    await watch.end();
  });

  it('names a new order with tickets of a further product for each event that has this product', async () => {
    const other = { storeUrl: world.store.url, product: OTHER, anotherOrganizer: true };
    await syncProduct(
      { db: world.db, log: world.log, close: async () => undefined },
      { ...other, organizerEmail: 'another@example.com' },
    );
    await world.db.query(
      `insert into sync_configuration_products (configuration_id, woo_product_id, position)
       select id, ${OTHER}, 1 from sync_configurations where woo_product_id = ${CONCERT}`,
    );
    await world.db.query(`update sync_credentials set origin = 'saved'`);
    await world.db.query(`update sync_configurations set frequency = 'hourly', status = 'active'`);
    await switchOn();
    const watch = await watchOf();
    expect(await next(watch)).toEqual([QUICK, QUICK]);
    await world.store.exec(order({ id: 9003, lines: { 9103: sold(OTHER, '1', '1000') } }, layout));
    await world.store.exec(ticket(9900, OTHER, { OrderID: '9003' }));
    const named = { trigger: 'live', requested_depth: 'targeted', order_ids: [9003], ticket_ids: [9900] };
    // The concert has not read its further product yet, and so does not know the earlier order of it.
    expect(await next(watch)).toEqual([{ ...named, order_ids: [50, 9003] }, named]);
    await watch.end();
  });

  it('names a new order, a ticket and a check-in of the event, and nothing of other events or drafts', async () => {
    const watch = await watchOf();
    await next(watch);
    await next(watch);
    await world.store.exec(
      order({ id: 9001, status: 'wc-checkout-draft', lines: { 9101: sold(CONCERT, '1', '1000') } }, layout),
    );
    await world.store.exec(order({ id: 9002, lines: { 9102: sold(777, '1', '1000') } }, layout));
    expect(await next(watch)).toEqual([]);
    await world.store.exec(order({ id: 9003, lines: { 9103: sold(CONCERT, '1', '1000') } }, layout));
    await world.store.exec(ticket(9900, CONCERT, { OrderID: '9003' }));
    await world.store.exec(
      `insert into wp_fooevents_check_in values (2, 901, ${CONCERT}, 1, 0, 'Checked In', 1742000400, NULL)`,
    );
    expect(await next(watch)).toEqual([
      { trigger: 'live', requested_depth: 'targeted', order_ids: [9003], ticket_ids: [901, 9900] },
    ]);
    await watch.end();
  });

  it('has one holder; another takes it over when it was not renewed, and the old one requests nothing more', async () => {
    const watch = await watchOf('one');
    await next(watch);
    expect(await take('two')).toEqual([]);
    await world.db.query(`update sync_live_watches set renewed_at = now() - interval '21 seconds'`);
    const other = await watchOf('two');
    await next(other);
    await pay(40);
    elapsedMs += ASK_EVERY_MS;
    expect(await watch.round(NEVER)).toBe(false);
    expect(await requested()).toEqual([]);
    await waitFor(
      () => proxy.open,
      (open) => open === 1,
    );
    expect(await next(other)).toMatchObject([{ order_ids: [40] }]);
    await other.end();
    expect(await take('three')).toHaveLength(1);
  });

  it('gives its connection up while executions have all slots, and misses nothing in between', async () => {
    const watch = await watchOf();
    await next(watch);
    await next(watch);
    expect(proxy.open).toBe(1);
    await world.db.query('update sync_credentials set max_concurrent_syncs = 1');
    await world.db.query(`insert into sync_executions (id, configuration_id, trigger, status, queue, max_retries, started_at)
      select gen_random_uuid(), id, 'manual', 'running', 'default', 0, now() from sync_configurations`);
    await pay(40);
    expect(await next(watch)).toEqual([]);
    expect(await state()).toMatchObject({ state: 'yielding', is_connected: false });
    await waitFor(
      () => proxy.open,
      (open) => open === 0,
    );
    await world.db.query(
      `update sync_executions set status = 'success', finished_at = now() where status = 'running'`,
    );
    expect(await next(watch)).toMatchObject([{ requested_depth: 'targeted', order_ids: [40] }]);
    await watch.end();
  });

  it('opens no connection where the store allows one: a quick execution every minute takes its place', async () => {
    await world.db.query('update sync_credentials set max_connections = 1');
    const watch = await watchOf();
    expect(await next(watch)).toEqual([QUICK]);
    elapsedMs += 40_000;
    expect(await next(watch)).toEqual([]);
    expect(await next(watch)).toEqual([QUICK]);
    expect(proxy.open).toBe(0);
    expect(await state()).toMatchObject({ state: 'executions', is_connected: false, pause_ms: 60_000 });
    await watch.end();
  });

  it('survives a cut line without missing a change, and asks a failing store no more often than an execution', async () => {
    const watch = await watchOf();
    await next(watch);
    await next(watch);
    proxy.drop();
    await pay(40);
    expect(await next(watch)).toEqual([]);
    expect(await state()).toMatchObject({ state: 'failing', failures: 1, is_connected: false });
    proxy.mend();
    expect(await next(watch)).toEqual([]);
    expect(proxy.open).toBe(0);
    const [wait] = await world.rows<{ seconds: number }>(
      `select extract(epoch from next_attempt_at - now())::float8 as seconds from sync_live_watches`,
    );
    expect(wait?.seconds).toBeGreaterThan(20);
    expect(wait?.seconds).toBeLessThan(34);
    laterMs = 40_000;
    expect(await next(watch)).toMatchObject([{ requested_depth: 'targeted', order_ids: [40] }]);
    expect(await next(watch)).toEqual([]);
    expect(await state()).toMatchObject({ state: 'watching', failures: 0, error_code: null });
    await watch.end();
  });

  it('leaves a store alone that executions cannot reach', async () => {
    const watch = await watchOf();
    await next(watch);
    await world.db.query(`insert into sync_store_outages (credentials_id, error_code, error_message, started_at, last_failed_at, next_probe_at)
      select id, 'store.unreachable', 'away', now(), now() + interval '1 second', now() + interval '15 minutes' from sync_credentials`);
    await next(watch);
    await waitFor(
      () => proxy.open,
      (open) => open === 0,
    );
    expect(await state()).toMatchObject({ state: 'unreachable' });
    await watch.end();
  });

  it('ends with the last live event', async () => {
    const watch = await watchOf();
    await next(watch);
    await switchOn(`now() - interval '1 second'`);
    elapsedMs += ASK_EVERY_MS;
    expect(await watch.round(NEVER)).toBe(false);
    expect(await take()).toEqual([]);
    await waitFor(
      () => proxy.open,
      (open) => open === 0,
    );
  });
});
