import type { CredentialsReply } from '../../../../src/contract/credentials.ts';
import { SECRET_FIELDS, type SecretField } from '../../../../src/vocabulary/credentials.ts';

export type Hop = 'ssh' | 'jump';
/** The method of signing in over SSH; `new`: with a key pair that is created after the set is saved. */
export type SshAuth = 'password' | 'key' | 'new';
/** Whether the database listens on a host and port, or on a socket. */
export type MysqlBy = 'host' | 'socket';

type Text = string | null | undefined;
type Whole = number | null | undefined;

/** The values of the form, with a secret only if the user entered one. */
export interface CredentialsValues extends Readonly<Partial<Record<SecretField, Text>>> {
  readonly name?: Text;
  readonly transport: CredentialsReply['transport'];
  readonly mysql_host?: Text;
  readonly mysql_port?: Whole;
  readonly mysql_socket?: Text;
  readonly mysql_username?: Text;
  readonly mysql_database?: Text;
  readonly table_prefix?: Text;
  readonly text_encoding?: CredentialsReply['text_encoding'];
  readonly order_number_meta?: Text;
  readonly tls_mode?: CredentialsReply['tls_mode'];
  readonly tls_ca?: Text;
  readonly tls_certificate?: Text;
  readonly ssh_host?: Text;
  readonly ssh_port?: Whole;
  readonly ssh_username?: Text;
  readonly jump_host?: Text;
  readonly jump_port?: Whole;
  readonly jump_username?: Text;
  readonly connect_timeout_ms?: Whole;
  readonly max_connections?: Whole;
  readonly statement_limit_s?: Whole;
  readonly rows_per_second?: Whole;
  readonly max_concurrent_syncs?: Whole;
  readonly live_ceiling_seconds?: Whole;
  readonly sweep_seconds?: Whole;
  readonly mysql_by: MysqlBy;
  readonly ssh_auth: SshAuth;
  readonly jump_auth: SshAuth;
  readonly over_jump: boolean;
}

const filled = (text: Text): boolean => text !== undefined && text !== null && text !== '';

/** The parts of the form that the transport needs. */
export function partsOf(values: CredentialsValues) {
  const mayUseSsh = values.transport !== 'direct';
  const needsSsh = values.transport === 'ssh_tunnel' || values.transport === 'ssh_exec';
  const ssh = needsSsh || (mayUseSsh && filled(values.ssh_host));
  return {
    mayUseSsh,
    needsSsh,
    ssh,
    jump: ssh && values.over_jump,
    // With the remote client, the database is on the SSH host itself, so TLS is not offered.
    tls: values.transport !== 'ssh_exec',
  };
}

/** The secrets that the transport uses. */
function secretsInUse(values: CredentialsValues): ReadonlySet<SecretField> {
  const { ssh, jump } = partsOf(values);
  const used = new Set<SecretField>(['mysql_password']);
  if (filled(values.tls_certificate)) used.add('tls_key');
  for (const hop of ['ssh', 'jump'] as const) {
    if (!(hop === 'ssh' ? ssh : jump)) continue;
    const auth = values[`${hop}_auth`];
    if (auth === 'password') used.add(`${hop}_password`);
    if (auth === 'key') used.add(`${hop}_private_key`).add(`${hop}_passphrase`);
  }
  return used;
}

/** The values that the server stores together with a socket. */
const HOST_OF_SOCKETS = { mysql_host: 'localhost', mysql_port: 3306 };

/**
 * The request body: the settings of the chosen transport and the secrets that the user entered. It removes
 * stored secrets that the transport does not use.
 */
export function bodyOf(values: CredentialsValues, before: CredentialsReply | null): Record<string, unknown> {
  const { ssh, jump } = partsOf(values);
  const body: Record<string, unknown> = { ...values };
  for (const asked of ['mysql_by', 'ssh_auth', 'jump_auth', 'over_jump']) delete body[asked];
  if (values.mysql_by === 'socket') Object.assign(body, HOST_OF_SOCKETS);
  else body['mysql_socket'] = null;
  for (const [hop, used] of [
    ['ssh', ssh],
    ['jump', jump],
  ] as const) {
    if (!used) for (const part of ['host', 'port', 'username']) body[`${hop}_${part}`] = null;
  }
  const inUse = secretsInUse(values);
  for (const secret of SECRET_FIELDS) {
    const written = inUse.has(secret) && filled(values[secret]);
    // A new key has its own passphrase or none, so the stored passphrase is outdated.
    const outdated = secret.endsWith('_passphrase') && filled(values[keyOf(secret)]);
    delete body[secret];
    if (written) body[secret] = values[secret];
    else if (before?.[`has_${secret}`] === true && (outdated || !inUse.has(secret))) body[secret] = null;
  }
  return body;
}

function keyOf(passphrase: SecretField): SecretField {
  return passphrase === 'jump_passphrase' ? 'jump_private_key' : 'ssh_private_key';
}

type Setting = Exclude<
  keyof CredentialsValues,
  SecretField | 'mysql_by' | 'ssh_auth' | 'jump_auth' | 'over_jump'
>;

/**
 * What a change of each field means for the stored secrets, as the server's `TRAVEL` defines it. `free`:
 * nothing. `same`: any change sends them to another place. `ssh` and `jump`: any change does so if there is
 * such a host. `ways`: only a transport that was not possible before does so. `tls`: every change except one to
 * `verify` does so.
 */
export const FIELD_TRAVEL = {
  name: 'free',
  transport: 'ways',
  mysql_host: 'same',
  mysql_port: 'same',
  mysql_socket: 'same',
  mysql_username: 'same',
  mysql_database: 'free',
  table_prefix: 'free',
  text_encoding: 'free',
  order_number_meta: 'free',
  tls_mode: 'tls',
  tls_ca: 'same',
  tls_certificate: 'free',
  ssh_host: 'same',
  ssh_port: 'ssh',
  ssh_username: 'ssh',
  jump_host: 'same',
  jump_port: 'jump',
  jump_username: 'jump',
  connect_timeout_ms: 'free',
  max_connections: 'free',
  statement_limit_s: 'free',
  rows_per_second: 'free',
  max_concurrent_syncs: 'free',
  live_ceiling_seconds: 'free',
  sweep_seconds: 'free',
} as const satisfies Readonly<Record<Setting, 'free' | 'same' | 'ways' | 'tls' | Hop>>;

/**
 * Whether the change would send a stored secret to another place, or over a less protected connection. The
 * server refuses such a change.
 */
export function leadsElsewhere(values: CredentialsValues, before: CredentialsReply): boolean {
  const body = bodyOf(values, before);
  const same = (field: Setting): boolean => (body[field] ?? null) === before[field];
  const differs = (field: Setting): boolean => {
    const travel = FIELD_TRAVEL[field];
    switch (travel) {
      case 'free':
        return false;
      case 'same':
        return !same(field);
      case 'ways':
        return [...transportsOf(body)].some((one) => !transportsOf(before).has(one));
      case 'tls':
        return !same(field) && body['tls_mode'] !== 'verify';
      case 'ssh':
      case 'jump':
        // Port and user do not matter if there is no host.
        return (body[`${travel}_host`] ?? null) !== null && !same(field);
    }
  };
  return (Object.keys(FIELD_TRAVEL) as Setting[]).some(differs);
}

/**
 * The transports that may be tried: with an SSH host, an automatic transport never connects to the database
 * directly.
 */
function transportsOf({
  transport,
  ssh_host,
}: {
  readonly transport?: unknown;
  readonly ssh_host?: unknown;
}) {
  if (transport !== 'auto') return new Set([transport]);
  return new Set(ssh_host === null || ssh_host === undefined ? ['direct'] : ['ssh_tunnel', 'ssh_exec']);
}
