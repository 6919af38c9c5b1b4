import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Writable } from 'node:stream';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createLog } from '../../src/kernel/log/log.ts';
import { Secret } from '../../src/kernel/secrets/secret.ts';
import { createHandler } from '../../src/tasks/handlers.ts';
import { TaskWorld } from './task-world.ts';
import { waitFor } from './wait-for.ts';

const PATH = '/ping/very-secret-part';

let world: TaskWorld;
let watchdog: Server;
let calls: string[];
let logged: string;
let answer: (reply: ServerResponse) => void;
const stopping = new AbortController();

beforeEach(async () => {
  world = await TaskWorld.open();
  calls = [];
  logged = '';
  answer = (reply) => void reply.end('OK');
  watchdog = createServer((request: IncomingMessage, reply) => {
    calls.push(`${request.method} ${request.url}`);
    answer(reply);
  });
  watchdog.listen(0, '127.0.0.1');
  await once(watchdog, 'listening');
});
afterEach(async () => {
  watchdog.closeAllConnections();
  await new Promise((resolve) => watchdog.close(resolve));
  await world.close();
});

function handler() {
  const { port } = watchdog.address() as AddressInfo;
  const sink = new Writable({
    write: (chunk, _encoding, done) => {
      logged += String(chunk);
      done();
    },
  });
  const heartbeatUrl = new Secret(`http://127.0.0.1:${port}${PATH}`);
  return createHandler(
    { ...world.handlerDeps(), log: createLog('trace', sink), heartbeatUrl },
    stopping.signal,
  );
}

const tick = async (): Promise<void> => await world.onTime('run_scheduled_syncs', handler());

async function lastTick(): Promise<Date | null> {
  return (await world.one<{ at: Date | null }>('select last_tick_at as at from schedule_ticks')).at;
}

test('a successful tick is recorded and reported', async () => {
  expect(await lastTick()).toBeNull();
  await tick();
  expect(
    await waitFor(
      () => calls,
      (all) => all.length > 0,
    ),
  ).toEqual([`GET ${PATH}`]);
  expect(await lastTick()).toBeInstanceOf(Date);
});

test('a failed tick is neither recorded nor reported', async () => {
  await world.db.query('alter table sync_configurations rename column next_due_at to away');
  await tick();
  await world.db.query('alter table sync_configurations rename column away to next_due_at');
  expect([calls, await lastTick()]).toEqual([[], null]);
  // another task is not a tick
  await world.onTime('cleanup_old_executions', handler());
  expect(calls).toEqual([]);
});

test('a monitoring URL that never answers delays no tick', async () => {
  answer = () => undefined;
  await tick();
  await tick();
  expect(
    await waitFor(
      () => calls,
      (all) => all.length === 2,
    ),
  ).toHaveLength(2);
});

test.each([
  ['a redirect', (reply: ServerResponse) => void reply.writeHead(302, { location: '/elsewhere' }).end()],
  ['a refusal', (reply: ServerResponse) => void reply.writeHead(404).end()],
  ['a cut line', (reply: ServerResponse) => void reply.destroy()],
])('%s is never followed, and the log names only the host', async (_what, behave) => {
  answer = behave;
  await tick();
  await waitFor(
    () => logged,
    (text) => text.includes('HEARTBEAT_URL'),
  );
  expect(calls).toEqual([`GET ${PATH}`]);
  expect(logged).toContain('127.0.0.1');
  expect(logged).not.toContain('very-secret-part');
});
