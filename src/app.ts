import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { closeDatabase } from './backend/close-database.ts';
import { followEnvironment } from './backend/credentials/environment-credentials.ts';
import { embeddedSecretKey } from './backend/credentials/secret-key-file.ts';
import { type Database, openDatabase } from './backend/database.ts';
import { startEmbeddedPostgres } from './backend/embedded/embedded.ts';
import type {
  Backend,
  Demo,
  DemoStoreRequest,
  RunningServer,
  Session,
  SessionOptions,
} from './cli/session.ts';
import { createStoreDoor } from './cli/store-door.ts';
import { openStoredStore } from './cli/stored-store.ts';
import type { Terminal } from './cli/terminal.ts';
import type { Config } from './config.ts';
import { removeDataFolders, removeTools, toolsFolder } from './demo/servers/remove-servers.ts';
import { AppError } from './kernel/errors.ts';
import { createLog, type Log } from './kernel/log.ts';
import type { Secret } from './kernel/secret.ts';
import type { CarrierPlace } from './tasks/bullmq-carrier.ts';
import {
  type CleanedUp,
  cleanupOldExecutions,
  listOldExecutions,
  NOTHING_REMOVED,
} from './tasks/cleanup-old-executions.ts';
import { QUEUES } from './tasks/queues.ts';
import type { TaskRole } from './tasks/serve-tasks.ts';
import { toStoreError } from './woocommerce/store-errors.ts';

/** Eight executions at once take two each, and a service has its own. */
const MOST_CONNECTIONS = 20;

interface Outside {
  readonly terminal: Terminal;
  /** Set off when the program is asked to end. */
  readonly stop: AbortSignal;
  readonly version: string;
}

/** The only wiring: what a command may use, made from the configuration. Nothing is opened before it is asked for. */
export function createSession(config: Config, outside: Outside, options: SessionOptions): Session {
  const { terminal, stop, version } = outside;
  const level = options.verbose ? 'debug' : (config.logLevel ?? options.defaultLogLevel);
  const log = createLog(level, options.logsToOut ? terminal.out : terminal.err);
  return {
    settings: {
      embeddedBackend: config.databaseUrl === null,
      storePassword: config.storePassword,
      language: config.language,
      sendsMail: config.alerts.smtpUrl !== null,
    },
    terminal,
    log,
    stop,
    demo: createDemo(config, { log, signal: stop, version }),
    storeEnvironment: config.storeEnvironment,
    secretKey: async () => await secretKeyOf(config),
    openBackend: async () =>
      config.databaseUrl === null
        ? await openEmbedded(config.dataDir, log, stop)
        : openExternal(config.databaseUrl, log),
    serve: async (backend) => await startServer(backend, config, { port: config.port, log, version }),
    serveTasks: async (backend, role) => await startTasks(backend, config, role, log),
    cleanUp: async (db, { dryRun }) => await cleanUp(db, config, dryRun, log, stop),
  };
}

async function startTasks(
  backend: Backend,
  config: Config,
  role: TaskRole,
  log: Log,
): Promise<AsyncDisposable> {
  // The queue and the mail are for those who serve: other commands start sooner without them.
  const { openCarrier } = await import('./tasks/bullmq-carrier.ts');
  const { serveTasks } = await import('./tasks/serve-tasks.ts');
  const { publicUrl, host, port, timezone } = config;
  const { smtpUrl, from, emails, language, webhook } = config.alerts;
  const carrier = openCarrier(carrierPlace(config, backend.url), log);
  const mail = smtpUrl === null ? null : { smtpUrl, from, recipients: emails, language };
  const secretKey = async () => await secretKeyOf(config);
  const now = (): Date => new Date();
  const stores = { db: backend.db, log, secretKey, environment: config.storeEnvironment };
  const tasks = serveTasks(
    {
      db: backend.db,
      log,
      now,
      carrier,
      openStore: async (credentialsId) => await openStoredStore(stores, credentialsId),
      testStore: createStoreDoor(stores, now).testStored,
      alerts: { mail, webhook, publicUrl: publicUrl ?? `http://${host}:${port}`, timezone },
      cleanup: config.cleanup,
      maxRetries: config.syncMaxRetries,
    },
    role,
  );
  const stop = async (): Promise<void> => {
    await tasks.stop();
    await carrier.close();
  };
  return { [Symbol.asyncDispose]: stop };
}

function carrierPlace({ redisUrl }: Config, databaseUrl: string): CarrierPlace {
  return redisUrl === null
    ? { kind: 'postgres', connectionString: databaseUrl }
    : { kind: 'redis', url: redisUrl };
}

async function cleanUp(
  db: Database,
  { cleanup }: Config,
  dryRun: boolean,
  log: Log,
  signal: AbortSignal,
): Promise<CleanedUp> {
  const deps = { db, log, now: () => new Date(), settings: cleanup, carrier: null };
  if (!dryRun) return await cleanupOldExecutions(deps, signal);
  return { ...NOTHING_REMOVED, executions: (await listOldExecutions(deps)).length };
}

/**
 * What opens the secrets that the backend keeps. A backend of our own comes with a key in a file; for another one
 * nobody could say where such a file would be safe, and whether all machines have the same.
 *
 * @throws config `config.secret-key-needed`
 */
async function secretKeyOf({ secretKey, databaseUrl, dataDir }: Config): Promise<Secret> {
  if (secretKey !== null) return secretKey;
  if (databaseUrl === null) return await embeddedSecretKey(dataDir);
  throw new AppError({
    kind: 'config',
    code: 'config.secret-key-needed',
    message:
      'Set TAQUILLA_SECRET_KEY (or TAQUILLA_SECRET_KEY_FILE), which seals the secrets of stores: openssl rand -base64 32',
  });
}

function openExternal(databaseUrl: string, log: Log): Backend {
  const db = openDatabase({ connectionString: databaseUrl }, log, MOST_CONNECTIONS);
  return { db, url: databaseUrl, [Symbol.asyncDispose]: async () => await closeDatabase(db) };
}

async function openEmbedded(dataDir: string, log: Log, signal: AbortSignal): Promise<Backend> {
  const server = await startEmbeddedPostgres({ dataDir, log, signal });
  const db = openDatabase({ connectionString: server.url }, log, MOST_CONNECTIONS);
  const close = async () => {
    // The server last: it waits for its clients.
    try {
      await closeDatabase(db);
    } finally {
      await server.stop();
    }
  };
  return { db, url: server.url, [Symbol.asyncDispose]: close };
}

async function startServer(
  { db, url: databaseUrl }: Pick<Backend, 'db' | 'url'>,
  config: Config,
  parts: { port: number; log: Log; version: string },
): Promise<RunningServer> {
  const { port, log, version } = parts;
  // The heaviest of all modules, loaded by those who serve: other commands start sooner without it.
  const { createServer, listen } = await import('./http/server.ts');
  const { openCarrier } = await import('./tasks/bullmq-carrier.ts');
  const built = fileURLToPath(new URL('../admin/dist/', import.meta.url));
  const adminDir = existsSync(join(built, 'index.html')) ? built : null;
  const { publicUrl, timezone, allowedOrigins, trustedProxies } = config;
  const now = (): Date => new Date();
  const secretKey = async (): Promise<Secret> => await secretKeyOf(config);
  const carrier = openCarrier(carrierPlace(config, databaseUrl), log);
  const server = await createServer({
    db,
    log,
    adminDir,
    version,
    publicUrl,
    timezone,
    allowedOrigins,
    trustedProxies,
    now,
    maxRetries: config.syncMaxRetries,
    stores: createStoreDoor({ db, log, secretKey, environment: config.storeEnvironment }, now),
    secretKey,
    carrier,
    requestsPerMinute: null,
  });
  // So that the set shows before anything uses it. Not yet migrated: then it shows later.
  if (config.storeEnvironment !== null) {
    await followEnvironment(db, config.storeEnvironment).catch((error: unknown) =>
      log.warn({ err: error }, 'the credentials of the environment cannot be shown yet'),
    );
  }
  const stop = async (): Promise<void> => {
    await server.close();
    await carrier.close();
  };
  try {
    const url = await listen(server, { host: config.host, port });
    return { url: publicUrl ?? url, [Symbol.asyncDispose]: stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

async function makeStore(
  request: DemoStoreRequest,
  onProgress: (done: number, expected: number) => void,
  signal: AbortSignal,
): Promise<void> {
  const { makeDemoStore } = await import('./demo/demo-store.ts');
  const { refuseForeignStore } = await import('./demo/refuse-foreign-store.ts');
  try {
    await refuseForeignStore(request.url, request.prefix);
    await makeDemoStore({
      ...request,
      signal,
      onProgress: ({ ordersWritten, ordersPlanned }) => onProgress(ordersWritten, ordersPlanned),
    });
  } catch (thrown) {
    throw toStoreError(thrown);
  }
}

function createDemo(
  config: Config,
  { log, signal, version }: { readonly log: Log; readonly signal: AbortSignal; readonly version: string },
): Demo {
  const { dataDir, searchPath } = config;
  // Apart from the real data: removing the demo must never remove anything else.
  const demoDir = join(dataDir, 'demo');
  const storeDir = join(dataDir, 'demo-store');
  const demoConfig = configOfDemo(config, demoDir);
  return {
    dataDir: demoDir,
    storeDir,
    openBackend: async () => await openEmbedded(demoDir, log, signal),
    secretKey: async () => await secretKeyOf(demoConfig),
    serve: async (backend) => await serveDemo(backend, demoConfig, { log, version }),
    startStoreServer: async (serverDir, onFetch) => {
      const { MARIADB_TOOL } = await import('./demo/servers/mariadb-tool.ts');
      const { startPrivateMariadb } = await import('./demo/servers/mariadb.ts');
      const { provideTool } = await import('./demo/servers/provide-tool.ts');
      const toolsDir = await toolsFolder(dataDir);
      await provideTool({ tool: MARIADB_TOOL, toolsDir, searchPath, onFetch, signal });
      return await startPrivateMariadb({ dataDir: serverDir, toolsDir, log, searchPath, signal });
    },
    makeStore: async (request, onProgress) => await makeStore(request, onProgress, signal),
    clean: async () => [...(await removeDataFolders([demoDir, storeDir])), ...(await removeTools(dataDir))],
  };
}

/** The demo's own backend, key and queue; real mail and real stores are none of its business. */
function configOfDemo(config: Config, demoDir: string): Config {
  return {
    ...config,
    dataDir: demoDir,
    databaseUrl: null,
    redisUrl: null,
    secretKey: null,
    storeEnvironment: null,
    alerts: { ...config.alerts, smtpUrl: null, webhook: null },
  };
}

async function serveDemo(
  backend: Backend,
  config: Config,
  { log, version }: { readonly log: Log; readonly version: string },
): Promise<RunningServer> {
  const serveAt = async (port: number): Promise<RunningServer> =>
    await startServer(backend, config, { port, log, version });
  const server = await serveAt(config.port).catch(async (error: unknown) => {
    if (!(error instanceof AppError) || error.code !== 'http.port-taken') throw error;
    return await serveAt(0);
  });
  try {
    const tasks = await startTasks(backend, config, { queues: QUEUES, concurrency: null }, log);
    const stop = async (): Promise<void> => {
      await server[Symbol.asyncDispose]();
      await tasks[Symbol.asyncDispose]();
    };
    return { url: server.url, [Symbol.asyncDispose]: stop };
  } catch (error) {
    await server[Symbol.asyncDispose]();
    throw error;
  }
}
