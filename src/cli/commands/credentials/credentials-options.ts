import type { Command } from 'commander';
import { z } from 'zod';
import { credentialsInput } from '../../../contract/credentials.ts';
import { HOST_ALONE_FAULT, isHostAlone } from '../../../kernel/addresses/database-host.ts';
import { META_NAME, TEXT_ENCODINGS, TLS_MODES, TRANSPORTS } from '../../../vocabulary/credentials.ts';
import {
  fieldOption,
  invalidOptions,
  parseOptions,
  wholeNumber,
  wholeNumberOption,
} from '../../options/options.ts';

const FIELDS = credentialsInput.shape;

/** An empty text removes the host. */
const host = z.string().refine((text) => text === '' || isHostAlone(text), { error: HOST_ALONE_FAULT });
const port = wholeNumberOption(FIELDS.mysql_port.unwrap());

const OPTIONS = z.object({
  transport: z
    .enum(TRANSPORTS, {
      error: 'must be auto, direct, ssh_tunnel or ssh_exec',
    })
    .optional(),
  mysqlHost: fieldOption(FIELDS.mysql_host.unwrap()).optional(),
  mysqlPort: port.optional(),
  mysqlSocket: z.string().optional(),
  mysqlDatabase: fieldOption(FIELDS.mysql_database).optional(),
  mysqlUser: fieldOption(FIELDS.mysql_username).optional(),
  prefix: z
    .string()
    .regex(/^\w{0,60}$/, { error: 'may contain letters, digits and _ only, at most 60 of them' })
    .optional(),
  textEncoding: z.enum(TEXT_ENCODINGS, { error: 'must be auto or utf8mb4' }).optional(),
  orderNumberMeta: z
    .string()
    .refine((text) => text === '' || META_NAME.test(text), {
      error: 'may contain letters, digits, _ and - only, at most 191 of them',
    })
    .optional(),
  tls: z.enum(TLS_MODES, { error: 'must be off, encrypt or verify' }).optional(),
  tlsCaFile: z.string().optional(),
  tlsCertificateFile: z.string().optional(),
  tlsKeyFile: z.string().optional(),
  sshHost: host.optional(),
  sshPort: port.optional(),
  sshUser: fieldOption(FIELDS.mysql_username).optional(),
  sshKeyFile: z.string().optional(),
  jumpHost: host.optional(),
  jumpPort: port.optional(),
  jumpUser: fieldOption(FIELDS.mysql_username).optional(),
  jumpKeyFile: z.string().optional(),
  connectTimeout: wholeNumberOption(FIELDS.connect_timeout_ms.unwrap(), 1_000).optional(),
  maxConnections: wholeNumberOption(FIELDS.max_connections.unwrap()).optional(),
  statementLimit: wholeNumberOption(FIELDS.statement_limit_s.unwrap()).optional(),
  /** 0 means no limit. */
  rowsPerSecond: wholeNumber(0, 10_000_000).optional(),
  maxConcurrentSyncs: wholeNumberOption(FIELDS.max_concurrent_syncs.unwrap()).optional(),
  /** 0 means no ceiling. */
  liveCeilingSeconds: wholeNumber(0, 3600).optional(),
  sweepSeconds: wholeNumberOption(FIELDS.sweep_seconds.unwrap()).optional(),
});
export type CredentialsOptions = z.infer<typeof OPTIONS>;

/** The options that `add` and `set` have in common. */
export function addSettingOptions(command: Command): Command {
  return command
    .option('--transport <way>', 'auto, direct, ssh_tunnel or ssh_exec')
    .option('--mysql-host <host>', 'host of the database; over SSH, as seen from the SSH host (127.0.0.1)')
    .option('--mysql-port <port>', 'its port (3306)')
    .option('--mysql-socket <path>', 'its Unix socket instead of host and port; empty: none')
    .option('--mysql-database <name>', "its name, DB_NAME in the store's wp-config.php")
    .option('--mysql-user <name>', 'a user who may read it, preferably without write access')
    .option('--prefix <prefix>', 'table prefix, if one database contains several stores')
    .option('--text-encoding <mode>', 'auto, or utf8mb4: take texts of latin1 columns as they arrive (auto)')
    .option('--order-number-meta <name>', "the meta of an order that holds its number; empty: plugins' own")
    .option('--tls <mode>', 'off, encrypt or verify, for the connection to the database itself (off)')
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
    .option('--connect-timeout <seconds>', 'time limit of each connection, in seconds (10)')
    .option('--max-connections <number>', 'simultaneous connections to the database, 1 or 2 (2)')
    .option('--statement-limit <seconds>', 'time limit of a query, in seconds (120)')
    .option('--rows-per-second <number>', 'maximum number of rows per second; 0: no limit (0)')
    .option('--max-concurrent-syncs <number>', 'simultaneous executions (1)')
    .option(
      '--live-ceiling-seconds <number>',
      'seconds an hour above which live mode slows down; 0: none (0)',
    )
    .option(
      '--sweep-seconds <number>',
      "seconds of the store's server that its sweeps may take together, each time (1)",
    )
    .option('--secrets-from-stdin', 'read the secrets as one JSON object from standard input');
}

/**
 * The name of a set of credentials.
 *
 * @throws invalid `cli.options`
 */
export function parseSetName(given: string): string {
  const parsed = fieldOption(FIELDS.name).safeParse(given);
  if (parsed.success) return parsed.data;
  throw invalidOptions(`The name ${parsed.error.issues.map(({ message }) => message).join('; ')}.`);
}

/** @throws invalid `cli.options` */
export function parseCredentialsOptions(given: unknown): CredentialsOptions {
  return parseOptions(OPTIONS, given);
}
