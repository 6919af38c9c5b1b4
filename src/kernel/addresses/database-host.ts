import { isIP, isIPv6 } from 'node:net';

const USUAL_PORT = 3306;
const MOST_PORT = 65_535;
const NAME = /^[a-z\d](?:[a-z\d._-]*[a-z\d])?$/i;
const WITH_PORT = /^(?:\[(?<address>[^\]]*)\]|(?<name>[^:]*))(?::(?<port>\d{1,5}))?$/;
/** As in WordPress: from the first `:/` on, or the whole text. */
const WITH_SOCKET = /^(?:(?<before>.*?):)?(?<socket>\/.*)$/s;
/** A MySQL client that connects to a socket reports this host. */
const HOST_OF_SOCKETS = 'localhost';
// On Linux, the path of a socket may have 107 bytes.
const MOST_SOCKET_BYTES = 107;
const SOCKET_PATH = /^\/[^\p{Cc}\p{Cf}]*[^\p{Cc}\p{Cf}/]$/u;

/** The address of a database, as seen from the end of the transport. */
export interface DatabasePlace {
  readonly host: string;
  readonly port: number;
  /** The path of its Unix socket, if it is not reached over TCP; the host is then `localhost`. */
  readonly socket: string | null;
}

/** The parts of the address that were given. */
export interface GivenPlace {
  /** The text of `DB_HOST` in wp-config.php, with or without a port or a socket. */
  readonly host?: string | undefined;
  readonly port?: number | undefined;
  /** Null if there is none. */
  readonly socket?: string | null | undefined;
}

/** The error sentences for an option or variable whose address cannot be used. */
export const DATABASE_PLACE_FAULTS = {
  invalid: 'must be a host name or an IP address, with a port, with a socket or alone',
  other_port: 'names a port that differs from the separate one',
  socket_path: `must be an absolute path of at most ${MOST_SOCKET_BYTES} bytes`,
  other_socket: 'names a socket that differs from the separate one',
  socket_and_host:
    'is not valid: a socket and a host exclude each other. A socket belongs to localhost alone; give either the socket or host and port',
  socket_and_port:
    'is not valid: a socket and a port exclude each other. Give either the socket or host and port',
} as const;

type PlaceRule = keyof typeof DATABASE_PLACE_FAULTS;

/** A rule that the address breaks, and the part that breaks it. */
export interface PlaceFault {
  readonly part: keyof GivenPlace;
  readonly rule: PlaceRule;
}

/**
 * The address that results from the given parts. A host or a socket replaces the previous one. The default port
 * does not contradict a port or a socket in the host, because a form contains it before anybody types one.
 *
 * @param before Null if there is no previous address; then an absent host is `usualHost`
 */
export function readDatabasePlace(
  given: GivenPlace,
  before: DatabasePlace | null,
  usualHost: string,
): DatabasePlace | PlaceFault {
  const named = given.host === undefined ? null : readHost(given.host);
  if (typeof named === 'string') return { part: 'host', rule: named };
  const apart = given.socket ?? null;
  if (apart !== null && !isSocketPath(apart)) return { part: 'socket', rule: 'socket_path' };
  const inHost = named?.socket ?? null;
  if (apart !== null && inHost !== null && apart !== inHost) return { part: 'host', rule: 'other_socket' };
  const isKept = given.host === undefined && given.socket === undefined;
  const socket = apart ?? inHost ?? (isKept ? (before?.socket ?? null) : null);
  const [port, portInHost] = [given.port ?? null, named?.port ?? null];
  if (socket !== null) {
    const part = inHost === null ? (given.socket === undefined ? 'port' : 'socket') : 'host';
    if (named !== null && named.host !== HOST_OF_SOCKETS) return { part, rule: 'socket_and_host' };
    if (isUnusual(port) || isUnusual(portInHost)) return { part, rule: 'socket_and_port' };
    return { host: HOST_OF_SOCKETS, port: USUAL_PORT, socket };
  }
  if (portInHost !== null && isUnusual(port) && port !== portInHost) {
    return { part: 'host', rule: 'other_port' };
  }
  return {
    host: named?.host ?? before?.host ?? usualHost,
    port: portInHost ?? port ?? before?.port ?? USUAL_PORT,
    socket: null,
  };
}

function isUnusual(port: number | null): boolean {
  return port !== null && port !== USUAL_PORT;
}

function isSocketPath(text: string): boolean {
  return SOCKET_PATH.test(text) && Buffer.byteLength(text) <= MOST_SOCKET_BYTES;
}

/**
 * Whether the text is only a host, for an SSH host whose user and port are separate fields: `user@host`,
 * `host:2222` and `ssh://host` are not.
 */
export function isHostAlone(text: string): boolean {
  return NAME.test(text) || isIP(text) !== 0;
}

/** The error sentence for an option or variable that has more or other than a host in its value. */
export const HOST_ALONE_FAULT = 'must be a host name or an IP address alone: user and port are separate';

interface NamedHost {
  readonly host: string;
  /** The port; null if none is named. */
  readonly port: number | null;
  readonly socket: string | null;
}

/**
 * Reads `host`, `host:port`, `[::1]:3307`, `localhost:/run/mysqld/mysqld.sock`, `:/tmp/mysql.sock` or
 * `/tmp/mysql.sock`.
 */
function readHost(text: string): NamedHost | 'invalid' | 'socket_path' {
  const { before = '', socket } = WITH_SOCKET.exec(text)?.groups ?? {};
  if (socket === undefined) return readTcpHost(text);
  // A URL contains slashes but is not a path.
  if (socket.startsWith('//')) return 'invalid';
  if (!isSocketPath(socket)) return 'socket_path';
  const place = before === '' ? { host: HOST_OF_SOCKETS, port: null } : readTcpHost(before);
  return typeof place === 'string' ? place : { ...place, socket };
}

function readTcpHost(text: string): NamedHost | 'invalid' {
  if (isIPv6(text)) return { host: text, port: null, socket: null };
  const { address, name, port: digits } = WITH_PORT.exec(text)?.groups ?? {};
  const host = address ?? name ?? '';
  if (address === undefined ? !NAME.test(host) : !isIPv6(address)) return 'invalid';
  if (digits === undefined) return { host, port: null, socket: null };
  const port = Number(digits);
  return port < 1 || port > MOST_PORT ? 'invalid' : { host, port, socket: null };
}
