import { afterAll, beforeAll, expect, test } from 'vitest';
import { callTaquilla } from '../cli/call-taquilla.ts';
import { type BackendWorld, openBackendWorld } from './backend-world.ts';

let world: BackendWorld;
let configuration: string;

beforeAll(async () => {
  world = await openBackendWorld(30);
  configuration = world.configurationId;
});
afterAll(async () => await world.close());

async function change(
  body: object,
): Promise<{ readonly status: number; readonly body: Record<string, unknown> }> {
  const reply = await world.ask('superuser', 'PATCH', `configurations/${configuration}/`, body);
  return { status: reply.statusCode, body: reply.json() };
}

async function settings(): Promise<object> {
  return await world.one(
    'select service_fee_percentage::text as fee, status_mapping as mapping from sync_configurations where id = $1',
    [configuration],
  );
}

test('a fee mistyped as 100 % is refused with both amounts until it is confirmed', async () => {
  const before = await settings();
  expect(before).toMatchObject({ fee: '10.00' });
  const { amount } = await world.one<{ amount: string }>(
    `select trim_scale(sum(organizer_amount))::text as amount from orders
     where event_id = $1 and removed_at is null and status in ('paid', 'refunded')`,
    [world.eventId],
  );
  expect(Number(amount)).toBeGreaterThan(0);
  const refused = await change({ service_fee_percentage: '100' });
  expect(refused).toMatchObject({ status: 409, body: { code: 'configuration.money-changes' } });
  // With a fee of the whole net, nothing is left for the organizer.
  expect(refused.body['detail']).toContain(`CLP ${amount} → 0`);
  expect(await settings()).toEqual(before);

  expect(await change({ service_fee_percentage: '100', confirm_money_change: true })).toMatchObject({
    status: 200,
  });
  expect(await settings()).toMatchObject({ fee: '100.00' });
  expect(await change({ service_fee_percentage: '10', confirm_money_change: true })).toMatchObject({
    status: 200,
  });
});

test('a small change of the fee, and one of another setting, need no confirmation', async () => {
  // From 10 to 12 %, the organizer gets 88 instead of 90: 2.2 % less.
  expect(await change({ service_fee_percentage: '12' })).toMatchObject({ status: 200 });
  expect(await change({ service_fee_percentage: '10', name: 'Another name' })).toMatchObject({ status: 200 });
  expect(await change({ frequency: 'weekly' })).toMatchObject({ status: 200 });
});

test('a mapping that makes paid orders unpaid must be confirmed', async () => {
  const mapping = { completed: 'cancelled' };
  expect(await change({ status_mapping: mapping })).toMatchObject({
    status: 409,
    body: { code: 'configuration.money-changes' },
  });
  expect(await change({ status_mapping: { validado: 'paid' } })).toMatchObject({ status: 200 });
  expect(await change({ status_mapping: {} })).toMatchObject({ status: 200 });
});

test('a meaning that is taken away from orders without a date of payment must be confirmed', async () => {
  await world.backend.db.query(
    `update orders set source_status = 'validado', paid_at = null, completed_at = null
     where event_id = $1 and status = 'paid'`,
    [world.eventId],
  );
  expect(await change({ status_mapping: { validado: 'paid' } })).toMatchObject({ status: 200 });
  expect(await change({ status_mapping: {} })).toMatchObject({
    status: 409,
    body: { code: 'configuration.money-changes' },
  });
});

test('the command line asks for --confirm-money-change', async () => {
  const call = async (...args: string[]) => await callTaquilla(args, { env: { DATABASE_URL: world.url } });
  const refused = await call('configurations', 'set', configuration, '--service-fee', '100');
  expect(refused).toMatchObject({ exitCode: 75 });
  expect(refused.stderr).toContain('configuration.money-changes');
  const done = await call(
    'configurations',
    'set',
    configuration,
    '--service-fee',
    '100',
    '--confirm-money-change',
  );
  expect(done).toMatchObject({ exitCode: 0 });
  expect(await settings()).toMatchObject({ fee: '100.00' });
});
