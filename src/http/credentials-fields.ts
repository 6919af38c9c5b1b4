import {
  type Credentials,
  type CredentialsSettings,
  DEFAULT_LIMITS,
  type SecretName,
  type Secrets,
  type SshHost,
} from '../backend/credentials/credentials-model.ts';
import {
  type CredentialsPatch,
  type CredentialsReply,
  SECRET_FIELDS,
  type SecretField,
} from '../contract/credentials.ts';
import { type DatabasePlace, readDatabasePlace } from '../kernel/database-host.ts';
import { invalidField } from '../kernel/field-faults.ts';
import { toInstantText } from '../kernel/instants.ts';
import { serverKeyFingerprint } from '../kernel/key-fingerprint.ts';
import { Secret } from '../kernel/secret.ts';

const SSH_PORT = 22;

/** A set as it is shown. What its secrets are is nowhere in it. */
export function shownCredentials(credentials: Credentials): CredentialsReply {
  const { has, ssh, jump, origin, lastTestedAtUtc, mysqlServerKey, unverifiedAuthSinceUtc } = credentials;
  return {
    id: credentials.id,
    name: credentials.name,
    transport: credentials.transport,
    mysql_host: credentials.host,
    mysql_port: credentials.port,
    mysql_socket: credentials.socket,
    mysql_username: credentials.username,
    mysql_database: credentials.database,
    table_prefix: credentials.tablePrefix,
    text_encoding: credentials.textEncoding,
    tls_mode: credentials.tlsMode,
    tls_ca: credentials.tlsCa,
    tls_certificate: credentials.tlsCertificate,
    ssh_host: ssh?.host ?? null,
    ssh_port: ssh?.port ?? null,
    ssh_username: ssh?.username ?? null,
    jump_host: jump?.host ?? null,
    jump_port: jump?.port ?? null,
    jump_username: jump?.username ?? null,
    connect_timeout_ms: credentials.connectTimeoutMs,
    max_connections: credentials.maxConnections,
    statement_limit_s: credentials.statementLimitS,
    rows_per_second: credentials.rowsPerSecond,
    max_concurrent_syncs: credentials.maxConcurrentSyncs,
    has_mysql_password: has.password,
    has_tls_key: has.tls_key,
    has_ssh_password: has.ssh_password,
    has_ssh_private_key: has.ssh_private_key,
    has_ssh_passphrase: has.ssh_passphrase,
    has_jump_password: has.jump_password,
    has_jump_private_key: has.jump_private_key,
    has_jump_passphrase: has.jump_passphrase,
    ssh_host_key: credentials.sshHostKey,
    jump_host_key: credentials.jumpHostKey,
    mysql_server_key: mysqlServerKey,
    mysql_server_key_fingerprint: mysqlServerKey === null ? null : serverKeyFingerprint(mysqlServerKey),
    unverified_auth_since: unverifiedAuthSinceUtc === null ? null : toInstantText(unverifiedAuthSinceUtc),
    origin,
    is_read_only: origin === 'environment',
    is_active: credentials.isActive,
    is_default: credentials.isDefault,
    last_transport: credentials.lastTransport,
    last_tested_at: lastTestedAtUtc === null ? null : toInstantText(lastTestedAtUtc),
    last_test_success: credentials.lastTestSuccess,
    last_test_result: credentials.lastTestResult,
  };
}

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
