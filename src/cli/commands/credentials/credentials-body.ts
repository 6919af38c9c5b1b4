import type { CredentialsSettings, SshHost } from '../../../backend/credentials/credentials-model.ts';
import { type CredentialsPatch, credentialsInput, credentialsPatch } from '../../../contract/credentials.ts';
import { faultsFrom } from '../../../contract/field-faults.ts';
import { settingsFrom } from '../../../credentials/credentials-fields.ts';
import { DATABASE_PLACE_FAULTS } from '../../../kernel/addresses/database-host.ts';
import { AppError } from '../../../kernel/errors.ts';
import { faultsOf } from '../../../kernel/field-faults.ts';
import { faultSentence } from '../../options/field-faults.ts';
import { invalidOptions } from '../../options/options.ts';
import type { CredentialsOptions } from './credentials-options.ts';

/** The contents of the files that the options name. */
export interface OptionFiles {
  readonly tlsCa?: string;
  readonly tlsCertificate?: string;
}

/** The option for a field of the API, if the names differ. */
const FLAGS: Readonly<Record<string, string>> = {
  ...Object.fromEntries(
    Object.keys(credentialsInput.shape).map((field) => [
      field,
      `--${field.replaceAll('_', '-').replace(/-username$/, '-user')}`,
    ]),
  ),
  name: '--rename',
  mysql_username: '--mysql-user',
  table_prefix: '--prefix',
  tls_mode: '--tls',
  tls_ca: '--tls-ca-file',
  tls_certificate: '--tls-certificate-file',
  tls_key: '--tls-key-file',
  ssh_private_key: '--ssh-key-file',
  jump_private_key: '--jump-key-file',
  connect_timeout_ms: '--connect-timeout',
  statement_limit_s: '--statement-limit',
  mysql_password: 'password',
  ssh_password: 'ssh_password',
  ssh_passphrase: 'ssh_passphrase',
  jump_password: 'jump_password',
  jump_passphrase: 'jump_passphrase',
};

/**
 * Converts the typed options to a request body of the API. A new set gets the usual transport unless its
 * options name another one.
 *
 * @throws invalid `cli.options`
 */
export function bodyFrom(
  name: string,
  options: CredentialsOptions,
  { tlsCa, tlsCertificate }: OptionFiles,
  before: CredentialsSettings | null,
): CredentialsPatch {
  requireHost('ssh', options.sshHost, options.sshPort, options.sshUser, before?.ssh ?? null);
  requireHost('jump', options.jumpHost, options.jumpPort, options.jumpUser, before?.jump ?? null);
  const { mysqlHost, mysqlSocket, connectTimeout, rowsPerSecond, liveCeilingSeconds } = options;
  const isNew = before === null;
  return {
    name,
    transport: options.transport ?? (isNew ? 'auto' : undefined),
    mysql_host: mysqlHost ?? (isNew && (mysqlSocket ?? '') === '' ? '127.0.0.1' : undefined),
    mysql_port: options.mysqlPort,
    mysql_socket: orNone(mysqlSocket),
    mysql_database: options.mysqlDatabase,
    mysql_username: options.mysqlUser,
    table_prefix: orNone(options.prefix),
    text_encoding: options.textEncoding,
    order_number_meta: orNone(options.orderNumberMeta),
    tls_mode: options.tls,
    tls_ca: tlsCa,
    tls_certificate: tlsCertificate,
    ssh_host: orNone(options.sshHost),
    ssh_port: options.sshPort,
    ssh_username: options.sshUser,
    jump_host: orNone(options.jumpHost),
    jump_port: options.jumpPort,
    jump_username: options.jumpUser,
    connect_timeout_ms: connectTimeout === undefined ? undefined : connectTimeout * 1000,
    max_connections: options.maxConnections,
    statement_limit_s: options.statementLimit,
    rows_per_second: rowsPerSecond === 0 ? null : rowsPerSecond,
    max_concurrent_syncs: options.maxConcurrentSyncs,
    live_ceiling_seconds: liveCeilingSeconds === 0 ? null : liveCeilingSeconds,
    sweep_seconds: options.sweepSeconds,
  };
}

/** An empty text removes the value. */
function orNone(text: string | undefined): string | null | undefined {
  return text === '' ? null : text;
}

/**
 * The settings that result from the options.
 *
 * @throws invalid `cli.options`
 */
export function settingsOf(body: CredentialsPatch, before: CredentialsSettings | null): CredentialsSettings {
  return sayingSettings(body, () => settingsFrom(body, before));
}

/**
 * Runs an operation of the API with a body; an error about a field names the option instead.
 *
 * @throws invalid `cli.options`
 */
export async function sayingCredentials<T>(
  body: CredentialsPatch,
  work: (parsed: CredentialsPatch) => Promise<T>,
): Promise<T> {
  const parsed = credentialsPatch.safeParse(body, { reportInput: true });
  if (!parsed.success) {
    throw invalidOptions(faultSentence(faultsFrom(parsed.error.issues, 'unknown_field'), FLAGS));
  }
  try {
    return await work(parsed.data);
  } catch (thrown) {
    throw saidOfOptions(body, thrown);
  }
}

function sayingSettings<T>(body: CredentialsPatch, work: () => T): T {
  try {
    return work();
  } catch (thrown) {
    throw saidOfOptions(body, thrown);
  }
}

function saidOfOptions(body: CredentialsPatch, thrown: unknown): unknown {
  if (!(thrown instanceof AppError) || thrown.code !== 'http.invalid-request') return thrown;
  const faults = faultsOf(thrown);
  const [first] = Object.entries(faults);
  const sentence = first === undefined ? null : sentenceOf(first[0], first[1][0]?.rule ?? '', body);
  return invalidOptions(sentence ?? faultSentence(faults, FLAGS));
}

/** Errors for which a sentence about options is clearer than one about fields. */
function sentenceOf(field: string, rule: string, body: CredentialsPatch): string | null {
  const flag = FLAGS[field] ?? field;
  if (rule in DATABASE_PLACE_FAULTS && field.startsWith('mysql_')) {
    return `${flag} ${DATABASE_PLACE_FAULTS[rule as keyof typeof DATABASE_PLACE_FAULTS]}.`;
  }
  if (rule !== 'required') return null;
  switch (field) {
    case 'mysql_username':
    case 'mysql_database':
      return '--mysql-database and --mysql-user are needed.';
    case 'ssh_host':
      return body.transport === 'ssh_tunnel' || body.transport === 'ssh_exec'
        ? `--transport ${body.transport} needs --ssh-host and --ssh-user.`
        : '--jump-host requires an SSH host: give --ssh-host.';
    default:
      return `${flag} is missing.`;
  }
}

/**
 * If a port or a user is given without a host, the host was forgotten.
 *
 * @throws invalid `cli.options`
 */
function requireHost(
  which: 'ssh' | 'jump',
  host: string | undefined,
  port: number | undefined,
  user: string | undefined,
  before: SshHost | null,
): void {
  const isGone = host === undefined && before === null;
  if (isGone && (port !== undefined || user !== undefined))
    throw invalidOptions(`--${which}-host is missing.`);
}
