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

/** The part of the configuration that commands look at. */
interface Settings {
  /** true: the PostgreSQL that Taquilla brings along; false: the one that DATABASE_URL names. */
  readonly embeddedBackend: boolean;
  readonly storePassword: string | null;
  /** Of the person at the terminal. */
  readonly language: Language;
  /** false: no message is sent when something goes wrong. */
  readonly sendsMail: boolean;
  /** true: alerts go out by mail or webhook, and PUBLIC_URL is not set. */
  readonly alertsWithoutLinks: boolean;
  /** Where people find the panel, without a slash at its end; null: PUBLIC_URL is not set. */
  readonly publicUrl: string | null;
  /** IANA zone in which times are shown; new configurations that name none take it. */
  readonly timezone: string;
  /** Attempts after the first one of an execution that a command asks for. */
  readonly maxRetries: number;
  /** Where the bundled PostgreSQL keeps its data. */
  readonly dataDir: string;
  /** Where the bundled PostgreSQL archives what it writes; null: nowhere. */
  readonly archiveDir: string | null;
  /** Names in the environment that look like settings and are none. */
  readonly misspelt: readonly { readonly name: string; readonly nearest: string }[];
}

/** A way on which alerts go out. */
interface AlertWay {
  /** Host and port. */
  readonly place: string;
  /** Goes the way without sending anything. @throws unavailable, config `alert.…` */
  try(): Promise<void>;
}

/** The Redis that carries jobs. Both throw unavailable `queue.unreachable`. */
interface RedisQueue {
  read(): Promise<RedisFacts>;
  /** One job goes through a queue of its own. */
  carryOne(): Promise<void>;
}

/** What `check` and `status` ask beside the database. */
export interface Surroundings {
  /** By the clock of this machine, which may be wrong: only to be compared with others. */
  readonly now: () => Date;
  /** Of the disk on which the folder lies. */
  freeBytes(folder: string): Promise<number>;
  openCarrier(backend: Pick<Backend, 'db'>): Promise<Pick<Carrier, 'counts' | 'close'>>;
  /** null: jobs wait in PostgreSQL. */
  readonly redis: RedisQueue | null;
  /** null: SMTP_URL is not set. */
  readonly mail: (AlertWay & { readonly recipients: number }) | null;
  /** null: ALERT_WEBHOOK_URL is not set. */
  readonly webhook: AlertWay | null;
}

interface OpenBackend {
  /** How the sessions of a service are named; those of commands bear the command's name. */
  readonly role?: ServiceRole;
  /** For a look. Where another process runs the bundled PostgreSQL, connects to that one. */
  readonly shared?: boolean;
  /** For a service, which starts without its database and reads the clock once it is there. */
  readonly mayBeAway?: boolean;
  /** For statements that may take hours. */
  readonly patient?: boolean;
}

/** An open backend: `await using` closes its pool, then the server if it is ours. */
export interface Backend extends AsyncDisposable {
  readonly db: Database;
  /** The time, for all that is written and compared. */
  readonly clock: DatabaseClock;
  readonly place: BackendPlace;
}

/** A service that listens; `await using` lets its running requests end. */
export interface RunningServer extends AsyncDisposable {
  readonly url: string;
}

/** What a process of the service is there for. */
export type ServiceRole = 'all' | 'api' | 'worker' | 'scheduler';

/** One process of the service; what its parts share ends with it. */
export interface Service extends AsyncDisposable {
  /** Answers HTTP. `otherPort`: where the port is taken, takes a free one. */
  serve(options?: { readonly otherPort: boolean }): Promise<RunningServer>;
  /** Dispatches and works; `await using` gives back what runs. */
  serveTasks(role: TaskRole): Promise<AsyncDisposable>;
  /** Health and figures of this process on a port of their own; null: none is set. */
  serveProbes(): Promise<RunningServer | null>;
  /** Resolves once this process hangs and must end. */
  readonly stuck: Promise<AppError>;
}

export interface DemoStoreRequest {
  /** `mysql://` address of the database to fill; it is made if it is not there. */
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
  /** `mysql://` address of one of its databases, there or not yet, of an account that may make it. */
  url(database: string): string;
}

/** What the demo is made of. Everything of it lies in one folder, apart from real data. */
export interface Demo {
  /** The demo's own data folder: backend and store. */
  readonly dataDir: string;
  /** The folder of a store that is served alone. */
  readonly storeDir: string;
  openBackend(): Promise<Backend>;
  /** What opens the secrets that the demo's backend keeps. */
  secretKey(): Promise<Secret>;
  /** The service over the demo's own backend, key and queue; it sends no message. */
  openService(backend: Backend): Promise<Service>;
  /** Fetches MariaDB if this machine has none; `onFetch` is called, since that takes a while. */
  startStoreServer(dataDir: string, onFetch: (title: string) => void): Promise<StoreServer>;
  makeStore(request: DemoStoreRequest, onProgress: (done: number, expected: number) => void): Promise<void>;
  /** Removes all that the demo made, also outside the checkout; answers with the folders. */
  clean(): Promise<readonly string[]>;
}

/** Where the secret key of a backup goes. */
export interface KeyPlan extends AsyncDisposable {
  /** null: it is set already. */
  readonly file: string | null;
  /**
   * Writes it beside its place, before the data is there. What is not kept is removed in the end.
   * @throws config `restore.secret-key`
   */
  write(): Promise<void>;
  /**
   * Gives it its name, once the data is there.
   * @throws config `restore.secret-key`
   */
  keep(): Promise<void>;
}

/** How a test message to one recipient went. */
export interface TestedAlert {
  readonly channel: MessageChannel;
  readonly recipient: string;
  readonly status: 'sent' | 'waiting' | 'given_up';
  /** null: it was sent. */
  readonly error_code: string | null;
  /** What the mail server or the other side of the webhook said. */
  readonly reply: string | null;
}

/**
 * All that a command may use. `app.ts` makes it from the configuration, so that commands know neither the
 * environment nor how anything is wired.
 */
export interface Session {
  readonly settings: Settings;
  readonly terminal: Terminal;
  readonly log: Log;
  /** Set off by Ctrl-C or SIGTERM: stop at the next page. */
  readonly stop: AbortSignal;
  readonly demo: Demo;
  /** Reads the database's clock first, unless a service opens it. */
  openBackend(options?: OpenBackend): Promise<Backend>;
  readonly surroundings: Surroundings;
  readonly version: string;
  /** The store that the environment describes; null: none. */
  readonly storeEnvironment: EnvironmentStore | null;
  /**
   * What opens the secrets that the backend keeps.
   * @throws config `config.secret-key-needed`
   */
  secretKey(): Promise<Secret>;
  /**
   * Where the secret key of a backup is kept from now on; nothing is written before it is asked to.
   *
   * @param to the file that somebody named
   * @param asideAs what the name of a key ends with that is there already, and set aside
   * @throws config `restore.secret-key`: another one is set, or none, and no file was named
   */
  planSecretKey(key: Secret, to: string | undefined, asideAs: string): Promise<KeyPlan>;
  /** The server whose files were restored, before it takes its place. */
  openRestored(url: string): Backend;
  openService(backend: Pick<Backend, 'db' | 'clock'>, role: ServiceRole): Promise<Service>;
  /** Sends a test message to everybody whom alerts reach, and answers how each of them went. */
  testAlerts(backend: Pick<Backend, 'db' | 'clock'>): Promise<readonly TestedAlert[]>;
  /** `dryRun`: only counts what would go. */
  cleanUp(backend: Pick<Backend, 'db' | 'clock'>, options: { readonly dryRun: boolean }): Promise<CleanedUp>;
}

/** A service logs what it does; a command prints sentences, so its log would only repeat them. */
export type DefaultLogLevel = 'info' | 'warn' | 'silent';

export interface SessionOptions {
  /** Its name and that of its group: `credentials test`. */
  readonly command: string;
  readonly verbose: boolean;
  /** What is logged unless LOG_LEVEL or `--verbose` say otherwise. */
  readonly defaultLogLevel: DefaultLogLevel;
  /** A service has no answers to give: its log goes to standard output. */
  readonly logsToOut: boolean;
}

/** @throws config `config.environment` */
export type OpenSession = (options: SessionOptions) => Session;
