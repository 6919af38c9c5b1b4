import { afterAll, beforeAll, expect, it } from 'vitest';
import { inTransaction } from '../../src/backend/database.ts';
import { Journal } from '../../src/backend/loader/journal.ts';
import { loadRows } from '../../src/backend/loader/load-rows.ts';
import { readExpression } from '../../src/backend/tables/column-text.ts';
import { EVENTS, type EventRow } from '../../src/backend/tables/events.ts';
import type { ExistingRow, RowDraft } from '../../src/backend/tables/synced-table.ts';
import { digestColumns } from '../../src/backend/tables/table-plan.ts';
import { newId } from '../../src/kernel/ids.ts';
import { type Backend, freshBackend } from '../pipe/sync-store.ts';

let backend: Backend;
let draft: RowDraft<EventRow>;
const executionId = newId();
const configurationId = newId();

beforeAll(async () => {
  backend = await freshBackend();
  const organizerId = newId();
  const credentialsId = newId();
  await backend.db.query(
    `insert into organizers (id, name, slug, contact_email) values ($1, 'Tuki', 'tuki', 'o@example.com')`,
    [organizerId],
  );
  await backend.db.query(
    `insert into sync_credentials (id, name, transport, host, port, username, database_name)
     values ($1, 'store', 'direct', 'localhost', 3306, 'reader', 'shop')`,
    [credentialsId],
  );
  await backend.db.query(
    `insert into sync_configurations (id, name, organizer_id, credentials_id, woo_product_id, event_name,
       pinned_site_url, pinned_table_prefix)
     values ($1, 'Noche', $2, $3, 7, 'Noche', 'https://store.example', 'wp_')`,
    [configurationId, organizerId, credentialsId],
  );
  await backend.db.query(
    `insert into sync_executions (id, configuration_id, trigger, depth, status)
     values ($1, $2, 'command_line', 'full', 'running')`,
    [executionId, configurationId],
  );
  draft = {
    id: newId(),
    removedReason: null,
    values: {
      organizer_id: organizerId,
      configuration_id: configurationId,
      title: 'Noche de Ñandú 🎸',
      slug: 'noche',
      description: null,
      status: 'published',
      starts_at: new Date('2025-11-15T22:30:00Z'),
      ends_at: null,
      timezone: 'America/Santiago',
      num_days: 1,
      product_days: null,
      product_zones: null,
      venue: 'Sala\t"Grande" \\ 2',
      woo_product_id: 7,
      woo_variation_id: null,
      store_url: 'https://store.example',
      store_values: {},
    },
  };
});
afterAll(async () => {
  await backend.close();
});

const EVENT_DIGEST = "encode(content_digest, 'hex')";

async function load(values: Partial<EventRow>, removedReason: ExistingRow['removedReason'] = null) {
  return await inTransaction(backend.db, async (tx) => {
    const { rows } = await tx.query<ExistingRow>(
      `select id, ${EVENT_DIGEST} as digest, removed_reason as "removedReason" from events where id = $1`,
      [draft.id],
    );
    const journal = new Journal(executionId, configurationId);
    const row = { ...draft, removedReason, values: { ...draft.values, ...values } };
    const counts = await loadRows(
      tx,
      EVENTS,
      [row],
      new Map(rows.map((known) => [known.id, known])),
      journal,
    );
    await journal.flush(tx);
    return counts;
  });
}

async function event() {
  const { rows } = await backend.db.query('select *, xmin from events where id = $1', [draft.id]);
  return rows[0];
}

async function lastChange() {
  const { rows } = await backend.db.query(
    'select operation, fields from sync_changes order by id desc limit 1',
  );
  return rows[0];
}

it("creates a row, then changes nothing while the store's row stays the same", async () => {
  expect(await load({})).toMatchObject({ created: 1, updated: 0, unchanged: 0 });
  const before = await event();
  expect(await load({})).toMatchObject({ created: 0, updated: 0, unchanged: 1 });
  expect(await event()).toEqual(before);
});

it('keeps a digest that equals the one PostgreSQL computes from the row', async () => {
  const texts = digestColumns(EVENTS).map(
    (name) => `coalesce(chr(2) || ${readExpression(EVENTS.columns[name], name)}, chr(1))`,
  );
  const { rows } = await backend.db.query(
    `select ${EVENT_DIGEST} as kept,
       left(encode(sha256(convert_to(${texts.join(' || ')}, 'UTF8')), 'hex'), 32) as computed
     from events where id = $1`,
    [draft.id],
  );
  expect(rows[0].computed).toBe(rows[0].kept);
});

it("writes the store's changes, with both values in the journal", async () => {
  expect(await load({ venue: 'Sala Chica' })).toMatchObject({ updated: 1 });
  expect(await event()).toMatchObject({ venue: 'Sala Chica' });
  expect(await lastChange()).toEqual({
    operation: 'updated',
    fields: { venue: ['Sala\t"Grande" \\ 2', 'Sala Chica'] },
  });
});

it("keeps a local edit while the store's value stays, and lists a conflict when it changes", async () => {
  await backend.db.query(`update events set title = 'Our own title' where id = $1`, [draft.id]);
  expect(await load({ venue: 'Sala Chica' })).toMatchObject({ unchanged: 1 });
  expect(await load({ venue: 'Sala Chica', title: 'Their new title' })).toMatchObject({ updated: 1 });
  expect(await event()).toMatchObject({ title: 'Our own title' });
  const { rows } = await backend.db.query('select field, base, ours, theirs from conflicts');
  expect(rows).toEqual([
    { field: 'title', base: 'Noche de Ñandú 🎸', ours: 'Our own title', theirs: 'Their new title' },
  ]);
});

it('marks a row as removed and restores the same row', async () => {
  const values = { venue: 'Sala Chica', title: 'Their new title' };
  expect(await load(values, 'trashed')).toMatchObject({ removed: 1 });
  expect(await event()).toMatchObject({ removed_reason: 'trashed', removed_at: expect.any(Date) });
  expect(await lastChange()).toMatchObject({ operation: 'removed' });
  await load(values);
  expect(await event()).toMatchObject({ id: draft.id, removed_reason: null, removed_at: null });
  expect(await lastChange()).toMatchObject({ operation: 'restored' });
});
