import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startTaquilla } from '../cli/run-taquilla.ts';
import { type FreshDatabase, freshBackendDatabase } from '../servers/databases.ts';
import { startControlServer } from './control-server.ts';
import {
  type Answer,
  HOSTILE,
  type HostileRequest,
  send,
  sourceAddress,
  wrongPassword,
} from './hostile-requests.ts';
import { cpuMsOf, memoryMbOf } from './process-figures.ts';

const MOST_CPU_MS = 50;
const MOST_PROBE_MS = 200;
const MOST_GROWTH_MB = 50;
const LARGEST_ERROR_BYTES = 64 * 1024;
const FLOOD = 200;
const FLOOD_MS = 10_000;
const ALONE = 12;
const PROBE: HostileRequest = { method: 'GET', path: '/healthz' };

const KINDS: readonly (readonly [string, (at: number) => HostileRequest])[] = [
  ...Object.entries(HOSTILE).map(([kind, hostile]) => [kind, () => hostile] as const),
  ['a wrong password', wrongPassword],
];

let backend: FreshDatabase;
beforeAll(async () => {
  backend = await freshBackendDatabase();
});
afterAll(async () => await backend.drop());

/** The program as it ships, on a backend with all its tables. */
async function startService(): Promise<{ readonly url: URL; readonly pid: number }> {
  const running = startTaquilla(['serve', '--role', 'api'], {
    env: { DATABASE_URL: backend.url, PORT: '0' },
  });
  await running.untilSaid('(Ctrl-C stops it)');
  const url = new URL(/Taquilla is at (\S+)/.exec(running.said())?.[1] ?? '');
  return { url, pid: running.child.pid ?? 0 };
}

function requireSmall(kind: string, { status, headers, bytes }: Answer): void {
  expect([kind, status ?? 0, (status ?? 0) < 500]).toEqual([kind, status ?? 0, true]);
  if (status === null || status < 400) return;
  expect([kind, bytes <= LARGEST_ERROR_BYTES, headers['cache-control']]).toEqual([kind, true, 'no-store']);
}

test('no kind of hostile request costs more than 50 ms of CPU, and none gets a long reply', async () => {
  const { url, pid } = await startService();
  // The first request of each kind includes one-time compilation.
  for (const [kind, ask] of KINDS) requireSmall(kind, await send(url, ask(0), sourceAddress(0)));
  const costs: [string, number][] = [];
  let sender = 0;
  for (const [kind, ask] of KINDS) {
    const before = await cpuMsOf(pid);
    for (let at = 0; at < ALONE; at += 1) {
      sender += 1;
      requireSmall(kind, await send(url, ask(sender), sourceAddress(sender)));
    }
    costs.push([kind, ((await cpuMsOf(pid)) - before) / ALONE]);
  }
  expect(costs.filter(([, cpuMs]) => cpuMs > MOST_CPU_MS)).toEqual([]);
});

/** The effects of a flood on the service. */
interface Effect {
  /** The average of one request. */
  readonly cpuMs: number;
  readonly grownMb: number;
  /** The 99th percentile of the time that a probe waited for the service. */
  readonly probeMs: number;
  /** The same for a process that does nothing: the delay that the machine itself causes. */
  readonly machineMs: number;
}

async function flood(url: URL, pid: number, control: URL): Promise<Effect> {
  for (const [kind, ask] of KINDS) requireSmall(kind, await send(url, ask(0), sourceAddress(0)));
  const [cpuBefore, memoryBefore] = [await cpuMsOf(pid), await memoryMbOf(pid)];
  const over = new AbortController();
  const probing = Promise.all([waitsOf(url, over.signal), waitsOf(control, over.signal)]);
  await Promise.all(
    Array.from({ length: FLOOD }, async (_, at) => {
      const [kind, ask] = KINDS[at % KINDS.length] ?? ['probe', () => PROBE];
      await sleep((at * FLOOD_MS) / FLOOD);
      requireSmall(kind, await send(url, ask(at + 1), sourceAddress(at + 1)));
    }),
  );
  over.abort();
  const [probeMs, machineMs] = await probing;
  return {
    cpuMs: ((await cpuMsOf(pid)) - cpuBefore) / FLOOD,
    grownMb: (await memoryMbOf(pid)) - memoryBefore,
    probeMs,
    machineMs,
  };
}

/** The 99th percentile of the waiting time of probes until then. @unit milliseconds */
async function waitsOf(url: URL, over: AbortSignal): Promise<number> {
  const waitsMs: number[] = [];
  while (!over.aborted) {
    const startMs = performance.now();
    expect((await send(url, PROBE, '127.0.0.1')).status).toBe(200);
    waitsMs.push(performance.now() - startMs);
    await sleep(20);
  }
  return waitsMs.toSorted((a, b) => a - b)[Math.ceil(waitsMs.length * 0.99) - 1] ?? Infinity;
}

test('200 hostile requests in ten seconds, each from a separate address, leave the service fast and small', async () => {
  const { url, pid } = await startService();
  const control = await startControlServer();
  const effects: Effect[] = [];
  // On a busy machine, a probe of the service is sometimes slower than one of the control; a service that the flood
  // slows down is always slower.
  const isFast = ({ probeMs, machineMs }: Effect): boolean => probeMs < MOST_PROBE_MS + machineMs;
  while (effects.length < 3 && !effects.some(isFast)) effects.push(await flood(url, pid, control.url));
  await control.stop();
  expect([effects, effects.some(isFast)]).toEqual([effects, true]);
  expect(Math.max(...effects.map(({ cpuMs }) => cpuMs))).toBeLessThanOrEqual(MOST_CPU_MS);
  expect(Math.max(...effects.map(({ grownMb }) => grownMb))).toBeLessThanOrEqual(MOST_GROWTH_MB);
});
