import {
  type CredentialsSettings,
  DEFAULT_LIMITS,
  type SecretName,
  type Secrets,
  type SshHost,
} from '../backend/credentials/credentials-model.ts';
import { type CredentialsPatch, SECRET_FIELDS, type SecretField } from '../contract/credentials.ts';
import { type DatabasePlace, readDatabasePlace } from '../kernel/addresses/database-host.ts';
import { invalidField } from '../kernel/field-faults.ts';
import { Secret } from '../kernel/secrets/secret.ts';

const SSH_PORT = 22;

/**
 * The settings that a body leads to; what it leaves out is as before, or as usual where there is no before.
 *
 * @throws invalid `http.invalid-request`
 */
export function settingsFrom(
  body: CredentialsPatch,
  before: CredentialsSettings | null,
): CredentialsSettings {
  const need = <T>(field: string, value: T | undefined, present: T | undefined): T => {
    const found = value ?? present;
    if (found === undefined) throw invalidField(field, 'required');
    return found;
  };
  const transport = need('transport', body.transport, before?.transport);
  const ssh = hostFrom('ssh', body, before?.ssh ?? null);
  const jump = hostFrom('jump', body, before?.jump ?? null);
  if (ssh === null && (transport === 'ssh_tunnel' || transport === 'ssh_exec')) {
    throw invalidField('ssh_host', 'required');
  }
  if (jump !== null && ssh === null) throw invalidField('ssh_host', 'required');
  return {
    name: need('name', body.name, before?.name),
    transport,
    ...databaseFrom(body, before),
    username: need('mysql_username', body.mysql_username, before?.username),
    database: need('mysql_database', body.mysql_database, before?.database),
    tablePrefix: given(body.table_prefix, before?.tablePrefix),
    textEncoding: body.text_encoding ?? before?.textEncoding ?? 'auto',
    tlsMode: body.tls_mode ?? before?.tlsMode ?? 'off',
    tlsCa: given(body.tls_ca, before?.tlsCa),
    tlsCertificate: given(body.tls_certificate, before?.tlsCertificate),
    ssh,
    jump,
    connectTimeoutMs: body.connect_timeout_ms ?? before?.connectTimeoutMs ?? DEFAULT_LIMITS.connectTimeoutMs,
    maxConnections: body.max_connections ?? before?.maxConnections ?? DEFAULT_LIMITS.maxConnections,
    statementLimitS: body.statement_limit_s ?? before?.statementLimitS ?? DEFAULT_LIMITS.statementLimitS,
    rowsPerSecond: given(body.rows_per_second, before?.rowsPerSecond),
    maxConcurrentSyncs:
      body.max_concurrent_syncs ?? before?.maxConcurrentSyncs ?? DEFAULT_LIMITS.maxConcurrentSyncs,
  };
}

function databaseFrom(body: CredentialsPatch, before: CredentialsSettings | null): DatabasePlace {
  const { mysql_host: host, mysql_port: port, mysql_socket: socket } = body;
  if (host === undefined && (socket ?? null) === null && before === null) {
    throw invalidField('mysql_host', 'required');
  }
  const place = readDatabasePlace({ host, port, socket }, before, '');
  if ('rule' in place) throw invalidField(`mysql_${place.part}`, place.rule);
  return place;
}

function hostFrom(hop: 'ssh' | 'jump', body: CredentialsPatch, before: SshHost | null): SshHost | null {
  const host = given(body[`${hop}_host`], before?.host);
  if (host === null) return null;
  const username = given(body[`${hop}_username`], before?.username);
  if (username === null) throw invalidField(`${hop}_username`, 'required');
  return { host, port: body[`${hop}_port`] ?? before?.port ?? SSH_PORT, username };
}

function given<T>(value: T | null | undefined, present: T | null | undefined): T | null {
  return value === undefined ? (present ?? null) : value;
}

const NAMES: Readonly<Record<SecretField, SecretName>> = {
  mysql_password: 'password',
  tls_key: 'tls_key',
  ssh_password: 'ssh_password',
  ssh_private_key: 'ssh_private_key',
  ssh_passphrase: 'ssh_passphrase',
  jump_password: 'jump_password',
  jump_private_key: 'jump_private_key',
  jump_passphrase: 'jump_passphrase',
};

/** The secrets that a body names: null forgets one. */
export function secretsFrom(body: CredentialsPatch): Partial<Secrets> {
  const named = SECRET_FIELDS.flatMap((field) => {
    const value = body[field];
    return value === undefined ? [] : [[NAMES[field], value === null ? null : new Secret(value)] as const];
  });
  return Object.fromEntries(named) as Partial<Secrets>;
}
