import { isIP } from 'node:net';
import { resolve } from 'node:path';
import { z } from 'zod';
import { AppError } from './kernel/errors.ts';

const LOG_LEVELS = ['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'] as const;
type LogLevel = (typeof LOG_LEVELS)[number];

/** All that the environment decides, parsed once at start. */
export interface Config {
  /** null: the PostgreSQL that Taquilla brings along, kept in `dataDir`. */
  readonly databaseUrl: string | null;
  /** Absolute. */
  readonly dataDir: string;
  /** null: the command's own default. */
  readonly logLevel: LogLevel | null;
  readonly host: string;
  /** 0: any free port. */
  readonly port: number;
  /** Without a slash at its end; null: the address that is listened on. */
  readonly publicUrl: string | null;
  /** The store's password where the address names none, so that none stands in an argument list. */
  readonly storePassword: string | null;
  /** PATH: where programs are looked for that Taquilla starts. */
  readonly searchPath: string;
}

type Environment = Readonly<Record<string, string | undefined>>;

const unset = z.undefined().transform(() => null);

const VARIABLES = z.object({
  // Not z.url(): a socket's address, postgresql://user@/database?host=/folder, is none to it.
  DATABASE_URL: z
    .string()
    .regex(/^postgres(ql)?:\/\/\S+$/, {
      error: 'must be an address like postgresql://user@host:5432/database',
    })
    .or(unset),
  TAQUILLA_DATA_DIR: z.string().default('.taquilla'),
  LOG_LEVEL: z.enum(LOG_LEVELS, { error: `must be one of ${LOG_LEVELS.join(', ')}` }).or(unset),
  HOST: z
    .string()
    .refine(isHost, { error: 'must be an IP address or a host name, without a port' })
    .default('127.0.0.1'),
  PORT: z
    .string()
    .regex(/^\d{1,5}$/, { error: 'must be a whole number from 0 to 65535' })
    .transform(Number)
    .refine((port) => port <= 65_535, { error: 'must be a whole number from 0 to 65535' })
    .default(8000),
  PUBLIC_URL: z
    .url({ protocol: /^https?$/, error: 'must be an address like https://tickets.example.com' })
    .transform((url) => url.replace(/\/+$/, ''))
    .or(unset),
  TAQUILLA_STORE_PASSWORD: z.string().or(unset),
  PATH: z.string().default(''),
});

/**
 * The environment as a `Config`: every fault is told at once, each with its variable's name and never with
 * its value, which may be a secret. An empty variable counts as absent, as Compose files write it.
 *
 * @throws config `config.environment`
 */
export function parseConfig(environment: Environment, workingDir: string): Config {
  const named = Object.keys(VARIABLES.shape).map((name) => [name, environment[name] || undefined] as const);
  const parsed = VARIABLES.safeParse(Object.fromEntries(named));
  if (!parsed.success) {
    const faults = parsed.error.issues.map((issue) => `${issue.path.join('.')} ${reasonOf(issue)}`);
    throw new AppError({
      kind: 'config',
      code: 'config.environment',
      message: `The environment cannot be used: ${faults.join('; ')}.`,
    });
  }
  const read = parsed.data;
  return {
    databaseUrl: read.DATABASE_URL,
    dataDir: resolve(workingDir, read.TAQUILLA_DATA_DIR),
    logLevel: read.LOG_LEVEL,
    host: read.HOST,
    port: read.PORT,
    publicUrl: read.PUBLIC_URL,
    storePassword: read.TAQUILLA_STORE_PASSWORD,
    searchPath: read.PATH,
  };
}

/** Reads `.env` of the working directory, if there is one, below what is already set; then the environment. */
export function loadConfig(): Config {
  try {
    process.loadEnvFile();
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ENOENT')) {
      throw new AppError({
        kind: 'config',
        code: 'config.env-file',
        message: 'The file .env is there but cannot be read.',
        cause: error,
      });
    }
  }
  return parseConfig(process.env, process.cwd());
}

function isHost(value: string): boolean {
  return isIP(value) !== 0 || /^[a-z\d]([a-z\d.-]*[a-z\d])?$/i.test(value);
}

/** A union reports its own issue; the sentence that helps is the first branch's. */
function reasonOf(issue: z.core.$ZodIssue): string {
  if (issue.code !== 'invalid_union') return issue.message;
  return issue.errors[0]?.[0]?.message ?? issue.message;
}
