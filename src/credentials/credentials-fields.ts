import {
  type CredentialsSettings,
  DEFAULT_SETTINGS,
  type SecretName,
  type Secrets,
  type SshHost,
} from '../backend/credentials/credentials-model.ts';
import type { CredentialsPatch } from '../contract/credentials.ts';
import { type DatabasePlace, isHostAlone, readDatabasePlace } from '../kernel/addresses/database-host.ts';
import { invalidField } from '../kernel/field-faults.ts';
import { Secret } from '../kernel/secrets/secret.ts';
import { SECRET_FIELDS, type SecretField } from '../vocabulary/credentials.ts';

const SSH_PORT = 22;

/**
 * The settings that result from a body. An absent field keeps its value or gets its default.
 *
 * @throws invalid `http.invalid-request`
 */
export function settingsFrom(
  body: CredentialsPatch,
  before: CredentialsSettings | null,
): CredentialsSettings {
  const need = <T>(field: string, value: T | undefined, existing: T | undefined): T => {
    const found = value ?? existing;
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
    textEncoding: body.text_encoding ?? before?.textEncoding ?? DEFAULT_SETTINGS.textEncoding,
    orderNumberMeta: given(body.order_number_meta, before?.orderNumberMeta),
    tlsMode: body.tls_mode ?? before?.tlsMode ?? DEFAULT_SETTINGS.tlsMode,
    tlsCa: given(body.tls_ca, before?.tlsCa),
    tlsCertificate: given(body.tls_certificate, before?.tlsCertificate),
    ssh,
    jump,
    connectTimeoutMs:
      body.connect_timeout_ms ?? before?.connectTimeoutMs ?? DEFAULT_SETTINGS.connectTimeoutMs,
    maxConnections: body.max_connections ?? before?.maxConnections ?? DEFAULT_SETTINGS.maxConnections,
    statementLimitS: body.statement_limit_s ?? before?.statementLimitS ?? DEFAULT_SETTINGS.statementLimitS,
    rowsPerSecond: given(body.rows_per_second, before?.rowsPerSecond),
    liveCeilingSeconds: given(body.live_ceiling_seconds, before?.liveCeilingSeconds),
    sweepSeconds: body.sweep_seconds ?? before?.sweepSeconds ?? DEFAULT_SETTINGS.sweepSeconds,
    maxConcurrentSyncs:
      body.max_concurrent_syncs ?? before?.maxConcurrentSyncs ?? DEFAULT_SETTINGS.maxConcurrentSyncs,
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
  if (body[`${hop}_host`] !== undefined && !isHostAlone(host))
    throw invalidField(`${hop}_host`, 'host_alone');
  const username = given(body[`${hop}_username`], before?.username);
  if (username === null) throw invalidField(`${hop}_username`, 'required');
  return { host, port: body[`${hop}_port`] ?? before?.port ?? SSH_PORT, username };
}

function given<T>(value: T | null | undefined, existing: T | null | undefined): T | null {
  return value === undefined ? (existing ?? null) : value;
}

function secretOf(field: SecretField): SecretName {
  return field === 'mysql_password' ? 'password' : field;
}

/** The secrets in a body. A secret that is null is removed. */
export function secretsFrom(body: CredentialsPatch): Partial<Secrets> {
  const named = SECRET_FIELDS.flatMap((field) => {
    const value = body[field];
    return value === undefined ? [] : [[secretOf(field), value === null ? null : new Secret(value)] as const];
  });
  return Object.fromEntries(named) as Partial<Secrets>;
}

/** The secrets under the names that the body has for them. */
export function bodyOfSecrets(secrets: Partial<Secrets>): Partial<Record<SecretField, string | null>> {
  const named = SECRET_FIELDS.flatMap((field) => {
    const secret = secrets[secretOf(field)];
    return secret === undefined ? [] : [[field, secret?.reveal() ?? null] as const];
  });
  return Object.fromEntries(named);
}
