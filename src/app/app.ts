import { join } from 'node:path';
import { startEmbeddedPostgres } from '../backend/bundled/bundled-server.ts';
import { type BackendPlace, externalPlace } from '../backend/connection/backend-place.ts';
import { closeDatabase } from '../backend/connection/close-database.ts';
import { clockOf } from '../backend/connection/database-clock.ts';
import { openDatabase, PROGRAM } from '../backend/database.ts';
import { embeddedSecretKey } from '../backend/secrets/secret-key-file.ts';
import type { Terminal } from '../cli/output/terminal.ts';
import type { Backend, Demo, DemoStoreRequest, Session, SessionOptions } from '../cli/session.ts';
import { removeDataFolders, removeTools, toolsPlace } from '../demo/servers/remove-servers.ts';
import { AppError } from '../kernel/errors.ts';
import { createLog, type Log } from '../kernel/log/log.ts';
import type { Secret } from '../kernel/secrets/secret.ts';
import { cleanupOldExecutions, listOldExecutions, NOTHING_REMOVED } from '../tasks/cleanup-old-executions.ts';
import { toStoreError } from '../woocommerce/connect/store-errors.ts';
import { parseStoreUrl } from '../woocommerce/connect/store-url.ts';
import { alertSettingsOf } from './alert-settings.ts';
import type { Config } from './config/config.ts';
import { planSecretKey } from './plan-secret-key.ts';
import { createSurroundings, type Machine, THIS_MACHINE } from './surroundings.ts';

/** An error about a wrong password names the setting that contains it. For a demo store it is this option. */
const DEMO_STORE_URL = '--url (mysql://user:password@host:port/database)';
/** Eight executions at the same time take two connections each, and the service needs a few more. */
const MOST_CONNECTIONS = 20;
/** A single statement may copy a whole table of a large backend. */
const PATIENT_ANSWER_LIMIT_MS = 24 * 3_600_000;

interface Outside {
  readonly terminal: Terminal;
  /** Aborted when the program is asked to stop. */
  readonly stop: AbortSignal;
  readonly version: string;
  /** Tests pass a machine of their own. */
  readonly machine?: Machine;
}

/**
 * Creates the session, which holds everything that a command may use, from the configuration. Connections are
 * opened on first use.
 */
export function createSession(config: Config, outside: Outside, options: SessionOptions): Session {
  const { terminal, stop, version, machine = THIS_MACHINE } = outside;
  const level = options.verbose ? 'debug' : (config.logLevel ?? options.defaultLogLevel);
  const log = createLog(level, options.logsToOut ? terminal.out : terminal.err);
  return {
    settings: {
      embeddedBackend: config.databaseUrl === null,
      storePassword: config.storePassword,
      language: config.language,
      sendsMail: config.alerts.smtpUrl !== null,
      alertsWithoutLinks:
        config.publicUrl === null && (config.alerts.smtpUrl !== null || config.alerts.webhook !== null),
      publicUrl: config.publicUrl,
      timezone: config.timezone,
      maxRetries: config.syncMaxRetries,
      dataDir: config.dataDir,
      archiveDir: config.archiveDir,
      misspelt: config.misspelt,
    },
    surroundings: createSurroundings(config, machine, log),
    version,
    terminal,
    log,
    stop,
    demo: createDemo(config, { log, machine, signal: stop, version }),
    storeEnvironment: config.storeEnvironment,
    secretKey: async () => await secretKeyOf(config),
    planSecretKey: async (key, to, asideAs) => await planSecretKey(config, key, to, asideAs),
    openRestored: (url) => {
      const name = `${PROGRAM} ${options.command}`;
      const place: BackendPlace = { kind: 'bundled', folder: config.dataDir };
      return openServer(url, place, { log, machine, name, patient: true });
    },
    openBackend: async ({
      role = options.command,
      shared = false,
      mayBeAway = false,
      patient = false,
    } = {}) => {
      const opening = { log, machine, name: `${PROGRAM} ${role}`, patient };
      const opened =
        config.databaseUrl === null
          ? await openEmbedded(config, { ...opening, signal: stop }, shared)
          : openServer(config.databaseUrl, externalPlace(config.databaseUrl), {
              ...opening,
              directUrl: config.databaseDirectUrl,
            });
      return mayBeAway ? opened : await measured(opened);
    },
    openService: async (backend, role) => {
      // Only the service needs the server, the queue and the mail client, so other commands start faster
      // without them.
      const { openService } = await import('./service.ts');
      return await openService(config, {
        backend,
        role,
        log,
        stop,
        version,
        secretKey: async () => await secretKeyOf(config),
      });
    },
    testAlerts: async ({ db, clock }) => {
      const { sendTestMessages } = await import('../alerts/test-messages.ts');
      return await sendTestMessages(db, alertSettingsOf(config), clock.now());
    },
    cleanUp: async ({ db, clock: { now } }, { dryRun }) => {
      const deps = { db, log, now, settings: config.cleanup, carrier: null };
      if (!dryRun) return await cleanupOldExecutions(deps, stop);
      return { ...NOTHING_REMOVED, executions: (await listOldExecutions(deps)).length };
    },
  };
}

/**
 * The secret key that opens the secrets in the backend. The bundled backend keeps its key in a file. For
 * another backend it is unclear where such a file would be safe, and whether all machines could read it.
 *
 * @throws config `config.secret-key-needed`
 */
async function secretKeyOf({ secretKey, databaseUrl, dataDir }: Config): Promise<Secret> {
  if (secretKey !== null) return secretKey;
  if (databaseUrl === null) return await embeddedSecretKey(dataDir);
  throw new AppError({
    code: 'config.secret-key-needed',
    message:
      'Set TAQUILLA_SECRET_KEY (or TAQUILLA_SECRET_KEY_FILE), which seals the secrets of stores: openssl rand -base64 32',
  });
}

interface Opening {
  readonly log: Log;
  readonly machine: Machine;
  /** The name of the sessions in `pg_stat_activity`. */
  readonly name: string;
  /** true for statements that copy a whole table. */
  readonly patient: boolean;
}

/** Measures the database's clock, so that the backend can tell the time. */
async function measured(opened: Backend): Promise<Backend> {
  try {
    await opened.clock.measure();
    return opened;
  } catch (thrown) {
    await opened[Symbol.asyncDispose]();
    throw thrown;
  }
}

function openServer(
  url: string,
  place: BackendPlace,
  { log, machine, name, patient, directUrl = null }: Opening & { readonly directUrl?: string | null },
): Backend {
  const answerLimitMs = patient ? PATIENT_ANSWER_LIMIT_MS : undefined;
  const db = openDatabase({ connectionString: url, directUrl, name }, log, MOST_CONNECTIONS, answerLimitMs);
  return {
    db,
    clock: clockOf(db, machine.now),
    place,
    [Symbol.asyncDispose]: async () => await closeDatabase(db),
  };
}

async function openEmbedded(
  { dataDir, archiveDir }: Pick<Config, 'dataDir' | 'archiveDir'>,
  { signal, ...opening }: Opening & { readonly signal: AbortSignal },
  shared = false,
): Promise<Backend> {
  const server = await startEmbeddedPostgres({ dataDir, archiveDir, log: opening.log, signal, shared });
  const opened = openServer(server.url, { kind: 'bundled', folder: dataDir }, opening);
  const close = async () => {
    // The server closes last, because it waits for its clients.
    try {
      await opened[Symbol.asyncDispose]();
    } finally {
      await server.stop();
    }
  };
  return { ...opened, [Symbol.asyncDispose]: close };
}

async function makeStore(
  request: DemoStoreRequest,
  onProgress: (done: number, expected: number) => void,
  signal: AbortSignal,
): Promise<void> {
  const { makeDemoStore } = await import('../demo/demo-store.ts');
  const { refuseForeignStore } = await import('../demo/refuse-foreign-store.ts');
  try {
    await refuseForeignStore(request.url, request.prefix);
    await makeDemoStore({
      ...request,
      signal,
      onProgress: ({ ordersWritten, ordersPlanned }) => onProgress(ordersWritten, ordersPlanned),
    });
  } catch (thrown) {
    const address = parseStoreUrl(request.url);
    const password = address.password ?? '';
    throw toStoreError(thrown, { ...address, password, passwordVariable: DEMO_STORE_URL });
  }
}

function createDemo(
  config: Config,
  {
    log,
    machine,
    signal,
    version,
  }: Pick<Opening, 'log' | 'machine'> & { readonly signal: AbortSignal; readonly version: string },
): Demo {
  const { dataDir, searchPath } = config;
  // A folder apart from the real data, so that removing the demo never removes anything else.
  const demoDir = join(dataDir, 'demo');
  const storeDir = join(dataDir, 'demo-store');
  const demoConfig = configOfDemo(config, demoDir);
  return {
    dataDir: demoDir,
    storeDir,
    openBackend: async () => {
      const opening = { log, machine, name: `${PROGRAM} demo`, patient: false, signal };
      return await measured(await openEmbedded(demoConfig, opening));
    },
    secretKey: async () => await secretKeyOf(demoConfig),
    openService: async (backend) => {
      const { openService } = await import('./service.ts');
      const secretKey = async () => await secretKeyOf(demoConfig);
      return await openService(demoConfig, { backend, role: 'all', log, stop: signal, version, secretKey });
    },
    startStoreServer: async (serverDir, onFetch) => {
      const { MARIADB_TOOL } = await import('../demo/servers/mariadb-tool.ts');
      const { startPrivateMariadb } = await import('../demo/servers/mariadb.ts');
      const { provideTool, thisMachine } = await import('../demo/servers/provide-tool.ts');
      const { toolsDir, user } = await toolsPlace(dataDir);
      const sources = await thisMachine(searchPath);
      const tool = await provideTool({ tool: MARIADB_TOOL, toolsDir, sources, user, onFetch, signal });
      return await startPrivateMariadb({ dataDir: serverDir, tool, log, signal });
    },
    makeStore: async (request, onProgress) => await makeStore(request, onProgress, signal),
    clean: async () => [...(await removeDataFolders([demoDir, storeDir])), ...(await removeTools(dataDir))],
  };
}

/** The demo has its own backend, key and queue; it never uses the real mail server or a real store. */
function configOfDemo(config: Config, demoDir: string): Config {
  return {
    ...config,
    dataDir: demoDir,
    archiveDir: null,
    databaseUrl: null,
    databaseDirectUrl: null,
    redisUrl: null,
    secretKey: null,
    storeEnvironment: null,
    alerts: { ...config.alerts, smtpUrl: null, webhook: null },
    heartbeatUrl: null,
  };
}
