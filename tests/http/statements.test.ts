import { afterAll, beforeAll, expect, test } from 'vitest';
import { queryRows } from '../../src/backend/database.ts';
import {
  openStatementsShape,
  type Statement,
  statementLinePageShape,
  statementPageShape,
  statementShape,
} from '../../src/contract/ticketing/statements.ts';
import { refund } from '../../src/demo/edit/refund-changes.ts';
import { StoreEditor } from '../../src/demo/edit/store-editor.ts';
import { parseMoney } from '../../src/kernel/money/money.ts';
import { callTaquilla } from '../cli/call-taquilla.ts';
import { type BackendWorld, openBackendWorld } from './backend-world.ts';

let world: BackendWorld;

beforeAll(async () => {
  world = await openBackendWorld(30);
});
afterAll(async () => await world.close());

const EXPORTED = `Statement,Line number,Kind,Reason for correction,Order,WooCommerce order,When,Ticket numbers,Reference,Currency,Sold,Refunded,Service fee,Amount`;

async function open(lastDay: string | null = null) {
  const day = lastDay === null ? '' : `&last_day=${lastDay}`;
  const reply = await world.ask(
    'viewer',
    'GET',
    `statements/open/?event=${world.eventId}&currency=CLP${day}`,
  );
  const [one] = openStatementsShape.parse(reply.json()).results;
  if (one === undefined) throw new Error(reply.body);
  return one;
}

async function close(
  lastDay: string,
  hash: string,
  role: 'viewer' | 'operator' | 'superuser' = 'operator',
  given: object = { confirm_unproven: true },
) {
  const body = { event: world.eventId, currency: 'CLP', last_day: lastDay, content_hash: hash, ...given };
  return await world.ask(role, 'POST', 'statements/close/', body);
}

/** Of the event's page, which knows nothing of statements. */
async function owed(): Promise<bigint> {
  const event = (await world.ask('viewer', 'GET', `/api/v1/events/${world.eventId}/`)).json();
  const { organizer_amount } = event.payouts.find((one: { currency: string }) => one.currency === 'CLP');
  return parseMoney(organizer_amount);
}

// The order matters: the statements follow each other.
test('an operator closes exactly the statement that was shown, once', async () => {
  const shown = await open('2025-11-15');
  expect(shown).toMatchObject({
    number: 1,
    first_day: null,
    opening: '0',
    latest_last_day: expect.any(String),
    verified_at: expect.any(String),
  });
  expect((await close('2025-11-15', shown.content_hash, 'viewer')).statusCode).toBe(403);
  const other = await close('2025-11-15', 'ab'.repeat(32));
  expect([other.statusCode, other.json().code]).toEqual([409, 'statements.changed']);
  await world.backend.db.query(
    `update sync_executions set verification = 'unverified' where event_id = $1 and status = 'success'`,
    [world.eventId],
  );
  const unproven = await close('2025-11-15', shown.content_hash, 'operator', {});
  expect([unproven.statusCode, unproven.json().code]).toEqual([409, 'statements.unproven']);
  expect((await open('2025-11-15')).unproven).toEqual(
    expect.arrayContaining(['not_verified', 'read_before_end']),
  );
  const today = await close(new Date().toISOString().slice(0, 10), shown.content_hash);
  expect([today.statusCode, today.json().code]).toEqual([400, 'statements.period-not-over']);

  const both = await Promise.all(
    (['operator', 'superuser'] as const).map(
      async (role) => await close('2025-11-15', shown.content_hash, role),
    ),
  );
  expect(both.map(({ statusCode }) => statusCode).toSorted((a, b) => a - b)).toEqual([201, 409]);
  const closed = statementShape.parse(both.find(({ statusCode }) => statusCode === 201)?.json());
  const { latest_last_day: _, verified_at: _at, unproven: _why, open_rejects: _rejects, ...expected } = shown;
  expect(closed).toMatchObject(expected);
  const { results } = statementPageShape.parse(
    (await world.ask('viewer', 'GET', `statements/?event=${world.eventId}`)).json(),
  );
  expect(results).toEqual([closed]);
  const audit = (await world.ask('superuser', 'GET', '/api/v1/auth/audit/?action=statements.close')).json();
  expect(audit.results[0]).toMatchObject({
    subject: { kind: 'statement', id: closed.id, name: `${closed.event_title} CLP 1`, exists: true },
  });
});

test('a late refund in the store is a correction of the next statement, which names the order', async () => {
  const first = await open('2026-01-31');
  await close('2026-01-31', first.content_hash);
  const [sold] = await queryRows<{ id: number; total: string }>(
    world.backend.db,
    `select o.woo_order_id as id, o.total::text as total from orders o
     where o.event_id = $1 and o.status = 'paid' and o.refunded = 0 and o.total > 0
       and o.order_total = o.total and o.removed_at is null order by o.woo_order_id limit 1`,
    [world.eventId],
  );
  const editor = await StoreEditor.open(world.shop.url, world.store);
  const total = parseMoney(sold?.total ?? '');
  await refund(editor, sold?.id ?? 0, [], total);
  await editor.close();
  await world.sync();
  const reply = await world.ask(
    'viewer',
    'GET',
    `statements/open/lines/?event=${world.eventId}&currency=CLP`,
  );
  const gross = total / 100_000_000n;
  const fee = (gross + 9n) / 10n;
  expect(statementLinePageShape.parse(reply.json()).results).toMatchObject([
    {
      kind: 'correction',
      reason: 'refunded',
      woo_order_id: sold?.id,
      gross: '0',
      refunded: String(gross),
      service_fee: String(-fee),
      amount: String(fee - gross),
    },
  ]);
  const now = await open();
  expect(now.number).toBe(3);
  expect(parseMoney(now.closing)).toBe(await owed());
});

test('a payout lowers the balance, and one in a closed statement can no longer be deleted', async () => {
  const payout = { event: world.eventId, currency: 'CLP', amount: '12000', paid_on: '2026-01-10' };
  const half = await world.ask('operator', 'POST', 'payouts/', { ...payout, amount: '0.5' });
  expect([half.statusCode, half.json().errors.amount]).toEqual([400, expect.anything()]);
  const made = await world.ask('operator', 'POST', 'payouts/', { ...payout, reference: '=T-1' });
  expect([made.statusCode, made.json()]).toMatchObject([201, { amount: '12000', statement: null }]);
  const mistaken = (await world.ask('operator', 'POST', 'payouts/', payout)).json().id;
  expect((await world.ask('operator', 'DELETE', `payouts/${mistaken}/`)).statusCode).toBe(204);
  const { closing, payouts, content_hash: hash } = await open('2026-02-28');
  expect(payouts).toBe('12000');
  expect(parseMoney(closing)).toBe((await owed()) - 12_000n * 100_000_000n);
  await close('2026-02-28', hash);
  const refused = await world.ask('operator', 'DELETE', `payouts/${made.json().id}/`);
  expect([refused.statusCode, refused.json().code]).toEqual([409, 'payouts.stated']);
});

test('a payout that is sent again with its key is recorded once', async () => {
  const payout = { event: world.eventId, currency: 'CLP', amount: '700', paid_on: '2026-03-01' };
  const send = async () =>
    await world.ask('operator', 'POST', 'payouts/', payout, { 'idempotency-key': 'payout-700' });
  const [first, second] = [await send(), await send()];
  expect([first.statusCode, second.json()]).toEqual([201, first.json()]);
  const list = (await world.ask('viewer', 'GET', `payouts/?event=${world.eventId}`)).json();
  expect(list.results.filter((one: { amount: string }) => one.amount === '700')).toHaveLength(1);
  await world.ask('operator', 'DELETE', `payouts/${first.json().id}/`);
  const late = await world.ask('operator', 'POST', 'payouts/', { ...payout, paid_on: '2062-03-01' });
  expect([late.statusCode, late.json().code]).toEqual([400, 'payouts.future']);
});

test('the lines of a statement are a file that no spreadsheet runs', async () => {
  const [third] = statementPageShape.parse((await world.ask('viewer', 'GET', 'statements/')).json()).results;
  const reply = await world.ask('viewer', 'GET', `statements/${third?.id}/export/?format=csv`);
  expect(reply.headers['content-disposition']).toBe('attachment; filename="statement-3-CLP-2026-02-28.csv"');
  const [head, ...lines] = reply.body.replace('\uFEFF', '').trim().split('\r\n');
  expect(head).toBe(EXPORTED);
  expect(lines).toHaveLength(third?.line_count ?? 0);
  expect(lines.at(-1)).toBe("3,2,payout,,,,2026-01-10,,'=T-1,CLP,0,0,0,-12000");
  const spanish = await world.ask('viewer', 'GET', `statements/${third?.id}/export/?language=es`);
  expect(spanish.body).toMatch(/^\uFEFFLiquidación;Número de línea;/);
  const audit = (await world.ask('superuser', 'GET', '/api/v1/auth/audit/?action=exports.create')).json();
  expect(audit.results[0]).toMatchObject({
    sent: { list: 'statement', format: 'csv', filter: { statement: third?.id }, rows: third?.line_count },
  });
  const all = (await world.ask('viewer', 'GET', `statements/${third?.id}/lines/?kind=payout`)).json();
  expect(all).toMatchObject({ count: 1, results: [{ amount: '-12000', reference: '=T-1' }] });
});

test.each(['en', 'es'] as const)('a statement is one page as PDF, in %s', async (language) => {
  const [third] = statementPageShape.parse((await world.ask('viewer', 'GET', 'statements/')).json()).results;
  const path = `statements/${third?.id}/export/?format=pdf&language=${language}`;
  const reply = await world.ask('viewer', 'GET', path);
  expect(reply.headers['content-type']).toBe('application/pdf');
  expect(reply.rawPayload.subarray(0, 5).toString()).toBe('%PDF-');
  expect(reply.body.match(/\/Type \/Page\b/g)).toHaveLength(1);
});

test('the command line lists, shows and closes statements, and records payouts', async () => {
  const call = async (...args: string[]) => await callTaquilla(args, { env: { DATABASE_URL: world.url } });
  const added = await call(
    'payouts',
    'add',
    '--event',
    world.eventId,
    '--currency',
    'CLP',
    '--amount',
    '-500',
    '--on',
    '2026-03-02',
  );
  expect(added.stdout).toMatch(/^Recorded the payout [\da-f-]{36}: CLP -500 to /);
  expect((await call('payouts', 'list')).stdout).toContain('open');
  const asked = ['--event', world.eventId, '--last-day', '2026-03-31'];
  const shown = await call('statements', 'open', ...asked);
  const hash = /Hash: ([\da-f]{64})/.exec(shown.stdout)?.[1] ?? '';
  expect(shown.stdout).toMatch(/- payouts +│ -500/);
  const wrong = await call('statements', 'close', ...asked, '--currency', 'CLP', '--hash', 'abababababab');
  expect(wrong).toMatchObject({ exitCode: 75 });
  const closed = await call(
    'statements',
    'close',
    ...asked,
    '--currency',
    'CLP',
    '--hash',
    hash.slice(0, 12),
    '--confirm-unproven',
    '--json',
  );
  const { id, number } = JSON.parse(closed.stdout) as Statement;
  expect(number).toBe(4);
  expect((await call('statements', 'list')).stdout).toContain(id);
  expect((await call('statements', 'show', id)).stdout).toContain(hash);
  expect((await call('statements', 'show', id, '--csv')).stdout).toContain(
    '4,1,payout,,,,2026-03-02,,,CLP,0,0,0,500',
  );
});
