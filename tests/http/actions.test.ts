import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { queryRows } from '../../src/backend/database.ts';
import { executionDetailShape } from '../../src/contract/execution.ts';
import { newId } from '../../src/kernel/ids.ts';
import { type ApiWorld, addExecution, BODY, openApiWorld } from './api-world.ts';

let world: ApiWorld;
let id: string;

beforeAll(async () => {
  world = await openApiWorld();
});
afterAll(async () => await world.close());
beforeEach(async () => {
  id = (await world.ask('superuser', 'POST', 'configurations/', BODY)).json().id;
});
afterEach(async () => {
  await queryRows(
    world.backend.db,
    "update sync_executions set status = 'cancelled', finished_at = now(), next_attempt_at = null where finished_at is null",
  );
  await world.ask('superuser', 'DELETE', `configurations/${id}/`);
});

async function setStatus(status: string): Promise<void> {
  await queryRows(world.backend.db, 'update sync_configurations set status = $2 where id = $1', [id, status]);
}

describe('each action', () => {
  test.each([
    ['trigger', ['active', 'paused', 'error'], 202],
    ['pause', ['active', 'error'], 200],
    ['resume', ['paused', 'error'], 200],
    ['enable', ['disabled'], 200],
    ['disable', ['active', 'paused', 'error'], 200],
  ])('%s works in its states and is refused with a reason in others', async (action, states, status) => {
    for (const state of ['active', 'paused', 'error', 'disabled']) {
      await setStatus(state);
      const reply = await world.ask('superuser', 'POST', `configurations/${id}/${action}/`);
      expect([state, reply.statusCode]).toEqual([state, states.includes(state) ? status : 409]);
      if (reply.statusCode === 409) expect(reply.json().detail).not.toBe('');
    }
  });

  test('shows in the state: off the schedule, and back on it', async () => {
    const paused = (await world.ask('operator', 'POST', `configurations/${id}/pause/`)).json();
    expect([paused.status, paused.next_sync_at]).toEqual(['paused', null]);
    const resumed = (await world.ask('operator', 'POST', `configurations/${id}/resume/`)).json();
    expect([resumed.status, typeof resumed.next_sync_at]).toEqual(['active', 'string']);
  });
});

describe('starting work', () => {
  test('answers 202 with a link; a second request promotes the waiting execution', async () => {
    const first = await world.ask('operator', 'POST', `configurations/${id}/trigger/`);
    const { execution_id: executionId, task_id: taskId } = first.json();
    expect(first.headers.location).toMatch(new RegExp(`/executions/${executionId}/$`));
    expect(taskId).toBe(executionId);
    const again = await world.ask('operator', 'POST', `configurations/${id}/trigger/`);
    expect([again.statusCode, again.json()]).toMatchObject([
      202,
      { execution_id: executionId, promoted: true },
    ]);
    const shown = executionDetailShape.parse(
      (await world.ask('viewer', 'GET', `executions/${executionId}/`)).json(),
    );
    expect(shown).toMatchObject({
      status: 'pending',
      trigger: 'manual',
      triggered_by_name: 'operator',
      task_id: taskId,
    });
  });

  test('is refused with a link while one runs', async () => {
    const running = await addExecution(world, id, { status: 'running', started_at: new Date() });
    const refused = await world.ask('operator', 'POST', `configurations/${id}/trigger/`);
    expect(refused.statusCode).toBe(409);
    expect(refused.json()).toMatchObject({ code: 'execution.already-running' });
    expect(refused.json().instance).toMatch(new RegExp(`/executions/${running}/$`));
    const removed = await world.ask('superuser', 'DELETE', `configurations/${id}/`);
    expect([removed.statusCode, removed.json().code]).toEqual([409, 'configuration.running']);
  });

  test('twice under one Idempotency-Key starts one execution, and the key serves no other request', async () => {
    const headers = { 'idempotency-key': `key-${id}` };
    const url = `configurations/${id}/trigger/`;
    const first = await world.ask('operator', 'POST', url, undefined, headers);
    await queryRows(
      world.backend.db,
      "update sync_executions set status = 'success', finished_at = now(), next_attempt_at = null where id = $1",
      [first.json().execution_id],
    );
    const again = await world.ask('operator', 'POST', url, undefined, headers);
    expect([again.statusCode, again.json()]).toEqual([202, first.json()]);
    expect(first.headers.location).toMatch(new RegExp(`/executions/${first.json().execution_id}/$`));
    expect(again.headers.location).toBe(first.headers.location);
    const other = await world.ask(
      'operator',
      'POST',
      `executions/${first.json().execution_id}/retry/`,
      undefined,
      headers,
    );
    expect([other.statusCode, other.json().code]).toEqual([409, 'http.idempotency-key-reused']);
  });

  test('can be cancelled once, and tried again', async () => {
    const { execution_id: executionId } = (
      await world.ask('operator', 'POST', `configurations/${id}/trigger/`)
    ).json();
    const early = await world.ask('operator', 'POST', `executions/${executionId}/retry/`);
    expect([early.statusCode, early.json().code]).toEqual([409, 'execution.not-over']);
    const url = `executions/${executionId}/cancel/`;
    expect((await world.ask('operator', 'POST', url)).json().status).toBe('cancelled');
    expect((await world.ask('operator', 'POST', url)).statusCode).toBe(409);
    const retried = await world.ask('operator', 'POST', `executions/${executionId}/retry/`);
    expect(retried.statusCode).toBe(202);
    const shown = (await world.ask('viewer', 'GET', `executions/${retried.json().execution_id}/`)).json();
    expect(shown).toMatchObject({ trigger: 'retry', retry_of: executionId });
  });

  test('of all starts every configuration that is not paused or disabled', async () => {
    const all = await world.ask('superuser', 'POST', 'management/trigger_all/');
    expect([all.statusCode, all.json()]).toMatchObject([202, { triggered: 1, promoted: 0, skipped: 0 }]);
    expect((await world.ask('superuser', 'POST', 'management/cleanup/')).statusCode).toBe(202);
  });
});

test('a deleted configuration is no longer listed, its executions remain, and it can be created again', async () => {
  const executionId = await addExecution(world, id);
  expect((await world.ask('superuser', 'DELETE', `configurations/${id}/`)).statusCode).toBe(204);
  expect((await world.ask('superuser', 'GET', `configurations/${id}/`)).statusCode).toBe(404);
  expect((await world.ask('superuser', 'POST', `configurations/${id}/trigger/`)).statusCode).toBe(404);
  expect((await world.ask('viewer', 'GET', `executions/${executionId}/`)).statusCode).toBe(200);
  const again = await world.ask('superuser', 'POST', 'configurations/', BODY);
  expect(again.statusCode).toBe(201);
  expect(again.json().id).not.toBe(id);
  id = again.json().id;
});

test('many get another frequency together, or none of them', async () => {
  const body = { ids: [id, '0190b0b0-0000-7000-8000-000000000000'], frequency: 'weekly' };
  expect((await world.ask('superuser', 'POST', 'configurations/bulk-frequency/', body)).statusCode).toBe(400);
  const done = await world.ask('superuser', 'POST', 'configurations/bulk-frequency/', { ...body, ids: [id] });
  expect(done.json()).toEqual({ updated: 1 });
  expect((await world.ask('viewer', 'GET', `configurations/${id}/`)).json().frequency).toBe('weekly');
});

test('statistics separate today from the last week, and do not count cancelled executions', async () => {
  const { db } = world.backend;
  await queryRows(db, 'truncate sync_executions cascade');
  const ended = async (daysAgo: number, values: Record<string, unknown>): Promise<void> => {
    const at = new Date(Date.now() - daysAgo * 24 * 3600 * 1000);
    await addExecution(world, id, { created_at: at, finished_at: at, ...values });
  };
  const counts = { tickets: { read: 9, created: 7, updated: 0, unchanged: 2, removed: 0 } };
  await ended(0, { status: 'success', verification: 'verified', counts });
  await ended(0, { status: 'success', verification: 'unverified' });
  await ended(0, { status: 'cancelled' });
  await ended(3, { status: 'failed', error_code: 'store.unreachable' });
  await ended(20, { status: 'failed', error_code: 'store.access-denied' });
  const stats = (await world.ask('viewer', 'GET', 'management/stats/')).json();
  expect(stats.executions).toEqual({
    today: { total: 2, successful: 1, failed: 0, unverified: 1 },
    last_7_days: { total: 3, successful: 1, failed: 1, unverified: 1 },
  });
  expect(stats.configurations).toMatchObject({ total: 1, active: 1 });
  expect(stats.errors).toEqual([{ code: 'store.unreachable', executions: 1 }]);
  expect(stats.series).toHaveLength(30);
  expect(stats.series.at(-1)).toMatchObject({
    total: 2,
    tickets_created: 7,
    date: new Date().toISOString().slice(0, 10),
  });
  expect(stats.stores).toEqual([
    {
      credentials: world.credentialsId,
      name: expect.any(String),
      configurations: 1,
      in_step_until: null,
      unreachable_since: null,
      last_failed_at: null,
      error_code: null,
      error_message: null,
      outage: null,
    },
  ]);
  const proved = async (verification: string) =>
    (await world.ask('viewer', 'GET', `configurations/?verification=${verification}`)).json().count;
  expect([await proved('unverified'), await proved('verified_with_rejects')]).toEqual([1, 0]);
  const errors = (await world.ask('viewer', 'GET', 'executions/errors/')).json().results;
  expect(errors.map((group: { code: string }) => group.code)).toEqual([
    'store.access-denied',
    'store.unreachable',
  ]);
  const health = (await world.ask('viewer', 'GET', 'management/health/')).json();
  expect(health).toMatchObject({ status: 'degraded', version: '1.2.3', open_alerts: 0 });
  // no process works here, and the last proof is the one above
  expect(health.reasons).toEqual(['worker-missing', 'scheduler-missing', 'configuration-unverified']);
});

test('a viewer sees neither buyers in the journal nor unreadable rows', async () => {
  const { db } = world.backend;
  const executionId = await addExecution(world, id);
  await queryRows(
    db,
    `insert into sync_changes (execution_id, table_name, row_id, operation, fields) values
       ($1, 'tickets', $1, 'updated', '{"email": ["ana@example.com", null], "status": ["active", "cancelled"]}')`,
    [executionId],
  );
  await queryRows(
    db,
    `insert into sync_rejects (id, configuration_id, execution_id, kind, woo_id, code, message, raw)
     values ($1, $2, $1, 'order', 7, 'money.malformed', 'This is not an amount.', '{"email": "ana@example.com"}')`,
    [executionId, id],
  );
  await queryRows(db, 'insert into sync_execution_rejects (execution_id, reject_id) values ($1, $1)', [
    executionId,
  ]);
  await queryRows(
    db,
    `insert into sync_notes (id, configuration_id, execution_id, kind, woo_id, field, raw, reason) values
       ($1, $2, $1, 'order', 7, 'customer_note', 'ana@example.com', 'text_too_long'),
       ($3, $2, $1, 'ticket', 8, 'currency', null, 'currency_missing')`,
    [executionId, id, newId()],
  );
  const ofExecution = `executions/${executionId}`;
  const ofConfiguration = ['rejects', 'notes'].map((part) => `configurations/${id}/${part}`);
  for (const path of [`${ofExecution}/changes`, `${ofExecution}/rejects`, ...ofConfiguration]) {
    const url = `${path}/`;
    expect((await world.ask('operator', 'GET', url)).body).toContain('ana@example.com');
    const masked = await world.ask('viewer', 'GET', url);
    expect([masked.statusCode, masked.body.includes('ana@')]).toEqual([200, false]);
  }
  const changes = (await world.ask('viewer', 'GET', `executions/${executionId}/changes/`)).json().results;
  expect(changes[0].fields).toEqual({ email: ['***', null], status: ['active', 'cancelled'] });
  const settled = await world.ask('viewer', 'GET', `configurations/${id}/rejects/?settled=true`);
  expect(settled.json().count).toBe(0);
  expect((await world.ask('viewer', 'GET', `configurations/${id}/`)).json()).toMatchObject({
    open_rejects: 1,
    notes: 2,
    left_out: { rows: 1, money: [], unknown_money: 1, unknown_tickets: 1 },
  });
  await queryRows(
    db,
    `update sync_rejects set left_out_currency = 'USD', left_out_total = 20.50, left_out_is_partial = true,
       left_out_tickets = 3, left_out_checked_in = 1`,
  );
  const figures = { tickets: 3, checked_in: 1 };
  const usd = { currency: 'USD', total: '20.50', is_partial: true };
  for (const url of [`configurations/${id}/`, `${ofExecution}/`, 'management/health/']) {
    const shown = (await world.ask('viewer', 'GET', url)).json();
    expect(shown.left_out).toMatchObject({ rows: 1, money: [usd], ...figures });
  }
  for (const url of [`configurations/${id}/rejects/`, `${ofExecution}/rejects/`]) {
    const [one] = (await world.ask('viewer', 'GET', url)).json().results;
    expect(one.left_out).toEqual({ ...usd, ...figures, has_earlier_version: false });
  }
  const notes = `configurations/${id}/notes/`;
  for (const filter of ['kind=order', 'reason=text_too_long']) {
    expect((await world.ask('viewer', 'GET', `${notes}?${filter}`)).json()).toMatchObject({
      count: 1,
      results: [{ kind: 'order', woo_id: 7, field: 'customer_note', raw: null, reason: 'text_too_long' }],
    });
  }
  expect((await world.ask('viewer', 'GET', `${notes}?reason=odd`)).statusCode).toBe(400);
});

test('a connection test that reaches the store releases the executions that were held back', async () => {
  const { db } = world.backend;
  await queryRows(
    db,
    `insert into sync_store_outages (credentials_id, error_code, error_message, started_at, next_probe_at)
     values ($1, 'store.unreachable', 'Cannot be reached.', now(), now() + interval '1 hour')`,
    [world.credentialsId],
  );
  const reply = await world.ask(
    'superuser',
    'POST',
    `credentials/${world.credentialsId}/test-connection/`,
    {},
  );
  expect([reply.statusCode, reply.json().success]).toEqual([200, true]);
  expect(await queryRows(db, 'select credentials_id from sync_store_outages')).toEqual([]);
});
