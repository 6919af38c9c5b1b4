import { expect, it } from 'vitest';
import { takeWatches } from '../../src/backend/live/watch-records.ts';
import { LiveWatch } from '../../src/sync/live/live-watch.ts';
import { openWooStore } from '../../src/woocommerce/woo-store.ts';
import { startProxy } from '../servers/tcp-proxy.ts';
import { waitFor } from '../tasks/wait-for.ts';
import { CONCERT, concertStore } from '../woocommerce/concert-store.ts';
import { directTo } from '../woocommerce/connect/gateway-settings.ts';
import { NEVER, silentLog } from '../woocommerce/open-store.ts';
import { smallWorld } from './small-world.ts';

/** The lock that only one dispatcher has at a time. */
const DISPATCHER = 0x64697370;

it('a watch waits for a dispatcher that gives the last connection to an execution at the same moment', async () => {
  const world = await smallWorld(CONCERT, concertStore('hpos'));
  const proxy = await startProxy(Number(new URL(world.store.url).port));
  const dispatcher = await world.db.connect();
  try {
    await world.verified('full');
    await world.rows(`update sync_credentials set origin = 'saved', max_concurrent_syncs = 1`);
    await world.rows(`update sync_configurations set frequency = 'hourly', status = 'active', live_switch = 'on',
      live_switch_until = now() + interval '1 hour'`);
    await world.rows(`insert into sync_executions
      (id, configuration_id, trigger, status, queue, max_retries, next_attempt_at)
      select gen_random_uuid(), id, 'schedule', 'pending', 'default', 0, now() from sync_configurations`);
    const [lease] = await takeWatches(world.db, { holder: 'one', version: '0.0.0', now: new Date() });
    if (lease === undefined) throw new Error('the watch is taken');
    const reach = directTo(world.store.url, { host: '127.0.0.1', port: proxy.port, connectTimeoutMs: 2_000 });
    const watch = new LiveWatch(
      {
        now: () => new Date(),
        db: world.db,
        log: silentLog,
        maxRetries: 3,
        pauseMs: 12_000,
        elapsedMs: () => 12_000,
        openStore: async () => openWooStore({ reach, prefix: null, statementLimitS: null }, silentLog),
      },
      lease,
    );

    await dispatcher.query('begin');
    await dispatcher.query('select pg_advisory_xact_lock($1)', [DISPATCHER]);
    await dispatcher.query(
      `update sync_executions set dispatched_at = now(), dispatch_number = 1 where status = 'pending'`,
    );
    const round = watch.round(NEVER);
    await waitFor(
      async () =>
        (await world.rows(`select from pg_locks where not granted and objid = ${DISPATCHER}`)).length,
      (waiting) => waiting === 1,
    );
    await dispatcher.query('commit');
    await round;
    const [state] = await world.rows<object>('select state, is_connected from sync_live_watches');
    expect(state).toEqual({ state: 'yielding', is_connected: false });
    expect(proxy.open).toBe(0);
    await watch.end();
  } finally {
    dispatcher.release();
    await proxy.close();
    await world.close();
  }
});
