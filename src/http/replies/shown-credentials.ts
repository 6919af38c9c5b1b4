import type { Credentials } from '../../backend/credentials/credentials-model.ts';
import type { CredentialsReply } from '../../contract/credentials.ts';
import { serverKeyFingerprint } from '../../kernel/secrets/key-fingerprint.ts';
import { toInstantText } from '../../kernel/time/instants.ts';

/** A set of credentials in a reply. It never contains the secrets themselves. */
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
    order_number_meta: credentials.orderNumberMeta,
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
    live_ceiling_seconds: credentials.liveCeilingSeconds,
    sweep_seconds: credentials.sweepSeconds,
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
