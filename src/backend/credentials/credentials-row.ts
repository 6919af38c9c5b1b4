import type { PlainTransport, TextEncoding, TlsMode, Transport } from '../../vocabulary/credentials.ts';
import {
  type Credentials,
  type CredentialsSettings,
  SECRET_NAMES,
  type SecretName,
  type SshHost,
} from './credentials-model.ts';

/** The columns with a person's settings, in the order of `settingsValues`. */
export const SETTING_COLUMNS = [
  'name',
  'transport',
  'host',
  'port',
  'socket',
  'username',
  'database_name',
  'table_prefix',
  'text_encoding',
  'order_number_meta',
  'tls_mode',
  'tls_ca',
  'tls_certificate',
  'ssh_host',
  'ssh_port',
  'ssh_username',
  'jump_host',
  'jump_port',
  'jump_username',
  'connect_timeout_ms',
  'max_connections',
  'statement_limit_s',
  'rows_per_second',
  'max_concurrent_syncs',
  'live_ceiling_seconds',
  'sweep_seconds',
] as const;

export const SEALED_COLUMNS = SECRET_NAMES.map((name) => `${name}_sealed`);

export const COLUMNS = [
  'id',
  'origin',
  ...SETTING_COLUMNS,
  ...SEALED_COLUMNS,
  'ssh_host_key',
  'jump_host_key',
  'mysql_server_key',
  'may_sign_in_unverified',
  'unverified_auth_since',
  'is_active',
  'is_default',
  'last_transport',
  'last_tested_at',
  'last_test_success',
  'last_test_result',
].join(', ');

/** A row of `sync_credentials` as PostgreSQL gives it. */
export type CredentialsRow = {
  readonly id: string;
  readonly origin: Credentials['origin'];
  readonly name: string;
  readonly transport: Transport;
  readonly host: string;
  readonly port: number;
  readonly socket: string | null;
  readonly username: string;
  readonly database_name: string;
  readonly table_prefix: string | null;
  readonly text_encoding: TextEncoding;
  readonly order_number_meta: string | null;
  readonly tls_mode: TlsMode;
  readonly tls_ca: string | null;
  readonly tls_certificate: string | null;
  readonly ssh_host: string | null;
  readonly ssh_port: number | null;
  readonly ssh_username: string | null;
  readonly ssh_host_key: string | null;
  readonly jump_host: string | null;
  readonly jump_port: number | null;
  readonly jump_username: string | null;
  readonly jump_host_key: string | null;
  readonly mysql_server_key: string | null;
  readonly may_sign_in_unverified: boolean;
  readonly unverified_auth_since: Date | null;
  readonly connect_timeout_ms: number;
  readonly max_connections: number;
  readonly statement_limit_s: number;
  readonly rows_per_second: number | null;
  readonly max_concurrent_syncs: number;
  readonly live_ceiling_seconds: number | null;
  readonly sweep_seconds: number;
  readonly is_active: boolean;
  readonly is_default: boolean;
  readonly last_transport: PlainTransport | null;
  readonly last_tested_at: Date | null;
  readonly last_test_success: boolean | null;
  readonly last_test_result: unknown;
} & { readonly [Name in SecretName as `${Name}_sealed`]: string | null };

export function toCredentials(row: CredentialsRow): Credentials {
  return {
    id: row.id,
    origin: row.origin,
    name: row.name,
    transport: row.transport,
    host: row.host,
    port: row.port,
    socket: row.socket,
    username: row.username,
    database: row.database_name,
    tablePrefix: row.table_prefix,
    textEncoding: row.text_encoding,
    orderNumberMeta: row.order_number_meta,
    tlsMode: row.tls_mode,
    tlsCa: row.tls_ca,
    tlsCertificate: row.tls_certificate,
    ssh: toSshHost(row.ssh_host, row.ssh_port, row.ssh_username),
    jump: toSshHost(row.jump_host, row.jump_port, row.jump_username),
    sshHostKey: row.ssh_host_key,
    jumpHostKey: row.jump_host_key,
    mysqlServerKey: row.mysql_server_key,
    maySignInUnverified: row.may_sign_in_unverified,
    unverifiedAuthSinceUtc: row.unverified_auth_since,
    connectTimeoutMs: row.connect_timeout_ms,
    maxConnections: row.max_connections,
    statementLimitS: row.statement_limit_s,
    rowsPerSecond: row.rows_per_second,
    maxConcurrentSyncs: row.max_concurrent_syncs,
    liveCeilingSeconds: row.live_ceiling_seconds,
    sweepSeconds: row.sweep_seconds,
    has: bySecret((name) => row[`${name}_sealed`] !== null),
    isActive: row.is_active,
    isDefault: row.is_default,
    lastTransport: row.last_transport,
    lastTestedAtUtc: row.last_tested_at,
    lastTestSuccess: row.last_test_success,
    lastTestResult: row.last_test_result,
  };
}

export function settingsValues(settings: CredentialsSettings): readonly (string | number | null)[] {
  const { ssh, jump } = settings;
  return [
    settings.name,
    settings.transport,
    settings.host,
    settings.port,
    settings.socket,
    settings.username,
    settings.database,
    settings.tablePrefix,
    settings.textEncoding,
    settings.orderNumberMeta,
    settings.tlsMode,
    settings.tlsCa,
    settings.tlsCertificate,
    ssh?.host ?? null,
    ssh?.port ?? null,
    ssh?.username ?? null,
    jump?.host ?? null,
    jump?.port ?? null,
    jump?.username ?? null,
    settings.connectTimeoutMs,
    settings.maxConnections,
    settings.statementLimitS,
    settings.rowsPerSecond,
    settings.maxConcurrentSyncs,
    settings.liveCeilingSeconds,
    settings.sweepSeconds,
  ];
}

/** An object with one value for each secret. */
export function bySecret<T>(value: (name: SecretName) => T): Record<SecretName, T> {
  return {
    password: value('password'),
    tls_key: value('tls_key'),
    ssh_password: value('ssh_password'),
    ssh_private_key: value('ssh_private_key'),
    ssh_passphrase: value('ssh_passphrase'),
    jump_password: value('jump_password'),
    jump_private_key: value('jump_private_key'),
    jump_passphrase: value('jump_passphrase'),
  };
}

function toSshHost(host: string | null, port: number | null, username: string | null): SshHost | null {
  return host === null || port === null || username === null ? null : { host, port, username };
}
