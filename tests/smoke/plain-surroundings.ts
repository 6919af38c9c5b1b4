import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createAuthority } from '../servers/certificates.ts';
import { emptyBackendDatabase } from '../servers/databases.ts';
import { startPgbouncer } from '../servers/private-pgbouncer.ts';
import { startPrivatePostgres } from '../servers/private-postgres.ts';
import { startPrivateRedis, startSentinels, startTlsRedis } from '../servers/private-redis.ts';
import { startTlsPostgres } from '../servers/tls-postgres.ts';
import { plainDeployment } from './plain-deployment.ts';
import { openReadOnlyMachine } from './read-only-machine.ts';
import { ONE_PROCESS, OPERATOR, type Surroundings, THREE_ROLES } from './surroundings.ts';

const HOST = 'localhost';

/** Plain processes, one a role, and what they run on. */
function threeProcesses(environment: Surroundings['environment']): Omit<Surroundings, 'close'> {
  return {
    deployment: plainDeployment,
    processes: THREE_ROLES,
    startsBefore: 'credentials',
    environment: { ...OPERATOR, ...environment },
  };
}

/** A Redis that other installations may use as well: who started it stops it. */
export async function onRedis(url: string, environment: Surroundings['environment'] = {}) {
  const backend = await emptyBackendDatabase();
  return {
    ...threeProcesses({ DATABASE_URL: backend.url, REDIS_URL: url, ...environment }),
    close: async () => await backend.drop(),
  } satisfies Surroundings;
}

export async function onSentinels(): Promise<Surroundings> {
  const first = await startPrivateRedis();
  const second = await startPrivateRedis(['--replicaof', '127.0.0.1', new URL(first.url).port]);
  const sentinels = await startSentinels('tickets', first, 3);
  const places = sentinels.map(({ url }) => new URL(url).host).join(',');
  const installation = await onRedis(`redis+sentinel://${places}/tickets/0`);
  return {
    ...installation,
    // The Redis in charge is gone for good: another one takes over.
    disturb: first.halt,
    close: async () => {
      await installation.close();
      for (const server of [...sentinels, second, first]) await server.stop();
    },
  };
}

export async function onRedisWithTls(): Promise<Surroundings> {
  const authority = createAuthority();
  const redis = await startTlsRedis(authority.issue(HOST));
  const { path, remove } = await fileOf(authority.certificate);
  const installation = await onRedis(redis.url, { NODE_EXTRA_CA_CERTS: path });
  return {
    ...installation,
    close: async () => {
      await installation.close();
      await redis.stop();
      await remove();
    },
  };
}

/** As a provider gives it: no superuser, a password, TLS and nothing else, the oldest version that is supported. */
export async function onPostgresWithTls(): Promise<Surroundings> {
  const authority = createAuthority();
  const postgres = await startTlsPostgres(authority.issue(HOST));
  const { path, remove } = await fileOf(authority.certificate);
  const url = `${postgres.url}?sslmode=verify-full&sslrootcert=${encodeURIComponent(path)}`;
  return {
    ...threeProcesses({ DATABASE_URL: url }),
    close: async () => {
      await postgres.stop();
      await remove();
    },
  };
}

export async function onPgbouncer(): Promise<Surroundings> {
  const postgres = await startPrivatePostgres();
  const pooler = await startPgbouncer(postgres.url);
  return {
    ...threeProcesses({ DATABASE_URL: pooler.url }),
    close: async () => {
      await pooler.stop();
      await postgres.stop();
    },
  };
}

/** The PostgreSQL that comes along, and nothing else. */
export async function onBundledPostgres(): Promise<Surroundings> {
  const folder = await mkdtemp(join(tmpdir(), 'taquilla-smoke-'));
  return {
    deployment: plainDeployment,
    processes: ONE_PROCESS,
    startsBefore: 'trigger',
    environment: { ...OPERATOR, TAQUILLA_DATA_DIR: join(folder, 'data') },
    close: async () => await rm(folder, { recursive: true, force: true }),
  };
}

/** The same as a user without an account name, where nothing but the data folder and /tmp can be written to. */
export async function onReadOnlyRoot(): Promise<Surroundings> {
  const machine = await openReadOnlyMachine();
  return {
    deployment: machine.deployment,
    processes: ONE_PROCESS,
    startsBefore: 'trigger',
    environment: { ...OPERATOR, TAQUILLA_DATA_DIR: machine.dataDir },
    close: machine.close,
  };
}

async function fileOf(text: string): Promise<{ readonly path: string; remove(): Promise<void> }> {
  const folder = await mkdtemp(join(tmpdir(), 'taquilla-ca-'));
  const path = join(folder, 'ca.crt');
  await writeFile(path, text);
  return { path, remove: async () => await rm(folder, { recursive: true, force: true }) };
}
