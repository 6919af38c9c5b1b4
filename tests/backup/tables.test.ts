import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { queryRows } from '../../src/backend/database.ts';
import { makeDemoStore } from '../../src/demo/demo-store.ts';
import { newId } from '../../src/kernel/ids.ts';
import { SECRET_KEY as OLD_SECRET_KEY, PASSWORDS } from '../fixtures/backend-0.1/contents.ts';
import { type Backend, backendOn, freshBackend, syncProduct } from '../pipe/sync-store.ts';
import { emptyBackendDatabase, freshStoreDatabase, type StoreDatabase } from '../servers/databases.ts';
import { oldBackendDatabase } from '../servers/old-backend.ts';
import { admit, envOf, localCheckIns, makeShelf, rowsOf, type Shelf, said } from './backup-world.ts';

type Reached = Backend & { readonly url: string };

const PRODUCT = 173911;

let shelf: Shelf;
let store: StoreDatabase;
/** An event of the store, people admitted at our own gates, a running execution and a waiting message. */
let original: Reached;
let backup: string;

/** The tables that a restore changes on purpose; every other table comes back row for row. */
const SETTLED = [
  'alert_message_totals',
  'alert_messages',
  'audit_entries',
  'installation',
  'service_processes',
  'user_sessions',
];

beforeAll(async () => {
  [shelf, store, original] = await Promise.all([makeShelf(), freshStoreDatabase(), freshBackend()]);
  await makeDemoStore({ url: store.url, orders: 40, seed: 11, layout: 'hpos' });
  await syncProduct(original, { storeUrl: store.url, product: PRODUCT });
  await admit(original.db, 5);
  await busy(original);
  backup = join(shelf.folder, 'one.backup');
  expect(await said(['backup', backup, '--passphrase-file', shelf.file], envOf(original))).toMatchObject({
    exitCode: 0,
    json: { file: backup, holds: 'tables' },
  });
});
afterAll(async () => {
  await Promise.all([original.close(), store.drop(), shelf.remove()]);
});

async function empty(): Promise<Reached> {
  return backendOn(await emptyBackendDatabase());
}

async function restore(into: Reached, more: readonly string[] = [], env: Record<string, string> = {}) {
  const args = ['restore', backup, '--passphrase-file', shelf.file, ...more];
  return await said(args, { ...envOf(into), ...env });
}

/** Activity at the moment of a backup: an execution of a worker, a message, a session, a request. */
async function busy({ db }: Reached): Promise<void> {
  const one = async (sql: string, values: readonly unknown[] = []) =>
    await queryRows<{ id: string }>(db, sql, values);
  const [user] = await one(
    `insert into users (id, email, password_hash, role) values ($1, 'ana@example.com', 'x', 'superuser') returning id`,
    [newId()],
  );
  await one(
    `insert into user_sessions (id, user_id, token_digest, csrf_digest, last_seen_at, expires_at)
     values ($1, $2, 'a', 'b', now(), now() + interval '1 day')`,
    [newId(), user?.id],
  );
  await one(
    `insert into api_tokens (id, user_id, name, token_digest, role) values ($1, $2, 'BI', 'c', 'viewer')`,
    [newId(), user?.id],
  );
  await one(
    `insert into idempotency_keys (actor_id, key, request, status) values ($1, 'k1', 'r', 202), ($1, 'k2', 'r', null)`,
    [user?.id],
  );
  const [incident] = await one(
    `insert into alert_incidents (id, cause_key, kind, opened_at, last_seen_at)
     values ($1, 'store:x', 'store_unreachable', now(), now()) returning id`,
    [newId()],
  );
  await one(
    `insert into alert_messages (id, incident_id, event, channel, recipient, language, next_attempt_at, sent_at)
     values ($1, $3, 'opened', 'mail', 'a@example.com', 'en', now(), now()),
       ($2, $3, 'opened', 'mail', 'b@example.com', 'en', now(), null)`,
    [newId(), newId(), incident?.id],
  );
  await one(
    `insert into service_processes (id, role, host, pid, version, queues) values ($1, 'worker', 'lost', 7, '0.1.0', '{}')`,
    [newId()],
  );
}

describe('backup → the database is lost → restore', () => {
  let restored: Reached;
  beforeAll(async () => {
    restored = await empty();
    expect(await restore(restored)).toMatchObject({
      exitCode: 0,
      json: { ended_sessions: 1, given_up_messages: 1, applied: [] },
    });
  });
  afterAll(async () => await restored.close());

  test('brings back every row of every table, sequences and constraints', async () => {
    const [before, after] = [await rowsOf(original.db), await rowsOf(restored.db)];
    expect(Object.keys(before).length).toBeGreaterThan(50);
    expect(before['orders']?.length).toBeGreaterThan(20);
    const changed = Object.keys(before).filter((table) => before[table]?.join() !== after[table]?.join());
    expect(changed.toSorted()).toEqual([...SETTLED, 'idempotency_keys'].toSorted());
    const rules = `select conrelid::regclass::text || ' ' || pg_get_constraintdef(oid) as rule from pg_constraint
      where connamespace = 'public'::regnamespace union all
      select tgrelid::regclass::text || tgname || tgenabled::text from pg_trigger where not tgisinternal order by 1`;
    const rulesOf = async ({ db }: Reached) => await queryRows<{ rule: string }>(db, rules);
    expect((await rulesOf(restored)).length).toBeGreaterThan(100);
    expect(await rulesOf(restored)).toEqual(await rulesOf(original));
    // No sequence gives a number a second time.
    const sequences = await queryRows<{ name: string; last: number }>(
      original.db,
      'select sequencename as name, last_value as last from pg_sequences where last_value is not null',
    );
    expect(sequences.length).toBeGreaterThan(2);
    for (const { name, last } of sequences) {
      expect(await queryRows(restored.db, `select nextval($1) as next`, [name])).toEqual([
        { next: last + 1 },
      ]);
    }
  });

  test('the next sync is verified, creates no duplicates and keeps every admission made here', async () => {
    const before = await rowsOf(restored.db);
    expect(await localCheckIns(restored.db)).toBe(5);
    const { report } = await syncProduct(restored, { storeUrl: store.url, product: PRODUCT, depth: 'full' });
    expect(report.verification).toBe('verified');
    expect(report.counts.orders).toMatchObject({ created: 0, updated: 0, removed: 0 });
    expect(report.counts.tickets).toMatchObject({ created: 0, updated: 0, removed: 0 });
    const after = await rowsOf(restored.db);
    for (const table of ['events', 'orders', 'tickets', 'check_ins']) {
      expect([table, after[table]?.length]).toEqual([table, before[table]?.length]);
    }
    expect(await localCheckIns(restored.db)).toBe(5);
  });

  test('ends sign-ins and sends no message twice; tokens, answered requests and sent messages remain', async () => {
    const count = async (sql: string) => (await queryRows(restored.db, sql)).length;
    expect(await count('select from user_sessions')).toBe(0);
    expect(await count('select from service_processes')).toBe(0);
    expect(await count('select from api_tokens where revoked_at is null')).toBe(1);
    expect(await count('select from alert_messages where sent_at is null and given_up_at is null')).toBe(0);
    expect(await count('select from alert_messages where sent_at is not null')).toBe(1);
    expect(await queryRows(restored.db, 'select key from idempotency_keys')).toEqual([{ key: 'k1' }]);
    expect(
      await queryRows(restored.db, `select action from audit_entries where action like 'management.%'`),
    ).toEqual([{ action: 'management.restore' }]);
    const id = 'select id from installation';
    expect(await queryRows(restored.db, id)).not.toEqual(await queryRows(original.db, id));
  });

  test('is refused if the database has data, unless that very database is named', async () => {
    const rows = await rowsOf(restored.db);
    expect(await restore(restored)).toMatchObject({ exitCode: 78, code: 'restore.has-data' });
    expect(await restore(restored, ['--replace', 'taquilla'])).toMatchObject({ code: 'restore.has-data' });
    expect(await rowsOf(restored.db)).toEqual(rows);
    const name = /\/(\w+)(?:\?|$)/.exec(restored.url)?.[1] ?? '';
    await queryRows(restored.db, `update users set email = 'later@example.com'`);
    await queryRows(restored.db, 'grant select on orders to public');
    await queryRows(restored.db, 'grant select (email), update (name) on users to public');
    const rights = `select relname, relacl::text as whole, array_agg(attname || attacl::text order by attname) as columns
      from pg_class join pg_attribute on attrelid = pg_class.oid where relname in ('orders', 'users') group by 1, 2 order by 1`;
    const before = await queryRows(restored.db, rights);
    expect(await restore(restored, ['--replace', name])).toMatchObject({ exitCode: 0 });
    // People who were admitted before remain admitted.
    expect(await queryRows(restored.db, rights)).toEqual(before);
    expect(await queryRows(restored.db, 'select email from users')).toEqual([{ email: 'ana@example.com' }]);
  });
});

test('nothing is restored while a service runs', async () => {
  const target = await freshBackend();
  const lives = `insert into service_processes (id, role, host, pid, version, queues)
    values ($1, 'worker', 'box-7', 7, '0.1.0', '{}')`;
  await queryRows(target.db, lives, [newId()]);
  const ended = await restore(target);
  expect(ended).toMatchObject({ exitCode: 75, code: 'restore.service-runs' });
  expect(ended.json.error?.message).toContain('worker, process 7 on box-7');
  await queryRows(target.db, `update service_processes set last_seen_at = now() - interval '1 minute'`);
  expect(await restore(target)).toMatchObject({ exitCode: 0 });
  await target.close();
});

test('an execution that was running continues by the usual takeover, once its lease has lapsed', async () => {
  const source = await freshBackend();
  await syncProduct(source, { storeUrl: store.url, product: PRODUCT });
  const [configuration] = await queryRows<{ id: string }>(source.db, 'select id from sync_configurations');
  const execution = newId();
  await queryRows(
    source.db,
    `insert into sync_executions (id, configuration_id, trigger, depth, status) values ($1, $2, 'manual', 'full', 'running')`,
    [execution, configuration?.id],
  );
  await queryRows(
    source.db,
    `insert into sync_leases (execution_id, holder, heartbeat_at) values ($1, 'lost', now() - interval '1 hour')`,
    [execution],
  );
  const file = join(shelf.folder, 'running.backup');
  await said(['backup', file, '--passphrase-file', shelf.file], envOf(source));
  const target = await empty();
  await said(['restore', file, '--passphrase-file', shelf.file], envOf(target));
  const { report } = await syncProduct(target, { storeUrl: store.url, product: PRODUCT });
  expect(report.verification).toBe('verified');
  expect(await queryRows(target.db, `select from sync_executions where status = 'running'`)).toEqual([]);
  expect(await queryRows(target.db, 'select from sync_leases')).toEqual([]);
  await Promise.all([source.close(), target.close()]);
});

test('a backend of version 0.1 is backed up unchanged, and upgraded when it is restored', async () => {
  const old = await oldBackendDatabase();
  const file = join(shelf.folder, 'old.backup');
  const env = { TAQUILLA_SECRET_KEY: OLD_SECRET_KEY };
  const args = ['--passphrase-file', shelf.file];
  expect(await said(['backup', file, ...args], { ...env, DATABASE_URL: old.url })).toMatchObject({
    exitCode: 0,
  });
  await old.drop();
  const target = await empty();
  const ended = await said(['restore', file, ...args], { ...env, DATABASE_URL: target.url });
  expect(ended).toMatchObject({ exitCode: 0 });
  expect((ended.json['applied'] as readonly string[]).length).toBeGreaterThan(15);
  const users = await queryRows(target.db, 'select from users');
  expect(users.length).toBeGreaterThanOrEqual(Object.keys(PASSWORDS).length);
  await target.close();
});
