import { type Credentials, SECRET_NAMES } from '../../../backend/credentials/credentials-model.ts';
import type { StoreContact } from '../../../backend/credentials/store-contact-list.ts';
import { REFUSED_FROM_VERSION } from '../../../kernel/addresses/unverified-auth.ts';
import { serverKeyFingerprint } from '../../../kernel/secrets/key-fingerprint.ts';
import { parseHostKey } from '../../../woocommerce/connect/ssh/host-key.ts';
import { showTime } from '../../output/show-time.ts';
import { renderTable } from '../../output/tables.ts';

/** A set of credentials as JSON. Of its secrets it only says which ones exist. */
export function credentialsAsJson(set: Credentials, contact?: StoreContact): object {
  return {
    id: set.id,
    name: set.name,
    origin: set.origin,
    transport: set.transport,
    mysql: {
      host: set.host,
      port: set.port,
      socket: set.socket,
      database: set.database,
      username: set.username,
    },
    prefix: set.tablePrefix,
    text_encoding: set.textEncoding,
    order_number_meta: set.orderNumberMeta,
    tls: { mode: set.tlsMode, ca: set.tlsCa !== null, certificate: set.tlsCertificate !== null },
    server_key:
      set.mysqlServerKey === null
        ? null
        : { kind: set.mysqlServerKey.slice(0, 3), fingerprint: serverKeyFingerprint(set.mysqlServerKey) },
    unverified_auth_since: set.unverifiedAuthSinceUtc?.toISOString() ?? null,
    ssh: set.ssh === null ? null : { ...set.ssh, host_key: fingerprint(set.sshHostKey) },
    jump: set.jump === null ? null : { ...set.jump, host_key: fingerprint(set.jumpHostKey) },
    limits: {
      connect_timeout_s: set.connectTimeoutMs / 1000,
      max_connections: set.maxConnections,
      statement_limit_s: set.statementLimitS,
      rows_per_second: set.rowsPerSecond,
      max_concurrent_syncs: set.maxConcurrentSyncs,
      live_ceiling_seconds: set.liveCeilingSeconds,
      sweep_seconds: set.sweepSeconds,
    },
    secrets: SECRET_NAMES.filter((name) => set.has[name]),
    is_active: set.isActive,
    is_default: set.isDefault,
    last_transport: set.lastTransport,
    last_tested_at: set.lastTestedAtUtc?.toISOString() ?? null,
    last_test_success: set.lastTestSuccess,
    last_contact_at: contact?.lastContactAtUtc?.toISOString() ?? null,
    unreachable_since: contact?.unreachableSinceUtc?.toISOString() ?? null,
  };
}

export function credentialsTable(
  sets: readonly Credentials[],
  contacts: ReadonlyMap<string, StoreContact>,
  timezone: string,
): string {
  return renderTable(
    [
      { title: 'name' },
      { title: 'transport' },
      { title: 'SSH host' },
      { title: 'database' },
      { title: 'state' },
      { title: `last test (${timezone})` },
      { title: `last contact (${timezone})` },
    ],
    sets.map((set) => [
      set.name,
      set.lastTransport === null || set.transport !== 'auto' ? set.transport : `auto (${set.lastTransport})`,
      set.ssh === null ? '' : `${set.ssh.username}@${set.ssh.host}:${set.ssh.port}`,
      databaseOf(set),
      [set.isDefault ? 'default' : '', set.isActive ? '' : 'off', set.origin === 'saved' ? '' : set.origin]
        .filter((word) => word !== '')
        .join(', '),
      set.lastTestedAtUtc === null
        ? 'never'
        : `${set.lastTestSuccess ? 'ok' : 'failed'}, ${showTime(set.lastTestedAtUtc, timezone)}`,
      contactOf(contacts.get(set.id), timezone),
    ]),
  );
}

export function credentialsLines(set: Credentials, contact?: StoreContact): readonly string[] {
  const rows = Object.entries(credentialsAsJson(set, contact)).map(([key, value]) => [
    key,
    typeof value === 'object' && value !== null ? JSON.stringify(value) : String(value ?? '–'),
  ]);
  const width = Math.max(...rows.map(([key = '']) => key.length));
  const lines = rows.map(([key = '', value = '']) => `${key.padEnd(width)}  ${value}`);
  if (set.unverifiedAuthSinceUtc === null) return lines;
  return [
    ...lines,
    '',
    'Warning: an unconfirmed server can read the database password of this set. ' +
      `From version ${REFUSED_FROM_VERSION} on, Taquilla refuses this connection.`,
  ];
}

/**
 * The database in a readable form: `reader@db.example.com:3306/wordpress`,
 * `reader@localhost:/run/mysqld/mysqld.sock, wordpress`.
 */
function databaseOf({ username, host, port, socket, database }: Credentials): string {
  return socket === null
    ? `${username}@${host}:${port}/${database}`
    : `${username}@${host}:${socket}, ${database}`;
}

function fingerprint(hostKey: string | null): string | null {
  return hostKey === null ? null : (parseHostKey(hostKey)?.fingerprint ?? null);
}

function contactOf(contact: StoreContact | undefined, timezone: string): readonly string[] {
  const { lastContactAtUtc = null, unreachableSinceUtc = null } = contact ?? {};
  const last = lastContactAtUtc === null ? 'never' : showTime(lastContactAtUtc, timezone);
  return unreachableSinceUtc === null
    ? [last]
    : [last, `away since ${showTime(unreachableSinceUtc, timezone)}`];
}
