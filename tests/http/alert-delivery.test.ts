import { afterAll, beforeAll, expect, test } from 'vitest';
import { queryRows } from '../../src/backend/database.ts';
import { newId } from '../../src/kernel/ids.ts';
import { createAlertOperations } from '../../src/tasks/alert-operations.ts';
import { type FreshDatabase, freshBackendDatabase } from '../servers/databases.ts';
import { NO_ALERTS } from '../tasks/task-world.ts';
import { type ApiWorld, openApiWorldOn } from './api-world.ts';

const SETTINGS = {
  ...NO_ALERTS,
  mail: {
    smtpUrl: 'smtp://127.0.0.1:1',
    from: 'taquilla@example.com',
    recipients: ['guardia@teatro.cl'],
    language: 'es' as const,
  },
};

let database: FreshDatabase;
let world: ApiWorld;

beforeAll(async () => {
  database = await freshBackendDatabase();
  world = await openApiWorldOn(database, (db) => ({
    alerts: createAlertOperations(db, SETTINGS, () => new Date()),
  }));
});
afterAll(async () => {
  await world.close();
  await database.drop();
});

const at = new Date('2025-06-02T12:00:00Z');

async function incidentWithMessage(): Promise<string> {
  const id = newId();
  const { db } = world.backend;
  await queryRows(
    db,
    `insert into alert_incidents
       (id, cause_key, kind, credentials_id, error_code, error_message, started_at, opened_at, last_seen_at)
     values ($1, $2, 'store_unreachable', $3, 'store.unreachable', 'Away.', $4, $5, $5)`,
    [id, id, world.credentialsId, at, new Date(at.getTime() + 660_000)],
  );
  await queryRows(
    db,
    `insert into alert_messages (id, incident_id, event, channel, recipient, language, attempts, next_attempt_at,
       last_attempt_at, last_error, last_reply)
     values ($1, $2, 'opened', 'mail', 'guardia@teatro.cl', 'es', 3, $3, $3, 'alert.mail-refused',
       '554 <guardia@teatro.cl> rejected')`,
    [newId(), id, at],
  );
  return id;
}

test('an alert shows its time, place, remedy and deliveries, to each user as their role allows', async () => {
  const id = await incidentWithMessage();
  const asked = async (role: 'superuser' | 'operator' | 'viewer', language: string) =>
    (await world.ask(role, 'GET', `alerts/${id}/`, undefined, { 'accept-language': language })).json();
  const superuser = await asked('superuser', 'es');
  expect(superuser).toMatchObject({
    credentials_name: 'the shop',
    server: 'mysql.example.com:3306',
    started_at: '2025-06-02T12:00:00.000000Z',
    opened_at: '2025-06-02T12:11:00.000000Z',
    guide: 'store-unreachable',
    deliveries: [
      {
        event: 'opened',
        channel: 'mail',
        recipient: 'guardia@teatro.cl',
        status: 'waiting',
        attempts: 3,
        error_code: 'alert.mail-refused',
        error_message: 'El servidor de correo rechazó este mensaje.',
        reply: '554 <guardia@teatro.cl> rejected',
      },
    ],
  });
  expect(Object.keys(superuser.advice)).toEqual(['means', 'todo']);
  const operator = await asked('operator', 'en');
  expect(operator).toMatchObject({
    server: 'mysql.example.com:3306',
    deliveries: [
      { recipient: 'g***@***', reply: null, error_message: 'The mail server refused this message.' },
    ],
  });
  const viewer = await asked('viewer', 'en');
  expect(viewer).toMatchObject({ server: null, deliveries: [{ recipient: 'g***@***', reply: null }] });
  const listed = (await world.ask('viewer', 'GET', 'alerts/')).json().results;
  expect(JSON.stringify(listed)).not.toMatch(/teatro|mysql\.example/);
  await world.backend.db.query(
    "update sync_credentials set host = 'localhost', socket = '/run/mysqld/mysqld.sock' where name = 'the shop'",
  );
  expect(await asked('superuser', 'es')).toMatchObject({ server: '/run/mysqld/mysqld.sock' });
});

test('a superuser sends a test message, and it is in the audit log', async () => {
  const before = (await world.ask('superuser', 'GET', 'management/alert-delivery/')).json();
  expect(before).toEqual({
    mail: { from: 'taquilla@example.com', recipients: ['guardia@teatro.cl'] },
    webhook: null,
    tests: [],
  });
  const sent = await world.ask('superuser', 'POST', 'management/test-alert/', { channel: 'mail' });
  expect(sent.statusCode).toBe(202);
  expect(sent.json().tests).toMatchObject([
    { event: 'test', recipient: 'guardia@teatro.cl', status: 'waiting', attempts: 0 },
  ]);
  const off = await world.ask('superuser', 'POST', 'management/test-alert/', { channel: 'webhook' });
  expect([off.statusCode, off.json().code]).toEqual([409, 'alert.channel-off']);
  expect(
    (await world.ask('operator', 'POST', 'management/test-alert/', { channel: 'mail' })).statusCode,
  ).toBe(404);
  const entries = await queryRows(
    world.backend.db,
    `select action from audit_entries where action like '%test-alert'`,
  );
  expect(entries).toContainEqual({ action: 'management.test-alert' });
});

test('test messages have the rate limit of connection tests', async () => {
  const own = await freshBackendDatabase();
  const limited = await openApiWorldOn(own, (db) => ({
    alerts: createAlertOperations(db, SETTINGS, () => new Date()),
    connectionTestsPerMinute: 2,
  }));
  const codes: number[] = [];
  for (let n = 0; n < 3; n += 1) {
    codes.push(
      (await limited.ask('superuser', 'POST', 'management/test-alert/', { channel: 'mail' })).statusCode,
    );
  }
  expect(codes).toEqual([202, 202, 429]);
  await limited.close();
  await own.drop();
});

test('statistics name an unreachable store with its sentence, and the current failures', async () => {
  const { db } = world.backend;
  await queryRows(
    db,
    `insert into sync_store_outages (credentials_id, error_code, error_message, started_at, last_failed_at, next_probe_at)
     values ($1, 'store.unreachable', 'The store’s database cannot be reached.', $2, $2, now())`,
    [world.credentialsId, at],
  );
  const made = await world.ask('superuser', 'POST', 'configurations/', {
    name: 'Concert',
    woocommerce_product_id: 4711,
    event_name: 'Concert',
    organizer_email: 'organizador@example.com',
    service_fee_percentage: 10,
    frequency: 'daily',
  });
  const executionId = newId();
  await queryRows(
    db,
    `insert into sync_executions
       (id, configuration_id, trigger, status, failed_attempts, first_failed_at, error_code, error_message, next_attempt_at)
     values ($1, $2, 'schedule', 'pending', 2, $3, 'store.unreachable', 'Away.', now())`,
    [executionId, made.json().id, at],
  );
  const stats = (
    await world.ask('viewer', 'GET', 'management/stats/', undefined, { 'accept-language': 'es' })
  ).json();
  expect(stats.stores).toMatchObject([
    { name: 'the shop', unreachable_since: '2025-06-02T12:00:00.000000Z', error_code: 'store.unreachable' },
  ]);
  expect(stats.failing).toMatchObject([
    { execution: executionId, name: 'Concert', since: '2025-06-02T12:00:00.000000Z', failed_attempts: 2 },
  ]);
});
