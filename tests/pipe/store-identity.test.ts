import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { makeDemoStore } from '../../src/demo/demo-store.ts';
import { THREE_DAY_EVENT_ID } from '../../src/demo/model/catalogue.ts';
import { changedIds, rowIds } from './row-ids.ts';
import { NEW, OLD, PRODUCT, TwoStores } from './two-stores.ts';

describe.each(['hpos', 'posts'] as const)('a store whose orders are in %s', (layout) => {
  let stores: TwoStores;

  beforeEach(async () => {
    stores = await TwoStores.open(layout);
  });
  afterEach(async () => await stores.close());

  it('continues by itself if only http, https or www changed, and notes the change', async () => {
    await stores.moveTo('http://tienda-demo.example.com', stores.live);
    await stores.sync(stores.live);
    const ids = await rowIds(stores.backend.db);
    await stores.moveTo('https://www.tienda-demo.example.com', stores.live);
    const { executionId } = await stores.sync(stores.live);
    expect(changedIds(ids, await rowIds(stores.backend.db))).toEqual([]);
    expect(
      await stores.one(`select count(*)::int as events, min(e.store_url) as event, min(c.pinned_site_url) as pinned,
        min(c.previous_site_url) as previous, min(c.site_url_changed_at) is not null as dated
        from events e join sync_configurations c on c.id = e.configuration_id`),
    ).toEqual({
      events: 1,
      event: 'https://www.tienda-demo.example.com',
      pinned: 'https://www.tienda-demo.example.com',
      previous: 'http://tienda-demo.example.com',
      dated: true,
    });
    const { rows } = await stores.backend.db.query(
      `select message, details from sync_log_lines where execution_id = $1 and message like '%address changed%'`,
      [executionId],
    );
    expect(rows).toMatchObject([
      { details: { from: 'http://tienda-demo.example.com', to: 'https://www.tienda-demo.example.com' } },
    ]);
  });

  it('stops at a new address until a person confirms it once; then every row continues', async () => {
    await stores.sync(stores.live);
    await stores.sync(stores.live, { product: THREE_DAY_EVENT_ID, eventName: 'Tres días' });
    const ids = await rowIds(stores.backend.db);
    await stores.sell();
    await stores.moveTo(NEW, stores.live);
    await stores.stops(stores.live, 'store.address-changed');
    expect(await stores.compare(stores.live)).toMatchObject({
      verdict: 'moved',
      code: 'store.address-changed',
      decisions: ['same_store', 'another_store'],
      held: { site_url: OLD, table_prefix: 'wp_' },
      found: { site_url: NEW, table_prefix: 'wp_' },
      known_orders: { different: 0, missing: 0 },
      missing_orders: 0,
      older_orders: 0,
    });
    // the confirmation contains the shown address
    await expect(
      stores.confirm(stores.live, 'same_store', 'https://elsewhere.example.org'),
    ).rejects.toMatchObject({
      code: 'store.not-as-shown',
    });
    await stores.confirm(stores.live, 'same_store', NEW);
    await stores.sync(stores.live);
    await stores.sync(stores.live, { product: THREE_DAY_EVENT_ID, eventName: 'Tres días' });
    expect(changedIds(ids, await rowIds(stores.backend.db))).toEqual([]);
    expect(await stores.one('select count(*)::int as n, min(store_url) as url from events')).toEqual({
      n: 2,
      url: NEW,
    });
    await expect(stores.confirm(stores.live, 'same_store', NEW)).rejects.toMatchObject({
      code: 'store.nothing-to-confirm',
    });
  });

  it('that a person calls another store is not synced, and may be kept as an event of its own', async () => {
    await stores.sync(stores.live);
    await stores.moveTo(NEW, stores.copy);
    await stores.stops(stores.copy, 'store.address-changed');
    await stores.confirm(stores.copy, 'another_store', NEW);
    await stores.sync(stores.live);
    await stores.sync(stores.copy, { eventName: 'Ensayo', organizerEmail: 'test@example.com' });
    expect(await stores.one('select count(*)::int as n from events')).toEqual({ n: 2 });
    expect(await stores.compare(stores.copy)).toMatchObject({
      verdict: 'moved',
      was_refused: true,
      decisions: ['same_store'],
    });
  });

  it('stops if another store is at its address', async () => {
    await stores.sync(stores.live);
    await makeDemoStore({ url: stores.copy.url, orders: 25, seed: 6, layout });
    await stores.moveTo(OLD, stores.copy);
    await stores.stops(stores.copy, 'store.other-store');
    await expect(stores.confirm(stores.copy, 'same_store', OLD)).rejects.toMatchObject({
      code: 'store.other-store',
    });
  });

  it('stops if its product was created again, until a person confirms that it is the same event', async () => {
    await stores.sync(stores.live);
    await stores.live.exec(
      `update wp_posts set post_date_gmt = post_date_gmt + interval 1 day where ID = ${PRODUCT}`,
    );
    await stores.stops(stores.live, 'store.product-changed');
    await stores.confirm(stores.live, 'same_store', OLD);
    await stores.sync(stores.live);
  });

  it('stops at the same tables under another prefix, and at another store under the same one', async () => {
    await stores.sync(stores.live);
    const prefix = 'kt9_';
    await makeDemoStore({ url: stores.live.url, orders: 25, seed: 5, layout, prefix });
    await stores.moveTo(OLD, stores.live, prefix);
    await stores.stops(stores.live, 'store.address-changed', { prefix });
    await stores.confirm(stores.live, 'same_store', OLD, prefix);
    await stores.sync(stores.live, { prefix });
    await makeDemoStore({ url: stores.copy.url, orders: 25, seed: 8, layout, prefix: 'kt8_' });
    await stores.moveTo(OLD, stores.copy, 'kt8_');
    // Refused before the configuration of this address gets the credentials of other tables.
    await expect(stores.sync(stores.copy, { prefix: 'kt8_' })).rejects.toMatchObject({
      code: 'configuration.exists',
    });
    expect(await stores.one('select count(*)::int as n from events')).toEqual({ n: 1 });
  });

  it('that version 0.1 read is recognised from its next successful execution on', async () => {
    await stores.sync(stores.live);
    await stores.backend.db.query('update sync_configurations set store_state = null, store_state_at = null');
    await stores.moveTo(NEW, stores.live);
    await stores.stops(stores.live, 'store.address-changed');
    await stores.moveTo(OLD, stores.live);
    await stores.sync(stores.live);
    expect(await stores.one('select store_state is not null as known from sync_configurations')).toEqual({
      known: true,
    });
  });

  it('keeps no key of an order, only its digest', async () => {
    await stores.sync(stores.live);
    const { state } = await stores.one('select store_state::text as state from sync_configurations');
    expect(state).not.toContain('wc_order_');
    expect(state).toMatch(/"keyDigest": "[0-9a-f]{64}"/);
  });
});
