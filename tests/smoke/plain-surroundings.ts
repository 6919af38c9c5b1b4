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

type Part = Pick<Surroundings, 'environment' | 'warnings' | 'disturb' | 'close'>;

const HOST = 'localhost';

/** Plain processes, one for each role, on one component for the backend and possibly one for the queue. */
async function threeProcesses(...opening: readonly Promise<Part>[]): Promise<Surroundings> {
  const parts = await Promise.all(opening);
  const [disturb] = parts.flatMap((part) => part.disturb ?? []);
  return {
    deployment: plainDeployment,
    processes: THREE_ROLES,
    startsBefore: 'credentials',
    warnings: parts.reduce((all, part) => all + (part.warnings ?? 0), 0),
    ...(disturb === undefined ? {} : { disturb }),
    environment: Object.assign({}, OPERATOR, ...parts.map(({ environment }) => environment)),
    close: async () => {
      for (const part of parts) await part.close();
    },
  };
}

async function backend(): Promise<Part> {
  const database = await emptyBackendDatabase();
  return { environment: { DATABASE_URL: database.url }, close: async () => await database.drop() };
}

/** As a provider offers it: no superuser, a password, only TLS, and the oldest supported version. */
async function backendWithTls(): Promise<Part> {
  const authority = createAuthority();
  const postgres = await startTlsPostgres(authority.issue(HOST));
  const file = await fileOf(authority.certificate);
  const url = `${postgres.url}?sslmode=verify-full&sslrootcert=${encodeURIComponent(file.path)}`;
  return { environment: { DATABASE_URL: url }, close: async () => await endAll(postgres, file) };
}

async function backendBehindPgbouncer(way: 'listens past it' | 'looks by itself'): Promise<Part> {
  const postgres = await startPrivatePostgres();
  const pooler = await startPgbouncer(postgres.url);
  const direct = way === 'listens past it' ? { DATABASE_DIRECT_URL: postgres.url } : {};
  return {
    environment: { DATABASE_URL: pooler.url, ...direct },
    warnings: way === 'listens past it' ? 0 : 1,
    close: async () => await endAll(pooler, postgres),
  };
}

async function redisWithTls(): Promise<Part> {
  const authority = createAuthority();
  const redis = await startTlsRedis(authority.issue(HOST));
  const file = await fileOf(authority.certificate);
  const environment = { REDIS_URL: redis.url, NODE_EXTRA_CA_CERTS: file.path };
  return { environment, close: async () => await endAll(redis, file) };
}

async function redisBehindSentinels(): Promise<Part> {
  const first = await startPrivateRedis();
  const second = await startPrivateRedis(['--replicaof', '127.0.0.1', new URL(first.url).port]);
  const sentinels = await startSentinels('tickets', first, 3);
  const places = sentinels.map(({ url }) => new URL(url).host).join(',');
  return {
    environment: { REDIS_URL: `redis+sentinel://${places}/tickets/0` },
    // The active Redis is gone for good: another one takes over.
    disturb: async () => await first.halt(),
    close: async () => await endAll(...sentinels, second, first),
  };
}

/** The caller that started it stops it, because others may use it as well. */
async function redisAt(url: string): Promise<Part> {
  return { environment: { REDIS_URL: url }, close: async () => undefined };
}

export const onRedis = async (url: string) => await threeProcesses(backend(), redisAt(url));
export const onRedisWithTls = async () => await threeProcesses(backend(), redisWithTls());
export const onSentinels = async () => await threeProcesses(backend(), redisBehindSentinels());
export const onPostgresWithTls = async () => await threeProcesses(backendWithTls());
export const onTlsAlone = async () => await threeProcesses(backendWithTls(), redisWithTls());
export const onPgbouncer = async () => await threeProcesses(backendBehindPgbouncer('listens past it'));
export const onPgbouncerAlone = async () => await threeProcesses(backendBehindPgbouncer('looks by itself'));

/** Only the bundled PostgreSQL. */
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

/** The same for a user who is not root, with only the data folder and /tmp writable. */
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

interface Ending {
  stop(): Promise<void>;
}

async function endAll(...servers: readonly Ending[]): Promise<void> {
  for (const server of servers) await server.stop();
}

async function fileOf(text: string): Promise<Ending & { readonly path: string }> {
  const folder = await mkdtemp(join(tmpdir(), 'taquilla-ca-'));
  const path = join(folder, 'ca.crt');
  await writeFile(path, text);
  return { path, stop: async () => await rm(folder, { recursive: true, force: true }) };
}
