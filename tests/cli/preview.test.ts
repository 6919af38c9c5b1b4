import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Backend, backendFor, type DemoStore, demoStore, EVENT } from './store-world.ts';

let backend: Backend;
let store: DemoStore;
let cancelled: number;

beforeAll(async () => {
  store = await demoStore({ orders: 120, seed: 12, layout: 'hpos' });
  backend = await backendFor(store);
  expect((await sync()).exitCode).toBe(0);
  // a ticket that becomes valid again
  const [ticket] = await backend.rows<{ woo: number }>(
    "select max(woo_ticket_id) as woo from tickets where status = 'active' and removed_at is null",
  );
  cancelled = ticket?.woo ?? 0;
  await setStatus('Canceled');
  expect((await sync('--depth', 'full')).exitCode).toBe(0);
});
afterAll(async () => {
  await backend.close();
  await store.drop();
});

const call = async (args: readonly string[]) =>
  await backend.call([...args, '--store-url', store.passwordless]);

async function sync(...more: readonly string[]) {
  return await call(['sync', ...EVENT, '--json', ...more]);
}

async function preview() {
  const { exitCode, stdout } = await call(['preview', 'Evento', '--json']);
  expect(exitCode).toBe(0);
  return JSON.parse(stdout)[0].preview;
}

const setStatus = async (status: string): Promise<void> =>
  await store.exec(
    `update wp_postmeta set meta_value = '${status}' where post_id = ${cancelled}
       and meta_key = 'WooCommerceEventsStatus'`,
  );

/** Every table that a sync writes, and the server's count of written rows. */
async function everything(): Promise<object> {
  const tables = [
    'orders',
    'order_items',
    'refunds',
    'tickets',
    'check_ins',
    'events',
    'ticket_tiers',
    'conflicts',
  ];
  const more = ['sync_changes', 'sync_executions', 'sync_checkpoints', 'sync_notes', 'sync_rejects'];
  const all = [];
  for (const table of [...tables, ...more]) {
    all.push(await backend.rows(`select md5(string_agg(t::text, '|' order by t::text)) from ${table} t`));
  }
  return all;
}

it('shows nothing if store and backend are equal', async () => {
  expect(await preview()).toEqual({
    reads_all: false,
    orders_not_of_event: [],
    orders: { created: 0, changed: 0, removed: 0 },
    tickets: { created: 0, changed: 0, removed: 0 },
    amounts: [],
    sums: [],
    no_longer_valid: [],
    valid_again: [],
    rejected: 0,
    held_back: false,
    held: { orders: 0, tickets: 0 },
    differences: [],
    digest: '0'.repeat(64),
  });
});

it('counts and lists the changes of the next whole sync, and writes nothing itself', async () => {
  const valid = await backend.rows<{ woo: number; number: string }>(
    `select woo_ticket_id as woo, ticket_number as number from tickets
     where status = 'active' and removed_at is null and woo_ticket_id is not null order by id limit 6`,
  );
  const [draft, erased, edited] = valid.map(({ woo }) => woo);
  await setStatus('Not Checked In');
  const line = "meta_key = '_line_total' and meta_value > 0";
  await store.exec(
    `update wp_posts set post_status = 'draft' where ID = ${draft};
     delete from wp_posts where ID = ${erased}; delete from wp_postmeta where post_id = ${erased};
     update wp_postmeta set meta_value = 'Otra' where post_id = ${edited} and meta_key = 'WooCommerceEventsAttendeeName';
     update wp_woocommerce_order_itemmeta set meta_value = meta_value + 1000 where ${line}
       and order_item_id in (select woo_item_id from (select max(order_item_id) as woo_item_id
         from wp_woocommerce_order_itemmeta where meta_key = '_product_id' and meta_value = 173911) as newest)`,
  );
  await backend.db.query('update sync_configurations set service_fee_percentage = 12');
  const before = await everything();
  const shown = await preview();
  expect(await everything()).toEqual(before);

  expect(shown.reads_all).toBe(true);
  expect(shown.no_longer_valid.map(({ status }: { status: string[] }) => status.join(' ')).sort()).toEqual([
    'active inactive',
    'active removed',
  ]);
  expect(shown.valid_again).toEqual([expect.objectContaining({ status: ['cancelled', 'active'] })]);
  expect(shown.amounts.length).toBeGreaterThan(50);
  const text = (await call(['preview', 'Evento'])).stdout;
  expect(text).toContain('2 valid tickets would no longer be valid, 1 would be valid again');
  expect(text).toMatch(/service fee of these orders: CLP [\d,]+ → CLP [\d,]+/);
  expect(text).toContain('more: --json has them all.');

  expect((await sync('--service-fee', '12')).exitCode).toBe(0);
  const done = await backend.rows<{ of: string; n: number }>(
    `with last as (select id from sync_executions order by id desc limit 1)
     select table_name || ' ' || operation as of, count(distinct row_id)::int as n
     from sync_changes where execution_id = (select id from last) and table_name in ('orders', 'tickets')
     group by 1 order by 1`,
  );
  const count = (of: string): number => done.find((row) => row.of === of)?.n ?? 0;
  expect(shown.orders).toEqual({
    created: count('orders created'),
    changed: count('orders updated') + count('orders restored'),
    removed: count('orders removed'),
  });
  expect(shown.tickets).toEqual({
    created: count('tickets created'),
    changed: count('tickets updated') + count('tickets restored'),
    removed: count('tickets removed'),
  });
  const amounts = await backend.rows<{ woo: number }>(
    `with last as (select id from sync_executions order by id desc limit 1)
     select distinct o.woo_order_id as woo from sync_changes c join orders o on o.id = c.row_id
     where c.execution_id = (select id from last)
       and c.fields ?| array['total', 'refunded', 'net', 'service_fee', 'organizer_amount'] order by 1`,
  );
  const listed = shown.amounts.map(({ woo_order_id }: { woo_order_id: number }) => woo_order_id);
  expect(listed.sort((a: number, b: number) => a - b)).toEqual(amounts.map(({ woo }) => woo));
  for (const { woo_order_id, amounts: changed } of shown.amounts.slice(0, 20)) {
    const [order] = await backend.rows<Record<string, string>>(
      `select total::text, refunded::text, net::text, service_fee::text, organizer_amount::text
       from orders where woo_order_id = ${woo_order_id}`,
    );
    for (const [name, [, after]] of Object.entries<[string, string]>(changed)) {
      expect(order?.[name]).toBe(after);
    }
  }
  expect(await preview()).toMatchObject({ reads_all: false, amounts: [], no_longer_valid: [] });
});
