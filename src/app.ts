import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { closeDatabase } from './backend/close-database.ts';
import { type Database, openDatabase } from './backend/database.ts';
import { startEmbeddedPostgres } from './backend/embedded.ts';
import type {
  Backend,
  Demo,
  DemoStoreRequest,
  RunningServer,
  Session,
  SessionOptions,
} from './cli/session.ts';
import type { Terminal } from './cli/terminal.ts';
import type { Config } from './config.ts';
import { removeDataFolders, removeTools, toolsFolder } from './demo/servers/remove-servers.ts';
import { AppError } from './kernel/errors.ts';
import { createLog, type Log } from './kernel/log.ts';
import { toStoreError } from './woocommerce/store-errors.ts';

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
  // Standard output is for answers.
  const log = createLog(level, terminal.err);
  const serveAt = async (db: Database, port: number) =>
    await startServer(db, { host: config.host, port, publicUrl: config.publicUrl, log, version });
  return {
    settings: {
      embeddedBackend: config.databaseUrl === null,
      storePassword: config.storePassword,
    },
    terminal,
    log,
    stop,
    demo: createDemo(config, log, stop),
    openBackend: async () =>
      config.databaseUrl === null
        ? await openEmbedded(config.dataDir, log, stop)
        : openExternal(config.databaseUrl, log),
    serve: async (db, { otherPort } = { otherPort: false }) => {
      try {
        return await serveAt(db, config.port);
      } catch (error) {
        if (!otherPort || !(error instanceof AppError) || error.code !== 'http.port-taken') throw error;
        return await serveAt(db, 0);
      }
    },
  };
}

function openExternal(databaseUrl: string, log: Log): Backend {
  const db = openDatabase({ connectionString: databaseUrl }, log);
  return { db, [Symbol.asyncDispose]: async () => await closeDatabase(db) };
}

async function openEmbedded(dataDir: string, log: Log, signal: AbortSignal): Promise<Backend> {
  const server = await startEmbeddedPostgres({ dataDir, log, signal });
  const db = openDatabase({ connectionString: server.url }, log);
  const close = async () => {
    // The server last: it waits for its clients.
    try {
      await closeDatabase(db);
    } finally {
      await server.stop();
    }
  };
  return { db, [Symbol.asyncDispose]: close };
}

async function startServer(
  db: Database,
  parts: { host: string; port: number; publicUrl: string | null; log: Log; version: string },
): Promise<RunningServer> {
  const { host, port, publicUrl, log, version } = parts;
  // The heaviest of all modules, loaded by those who serve: other commands start sooner without it.
  const { createServer, listen } = await import('./http/server.ts');
  const built = fileURLToPath(new URL('../admin/dist/', import.meta.url));
  const adminDir = existsSync(join(built, 'index.html')) ? built : null;
  const server = await createServer({ db, log, adminDir, version });
  const url = await listen(server, { host, port });
  return { url: publicUrl ?? url, [Symbol.asyncDispose]: async () => await server.close() };
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

function createDemo({ dataDir, searchPath }: Config, log: Log, signal: AbortSignal): Demo {
  // Apart from the real data: removing the demo must never remove anything else.
  const demoDir = join(dataDir, 'demo');
  const storeDir = join(dataDir, 'demo-store');
  return {
    dataDir: demoDir,
    storeDir,
    openBackend: async () => await openEmbedded(demoDir, log, signal),
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
