import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Redis } from 'ioredis';
import { type ServerCommand, spawnServer, waitUntilReady } from '../../src/kernel/machine/server-child.ts';
import { openServerPlace, removeServerPlace } from '../../src/kernel/machine/server-place.ts';
import { makeServerFolder } from '../../src/kernel/machine/server-user.ts';
import type { PrivateServer } from './private-postgres.ts';
import { provideTestTool } from './provide-test-tool.ts';
import { REDIS_TOOL } from './redis-tool.ts';
import { steadyPort } from './steady-port.ts';

export interface PrivateRedis extends PrivateServer {
  /** Forgets everything, as an operator might make it. */
  readonly flush: () => Promise<void>;
}

/** A Redis without persistence: stopped, it has forgotten everything. */
export async function startPrivateRedis(): Promise<PrivateRedis> {
  const dataDir = await mkdtemp(join(tmpdir(), 'taquilla-redis-'));
  const place = await openServerPlace(dataDir);
  const folder = join(place.root, 'redis');
  await makeServerFolder(folder, place.user);
  const tool = await provideTestTool(REDIS_TOOL, 'server');
  const port = await steadyPort();
  const command: ServerCommand = {
    program: tool.programs.server,
    args: ['--bind', '127.0.0.1', '--port', String(port), '--save', '', '--appendonly', 'no'],
    env: { PATH: '/usr/bin:/bin', LC_ALL: 'C', ...tool.env },
    folder,
    logFile: join(folder, 'server.log'),
    user: place.user,
    stopBy: [{ signal: 'SIGTERM', patienceMs: 5_000 }],
  };
  const start = async () => {
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
  let child = await start();
  const ask = async (work: (client: Redis) => Promise<unknown>): Promise<void> => {
    const client = new Redis({ host: '127.0.0.1', port, lazyConnect: true, retryStrategy: () => null });
    client.on('error', () => undefined);
    try {
      await client.connect();
      await work(client);
    } finally {
      client.disconnect();
    }
  };
  return {
    url: `redis://127.0.0.1:${port}/0`,
    flush: async () => await ask(async (client) => await client.flushall()),
    halt: async () => await child.stop(),
    async resume() {
      child = await start();
    },
    async restart(downMs = 0) {
      await child.stop();
      await sleep(downMs);
      child = await start();
    },
    async stop() {
      await child.stop();
      await removeServerPlace(dataDir);
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}

async function answers(port: number): Promise<boolean> {
  const client = new Redis({ host: '127.0.0.1', port, lazyConnect: true, retryStrategy: () => null });
  client.on('error', () => undefined);
  try {
    await client.connect();
    return (await client.ping()) === 'PONG';
  } catch {
    return false;
  } finally {
    client.disconnect();
  }
}
