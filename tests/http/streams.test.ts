import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { queryRows } from '../../src/backend/database.ts';
import { listen } from '../../src/http/server/listen.ts';
import { API, type ApiWorld, addExecution, BODY, openApiWorld } from './api-world.ts';

let world: ApiWorld;
let address: string;
let configurationId: string;
let executionId: string;

beforeAll(async () => {
  world = await openApiWorld({ streamLimits: { perUser: 600, perProcess: 600 } });
  address = await listen(world.server, { host: '127.0.0.1', port: 0 });
  configurationId = (await world.ask('superuser', 'POST', 'configurations/', BODY)).json().id;
});
afterAll(async () => await world.close());
beforeEach(async () => {
  await query(
    `update sync_executions set status = 'cancelled', finished_at = now(), next_attempt_at = null, updated_at = now()
     where finished_at is null`,
  );
  executionId = await addExecution(world, configurationId, { status: 'running', started_at: new Date() });
});

interface StreamEvent {
  readonly event: string;
  readonly id: string;
  readonly data: Record<string, unknown>;
  readonly atMs: number;
}

async function query(sql: string, values: readonly unknown[] = []): Promise<void> {
  await queryRows(world.backend.db, sql, values);
}

/** Events as they arrive, until `isEnough` or the end. */
async function* events(path: string, lastEventId?: string): AsyncGenerator<StreamEvent> {
  const stopping = new AbortController();
  const reply = await fetch(`${address}${API}${path}`, {
    headers: {
      authorization: `Token ${world.tokens.viewer}`,
      ...(lastEventId === undefined ? {} : { 'last-event-id': lastEventId }),
    },
    signal: stopping.signal,
  });
  expect([reply.status, reply.headers.get('content-type')]).toEqual([
    200,
    'text/event-stream; charset=utf-8',
  ]);
  if (reply.body === null) throw new Error('no body');
  let text = '';
  try {
    for await (const part of reply.body.pipeThrough(new TextDecoderStream())) {
      text += part;
      const whole = text.split('\n\n');
      text = whole.pop() ?? '';
      for (const block of whole) {
        const fields = Object.fromEntries(
          block.split('\n').map((line) => [line.split(': ')[0], line.replace(/^\w+: /, '')]),
        );
        if (fields['event'] === undefined) continue;
        const data: Record<string, unknown> = JSON.parse(fields['data'] ?? 'null');
        yield { event: fields['event'], id: fields['id'] ?? '', data, atMs: performance.now() };
      }
    }
  } finally {
    stopping.abort();
  }
}

async function saveProgress(ordersRead: number): Promise<void> {
  await query(
    `insert into sync_progress (execution_id, phase, orders_read, orders_expected, tickets_read, tickets_expected)
     values ($1, 'read', $2, 100, 0, 0)
     on conflict (execution_id) do update set orders_read = excluded.orders_read, updated_at = clock_timestamp()`,
    [executionId, ordersRead],
  );
}

async function finish(): Promise<void> {
  await query(
    `update sync_executions set status = 'success', verification = 'verified', finished_at = now(), next_attempt_at = null,
       updated_at = now()
     where id = $1`,
    [executionId],
  );
}

async function say(message: string): Promise<void> {
  await query(`insert into sync_log_lines (execution_id, level, message) values ($1, 'info', $2)`, [
    executionId,
    message,
  ]);
}

test('an execution is followed from its state to its end, with its lines', async () => {
  await say('store opened');
  const seen: StreamEvent[] = [];
  for await (const event of events(`executions/${executionId}/stream/`)) {
    seen.push(event);
    if (seen.length === 2) {
      await say('page loaded');
      await saveProgress(40);
    }
    if ((event.data['progress'] as { percent?: number } | null)?.percent === 40) {
      await say('proved');
      await finish();
    }
  }
  const received = seen.map(({ event, data }) =>
    event === 'log' ? data['message'] : `${event} ${String(data['status'])}`,
  );
  expect(received.slice(0, 2)).toEqual(['store opened', 'execution running']);
  expect(new Set(received.slice(2, 4))).toEqual(new Set(['execution running', 'page loaded']));
  expect(received.slice(4)).toEqual(['proved', 'execution success', 'end success']);
});

test('a client that reconnects continues where it stopped, and gets nothing after the end', async () => {
  await say('one');
  const path = `executions/${executionId}/stream/`;
  let last = '';
  for await (const event of events(path)) {
    last = event.id;
    if (event.event === 'execution') break;
  }
  await say('two');
  await finish();
  const rest: StreamEvent[] = [];
  for await (const event of events(path, last)) rest.push(event);
  expect(rest.map(({ event, data }) => data['message'] ?? event)).toEqual(['two', 'execution', 'end']);
  const over = await fetch(`${address}${API}${path}`, {
    headers: { authorization: `Token ${world.tokens.viewer}`, 'last-event-id': rest.at(-1)?.id ?? '' },
  });
  expect(over.status).toBe(204);
});

test('progress is sent every 250 ms at most, however often it is written', async () => {
  const path = `executions/${executionId}/stream/`;
  const atMs: number[] = [];
  let writing: Promise<void> = Promise.resolve();
  for await (const event of events(path)) {
    if (event.event === 'end') break;
    atMs.push(event.atMs);
    if (atMs.length === 1) {
      writing = (async () => {
        for (let at = 0; at <= 100; at += 1) await saveProgress(at);
        await finish();
      })();
    }
  }
  await writing;
  const gaps = atMs.slice(2).map((at, index) => at - (atMs[index + 1] ?? 0));
  expect(gaps.every((gap) => gap > 200)).toBe(true);
});

test('the stream of all shows running executions and each one that changes', async () => {
  const seen: unknown[] = [];
  for await (const event of events('executions/stream/')) {
    if (event.data['id'] !== executionId) continue;
    seen.push(event.data['status']);
    if (seen.length === 1) await finish();
    else break;
  }
  expect(seen).toEqual(['running', 'success']);
});

test('five hundred clients watch at once, and each sees the end', async () => {
  let open = 0;
  let everybody: () => void = () => undefined;
  const allThere = new Promise<void>((resolve) => {
    everybody = resolve;
  });
  const follow = async (): Promise<boolean> => {
    let first = true;
    for await (const event of events(`executions/${executionId}/stream/`)) {
      if (first) {
        first = false;
        open += 1;
        if (open === 500) everybody();
      }
      if (event.event === 'end') return true;
    }
    return false;
  };
  const all = Promise.all(Array.from({ length: 500 }, follow));
  await allThere;
  await finish();
  expect((await all).every(Boolean)).toBe(true);
});

test('the beginning and end of an outage or alert are sent at once, without an execution or a position to resume from', async () => {
  const received: unknown[] = [];
  const steps = [
    [
      `insert into sync_store_outages (credentials_id, error_code, error_message, next_probe_at, started_at)
       values ($1, 'store.unreachable', 'Away.', now(), now())`,
      { stores_unreachable: 1, open_alerts: 0 },
    ],
    [
      `insert into alert_incidents (id, cause_key, kind, credentials_id, opened_at, last_seen_at)
       values (gen_random_uuid(), 'store:1', 'store_unreachable', $1, now(), now())`,
      { stores_unreachable: 1, open_alerts: 1 },
    ],
    ['delete from sync_store_outages where credentials_id = $1', { stores_unreachable: 0, open_alerts: 1 }],
    [
      'update alert_incidents set resolved_at = now() where credentials_id = $1',
      { stores_unreachable: 0, open_alerts: 0 },
    ],
  ] as const;
  const next = async (): Promise<void> =>
    await query(steps[received.length]?.[0] ?? '', [world.credentialsId]);
  let begun = false;
  for await (const { event, id, data } of events('executions/stream/')) {
    if (event === 'attention') {
      expect(id).toBe('');
      received.push(data);
      if (received.length === steps.length) break;
      await next();
    } else if (!begun) {
      begun = true;
      await next();
    }
  }
  expect(received).toEqual(steps.map(([, said]) => said));
});
