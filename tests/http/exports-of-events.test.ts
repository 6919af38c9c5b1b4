import { once } from 'node:events';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { runExport } from '../../src/exports/run-export.ts';
import { ticketExport } from '../../src/exports/ticket-export.ts';
import { throwIfAborted } from '../../src/kernel/errors.ts';
import { type BackendWorld, openBackendWorld } from './backend-world.ts';
import { exportOf } from './export-calls.ts';
import { readNdjson } from './export-files.ts';

let world: BackendWorld;

beforeAll(async () => {
  world = await openBackendWorld(30);
});
afterAll(async () => await world.close());

const objectsOf = async (list: string, query: string) =>
  readNdjson((await exportOf(world, list, `format=ndjson&${query}`, 'superuser')).body);

test('the export of the journal of an event has its history when its configuration is gone', async () => {
  const query = `event=${world.eventId}`;
  const before = await objectsOf('changes', query);
  expect(before.length).toBeGreaterThan(0);
  const { id } = await world.one<{ id: string }>(
    `with before as (select configuration_id as id from events where id = $1)
     update events set configuration_id = null where id = $1 returning (select id from before) as id`,
    [world.eventId],
  );
  const after = await objectsOf('changes', query);
  await world.backend.db.query('update events set configuration_id = $2 where id = $1', [world.eventId, id]);
  expect(after).toEqual(before);
});

test('the export of payouts says what was paid and what is still owed', async () => {
  const payout = { event: world.eventId, currency: 'CLP', amount: '1000', paid_on: '2026-01-10' };
  const { id } = (await world.ask('operator', 'POST', '/api/v1/sync-woocommerce/payouts/', payout)).json();
  const rows = await objectsOf('payouts', `event=${world.eventId}`);
  await world.backend.db.query('delete from payouts where id = $1', [id]);
  const own = rows.find((row) => row['currency'] === 'CLP');
  expect(own).toMatchObject({ paid: '1000', balance: String(Number(own?.['organizer_amount']) - 1000) });
});

test('an export that takes too long ends, and keeps no snapshot', async () => {
  const { db } = world.backend;
  const asker = { userId: null, userEmail: null, tokenId: null, address: 'test', requestId: null };
  const view = {
    seesPersonalData: true,
    row: <Row>(_: string, row: Row) => row,
    change: <Row>(row: Row) => row,
  };
  const request = { list: 'tickets', format: 'csv', locale: 'en', bom: false, filter: {} } as const;
  const slow = runExport(
    { db, log: { warn: () => undefined }, longestMs: 200 },
    { ...request, read: ticketExport({}, view) },
    asker,
    async (pieces, _written, signal) => {
      for await (const _ of pieces) {
        await once(signal, 'abort');
        throwIfAborted(signal);
      }
    },
    new AbortController().signal,
  );
  await expect(slow).rejects.toMatchObject({ code: 'export.too-slow' });
});
