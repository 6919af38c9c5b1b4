import { splitAddress } from './url-parameters.ts';

const REDIS_PORT = 6379;
const SENTINEL_PORT = 26_379;
const SENTINEL_PASSWORD = /[?&]sentinel_password=([^&]*)/;
const WITH_SENTINELS = /^(rediss?)\+sentinel:\/\/([^@/]*@)?([^@/]+)\/([^/]+)(?:\/(\d*))?$/;

interface Place {
  readonly host: string;
  readonly port: number;
}

interface Access {
  readonly username?: string;
  readonly password?: string;
  readonly db?: number;
  readonly tls?: Readonly<Record<string, never>>;
}

interface OneServer extends Access, Place {}

interface BehindSentinels extends Access {
  readonly sentinels: readonly Place[];
  /** The name under which the Sentinels know the server that they watch. */
  readonly name: string;
  readonly sentinelPassword?: string;
  readonly enableTLSForSentinelMode?: boolean;
}

/** The parts of the address, under the names of the client's options. */
export type RedisAddress = OneServer | BehindSentinels;

/**
 * REDIS_URL in the form that the client needs. It accepts `redis://user:password@host:6379/0`, `rediss://` for
 * TLS, and Sentinels that know where the server called `name` is:
 * `redis+sentinel://user:password@host:26379,host:26379/name/0`. The Sentinels' own password is the parameter
 * `sentinel_password`.
 *
 * @throws TypeError, URIError if the text is not such an address
 */
export function readRedisUrl(url: string): RedisAddress {
  const { address } = splitAddress(url);
  const [, scheme, access = '', hosts = '', name = '', database = ''] = WITH_SENTINELS.exec(address) ?? [];
  if (scheme === undefined) return readSingle(address);
  const { username, password } = new URL(`redis://${access}host`);
  // Parsed like the other password, in which + means itself.
  const [, sentinelPassword] = SENTINEL_PASSWORD.exec(url) ?? [];
  return {
    sentinels: hosts.split(',').map((text) => hostAndPort(text, SENTINEL_PORT)),
    name,
    ...readSecrets(username, password),
    ...(sentinelPassword === undefined ? {} : { sentinelPassword: decodeURIComponent(sentinelPassword) }),
    ...(database === '' ? {} : { db: Number(database) }),
    ...(scheme === 'rediss' ? { tls: {}, enableTLSForSentinelMode: true } : {}),
  };
}

/** Every server in the address: the one server, or the Sentinels. */
export function placesOfRedis(url: string): readonly Place[] {
  const read = readRedisUrl(url);
  return 'sentinels' in read ? read.sentinels : [read];
}

function readSingle(address: string): OneServer {
  const { host: hostname, username, password, pathname, protocol } = new URL(address);
  return {
    ...hostAndPort(hostname, REDIS_PORT),
    ...readSecrets(username, password),
    ...(pathname.length > 1 ? { db: Number(pathname.slice(1)) } : {}),
    ...(protocol === 'rediss:' ? { tls: {} } : {}),
  };
}

function readSecrets(username: string, password: string): Access {
  return {
    ...(username === '' ? {} : { username: decodeURIComponent(username) }),
    ...(password === '' ? {} : { password: decodeURIComponent(password) }),
  };
}

function hostAndPort(text: string, usualPort: number): Place {
  const { hostname, port } = new URL(`redis://${text}`);
  return { host: hostname.replace(/^\[|\]$/g, ''), port: port === '' ? usualPort : Number(port) };
}
