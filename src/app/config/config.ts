import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { z } from 'zod';
import type { EnvironmentStore } from '../../backend/credentials/environment-credentials.ts';
import { AppError } from '../../kernel/errors.ts';
import { type Secret, toSecret } from '../../kernel/secrets/secret.ts';
import { reasonOfFile } from '../../platform/folder-error.ts';
import { LANGUAGES, type Language } from '../../vocabulary/people.ts';
import { readDatabases } from './database-url.ts';
import { findMisspelt, type MisspeltSetting } from './misspelt-settings.ts';
import { redisUrl } from './redis-url.ts';
import { PRIVATE_KEY_PATH, type ReadText, readSecretFiles, SECRETS } from './secret-files.ts';
import { isServerAddress, NOT_ENCODED } from './server-address.ts';
import { isHost, isTimezone, wholeNumber } from './setting-forms.ts';
import { readStoreEnvironment, STORE_VARIABLES } from './store-environment.ts';

const LOG_LEVELS = ['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'] as const;
type LogLevel = (typeof LOG_LEVELS)[number];

/** All settings of the environment, parsed once at start. */
export interface Config {
  /** Null means the bundled PostgreSQL, whose files are in `dataDir`. */
  readonly databaseUrl: string | null;
  /**
   * A direct address of the same database, without a pooler, for listening to notices; null if `databaseUrl` is direct,
   * or there is no direct address.
   */
  readonly databaseDirectUrl: string | null;
  /** An absolute path. */
  readonly dataDir: string;
  /** An absolute path: the folder to which the bundled PostgreSQL archives its WAL. Null if it archives none. */
  readonly archiveDir: string | null;
  /** Null means the command's own default. */
  readonly logLevel: LogLevel | null;
  readonly host: string;
  /** 0 means any free port. */
  readonly port: number;
  /** Without a trailing slash; null means the address that the service listens on. */
  readonly publicUrl: string | null;
  /** Origins of sites whose pages may use the API from a browser; none: only our own. */
  readonly allowedOrigins: readonly string[];
  /** Addresses of proxies whose headers about the origin of a request are trusted. */
  readonly trustedProxies: readonly string[];
  /** IANA zone of new configurations, and of the present date. */
  readonly timezone: string;
  /** Attempts of an execution after its first one. */
  readonly syncMaxRetries: number;
  /** Null if PostgreSQL carries the jobs. */
  readonly redisUrl: string | null;
  readonly cleanup: {
    readonly olderThanDays: number;
    readonly keepNewest: number;
    readonly changesOlderThanDays: number;
  };
  readonly alerts: AlertConfig;
  /**
   * The address to call after each successful tick of the schedule; null to call none. The whole address may be a
   * secret.
   */
  readonly heartbeatUrl: Secret | null;
  readonly metrics: {
    readonly host: string;
    /**
     * The port on which every process publishes its health and its metrics. Null if it publishes none; 0 means any free
     * port.
     */
    readonly port: number | null;
    /**
     * The token with which a request gets the metrics on the service's own port. Null if no request gets them there.
     */
    readonly token: Secret | null;
  };
  /** The store's password, if the address contains none, so that it appears in no argument list. */
  readonly storePassword: string | null;
  /** The secret key that opens the secrets in the backend; null if it is not set. */
  readonly secretKey: Secret | null;
  /** The store that the environment itself describes (WOOCOMMERCE_…). */
  readonly storeEnvironment: EnvironmentStore | null;
  /** The language of the user at the terminal, from the locale of the system. */
  readonly language: Language;
  /** PATH, in which Taquilla looks for the programs that it starts. */
  readonly searchPath: string;
  /** Names in the environment that resemble settings but are not settings. */
  readonly misspelt: readonly MisspeltSetting[];
}

interface AlertConfig {
  /** Null if no mail is sent; incidents are still recorded and shown. */
  readonly smtpUrl: string | null;
  readonly from: string;
  readonly emails: readonly string[];
  /** The language of readers who have not chosen one. */
  readonly language: Language;
  readonly webhook: { readonly url: string; readonly secret: string } | null;
}

type Environment = Readonly<Record<string, string | undefined>>;

const unset = z.undefined().transform(() => null);

function listOf(item: RegExp, error: string) {
  return z
    .string()
    .transform((text) => text.split(',').map((part) => part.trim().replace(/\/+$/, '')))
    .refine((parts) => parts.every((part) => item.test(part)), { error })
    .or(z.undefined().transform((): string[] => []));
}

function portNumber() {
  const error = 'must be a whole number from 0 to 65535';
  return z
    .string()
    .regex(/^\d{1,5}$/, { error })
    .transform(Number)
    .refine((port) => port <= 65_535, { error });
}

/** Every setting, with its default. */
export const VARIABLES = z
  .object({
    DATABASE_URL: z.string().or(unset),
    DATABASE_DIRECT_URL: z.string().or(unset),
    TAQUILLA_DATA_DIR: z.string().default('.taquilla'),
    TAQUILLA_ARCHIVE_DIR: z.string().or(unset),
    LOG_LEVEL: z.enum(LOG_LEVELS, { error: `must be one of ${LOG_LEVELS.join(', ')}` }).or(unset),
    HOST: z
      .string()
      .refine(isHost, { error: 'must be an IP address or a host name, without a port' })
      .default('127.0.0.1'),
    PORT: portNumber().default(8000),
    PUBLIC_URL: z
      .url({ protocol: /^https?$/, error: 'must be an address like https://tickets.example.com' })
      .transform((url) => url.replace(/\/+$/, ''))
      .or(unset),
    ALLOWED_ORIGINS: listOf(
      /^https?:\/\/[^/?#\s]+$/,
      'must be origins like https://panel.example.com, separated by commas',
    ),
    TRUSTED_PROXIES: listOf(
      /^[\da-f.:]+(\/\d{1,3})?$/i,
      'must be addresses or networks like 10.0.0.0/8, separated by commas',
    ),
    TIME_ZONE: z
      .string()
      .refine(isTimezone, { error: 'must be the name of a time zone, like America/Santiago' })
      .default('UTC'),
    SYNC_MAX_RETRIES: z
      .string()
      .regex(/^\d{1,2}$/, { error: 'must be a whole number from 0 to 99' })
      .transform(Number)
      .default(3),
    REDIS_URL: redisUrl.or(unset),
    EXECUTIONS_KEEP_DAYS: wholeNumber(1, 3_650, 90),
    EXECUTIONS_KEEP_NEWEST: wholeNumber(1, 100_000, 100),
    CHANGES_KEEP_DAYS: wholeNumber(1, 3_650, 30),
    SMTP_URL: z
      .string()
      .regex(/^smtps?:\/\/\S+$/, {
        error: 'must be an address like smtp://user:password@mail.example.com:587',
      })
      .refine(isServerAddress, { error: NOT_ENCODED })
      .or(unset),
    ALERT_EMAILS: listOf(/^[^\s@<>,]+@[^\s@<>,]+$/, 'must be e-mail addresses, separated by commas'),
    ALERT_FROM: z
      .string()
      .regex(/^([^<>\r\n]*<[^\s@<>]+@[^\s@<>]+>|[^\s@<>]+@[^\s@<>]+)$/, {
        error: 'must be an address like Taquilla <taquilla@example.com>',
      })
      .default('Taquilla <taquilla@localhost>'),
    ALERT_LANGUAGE: z.enum(LANGUAGES, { error: 'must be en or es' }).default('en'),
    ALERT_WEBHOOK_URL: z
      .url({ protocol: /^https?$/, error: 'must be an address like https://hooks.example.com/taquilla' })
      .or(unset),
    HEARTBEAT_URL: z
      .url({ protocol: /^https?$/, error: 'must be an address like https://hc-ping.com/…' })
      .or(unset),
    METRICS_HOST: z
      .string()
      .refine(isHost, { error: 'must be an IP address or a host name, without a port' })
      .default('127.0.0.1'),
    METRICS_PORT: portNumber().or(unset),
    METRICS_TOKEN: z.string().min(16, { error: 'must have at least 16 characters' }).or(unset),
    ALERT_WEBHOOK_SECRET: z.string().min(16, { error: 'must have at least 16 characters' }).or(unset),
    TAQUILLA_STORE_PASSWORD: z.string().or(unset),
    TAQUILLA_SECRET_KEY: z
      .string()
      .min(32, { error: 'must have at least 32 random characters: openssl rand -base64 32' })
      .or(unset),
    LC_ALL: z.string().or(unset),
    LC_MESSAGES: z.string().or(unset),
    LANG: z.string().or(unset),
    PATH: z.string().default(''),
  })
  .refine((read) => read.ALERT_WEBHOOK_URL === null || read.ALERT_WEBHOOK_SECRET !== null, {
    path: ['ALERT_WEBHOOK_SECRET'],
    error: 'must be set with ALERT_WEBHOOK_URL, because it signs the messages',
  });

/** Every name that Taquilla reads. */
export const KNOWN_SETTINGS: readonly string[] = [
  ...Object.keys(VARIABLES.shape),
  ...Object.keys(STORE_VARIABLES.shape),
  ...SECRETS.map((name) => `${name}_FILE`),
  PRIVATE_KEY_PATH,
];

/**
 * Converts the environment to a `Config`. All faults are reported together, each with its variable's name and never
 * with its value, which may be a secret. An empty variable counts as absent, because Compose files pass unset variables
 * like that.
 *
 * @throws config `config.environment`
 */
export function parseConfig(
  environment: Environment,
  workingDir: string,
  readText: ReadText = (path) => readFileSync(resolve(workingDir, path), 'utf8'),
): Config {
  const files = readSecretFiles(environment, readText);
  const whole: Environment = { ...environment, ...files.values };
  const named = Object.keys(VARIABLES.shape).map((name) => [name, whole[name] || undefined] as const);
  const parsed = VARIABLES.safeParse(Object.fromEntries(named));
  const store = readStoreEnvironment(whole, files.privateKey);
  const databases = readDatabases(whole, readText);
  const others = [...databases.faults, ...store.faults, ...files.faults];
  if (!parsed.success || others.length > 0) {
    const issues = parsed.error?.issues ?? [];
    const faults = [...issues.map((issue) => `${issue.path.join('.')} ${reasonOf(issue)}`), ...others];
    throw new AppError({
      code: 'config.environment',
      message: `The environment cannot be used: ${faults.join('; ')}.`,
    });
  }
  const read = parsed.data;
  return {
    databaseUrl: databases.url,
    databaseDirectUrl: databases.directUrl,
    dataDir: resolve(workingDir, read.TAQUILLA_DATA_DIR),
    archiveDir: read.TAQUILLA_ARCHIVE_DIR === null ? null : resolve(workingDir, read.TAQUILLA_ARCHIVE_DIR),
    logLevel: read.LOG_LEVEL,
    host: read.HOST,
    port: read.PORT,
    publicUrl: read.PUBLIC_URL,
    allowedOrigins: read.ALLOWED_ORIGINS,
    trustedProxies: read.TRUSTED_PROXIES,
    timezone: read.TIME_ZONE,
    syncMaxRetries: read.SYNC_MAX_RETRIES,
    redisUrl: read.REDIS_URL,
    cleanup: {
      olderThanDays: read.EXECUTIONS_KEEP_DAYS,
      keepNewest: read.EXECUTIONS_KEEP_NEWEST,
      changesOlderThanDays: read.CHANGES_KEEP_DAYS,
    },
    alerts: {
      smtpUrl: read.SMTP_URL,
      from: read.ALERT_FROM,
      emails: read.ALERT_EMAILS,
      language: read.ALERT_LANGUAGE,
      webhook: webhookOf(read.ALERT_WEBHOOK_URL, read.ALERT_WEBHOOK_SECRET),
    },
    heartbeatUrl: toSecret(read.HEARTBEAT_URL),
    metrics: { host: read.METRICS_HOST, port: read.METRICS_PORT, token: toSecret(read.METRICS_TOKEN) },
    storePassword: read.TAQUILLA_STORE_PASSWORD,
    secretKey: toSecret(read.TAQUILLA_SECRET_KEY),
    storeEnvironment: store.store,
    language: /^es/i.test(read.LC_ALL ?? read.LC_MESSAGES ?? read.LANG ?? '') ? 'es' : 'en',
    searchPath: read.PATH,
    misspelt: findMisspelt(environment, KNOWN_SETTINGS),
  };
}

/** Reads `.env` of the working directory, if it exists, and then the environment, which takes precedence. */
export function loadConfig(): Config {
  try {
    process.loadEnvFile();
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ENOENT')) {
      throw new AppError({
        code: 'config.env-file',
        message: `The file ${join(process.cwd(), '.env')} exists but cannot be read (${reasonOfFile(error)}).`,
        cause: error,
      });
    }
  }
  return parseConfig(process.env, process.cwd());
}

function webhookOf(url: string | null, secret: string | null): AlertConfig['webhook'] {
  return url === null || secret === null ? null : { url, secret };
}

/** A union reports an issue of its own, but the sentence of its first branch is more useful. */
function reasonOf(issue: z.core.$ZodIssue): string {
  if (issue.code !== 'invalid_union') return issue.message;
  return issue.errors[0]?.[0]?.message ?? issue.message;
}
