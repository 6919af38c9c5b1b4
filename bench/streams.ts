import { connect, type Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { listen } from '../src/http/server/listen.ts';
import { API, addExecution, BODY, openApiWorldOn } from '../tests/http/api-world.ts';
import { freshBackendDatabase } from '../tests/servers/databases.ts';
import setUp from '../tests/servers/global-setup.ts';

/**
 * Measures how long other requests wait while many streams are open and executions change four times a second: with
 * 2,000 streams, more than a process accepts by default, and with none for comparison.
 *
 *   npm run bench streams
 *
 * Clients, service and PostgreSQL share this machine.
 */
const HELD = 2_000;
const RUNNING = 2;
const SECONDS = 20;
const ROUND_MS = 250;

const tearDown = await setUp();
const database = await freshBackendDatabase();
const world = await openApiWorldOn(database, () => ({ streamLimits: { perUser: HELD, perProcess: HELD } }));
try {
  const origin = new URL(await listen(world.server, { host: '127.0.0.1', port: 0 }));
  const ids: string[] = [];
  for (let made = 0; made < RUNNING; made += 1) {
    const body = { ...BODY, woocommerce_product_id: made + 1 };
    const { id } = (await world.ask('superuser', 'POST', 'configurations/', body)).json();
    ids.push(await addExecution(world, id, { status: 'running', started_at: new Date() }));
  }
  await measure('no stream', origin, ids);
  const streams: Held[] = [];
  for (let held = 0; held < HELD; held += 1) streams.push(await hold(origin));
  await measure(`${HELD} streams`, origin, ids);
  const events = streams.map((stream) => stream.events());
  console.log(`events a stream: ${Math.min(...events)} to ${Math.max(...events)}`);
  for (const { socket } of streams) socket.destroy();
} finally {
  await world.close();
  await database.drop();
  await tearDown?.();
}

interface Held {
  readonly socket: Socket;
  readonly events: () => number;
}

/** A stream as a browser holds it, without the memory of a browser. */
async function hold(origin: URL): Promise<Held> {
  const socket = connect(Number(origin.port), origin.hostname);
  let events = 0;
  const begun = new Promise<void>((resolve, reject) => {
    socket.once('error', reject);
    socket.on('data', (part: Buffer) => {
      events += part.toString('latin1').split('event: execution').length - 1;
      resolve();
    });
  });
  const language = Math.random() < 0.5 ? 'en' : 'es';
  socket.write(
    `GET ${API}executions/stream/ HTTP/1.1\r\nHost: ${origin.host}\r\n` +
      `Authorization: Token ${world.tokens.viewer}\r\nAccept-Language: ${language}\r\n\r\n`,
  );
  await begun;
  return { socket, events: () => events };
}

async function measure(name: string, origin: URL, ids: readonly string[]): Promise<void> {
  const waitsMs: number[] = [];
  const cpuBefore = process.cpuUsage();
  const endMs = performance.now() + SECONDS * 1_000;
  let busy = true;
  const changing = (async () => {
    while (busy) {
      await world.backend.db.query('update sync_executions set updated_at = now() where id = any($1)', [ids]);
      await sleep(ROUND_MS);
    }
  })();
  while (performance.now() < endMs) {
    const startMs = performance.now();
    const reply = await fetch(`${origin.origin}${API}configurations/`, {
      headers: { authorization: `Token ${world.tokens.operator}` },
    });
    await reply.arrayBuffer();
    waitsMs.push(performance.now() - startMs);
    await sleep(20);
  }
  busy = false;
  await changing;
  const { user, system } = process.cpuUsage(cpuBefore);
  const sorted = waitsMs.toSorted((a, b) => a - b);
  const at = (share: number): string =>
    `${Math.round(sorted[Math.floor((sorted.length - 1) * share)] ?? 0)} ms`;
  console.log(
    `${name.padEnd(14)} requests ${sorted.length}, p50 ${at(0.5)}, p99 ${at(0.99)}, worst ${at(1)}, ` +
      `CPU with its clients ${Math.round((user + system) / 10_000 / SECONDS)} %`,
  );
}
