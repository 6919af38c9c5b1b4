import { afterAll, beforeAll, expect, it } from 'vitest';
import { type SettingsEffects, settingsEffectsShape } from '../../src/contract/effects/settings-effects.ts';
import { FOOEVENTS, setOption, ticketOf } from '../pipe/grown-store.ts';
import { syncProduct } from '../pipe/sync-store.ts';
import { freshBackendDatabase, freshStoreDatabase, type StoreDatabase } from '../servers/databases.ts';
import { eventProduct, order, sold, tinyStore } from '../woocommerce/tiny-store.ts';
import { type ApiWorld, BODY, openApiWorldOn } from './api-world.ts';

/** An event of two products; every figure below is added up by hand from these orders. */
const [HALL, BALCONY] = [800, 810];
const metas = { WooCommerceEventsTicketsGenerated: 'yes' };
const ROWS = [
  eventProduct(HALL, 'Hall'),
  eventProduct(BALCONY, 'Balcony'),
  order({
    id: 120,
    total: '25005',
    metas,
    lines: { 1201: sold(HALL, '2', '20000'), 1202: sold(BALCONY, '1', '5005') },
  }),
  ticketOf(3200, HALL, 120),
  ticketOf(3201, HALL, 120),
  ticketOf(3202, BALCONY, 120),
  order({ id: 121, total: '20000', metas, lines: { 1211: sold(HALL, '2', '20000') } }),
  order({
    id: 122,
    refundOf: 121,
    total: '-10000',
    lines: { 1221: sold(HALL, '-1', '-10000', { _refunded_item_id: '1211' }) },
  }),
  ticketOf(3210, HALL, 121),
  ticketOf(3211, HALL, 121),
  order({ id: 123, status: 'wc-deposit', total: '10000', lines: { 1231: sold(HALL, '1', '10000') } }),
];

let world: ApiWorld;
let shop: StoreDatabase;
let close: () => Promise<void>;
let id: string;

/** An execution without a requested depth; returns the depth that it had. */
async function sync() {
  const products = [HALL, BALCONY];
  const { report } = await syncProduct(world.backend, { storeUrl: shop.url, product: HALL, products });
  expect(report).toMatchObject({ status: 'success', verification: 'verified', rejects: [] });
  return report.depth;
}

beforeAll(async () => {
  const [store, database] = await Promise.all([freshStoreDatabase(), freshBackendDatabase()]);
  shop = store;
  await shop.exec([tinyStore(), setOption('active_plugins', `a:1:{i:0;${FOOEVENTS};}`), ...ROWS].join('\n'));
  world = await openApiWorldOn(database, () => ({}));
  await sync();
  id = (await world.ask('viewer', 'GET', 'configurations/')).json().results[0].id;
  close = async () => {
    await world.close();
    await database.drop();
    await shop.drop();
  };
});
afterAll(async () => {
  await close();
});

async function effectsOf(configuration = id): Promise<SettingsEffects> {
  const reply = await world.ask('viewer', 'GET', `configurations/${configuration}/settings-effects/`);
  expect(reply.statusCode, reply.body).toBe(200);
  return settingsEffectsShape.strict().parse(reply.json());
}

async function change(body: object): Promise<void> {
  const reply = await world.ask('superuser', 'PATCH', `configurations/${id}/`, body);
  expect(reply.statusCode, reply.body).toBe(200);
}

it('shows for each setting its effect on the figures of the event', async () => {
  const effects = await effectsOf();
  expect(effects.products).toEqual([
    {
      woocommerce_product_id: HALL,
      role: 'first',
      name: 'Event 800',
      tickets: 3,
      sales: [{ currency: 'CLP', orders: 2, quantity: 4, total: '40000', refunded: '10000' }],
    },
    {
      woocommerce_product_id: BALCONY,
      role: 'further',
      name: 'Balcony',
      tickets: 1,
      sales: [{ currency: 'CLP', orders: 1, quantity: 1, total: '5005', refunded: '0' }],
    },
  ]);
  // 10 % of 25.005 is 2.501, rounded up; 10 % of the 10.000 that remain after a refund is 1.000.
  expect(effects.service_fee).toEqual({
    sales: [{ currency: 'CLP', orders: 2, net: '35005', service_fee: '3501', organizer_amount: '31504' }],
    not_applied: 0,
  });
  expect(effects.status_mapping).toEqual({
    statuses: [
      { source_status: 'completed', status: 'paid', by: 'woocommerce', orders: 2, tickets: 4 },
      { source_status: 'deposit', status: 'pending', by: 'unknown', orders: 1, tickets: 0 },
    ],
    not_applied: 0,
  });
  expect(effects.refund_policy).toEqual({ refunded_tickets: 1, chosen: 1, not_applied: false });
  expect(effects.max_removal_percent).toEqual({ valid: 4, lost: 0, most: 4, held: 0 });
  expect(effects.ticket_tier).toEqual({ tickets: 3 });
  expect(effects.timezone).toEqual({ days: 1, orders: 3, on_another_day: 0 });
  expect(effects.sweep_budget_seconds).toMatchObject({ last_sweep_seconds: null, next_depth: 'sweep' });
  expect(effects.frequency).toEqual({ executions: 1, failed: 0 });
  expect(effects.event?.title).toBe('Event 800');
});

it('a setting that differs from the default is named, and the unapplied rows are counted', async () => {
  // The test's set of credentials is not the default one.
  expect((await effectsOf()).not_default).toEqual(['woocommerce_product_ids', 'credentials']);
  await change({
    service_fee_percentage: '20',
    confirm_money_change: true,
    status_mapping: { 'wc-deposit': 'on_hold', 'wc-waiting': 'pending' },
    refund_policy: 'oldest_not_checked_in',
    max_removal_percent: '25.5',
    sweep_budget_seconds: 0,
    timezone: 'Pacific/Kiritimati',
    run_at: '04:30',
    ticket_tier_name: 'Stalls',
    organizer_name: 'The theatre',
    event_description: 'A play',
    event_start_date: '2025-05-01T20:00',
    event_end_date: '2025-05-01T22:00',
  });
  const effects = await effectsOf();
  expect(effects.not_default).toEqual([
    'woocommerce_product_ids',
    'organizer_name',
    'event_description',
    'event_start_date',
    'event_end_date',
    'ticket_tier_name',
    'credentials',
    'timezone',
    'run_at',
    'status_mapping',
    'refund_policy',
    'sweep_budget_seconds',
    'max_removal_percent',
  ]);
  expect(effects.defaults).toEqual({
    ticket_tier_name: 'General',
    timezone: 'America/Santiago',
    refund_policy: 'newest_not_checked_in',
    sweep_budget_seconds: 60,
    max_removal_percent: '20.00',
  });
  expect(effects.service_fee.not_applied).toBe(2);
  expect(effects.service_fee.sales[0]?.service_fee).toBe('3501');
  expect(effects.status_mapping).toEqual({
    statuses: [
      { source_status: 'completed', status: 'paid', by: 'woocommerce', orders: 2, tickets: 4 },
      { source_status: 'deposit', status: 'pending', by: 'mapping', orders: 1, tickets: 0 },
      { source_status: 'waiting', status: null, by: 'mapping', orders: 0, tickets: 0 },
    ],
    not_applied: 1,
  });
  expect(effects.refund_policy.not_applied).toBe(true);
  // Changed rules are applied to every order, whatever the budget.
  expect(effects.sweep_budget_seconds.next_depth).toBe('full');
  // They were placed at seven in the morning of 1 March in Santiago, when it was 2 March in Kiritimati.
  expect(effects.timezone).toEqual({ days: 1, orders: 3, on_another_day: 3 });
});

it('a fee that rounds to the same amounts leaves no order to apply it to', async () => {
  await change({ service_fee_percentage: '10' });
  expect((await effectsOf()).service_fee.not_applied).toBe(0);
});

it('without time for sweeps, the next sync by the same rules is quick', async () => {
  await change({
    status_mapping: {},
    refund_policy: 'newest_not_checked_in',
    confirm_money_change: true,
  });
  expect((await effectsOf()).sweep_budget_seconds.next_depth).toBe('quick');
});

it('the next sync has the depth that the settings promise, also after a change that no order shows', async () => {
  const promised = async () => (await effectsOf()).sweep_budget_seconds.next_depth;
  // No order has this status.
  await change({ status_mapping: { 'wc-waiting': 'pending' } });
  expect((await effectsOf()).status_mapping.not_applied).toBe(0);
  for (const depth of ['full', 'quick'] as const)
    expect([await promised(), await sync()]).toEqual([depth, depth]);
  // Without a key, the store cannot say which of its rows are new.
  await shop.exec('alter table wp_wc_orders modify id bigint unsigned not null, drop primary key');
  expect([await sync(), await promised(), await sync()]).toEqual(['sweep', 'sweep', 'sweep']);
  await world.backend.db.query('update sync_configurations set accepts_older_state = true');
  expect([await promised(), await sync(), await promised()]).toEqual(['full', 'full', 'sweep']);
  await change({ status_mapping: {} });
});

it('a removed product is shown until its rows are removed', async () => {
  await change({ woocommerce_product_ids: [HALL] });
  const { products, not_default: differing } = await effectsOf();
  expect(products.map(({ role, tickets, name }) => [role, tickets, name])).toEqual([
    ['first', 3, 'Event 800'],
    ['former', 1, 'Balcony'],
  ]);
  expect(differing).not.toContain('woocommerce_product_ids');
});

it('a configuration that was never synced has settings and no figures', async () => {
  const made = await world.ask('superuser', 'POST', 'configurations/', {
    ...BODY,
    organizer_email: 'organizer@example.com',
    woocommerce_product_ids: [BODY.woocommerce_product_id, 5],
  });
  expect(made.statusCode, made.body).toBe(201);
  const effects = await effectsOf(made.json().id);
  expect(effects.event).toBeNull();
  expect(effects.products).toEqual(
    [BODY.woocommerce_product_id, 5].map((product, at) => ({
      woocommerce_product_id: product,
      role: at === 0 ? 'first' : 'further',
      name: null,
      tickets: 0,
      sales: [],
    })),
  );
  expect(effects).toMatchObject({
    // The other configuration belongs to its organizer; the set of credentials is the only one.
    shared: { organizer: 1, credentials: 0 },
    service_fee: { sales: [], not_applied: 0 },
    status_mapping: { statuses: [], not_applied: 0 },
    max_removal_percent: { valid: 0, lost: 0, most: 0 },
    sweep_budget_seconds: { last_sweep_seconds: null, swept_at: null, next_depth: 'full' },
    frequency: { executions: 0, failed: 0 },
  });
  expect(effects.not_default).not.toContain('credentials');

  const missing = await world.ask('viewer', 'GET', `configurations/${world.credentialsId}/settings-effects/`);
  expect([missing.statusCode, missing.json().code]).toEqual([404, 'configuration.none']);
});
