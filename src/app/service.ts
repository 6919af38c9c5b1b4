import { existsSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { FastifyInstance } from 'fastify';
import { followEnvironment } from '../backend/credentials/environment-credentials.ts';
import { redisPrefixOf } from '../backend/installation.ts';
import type { Backend, RunningServer, Service, ServiceRole } from '../cli/session.ts';
import { openSharedCounters, type SharedCounters } from '../http/limits/shared-counters.ts';
import type { HttpMetrics } from '../http/routes/operation/metrics.ts';
import { listen } from '../http/server/listen.ts';
import type { ListenAddress } from '../http/server/listen-errors.ts';
import { createProbeServer } from '../http/server/probe-server.ts';
import { AppError } from '../kernel/errors.ts';
import { newId } from '../kernel/ids.ts';
import type { Log } from '../kernel/log/log.ts';
import type { Secret } from '../kernel/secrets/secret.ts';
import { createLoops, type Loops } from '../kernel/time/loops.ts';
import { createProcessFigures } from '../metrics/process-figures.ts';
import { scrape } from '../metrics/scrape.ts';
import { createStoreAccess } from '../stores/store-access.ts';
import { startStoreCosts } from '../stores/store-costs.ts';
import { openStoredStore, type StoredStores } from '../stores/stored-store.ts';
import { createAlertOperations } from '../tasks/alert-operations.ts';
import type { Carrier } from '../tasks/carriers/carrier.ts';
import { startHeartbeat } from '../tasks/heartbeat.ts';
import { serveTasks, type TaskRole } from '../tasks/serve-tasks.ts';
import { alertSettingsOf } from './alert-settings.ts';
import type { Config } from './config/config.ts';
import { openCarrier } from './open-carrier.ts';

interface ServiceParts {
  readonly backend: Pick<Backend, 'db' | 'clock'>;
  readonly role: ServiceRole;
  readonly log: Log;
  /** Aborted when the process is asked to stop. */
  readonly stop: AbortSignal;
  readonly version: string;
  readonly secretKey: () => Promise<Secret>;
}

/** The resources that the parts of one process share: the connection to the queues and the metrics. */
interface Shared extends ServiceParts {
  readonly config: Config;
  readonly carrier: Carrier;
  readonly loops: Loops;
  readonly metrics: HttpMetrics;
  readonly stores: StoredStores;
  readonly now: () => Date;
}

const MEASURED_EVERY_MS = 5_000;
const MEASURED_WITHIN_MS = 10_000;
/**
 * No part of a process can work before the database's time is known, so it is queried again after this pause.
 */
const UNKNOWN_PAUSE_MS = 500;

/** Wires one process of the service. Nothing listens or works until it is asked to. */
export async function openService(config: Config, parts: ServiceParts): Promise<Service> {
  const { backend, role, log, version, secretKey } = parts;
  const { clock, db } = backend;
  const { now } = clock;
  const loops = createLoops(log);
  const measuring = loops.start({
    name: 'clock',
    pauseMs: () => (clock.isKnown ? MEASURED_EVERY_MS : UNKNOWN_PAUSE_MS),
    round: async () => await clock.measure(),
    answerMs: MEASURED_WITHIN_MS,
  });
  const carrier = await openCarrier(config, role, { db, log, loops });
  const own = createProcessFigures({ db, loops, skewMs: clock.skewMs }, { version, role });
  const environment = config.storeEnvironment;
  const metrics: HttpMetrics = {
    onRequest: own.onRequest,
    // An installation may have many workers, so only the other processes report figures from PostgreSQL.
    scrape: async () => await scrape({ db, carrier, log, now, own, tellsOfBackend: role !== 'worker' }),
    token: config.metrics.token,
  };
  const costs = startStoreCosts({ db, loops, now });
  const stores = { db, log, now, secretKey, environment, onSshLost: own.onSshLost, costs };
  const shared: Shared = { ...parts, config, carrier, loops, metrics, stores, now };
  return {
    serve: async ({ otherPort } = { otherPort: false }) => {
      try {
        return await startServer(shared, config.port);
      } catch (error) {
        if (!otherPort || !(error instanceof AppError) || error.code !== 'http.port-taken') throw error;
        return await startServer(shared, 0);
      }
    },
    serveTasks: async (tasks) => await startTasks(shared, tasks),
    stuck: loops.gaveUp,
    serveProbes: async () => await startProbes(shared),
    [Symbol.asyncDispose]: async () => {
      await measuring.stop();
      await costs.stop().catch((error: unknown) => log.debug({ err: error }, 'the last costs are lost'));
      await carrier.close();
    },
  };
}

async function startTasks(shared: Shared, role: TaskRole): Promise<AsyncDisposable> {
  const { backend, config, carrier, loops, stores, log, version, now, secretKey } = shared;
  const tasks = await serveTasks(
    {
      db: backend.db,
      log,
      loops,
      now,
      skewMs: backend.clock.skewMs,
      carrier,
      openStore: async (credentialsId) => await openStoredStore(stores, credentialsId, 'execution'),
      openWatched: async (credentialsId) => await openStoredStore(stores, credentialsId, 'watch'),
      testStore: createStoreAccess(stores).testStored,
      alerts: alertSettingsOf(config),
      cleanup: config.cleanup,
      maxRetries: config.syncMaxRetries,
      heartbeatUrl: config.heartbeatUrl,
      outbound: { secretKey, publicUrl: config.publicUrl },
      self: { role: shared.role, version },
    },
    role,
  );
  return { [Symbol.asyncDispose]: async () => await tasks.stop() };
}

async function startServer(shared: Shared, port: number): Promise<RunningServer> {
  const { backend, config, carrier, loops, metrics, stores, secretKey, log, stop, version, now } = shared;
  const { db } = backend;
  // This is the heaviest module, and workers start faster without it.
  const { createServer } = await import('../http/server/server.ts');
  const built = fileURLToPath(new URL('../../admin/dist/', import.meta.url));
  const { publicUrl, timezone, allowedOrigins, trustedProxies, storeEnvironment } = config;
  const server = await createServer({
    db,
    log,
    loops,
    stop,
    adminDir: existsSync(join(built, 'index.html')) ? built : null,
    version,
    publicUrl,
    sendsMail: config.alerts.smtpUrl !== null,
    timezone,
    allowedOrigins,
    trustedProxies,
    now,
    maxRetries: config.syncMaxRetries,
    stores: createStoreAccess(stores),
    alerts: createAlertOperations(db, alertSettingsOf(config), now),
    secretKey,
    carrier,
    requestsPerMinute: null,
    requestsPerMinuteByAddress: null,
    connectionTestsPerMinute: null,
    counters: countersOf(shared),
    metrics,
  });
  // The credentials that come from the environment get their row before anything uses them. If the backend is not
  // migrated yet, they get it later.
  if (storeEnvironment !== null) {
    await followEnvironment(db, storeEnvironment).catch((error: unknown) =>
      log.warn({ err: error }, 'the credentials of the environment cannot be shown yet'),
    );
  }
  const { url, ...closing } = await started(server, { host: config.host, port });
  // A process with tasks sends its own heartbeats, so only one without them needs these.
  if (shared.role !== 'api') return { url: publicUrl ?? url, ...closing };
  const self = { id: newId(), role: shared.role, host: hostname(), pid: process.pid, version, queues: [] };
  const heartbeat = startHeartbeat({ db, log, loops, skewMs: backend.clock.skewMs }, self);
  const stopAll = async (): Promise<void> => {
    // Waits for each part, even if another one fails, because the database is closed afterwards.
    const ended = await Promise.allSettled([closing[Symbol.asyncDispose](), heartbeat.stop()]);
    for (const end of ended) if (end.status === 'rejected') throw end.reason;
  };
  return { url: publicUrl ?? url, [Symbol.asyncDispose]: stopAll };
}

function countersOf({ backend, config: { redisUrl }, role, log }: Shared): SharedCounters | null {
  if (redisUrl === null) return null;
  return openSharedCounters({ url: redisUrl, prefix: redisPrefixOf(backend.db), role }, log);
}

async function startProbes(shared: Shared): Promise<RunningServer | null> {
  const { backend, config, loops, metrics, stop, version, role } = shared;
  const { host, port } = config.metrics;
  if (port === null) return null;
  // The API answers and accepts triggers even without the queue. The other parts need it.
  const carrier = role === 'worker' || role === 'scheduler' ? shared.carrier : null;
  const server = createProbeServer({ db: backend.db, carrier, loops, stop, version, metrics });
  return await started(server, { host, port, setBy: { host: 'METRICS_HOST', port: 'METRICS_PORT' } });
}

async function started(server: FastifyInstance, address: ListenAddress): Promise<RunningServer> {
  const stop = async (): Promise<void> => await server.close();
  try {
    return { url: await listen(server, address), [Symbol.asyncDispose]: stop };
  } catch (error) {
    await stop();
    throw error;
  }
}
