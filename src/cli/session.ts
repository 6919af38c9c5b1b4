import type { BackendPlace } from '../backend/connection/backend-place.ts';
import type { DatabaseClock } from '../backend/connection/database-clock.ts';
import type { EnvironmentStore } from '../backend/credentials/environment-credentials.ts';
import type { Database } from '../backend/database.ts';
import type { AppError } from '../kernel/errors.ts';
import type { Log } from '../kernel/log/log.ts';
import type { Secret } from '../kernel/secrets/secret.ts';
import type { Carrier } from '../tasks/carriers/carrier.ts';
import type { RedisFacts } from '../tasks/carriers/redis-facts.ts';
import type { CleanedUp } from '../tasks/cleanup-old-executions.ts';
import type { TaskRole } from '../tasks/serve-tasks.ts';
import type { MessageChannel } from '../vocabulary/alerts.ts';
import type { Language } from '../vocabulary/people.ts';
import type { Terminal } from './output/terminal.ts';

/** The part of the configuration that commands use. */
interface Settings {
  /** true for the bundled PostgreSQL; false for that of DATABASE_URL. */
  readonly embeddedBackend: boolean;
  readonly storePassword: string | null;
  /** The language of the person at the terminal. */
  readonly language: Language;
  /** False if no messages about problems are sent. */
  readonly sendsMail: boolean;
  /** True if alerts are sent by e-mail or webhook, but PUBLIC_URL is not set. */
  readonly alertsWithoutLinks: boolean;
  /** The panel's address, without a trailing slash; null if PUBLIC_URL is not set. */
  readonly publicUrl: string | null;
  /** The IANA zone of shown times, and of new configurations that name none. */
  readonly timezone: string;
  /** Retries of an execution that a command requests. */
  readonly maxRetries: number;
  /** The data folder of the bundled PostgreSQL. */
  readonly dataDir: string;
  /** The WAL archive of the bundled PostgreSQL; null if there is none. */
  readonly archiveDir: string | null;
  /** Names in the environment that resemble settings but are not settings. */
  readonly misspelt: readonly { readonly name: string; readonly nearest: string }[];
}

/** A channel for alerts. */
interface AlertWay {
  /** The host and port of the channel. */
  readonly place: string;
  /** Connects without sending anything. @throws unavailable, config `alert.…` */
  try(): Promise<void>;
}

/** The Redis that carries jobs. Both functions throw unavailable `queue.unreachable`. */
interface RedisQueue {
  read(): Promise<RedisFacts>;
  /** Sends one job through a separate queue. */
  carryOne(): Promise<void>;
}

/** The servers and services that `check` and `status` inspect besides the database. */
export interface Surroundings {
  /**
   * The time by the clock of this machine, which may be wrong. It is used only for comparison with other
   * clocks.
   */
  readonly now: () => Date;
  /** Free space on the disk with the folder. */
  freeBytes(folder: string): Promise<number>;
  openCarrier(backend: Pick<Backend, 'db'>): Promise<Pick<Carrier, 'counts' | 'close'>>;
  /** Null if PostgreSQL carries the jobs. */
  readonly redis: RedisQueue | null;
  /** Null if SMTP_URL is not set. */
  readonly mail: (AlertWay & { readonly recipients: number }) | null;
  /** Null if ALERT_WEBHOOK_URL is not set. */
  readonly webhook: AlertWay | null;
}

interface OpenBackend {
  /** The prefix of the names of a service's sessions. The sessions of a command carry the command's name. */
  readonly role?: ServiceRole;
  /**
   * Opens the backend for a command that only reads. If another process runs the bundled PostgreSQL, it
   * connects to that.
   */
  readonly shared?: boolean;
  /** true for a service, which starts without its database and reads the clock later. */
  readonly mayBeAway?: boolean;
  /** true for statements that may take hours. */
  readonly patient?: boolean;
}

/** An open backend: `await using` closes its pool, and then stops the server if this process runs it. */
export interface Backend extends AsyncDisposable {
  readonly db: Database;
  /** The time for everything that is stored or compared. */
  readonly clock: DatabaseClock;
  readonly place: BackendPlace;
}

/** A service that listens; `await using` waits for its running requests. */
export interface RunningServer extends AsyncDisposable {
  readonly url: string;
}

/** The tasks of a process of the service. */
export type ServiceRole = 'all' | 'api' | 'worker' | 'scheduler';

/** One process of the service. The resources that its parts share are closed with it. */
export interface Service extends AsyncDisposable {
  /** Answers HTTP. With `otherPort`, a free port is used if the wanted one is taken. */
  serve(options?: { readonly otherPort: boolean }): Promise<RunningServer>;
  /** Dispatches and runs work. `await using` gives back the running work. */
  serveTasks(role: TaskRole): Promise<AsyncDisposable>;
  /** Serves health and metrics of this process on a separate port; null if none is set. */
  serveProbes(): Promise<RunningServer | null>;
  /** Resolves when this process hangs and must end. */
  readonly stuck: Promise<AppError>;
}

export interface DemoStoreRequest {
  /** The `mysql://` address of the database to fill, which is created if it does not exist. */
  readonly url: string;
  readonly orders: number;
  readonly seed: number;
  readonly layout: DemoLayout;
  readonly prefix: string;
}

export const DEMO_LAYOUTS = ['hpos', 'posts', 'compatibility'] as const;
export type DemoLayout = (typeof DEMO_LAYOUTS)[number];

/** A private MariaDB server; `await using` stops it. */
export interface StoreServer extends AsyncDisposable {
  /**
   * The `mysql://` address of one of its databases, which need not exist, with an account that may create it.
   */
  url(database: string): string;
}

/** The parts of the demo. All its files are in one folder, apart from real data. */
export interface Demo {
  /** The demo's own data folder, with backend and store. */
  readonly dataDir: string;
  /** The folder of a store that runs alone. */
  readonly storeDir: string;
  openBackend(): Promise<Backend>;
  /** The secret key of the demo's backend. */
  secretKey(): Promise<Secret>;
  /** The service on the demo's own backend, key and queue; it sends no messages. */
  openService(backend: Backend): Promise<Service>;
  /** Downloads MariaDB if this machine has none, which takes a while; `onFetch` is called before. */
  startStoreServer(dataDir: string, onFetch: (title: string) => void): Promise<StoreServer>;
  makeStore(request: DemoStoreRequest, onProgress: (done: number, expected: number) => void): Promise<void>;
  /**
   * Removes everything that the demo created, also outside of the checkout, and returns the removed folders.
   */
  clean(): Promise<readonly string[]>;
}

/** The place for the secret key of a backup. */
export interface KeyPlan extends AsyncDisposable {
  /** Null if the key is already set. */
  readonly file: string | null;
  /**
   * Writes the key to a temporary file before the data are restored. In the end the file is removed, unless it
   * was renamed.
   *
   * @throws config `restore.secret-key`
   */
  write(): Promise<void>;
  /**
   * Renames the temporary file once the data are in place.
   *
   * @throws config `restore.secret-key`
   */
  keep(): Promise<void>;
}

/** The result of a test message to one recipient. */
export interface TestedAlert {
  readonly channel: MessageChannel;
  readonly recipient: string;
  readonly status: 'sent' | 'waiting' | 'given_up';
  /** Null if it was sent. */
  readonly error_code: string | null;
  /** The answer of the mail server or the webhook. */
  readonly reply: string | null;
}

/**
 * Everything that a command may use. `app.ts` creates it from the configuration, so that commands do not
 * depend on the environment or on the wiring.
 */
export interface Session {
  readonly settings: Settings;
  readonly terminal: Terminal;
  readonly log: Log;
  /** Aborted by Ctrl-C or SIGTERM: the work stops at the next page. */
  readonly stop: AbortSignal;
  readonly demo: Demo;
  /** Opens the backend. Reads the database's clock first, unless a service opens it. */
  openBackend(options?: OpenBackend): Promise<Backend>;
  readonly surroundings: Surroundings;
  readonly version: string;
  /** The store that the environment describes; null if there is none. */
  readonly storeEnvironment: EnvironmentStore | null;
  /**
   * The secret key that opens the secrets in the backend.
   * @throws config `config.secret-key-needed`
   */
  secretKey(): Promise<Secret>;
  /**
   * Finds the place for the secret key of a backup and writes nothing yet.
   *
   * @param to the file that the user named
   * @param asideAs the suffix of the name under which an existing key is kept
   * @throws config `restore.secret-key`: another key is set, or none is set and no file was named
   */
  planSecretKey(key: Secret, to: string | undefined, asideAs: string): Promise<KeyPlan>;
  /** The server with the restored files, before they are put in place. */
  openRestored(url: string): Backend;
  openService(backend: Pick<Backend, 'db' | 'clock'>, role: ServiceRole): Promise<Service>;
  /** Sends a test message to every recipient of alerts, and returns each result. */
  testAlerts(backend: Pick<Backend, 'db' | 'clock'>): Promise<readonly TestedAlert[]>;
  /** With `dryRun`, it only counts what it would remove. */
  cleanUp(backend: Pick<Backend, 'db' | 'clock'>, options: { readonly dryRun: boolean }): Promise<CleanedUp>;
}

/** A service logs its work. A command prints sentences, which its log would only repeat. */
export type DefaultLogLevel = 'info' | 'warn' | 'silent';

export interface SessionOptions {
  /** The name of the command with that of its group: `credentials test`. */
  readonly command: string;
  readonly verbose: boolean;
  /** The log level unless LOG_LEVEL or `--verbose` is set. */
  readonly defaultLogLevel: DefaultLogLevel;
  /** A service prints no results, so its log goes to standard output. */
  readonly logsToOut: boolean;
}

/** @throws config `config.environment` */
export type OpenSession = (options: SessionOptions) => Session;
