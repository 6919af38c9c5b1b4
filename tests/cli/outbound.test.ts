import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { queryRows } from '../../src/backend/database.ts';
import { numberChanges } from '../../src/backend/feed/number-changes.ts';
import { queueChanges } from '../../src/backend/outbound/delivery-records.ts';
import {
  deliveryPageShape,
  endpointShape,
  endpointWithSecretShape,
  replayedShape,
} from '../../src/contract/outbound.ts';
import { type Backend, freshBackend } from '../pipe/sync-store.ts';
import { callTaquilla } from './call-taquilla.ts';

let backend: Backend & { readonly url: string };
const KEY = randomBytes(32).toString('base64');
const ADD = ['add', 'accounting', '--url', 'https://erp.example.com/hook?key=of-the-path'];
const EVENT = '01980000-0000-7000-8000-000000000000';

beforeAll(async () => {
  backend = await freshBackend();
  await queryRows(
    backend.db,
    `with o as (
       insert into organizers (id, name, slug, contact_email)
       values (gen_random_uuid(), 'Tuki', 'tuki', 'o@example.com') returning id
     ) insert into events (id, organizer_id, title, slug, status, timezone, woo_product_id, store_url, content_digest)
     select $1, id, 'Noche', 'noche', 'published', 'UTC', 1, 'https://store.example', '\\x' from o`,
    [EVENT],
  );
});
afterAll(async () => await backend.close());

async function outbound(...args: readonly string[]) {
  const env = { DATABASE_URL: backend.url, TAQUILLA_SECRET_KEY: KEY, TIME_ZONE: 'America/Santiago' };
  return await callTaquilla(['outbound', ...args], { env });
}

const json = async (...args: readonly string[]) => JSON.parse((await outbound(...args, '--json')).stdout);

test('an endpoint is added, changed, gets a new secret and is deleted, with the fields of the API', async () => {
  expect((await outbound('list')).stdout).toBe('There is no endpoint for outbound events.\n');
  const added = await json(...ADD, '--kind', 'check_in.*,ticket.refunded', '--event', EVENT);
  endpointWithSecretShape.strict().parse(added);
  expect(added).toMatchObject({
    kinds: ['ticket.refunded', 'check_in.created', 'check_in.refused'],
    organizer_ids: [],
    event_ids: [EVENT],
    state: 'active',
  });
  const shown = await outbound('show', added.id.slice(0, 13));
  expect(shown.stdout).toContain('https://erp.example.com/hook?key=of-the-path');
  expect(shown.stdout).not.toContain(added.secret);

  const changed = await json('change', 'accounting', '--rename', 'erp', '--state', 'paused', '--no-kind');
  endpointShape.strict().parse(changed);
  expect(changed).toMatchObject({ name: 'erp', state: 'paused', kinds: [], event_ids: [EVENT] });
  const rotated = await json('rotate-secret', 'erp', '--overlap-hours', '2');
  endpointWithSecretShape.strict().parse(rotated);
  expect(rotated.secret).not.toBe(added.secret);
  expect(Date.parse(rotated.old_secret_until) - Date.now()).toBeLessThan(2.1 * 3_600_000);
  expect(await json('list')).toEqual([await json('show', 'erp')]);

  expect(await outbound('delete', 'erp')).toMatchObject({
    exitCode: 0,
    stdout: 'Deleted the endpoint "erp" and its log.\n',
  });
  expect((await outbound('show', 'erp')).exitCode).toBe(66);
  const entries = await queryRows<{ action: string; object_name: string }>(
    backend.db,
    'select action, object_name, sent, changes from audit_entries order by created_at, id',
  );
  expect(entries.map(({ action }) => action)).toEqual([
    'outbound-endpoints.create',
    'outbound-endpoints.change',
    'outbound-endpoints.rotate-secret',
    'outbound-endpoints.delete',
  ]);
  for (const secret of ['of-the-path', added.secret, rotated.secret]) {
    expect(JSON.stringify(entries)).not.toContain(secret);
  }
});

test.each([
  [['add', 'b', '--url', 'ftp://erp.example.com'], '--url'],
  [[...ADD, '--kind', 'order.sold'], '--kind'],
  [['change', 'b'], 'option to change'],
  [['change', 'b', '--state', 'ended'], '--state'],
  [['rotate-secret', 'b', '--overlap-hours', '169'], '--overlap-hours'],
  [['log', 'b', '--status', 'sent'], '--status'],
  [['replay', 'b'], '--delivery'],
  [['replay', 'b', '--from', 'yesterday'], '--from'],
])('%j is refused by the name of the option', async (args, named) => {
  const ended = await outbound(...args);
  expect([ended.exitCode, ended.stderr]).toEqual([64, expect.stringContaining(named)]);
});

test('the log shows messages, which are sent again by id or by a span of time in TIME_ZONE', async () => {
  const { db } = backend;
  const { id } = await json(...ADD);
  await queryRows(
    db,
    `insert into alert_incidents (id, kind, cause_key, opened_at, last_seen_at)
     values (gen_random_uuid(), 'sync_failed', 'x', now(), now())`,
  );
  await numberChanges(db, new AbortController().signal);
  await queueChanges(db, new Date());
  const [message, ...others] = deliveryPageShape.shape.results
    .parse(await json('log', 'accounting'))
    .map((row) => ({ id: row.id, kind: row.kind, status: row.status }));
  expect([message, others]).toEqual([{ id: message?.id, kind: 'alert.opened', status: 'waiting' }, []]);
  const giveUp = async () =>
    await queryRows(
      db,
      `update outbound_deliveries set status = 'given_up', changed_at = '2026-03-01T15:30:00Z' where endpoint_id = $1`,
      [id],
    );
  await giveUp();
  expect((await outbound('log', 'accounting', '--status', 'given_up')).stdout).toContain(message?.id);
  expect(
    replayedShape.strict().parse(await json('replay', 'accounting', '--delivery', message?.id ?? '')),
  ).toEqual({ replayed: 1 });
  expect((await outbound('log', 'accounting', '--status', 'given_up')).stdout).toBe(
    'The log has no such message.\n',
  );
  await giveUp();
  // 15:30 in UTC is 12:30 in Santiago.
  const span = async (from: string, until: string) =>
    await json('replay', 'accounting', '--from', from, '--until', until);
  expect(await span('2026-03-01T15:00', '2026-03-01T16:00')).toEqual({ replayed: 0 });
  expect(await span('2026-03-01T12:00', '2026-03-01T13:00')).toEqual({ replayed: 1 });
});
