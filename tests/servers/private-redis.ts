import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Redis } from 'ioredis';
import { type ServerCommand, spawnServer, waitUntilReady } from '../../src/kernel/machine/server-child.ts';
import { openServerPlace, removeServerPlace } from '../../src/kernel/machine/server-place.ts';
import { giveTree, makeServerFolder } from '../../src/kernel/machine/server-user.ts';
import type { PrivateServer } from './private-postgres.ts';
import { provideTestTool } from './provide-test-tool.ts';
import { REDIS_TOOL } from './redis-tool.ts';
import { steadyPort } from './steady-port.ts';

const WITHOUT_PERSISTENCE = ['--save', '', '--appendonly', 'no'];
const SENTINEL_FILE = 'sentinel.conf';

export interface PrivateRedis extends PrivateServer {
  /** Forgets everything, as an operator might make it. */
  readonly flush: () => Promise<void>;
}

/** A Redis without persistence: stopped, it has forgotten everything. */
export async function startPrivateRedis(args: readonly string[] = []): Promise<PrivateRedis> {
  return await start(() => [...WITHOUT_PERSISTENCE, ...args]);
}

/** A Sentinel that watches one Redis under this name, and replaces it after a second. */
export async function startPrivateSentinel(name: string, watched: PrivateRedis): Promise<PrivateRedis> {
  const sentinel = await start((folder) => [join(folder, SENTINEL_FILE), '--sentinel']);
  await ask(Number(new URL(sentinel.url).port), async (client) => {
    const { hostname, port } = new URL(watched.url);
    await client.call('SENTINEL', 'MONITOR', name, hostname, port, '1');
    await client.call('SENTINEL', 'SET', name, 'down-after-milliseconds', '1000');
  });
  return sentinel;
}

async function start(argsIn: (folder: string) => readonly string[]): Promise<PrivateRedis> {
  const dataDir = await mkdtemp(join(tmpdir(), 'taquilla-redis-'));
  const place = await openServerPlace(dataDir);
  const folder = join(place.root, 'redis');
  await makeServerFolder(folder, place.user);
  const tool = await provideTestTool(REDIS_TOOL, 'server');
  const port = await steadyPort();
  // A Sentinel keeps here what it knows.
  await writeFile(join(folder, SENTINEL_FILE), '');
  if (place.user !== null) await giveTree(folder, place.user);
  const command: ServerCommand = {
    program: tool.programs.server,
    args: [...argsIn(folder), '--bind', '127.0.0.1', '--port', String(port)],
    env: { PATH: '/usr/bin:/bin', LC_ALL: 'C', ...tool.env },
    folder,
    logFile: join(folder, 'server.log'),
    user: place.user,
    stopBy: [{ signal: 'SIGTERM', patienceMs: 5_000 }],
  };
  const run = async () => {
    const child = await spawnServer(command);
    await waitUntilReady(
      child,
      command,
      async () => await answers(port),
      60_000,
      new AbortController().signal,
    );
    return child;
  };
  let child = await run();
  return {
    url: `redis://127.0.0.1:${port}/0`,
    flush: async () => await ask(port, async (client) => void (await client.flushall())),
    halt: async () => await child.stop(),
    async resume() {
      child = await run();
    },
    async restart(downMs = 0) {
      await child.stop();
      await sleep(downMs);
      child = await run();
    },
    async stop() {
      await child.stop();
      await removeServerPlace(dataDir);
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}

async function ask<T>(port: number, work: (client: Redis) => Promise<T>): Promise<T> {
  const client = new Redis({ host: '127.0.0.1', port, lazyConnect: true, retryStrategy: () => null });
  client.on('error', () => undefined);
  try {
    await client.connect();
    return await work(client);
  } finally {
    client.disconnect();
  }
}

async function answers(port: number): Promise<boolean> {
  return await ask(port, async (client) => (await client.ping()) === 'PONG').catch(() => false);
}
