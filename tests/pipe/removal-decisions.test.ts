import { beforeEach, describe, expect, it } from 'vitest';
import { createWatch } from '../../src/alerts/watch.ts';
import { inTransaction } from '../../src/backend/database.ts';
import { approveRemovals, rejectRemovals } from '../../src/backend/removals/decide-removals.ts';
import {
  type HeldRemovalRow,
  type HeldRemovalState,
  listHeldRemovals,
} from '../../src/backend/removals/held-removal-list.ts';
import { watchPoints } from '../../src/kernel/failpoint.ts';
import type { SyncReport } from '../../src/vocabulary/sync-report.ts';
import { NO_ALERTS } from '../tasks/task-world.ts';
import { eventProduct, order, sold, ticket, tinyStore } from '../woocommerce/tiny-store.ts';
import { type SmallWorld, smallWorld } from './small-world.ts';
import { syncProduct } from './sync-store.ts';

const EVENT = 455;
const DAY_MS = 24 * 3600 * 1000;
const NOW = `date_updated_gmt = utc_timestamp()`;
/** Orders of one ticket each. Fourteen are more than may always be removed. */
const idsFrom = (first: number, count: number): readonly number[] =>
  Array.from({ length: count }, (_, at) => first + at * 10);
const sale = (id: number): string =>
  order({ id, total: '800', lines: { [id]: sold(EVENT, '1', '800') } }) +
  ticket(id + 1, EVENT, { OrderID: String(id) });
const IDS = idsFrom(6000, 14);

let world: SmallWorld;
beforeEach(async () => {
  const orders = IDS.map(sale).join('\n');
  world = await smallWorld(EVENT, [tinyStore(), eventProduct(EVENT, 'Night swim'), orders].join('\n'));
  await world.verified('full');
  return async () => await world.close();
});

async function setStatus(status: string, ids: readonly number[]): Promise<void> {
  await world.store.exec(
    `update wp_wc_orders set status = '${status}', ${NOW} where id in (${ids.join(', ')})`,
  );
}

async function sell(ids: readonly number[]): Promise<void> {
  await world.store.exec(
    `${ids.map(sale).join('\n')} update wp_wc_orders set ${NOW} where id in (${ids.join(', ')})`,
  );
}

async function limit(percent: number): Promise<void> {
  await world.db.query('update sync_configurations set max_removal_percent = $1', [percent]);
}

async function tickets(): Promise<Readonly<Record<string, number>>> {
  const rows = await world.rows<{ readonly status: string; readonly count: number }>(
    'select status, count(*)::integer as count from tickets where removed_at is null group by 1',
  );
  return Object.fromEntries(rows.map(({ status, count }) => [status, count]));
}

async function lists(state: HeldRemovalState): Promise<readonly HeldRemovalRow[]> {
  return await listHeldRemovals(world.db, { configuration: null, state }, 10, 0);
}

async function waiting(): Promise<HeldRemovalRow> {
  const [list] = await lists('waiting');
  if (list === undefined) throw new Error('no list waits');
  return list;
}

async function approve(): Promise<void> {
  const { id, digest } = await waiting();
  const decision = { digest, note: null, by: null, now: new Date() };
  await inTransaction(world.db, async (tx) => await approveRemovals(tx, id, decision));
}

async function reject(): Promise<void> {
  const { id, digest } = await waiting();
  const now = new Date();
  const until = new Date(now.getTime() + DAY_MS);
  await inTransaction(
    world.db,
    async (tx) => await rejectRemovals(tx, id, { digest, note: null, by: null, now }, until),
  );
}

describe('a rejected list', () => {
  beforeEach(async () => {
    await setStatus('wc-cancelled', IDS);
    await world.sync('quick');
    await reject();
  });

  it('is over once its rows are back, so that Taquilla asks when they are lost again', async () => {
    await setStatus('wc-completed', IDS);
    await world.verified('quick');
    expect(await lists('expired')).toMatchObject([{ tickets: 14, returned: 14, removed: 0 }]);
    await setStatus('wc-cancelled', IDS);
    expect(await world.sync('quick')).toMatchObject({ verification: 'unverified' });
    expect(await waiting()).toMatchObject({ tickets: 14 });
    expect(await tickets()).toEqual({ active: 14 });
  });

  it('keeps no row that would end in another way', async () => {
    await world.store.exec(
      `delete from wp_wc_orders; delete from wp_posts where post_type = 'event_magic_tickets'`,
    );
    expect(await world.sync('sweep')).toMatchObject({ verification: 'unverified' });
    expect(await waiting()).toMatchObject({ tickets: 14, orders: 14 });
  });

  it('asks again when its time is over, even about a few rows, until a person raises the limit', async () => {
    await setStatus('wc-completed', IDS.slice(4));
    await world.sync('quick');
    await world.db.query(`update held_removals set keeps_until = now() - interval '1 minute'`);
    for (let times = 0; times < 2; times += 1) {
      expect(await world.sync('quick')).toMatchObject({ verification: 'unverified' });
      expect(await waiting()).toMatchObject({ tickets: 4 });
      expect(await tickets()).toEqual({ active: 14 });
    }
    await limit(40);
    await world.verified('quick');
    expect(await tickets()).toEqual({ active: 10, cancelled: 4 });
  });
});

describe('a list that waits', () => {
  it('keeps its figures if the limit is raised too little, so that new sales do not release it', async () => {
    await setStatus('wc-cancelled', IDS);
    await world.sync('quick');
    await limit(50);
    await world.sync('quick');
    expect(await waiting()).toMatchObject({ max_removal_percent: '50.00', valid_tickets: 14 });
    await sell(idsFrom(7000, 20));
    expect(await world.sync('quick')).toMatchObject({ verification: 'unverified' });
    expect(await tickets()).toEqual({ active: 34 });
  });

  it('keeps its digest and waits while refunds stream in, and is approved without the refunded tickets', async () => {
    await sell(idsFrom(7000, 3));
    await world.verified('quick');
    await setStatus('wc-cancelled', IDS);
    await world.sync('quick');
    const { id, digest } = await waiting();
    await setStatus('wc-refunded', idsFrom(7000, 2));
    await world.sync('quick');
    expect(await waiting()).toMatchObject({ id, digest, tickets: 14, refunded: 0 });
    // Six of its own tickets: eight are left, and so few may always be removed.
    await setStatus('wc-refunded', IDS.slice(0, 2));
    await world.sync('quick');
    await setStatus('wc-refunded', IDS.slice(2, 6));
    for (let times = 0; times < 2; times += 1) {
      expect(await world.sync('quick')).toMatchObject({ verification: 'unverified', held: { tickets: 8 } });
      expect(await waiting()).toMatchObject({ id, digest, tickets: 8, valid_now: 8, refunded: 6 });
      expect(await tickets()).toEqual({ active: 9, refunded: 8 });
    }
    const decision = { digest, note: null, by: null, now: new Date() };
    await inTransaction(world.db, async (tx) => await approveRemovals(tx, id, decision));
    await world.verified('quick');
    expect(await lists('done')).toMatchObject([{ id, tickets: 8, removed: 8, returned: 0, refunded: 6 }]);
    expect(await tickets()).toEqual({ active: 1, cancelled: 8, refunded: 8 });
  });

  it('expires if a row is added or comes back, and when all of its tickets are refunded', async () => {
    await sell([7000]);
    await world.verified('quick');
    await setStatus('wc-cancelled', IDS);
    await world.sync('quick');
    const first = await waiting();
    // What is left of the changed list is few, but it waits as well.
    await setStatus('wc-refunded', IDS.slice(0, 6));
    await setStatus('wc-cancelled', [7000]);
    await world.sync('quick');
    const second = await waiting();
    expect(second).toMatchObject({ tickets: 9, refunded: 0 });
    expect(second.digest).not.toBe(first.digest);
    await world.sync('quick');
    expect(await waiting()).toMatchObject({ id: second.id, digest: second.digest });
    await setStatus('wc-completed', [7000]);
    await world.sync('quick');
    const third = await waiting();
    expect(third).toMatchObject({ tickets: 8 });
    expect(third.digest).not.toBe(second.digest);
    await setStatus('wc-refunded', IDS);
    await world.verified('quick');
    expect(await lists('waiting')).toEqual([]);
    expect((await lists('expired')).map(({ id }) => id)).toContain(third.id);
    expect(await tickets()).toEqual({ active: 1, refunded: 14 });
  });

  it('lets the money and the check-ins of its tickets be written', async () => {
    const [edited = 0] = IDS;
    await world.store.exec(`
      update wp_woocommerce_order_itemmeta set meta_value = '650'
        where order_item_id = ${edited} and meta_key in ('_line_total', '_line_subtotal');
      update wp_postmeta set meta_value = 'Checked In'
        where post_id = ${edited + 1} and meta_key = 'WooCommerceEventsStatus'`);
    await setStatus('wc-cancelled', IDS);
    expect(await world.sync('quick')).toMatchObject({ verification: 'unverified' });
    expect(
      await world.rows(
        `select t.status, t.price::integer as price, t.check_in_status, o.total::integer as total, o.status as of_order
         from tickets t join orders o on o.id = t.order_id where t.woo_order_id = ${edited}`,
      ),
    ).toEqual([
      { status: 'active', price: 650, check_in_status: 'checked_in', total: 650, of_order: 'cancelled' },
    ]);
    expect(await tickets()).toEqual({ active: 14 });
  });

  it('leaves the proof of other named orders verified', async () => {
    await setStatus('wc-cancelled', IDS);
    await world.sync('quick');
    await sell([8000]);
    expect(await syncOrders([8000])).toMatchObject({ depth: 'targeted', verification: 'verified' });
    expect(await waiting()).toMatchObject({ tickets: 14 });
    expect(await syncOrders(IDS.slice(0, 1))).toMatchObject({ verification: 'unverified' });
  });

  it('is carried out by another execution if it is approved after the guard looked', async () => {
    await setStatus('wc-cancelled', IDS);
    await world.sync('quick');
    const approvals: Promise<void>[] = [];
    const unwatch = watchPoints((passed) => {
      if (passed === 'before removals are written') approvals.push(approve());
    });
    await world.sync('quick');
    unwatch();
    await Promise.all(approvals);
    expect(await lists('approved')).toMatchObject([{ tickets: 14, removed: 0 }]);
    expect(await world.rows(`select trigger from sync_executions where status = 'pending'`)).toEqual([
      { trigger: 'manual' },
    ]);
  });

  it('makes no later execution read everything', async () => {
    await setStatus('wc-cancelled', IDS);
    await world.db.query('update sync_configurations set accepts_older_state = true');
    expect(await world.sync('sweep')).toMatchObject({ depth: 'full', verification: 'unverified' });
    expect(
      await world.rows(
        `select p.is_doubted, c.accepts_older_state
         from sync_checkpoints p join sync_configurations c on c.id = p.configuration_id`,
      ),
    ).toEqual([{ is_doubted: false, accepts_older_state: false }]);
    expect(await world.sync('sweep')).toMatchObject({ depth: 'sweep', verification: 'unverified' });
  });
});

it('writes refunds at once, and alerts about them if they are more than may be removed in a day', async () => {
  const deps = { db: world.db, log: world.log, now: () => new Date(), settings: NO_ALERTS, staleAfterMs: {} };
  const watch = createWatch(deps, 0);
  const incidents = async (): Promise<readonly object[]> => {
    await watch();
    return await world.rows(
      'select kind, resolved_at is null as open from alert_incidents order by opened_at',
    );
  };
  await setStatus('wc-refunded', IDS.slice(0, 10));
  await world.verified('quick');
  expect(await incidents()).toEqual([]);
  await setStatus('wc-refunded', IDS.slice(10));
  await world.verified('quick');
  expect(await tickets()).toEqual({ refunded: 14 });
  expect(await incidents()).toEqual([{ kind: 'many_refunds', open: true }]);
  await world.db.query(`update sync_changes set created_at = created_at - interval '1 day'`);
  expect(await incidents()).toEqual([{ kind: 'many_refunds', open: false }]);
});

it('counts a row of an approved list that came back and was lost later', async () => {
  await setStatus('wc-cancelled', IDS);
  await world.sync('quick');
  await approve();
  const back = IDS.slice(0, 4);
  await setStatus('wc-completed', back);
  await world.verified('quick');
  expect(await lists('done')).toMatchObject([{ removed: 10, returned: 4 }]);
  await setStatus('wc-cancelled', back);
  await world.verified('quick');
  const later = idsFrom(7000, 8);
  await sell(later);
  await world.verified('quick');
  await setStatus('wc-cancelled', later);
  expect(await world.sync('quick')).toMatchObject({ verification: 'unverified' });
  expect(await waiting()).toMatchObject({ tickets: 8, lost_before: 4 });
});

async function syncOrders(orderIds: readonly number[]): Promise<SyncReport> {
  const targets = { orderIds, ticketIds: [] };
  const backend = { db: world.db, log: world.log, close: async () => await world.close() };
  return (await syncProduct(backend, { storeUrl: world.store.url, product: EVENT, targets })).report;
}
