import type { CredentialsReply } from '../../../../src/contract/credentials.ts';
import { SECRET_FIELDS, type SecretField } from '../../../../src/vocabulary/credentials.ts';

export type Hop = 'ssh' | 'jump';
/** How somebody signs in over SSH; `new`: with a pair that is made once the set is saved. */
export type SshAuth = 'password' | 'key' | 'new';
/** Where the database listens. */
export type MysqlBy = 'host' | 'socket';

type Text = string | null | undefined;
type Whole = number | null | undefined;

/** The values of the form; secrets only where somebody entered one. */
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
  readonly mysql_by: MysqlBy;
  readonly ssh_auth: SshAuth;
  readonly jump_auth: SshAuth;
  readonly over_jump: boolean;
}

const filled = (text: Text): boolean => text !== undefined && text !== null && text !== '';

/** Which parts of the form the way needs. */
export function partsOf(values: CredentialsValues) {
  const mayUseSsh = values.transport !== 'direct';
  const needsSsh = values.transport === 'ssh_tunnel' || values.transport === 'ssh_exec';
  const ssh = needsSsh || (mayUseSsh && filled(values.ssh_host));
  return {
    mayUseSsh,
    needsSsh,
    ssh,
    jump: ssh && values.over_jump,
    // The remote client talks to a database beside it.
    tls: values.transport !== 'ssh_exec',
  };
}

/** The secrets that the way has a use for. */
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

/** What the server has beside a socket. */
const HOST_OF_SOCKETS = { mysql_host: 'localhost', mysql_port: 3306 };

/**
 * What is sent: the settings of the way that was chosen and those secrets that were written. A secret that is kept
 * and that the way has no use for is forgotten.
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
    // A new key comes with its own passphrase, or with none.
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
 * How a change of each field bears on the secrets that are kept, as the server has it in `TRAVEL`: `free` not at
 * all; `same` any change leads them elsewhere; `ssh` and `jump` so it does where there is such a host; `ways` a way
 * that was not open before; `tls` all but a change to `verify`.
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
} as const satisfies Readonly<Record<Setting, 'free' | 'same' | 'ways' | 'tls' | Hop>>;

/** Whether a secret that is kept would go elsewhere, or on a way that protects it less: the server refuses that. */
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
        // Where there is no host, port and user are not asked for.
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
