import type { Command } from 'commander';
import { z } from 'zod';
import type {
  Credentials,
  CredentialsSettings,
  SshHost,
} from '../../../backend/credentials/credentials-model.ts';
import { DEFAULT_LIMITS } from '../../../backend/credentials/credentials-model.ts';
import {
  DATABASE_PLACE_FAULTS,
  type DatabasePlace,
  HOST_ALONE_FAULT,
  isHostAlone,
  readDatabasePlace,
} from '../../../kernel/addresses/database-host.ts';
import { invalidOptions, lineOption, parseOptions, wholeNumber } from '../../options/options.ts';

/** Empty: none. */
const host = z.string().refine((text) => text === '' || isHostAlone(text), { error: HOST_ALONE_FAULT });
const port = wholeNumber(1, 65_535);

const OPTIONS = z.object({
  transport: z
    .enum(['auto', 'direct', 'ssh_tunnel', 'ssh_exec'], {
      error: 'must be auto, direct, ssh_tunnel or ssh_exec',
    })
    .optional(),
  mysqlHost: z.string().optional(),
  mysqlPort: port.optional(),
  mysqlSocket: z.string().optional(),
  mysqlDatabase: lineOption(64).optional(),
  mysqlUser: lineOption(128).optional(),
  prefix: z.string().regex(/^\w*$/, { error: 'may hold letters, digits and _ only' }).optional(),
  textEncoding: z.enum(['auto', 'utf8mb4'], { error: 'must be auto or utf8mb4' }).optional(),
  tls: z.enum(['off', 'encrypt', 'verify'], { error: 'must be off, encrypt or verify' }).optional(),
  tlsCaFile: z.string().optional(),
  tlsCertificateFile: z.string().optional(),
  tlsKeyFile: z.string().optional(),
  sshHost: host.optional(),
  sshPort: port.optional(),
  sshUser: lineOption(128).optional(),
  sshKeyFile: z.string().optional(),
  jumpHost: host.optional(),
  jumpPort: port.optional(),
  jumpUser: lineOption(128).optional(),
  jumpKeyFile: z.string().optional(),
  connectTimeout: wholeNumber(1, 120).optional(),
  maxConnections: wholeNumber(1, 2).optional(),
  statementLimit: wholeNumber(1, 3_600).optional(),
  rowsPerSecond: wholeNumber(0, 1_000_000).optional(),
  maxConcurrentSyncs: wholeNumber(1, 10).optional(),
});
export type CredentialsOptions = z.infer<typeof OPTIONS>;

/** The options that `add` and `set` have in common. */
export function addSettingOptions(command: Command): Command {
  return command
    .option('--transport <way>', 'auto, direct, ssh_tunnel or ssh_exec')
    .option('--mysql-host <host>', 'the database, over SSH as the SSH host sees it (127.0.0.1)')
    .option('--mysql-port <port>', 'its port (3306)')
    .option('--mysql-socket <path>', 'its Unix socket instead of host and port; empty: none')
    .option('--mysql-database <name>', "its name, DB_NAME in the store's wp-config.php")
    .option('--mysql-user <name>', 'a user who may read it, better none who may write')
    .option('--prefix <prefix>', 'table prefix, where one database holds several stores')
    .option('--text-encoding <mode>', 'auto, or utf8mb4: take texts of latin1 columns as they arrive (auto)')
    .option('--tls <mode>', 'off, encrypt or verify, on the way to the database itself (off)')
    .option('--tls-ca-file <path>', "the authority of the database's certificate, as PEM")
    .option('--tls-certificate-file <path>', 'our own certificate, as PEM')
    .option('--tls-key-file <path>', 'its key, as PEM')
    .option('--ssh-host <host>', 'the SSH host; empty: none')
    .option('--ssh-port <port>', 'its port (22)')
    .option('--ssh-user <name>', 'its user')
    .option('--ssh-key-file <path>', 'private key of that user, OpenSSH or PEM')
    .option('--jump-host <host>', 'an SSH host in front of it; empty: none')
    .option('--jump-port <port>', 'its port (22)')
    .option('--jump-user <name>', 'its user')
    .option('--jump-key-file <path>', 'private key of that user')
    .option('--connect-timeout <seconds>', 'for each connection of the way (10)')
    .option('--max-connections <number>', 'to the database at the same time, 1 or 2 (2)')
    .option('--statement-limit <seconds>', 'how long one query may take (120)')
    .option('--rows-per-second <number>', 'read no faster; 0: as fast as it goes (0)')
    .option('--max-concurrent-syncs <number>', 'executions at the same time (1)')
    .option('--secrets-from-stdin', 'read the secrets as one JSON object from standard input');
}

/** What a set of credentials is called. @throws invalid `cli.options` */
export function parseSetName(given: string): string {
  const parsed = lineOption(200).safeParse(given);
  if (parsed.success) return parsed.data;
  throw invalidOptions(`The name ${parsed.error.issues.map(({ message }) => message).join('; ')}.`);
}

/** @throws invalid `cli.options` */
export function parseCredentialsOptions(given: unknown): CredentialsOptions {
  return parseOptions(OPTIONS, given);
}

/** The contents of the files that options name. */
export interface OptionFiles {
  readonly tlsCa?: string;
  readonly tlsCertificate?: string;
}

/**
 * The settings that result: what is not said stays as it was, or is as usual for a new set.
 *
 * @throws invalid `cli.options`
 */
export function settingsFrom(
  name: string,
  options: CredentialsOptions,
  files: OptionFiles,
  before: Credentials | null,
): CredentialsSettings {
  const database = options.mysqlDatabase ?? before?.database;
  const username = options.mysqlUser ?? before?.username;
  if (database === undefined || username === undefined) {
    throw invalidOptions('--mysql-database and --mysql-user are needed.');
  }
  const ssh = hostFrom('ssh', options.sshHost, options.sshPort, options.sshUser, before?.ssh ?? null);
  const jump = hostFrom('jump', options.jumpHost, options.jumpPort, options.jumpUser, before?.jump ?? null);
  const transport = options.transport ?? before?.transport ?? 'auto';
  if (ssh === null && (transport === 'ssh_tunnel' || transport === 'ssh_exec')) {
    throw invalidOptions(`--transport ${transport} needs --ssh-host and --ssh-user.`);
  }
  if (ssh === null && jump !== null)
    throw invalidOptions('--jump-host leads to an SSH host: name --ssh-host.');
  const prefix = options.prefix ?? before?.tablePrefix ?? null;
  const rows = options.rowsPerSecond ?? before?.rowsPerSecond ?? DEFAULT_LIMITS.rowsPerSecond;
  return {
    name,
    transport,
    ...databaseFrom(options, before),
    username,
    database,
    tablePrefix: prefix === '' ? null : prefix,
    textEncoding: options.textEncoding ?? before?.textEncoding ?? 'auto',
    tlsMode: options.tls ?? before?.tlsMode ?? 'off',
    tlsCa: files.tlsCa ?? before?.tlsCa ?? null,
    tlsCertificate: files.tlsCertificate ?? before?.tlsCertificate ?? null,
    ssh,
    jump,
    connectTimeoutMs:
      options.connectTimeout === undefined
        ? (before?.connectTimeoutMs ?? DEFAULT_LIMITS.connectTimeoutMs)
        : options.connectTimeout * 1000,
    maxConnections: options.maxConnections ?? before?.maxConnections ?? DEFAULT_LIMITS.maxConnections,
    statementLimitS: options.statementLimit ?? before?.statementLimitS ?? DEFAULT_LIMITS.statementLimitS,
    rowsPerSecond: rows === 0 ? null : rows,
    maxConcurrentSyncs:
      options.maxConcurrentSyncs ?? before?.maxConcurrentSyncs ?? DEFAULT_LIMITS.maxConcurrentSyncs,
  };
}

function databaseFrom(
  { mysqlHost, mysqlPort, mysqlSocket }: CredentialsOptions,
  before: Credentials | null,
): DatabasePlace {
  const socket = mysqlSocket === '' ? null : mysqlSocket;
  const place = readDatabasePlace({ host: mysqlHost, port: mysqlPort, socket }, before, '127.0.0.1');
  if ('rule' in place) {
    throw invalidOptions(`--mysql-${place.part} ${DATABASE_PLACE_FAULTS[place.rule]}.`);
  }
  return place;
}

function hostFrom(
  which: 'ssh' | 'jump',
  host: string | undefined,
  port: number | undefined,
  user: string | undefined,
  before: SshHost | null,
): SshHost | null {
  if (host === '') return null;
  const named = host ?? before?.host;
  if (named === undefined) {
    if (port !== undefined || user !== undefined) throw invalidOptions(`--${which}-host is missing.`);
    return null;
  }
  const username = user ?? before?.username;
  if (username === undefined) throw invalidOptions(`--${which}-user is missing.`);
  return { host: named, port: port ?? before?.port ?? 22, username };
}
