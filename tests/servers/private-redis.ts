import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Redis } from 'ioredis';
import { type ServerCommand, spawnServer, waitUntilReady } from '../../src/platform/server-child.ts';
import { openServerPlace, removeServerPlace } from '../../src/platform/server-place.ts';
import { giveTree, makeServerFolder } from '../../src/platform/server-user.ts';
import { waitFor } from '../tasks/wait-for.ts';
import type { Certificate } from './certificates.ts';
import type { PrivateServer } from './private-postgres.ts';
import { provideTestTool } from './provide-test-tool.ts';
import { REDIS_TOOL } from './redis-tool.ts';
import { steadyPort } from './steady-port.ts';

const WITHOUT_PERSISTENCE = ['--save', '', '--appendonly', 'no'];
const SENTINEL_FILE = 'sentinel.conf';

export interface PrivateRedis extends PrivateServer {
  /** Deletes all keys, as an operator might do. */
  readonly flush: () => Promise<void>;
}

/** A Redis without persistence: it loses everything when it stops. */
export async function startPrivateRedis(args: readonly string[] = []): Promise<PrivateRedis> {
  return await start(() => [...WITHOUT_PERSISTENCE, ...args]);
}

/** Sentinels that watch one Redis under this name, and replace it after a second if most of them agree. */
export async function startSentinels(
  name: string,
  watched: PrivateRedis,
  count: number,
): Promise<readonly PrivateRedis[]> {
  const quorum = String(Math.floor(count / 2) + 1);
  const sentinels: PrivateRedis[] = [];
  for (let n = 0; n < count; n += 1) {
    const sentinel = await start((folder) => [join(folder, SENTINEL_FILE), '--sentinel']);
    await ask(placeOf(sentinel), async (client) => {
      const { hostname, port } = new URL(watched.url);
      await client.call('SENTINEL', 'MONITOR', name, hostname, port, quorum);
      await client.call('SENTINEL', 'SET', name, 'down-after-milliseconds', '1000');
    });
    sentinels.push(sentinel);
  }
  for (const sentinel of sentinels) {
    await waitFor(
      async () =>
        await ask(placeOf(sentinel), (client) => client.call('SENTINEL', 'CKQUORUM', name)).catch(String),
      (answer) => String(answer).startsWith('OK'),
    );
  }
  return sentinels;
}

/** A Redis that accepts only TLS; its certificate is for `localhost`. */
export async function startTlsRedis({ certificate, key }: Certificate): Promise<PrivateRedis> {
  const args = (folder: string): readonly string[] => [
    ...WITHOUT_PERSISTENCE,
    '--tls-cert-file',
    join(folder, 'server.crt'),
    '--tls-key-file',
    join(folder, 'server.key'),
    '--tls-auth-clients',
    'no',
  ];
  return await start(args, { 'server.crt': certificate, 'server.key': key });
}

/** @param files of the server's folder, by name; if there are any, it uses TLS */
async function start(
  argsIn: (folder: string) => readonly string[],
  files: Readonly<Record<string, string>> = {},
): Promise<PrivateRedis> {
  const dataDir = await mkdtemp(join(tmpdir(), 'taquilla-redis-'));
  const place = await openServerPlace(dataDir);
  const folder = join(place.root, 'redis');
  await makeServerFolder(folder, place.user);
  const tool = await provideTestTool(REDIS_TOOL, 'server');
  const port = await steadyPort();
  // A Sentinel stores its state here.
  await writeFile(join(folder, SENTINEL_FILE), '');
  for (const [name, text] of Object.entries(files))
    await writeFile(join(folder, name), text, { mode: 0o600 });
  const tls = Object.keys(files).length > 0;
  const portArgs = tls ? ['--port', '0', '--tls-port', String(port)] : ['--port', String(port)];
  const own = { port, tls };
  if (place.user !== null) await giveTree(folder, place.user);
  const command: ServerCommand = {
    program: tool.programs.server,
    args: [...argsIn(folder), '--bind', '127.0.0.1', ...portArgs],
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
      async () => await answers(own),
      60_000,
      new AbortController().signal,
    );
    return child;
  };
  let child = await run();
  return {
    url: tls ? `rediss://localhost:${port}/0` : `redis://127.0.0.1:${port}/0`,
    flush: async () => await ask(own, async (client) => void (await client.flushall())),
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

interface OwnPlace {
  readonly port: number;
  readonly tls: boolean;
}

function placeOf({ url }: PrivateRedis): OwnPlace {
  const { port, protocol } = new URL(url);
  return { port: Number(port), tls: protocol === 'rediss:' };
}

async function ask<T>({ port, tls }: OwnPlace, work: (client: Redis) => Promise<T>): Promise<T> {
  const client = new Redis({
    host: '127.0.0.1',
    port,
    lazyConnect: true,
    retryStrategy: () => null,
    // Any process may own it: other processes decide whether to trust it.
    ...(tls ? { tls: { rejectUnauthorized: false } } : {}),
  });
  client.on('error', () => undefined);
  try {
    await client.connect();
    return await work(client);
  } finally {
    client.disconnect();
  }
}

async function answers(place: OwnPlace): Promise<boolean> {
  return await ask(place, async (client) => (await client.ping()) === 'PONG').catch(() => false);
}
