import { createHmac } from 'node:crypto';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { queryRows } from '../src/backend/database.ts';
import { cancel, complete, pay } from '../src/demo/edit/order-changes.ts';
import { placeOrder } from '../src/demo/edit/place-order.ts';
import { StoreEditor } from '../src/demo/edit/store-editor.ts';
import { MAIN_EVENT_ID } from '../src/demo/model/catalogue.ts';
import { createRandom } from '../src/demo/model/random.ts';
import { openPanelService } from '../tests/browser/panel-service.ts';
import setUp from '../tests/servers/global-setup.ts';
import { tellOutcome } from './outcome.ts';

/**
 * How long a change of an order takes from the store's commit to the backend with webhooks, while a tenth of the
 * deliveries each is dropped, doubled, or a quarter of a minute late. The configuration also syncs every minute, which
 * finds the dropped ones.
 *
 *   npm run bench hooks          80 changes
 *   npm run bench hooks 200
 *
 * It ends with 1 when the median is not as wanted, or a state is wrong in the end.
 */
const WANTED_MEDIAN_MS = 5_000;
const CHANGES = Number(process.argv[2] ?? 80);
const LATE_MS = 15_000;
const BETWEEN_MS = 1_500;
const LOOK_MS = 20;
const LONGEST_MS = 180_000;
const SEED = 21;

const panelDir = await mkdtemp(join(tmpdir(), 'taquilla-panel-'));
await writeFile(join(panelDir, 'index.html'), '');
await mkdir(join(panelDir, 'assets'));
const tearDown = await setUp();
const service = await openPanelService(panelDir, { maxRetries: 3 });
const editor = await StoreEditor.open(service.shopUrl, service.store);
const { world } = service;
const { db } = world.backend;
const random = createRandom(SEED, 0);
const missed: string[] = [];
try {
  const ask = async (method: string, path: string, body?: unknown) =>
    (await world.ask('superuser', method, path, body)).json();
  const credentials = await ask('POST', 'credentials/', { name: 'Teatro', ...service.login });
  const configuration = await ask('POST', 'configurations/', {
    name: 'Evento',
    woocommerce_product_id: MAIN_EVENT_ID,
    event_name: 'Evento',
    organizer_email: 'organizador@example.com',
    service_fee_percentage: 10,
    frequency: 'every_minute',
    credentials: credentials.id,
  });
  const hooks = await ask('POST', `credentials/${credentials.id}/webhooks/`);
  const address = `${service.url}${new URL(hooks.address).pathname}`;
  await ask('POST', `configurations/${configuration.id}/trigger/`, { depth: 'full' });
  await until(async () => (await one('select last_success_at as value from sync_configurations')) !== null);

  const counts = { sent: 0, dropped: 0, doubled: 0, late: 0 };
  const took: { readonly ms: number; readonly how: string }[] = [];
  const watched: Promise<void>[] = [];
  const states = new Map<number, string>();
  /** Orders whose last change is not here yet: another change would hide it. */
  const moving = new Set<number>();
  const product = editor.product(MAIN_EVENT_ID);
  for (let at = 0; at < CHANGES; at += 1) {
    const order = await change(at);
    const committedMs = performance.now();
    const status = `${editor.order(order).status}`;
    states.set(order, status);
    moving.add(order);
    const how = await announce(order, address, hooks.secret);
    watched.push(
      until(async () => (await statusHere(order)) === status, `${how} ${order} ${status}`).then(() => {
        took.push({ ms: performance.now() - committedMs, how });
        moving.delete(order);
      }),
    );
    await sleep(BETWEEN_MS);
  }
  await Promise.all(watched);

  const sorted = took.map(({ ms }) => ms).toSorted((a, b) => a - b);
  const part = (of: number): number => Math.round(sorted[Math.floor((sorted.length - 1) * of)] ?? 0);
  const executions = await one(
    `select count(*)::integer as value from sync_executions where trigger = 'webhook'`,
  );
  console.log(
    `${CHANGES} changes (${JSON.stringify(counts)}), from the commit in the store to the backend: median ${part(0.5)} ms, p95 ${part(0.95)} ms, worst ${part(1)} ms; ${String(executions)} executions by webhooks; load ${(loadavg()[0] ?? 0).toFixed(1)}`,
  );
  if (part(0.5) > WANTED_MEDIAN_MS) missed.push(`median of at most ${WANTED_MEDIAN_MS} ms`);
  let wrong = 0;
  for (const [order, status] of states) if ((await statusHere(order)) !== status) wrong += 1;
  await ask('PATCH', `configurations/${configuration.id}/`, { frequency: 'manual' });
  let execution: string | undefined;
  // Another execution may still run.
  await until(async () => {
    execution ??= (await ask('POST', `configurations/${configuration.id}/trigger/`, { depth: 'full' }))
      .execution_id;
    return execution !== undefined;
  });
  await until(
    async () =>
      (await one(`select finished_at as value from sync_executions where id = '${execution}'`)) !== null,
  );
  const proof = await one(`select verification as value from sync_executions where id = '${execution}'`);
  console.log(`${wrong} wrong states of ${states.size} orders; the whole proof is ${String(proof)}`);
  if (wrong > 0 || proof !== 'verified') missed.push('no wrong state');

  /** A new order, or a further state of one that the backend has. */
  async function change(at: number): Promise<number> {
    const known = [...states].find(
      ([order, status]) => !moving.has(order) && (status === 'pending' || status === 'processing'),
    );
    if (at % 2 === 0 || known === undefined) {
      const [variation] = product.variations;
      const line = { productId: product.id, variationId: variation?.id ?? 0, quantity: 1 + (at % 3) };
      const [{ buyer } = raise()] = editor.orders.values();
      return await placeOrder(editor, { lines: [line], buyer });
    }
    const [order, status] = known;
    const act = status === 'processing' ? complete : at % 5 === 0 ? cancel : pay;
    await act(editor, order);
    return order;
  }

  async function announce(order: number, url: string, secret: string): Promise<string> {
    counts.sent += 1;
    const chance = random.between(0, 9);
    const how = chance === 0 ? 'dropped' : chance === 1 ? 'doubled' : chance === 2 ? 'late' : 'sent';
    if (how !== 'sent') counts[how] += 1;
    const lines = editor.order(order).lines.map(({ productId, variationId }) => {
      return { product_id: productId, variation_id: variationId };
    });
    const send = async (): Promise<void> => await post(url, secret, { id: order, line_items: lines });
    if (how === 'dropped') return how;
    if (how === 'late') void sleep(LATE_MS).then(send);
    else await send();
    if (how === 'doubled') await send();
    return how;
  }
} finally {
  await editor.close();
  await service.close();
  await tearDown?.();
  await rm(panelDir, { recursive: true, force: true });
}
tellOutcome(missed);

function raise(): never {
  throw new Error('the demo store has no orders');
}

async function post(url: string, secret: string, payload: object): Promise<void> {
  const body = JSON.stringify(payload);
  const reply = await fetch(url, {
    method: 'POST',
    body,
    headers: {
      'content-type': 'application/json',
      'x-wc-webhook-topic': 'order.updated',
      'x-wc-webhook-signature': createHmac('sha256', secret).update(body).digest('base64'),
    },
  });
  if (reply.status !== 200) throw new Error(`a delivery was answered with ${reply.status}`);
}

async function one(sql: string): Promise<unknown> {
  const [row] = await queryRows<{ value: unknown }>(db, sql);
  return row?.value ?? null;
}

async function statusHere(order: number): Promise<unknown> {
  const [row] = await queryRows<{ status: string }>(
    db,
    'select source_status as status from orders where woo_order_id = $1',
    [order],
  );
  return row?.status ?? null;
}

async function until(isSo: () => Promise<boolean>, what = 'an execution'): Promise<void> {
  const endMs = performance.now() + LONGEST_MS;
  while (!(await isSo())) {
    if (performance.now() > endMs) throw new Error(`it took too long: ${what}`);
    await sleep(LOOK_MS);
  }
}
