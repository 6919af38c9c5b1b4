import type { CredentialsReply } from '../../../../src/contract/credentials.ts';

/** The initial values for a new set, which are also the server's defaults. */
export const NEW = {
  transport: 'auto',
  mysql_host: '127.0.0.1',
  mysql_port: 3306,
  mysql_by: 'host',
  ssh_port: 22,
  jump_port: 22,
  text_encoding: 'auto',
  tls_mode: 'off',
  connect_timeout_ms: 10_000,
  max_connections: 2,
  statement_limit_s: 120,
  max_concurrent_syncs: 4,
  sweep_seconds: 1,
  ssh_auth: 'password',
  jump_auth: 'password',
  over_jump: false,
};

/** The fields of a set that can be changed, without the secrets. */
const SETTINGS: Readonly<Record<string, true>> = Object.fromEntries(
  [
    'name',
    'transport',
    'mysql_host',
    'mysql_port',
    'mysql_socket',
    'mysql_username',
    'mysql_database',
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
  ].map((field) => [field, true]),
);

/** The initial values of the form for an existing set. */
export function valuesOf(set: CredentialsReply): Record<string, unknown> {
  const auth = (key: boolean) => (key ? 'key' : 'password');
  return {
    ...NEW,
    ...Object.fromEntries(
      Object.entries(set).filter(([field, value]) => field in SETTINGS && value !== null),
    ),
    mysql_by: set.mysql_socket === null ? 'host' : 'socket',
    ssh_auth: auth(set.has_ssh_private_key),
    jump_auth: auth(set.has_jump_private_key),
    over_jump: set.jump_host !== null,
  };
}
