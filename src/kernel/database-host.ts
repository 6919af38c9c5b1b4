import { isIP, isIPv6 } from 'node:net';

const USUAL_PORT = 3306;
const MOST_PORT = 65_535;
const NAME = /^[a-z\d](?:[a-z\d._-]*[a-z\d])?$/i;
const WITH_PORT = /^(?:\[(?<address>[^\]]*)\]|(?<name>[^:]*))(?::(?<port>\d{1,5}))?$/;

/** Of an SSH host, whose user and port are given apart: `user@host`, `host:2222` and `ssh://host` are none. */
export function isHostAlone(text: string): boolean {
  return NAME.test(text) || isIP(text) !== 0;
}

/** What is said of the option or variable with anything else. */
export const HOST_ALONE_FAULT = 'must be a host name or an IP address alone: user and port are given apart';

interface DatabasePlace {
  readonly host: string;
  /** null: none is named. */
  readonly port: number | null;
}

/** Why a text names no place that can be connected to; what is said of the option or variable. */
export const DATABASE_HOST_FAULTS = {
  invalid: 'must be a host name or an IP address, with a port or without',
  database_socket:
    'names a socket: with the transport ssh_exec give localhost, for which the client on the SSH host takes the socket of its server; with any other give a host and a port',
  other_port: 'names another port than the one that is given apart',
} as const;

/**
 * The host of a database as people copy it from `DB_HOST` in wp-config.php: `host`, `host:port`, `[::1]:3307`. A
 * socket (`localhost:/run/mysqld/mysqld.sock`) is no place to connect to, and has a refusal of its own.
 *
 * @param portApart given beside it; the usual one says nothing against a port in the text
 */
export function readDatabaseHost(
  text: string,
  portApart: number | null,
): DatabasePlace | keyof typeof DATABASE_HOST_FAULTS {
  if (/(?:^|:)\/(?!\/)/.test(text)) return 'database_socket';
  if (isIPv6(text)) return { host: text, port: portApart };
  const { address, name, port: digits } = WITH_PORT.exec(text)?.groups ?? {};
  const host = address ?? name ?? '';
  if (address === undefined ? !NAME.test(host) : !isIPv6(address)) return 'invalid';
  if (digits === undefined) return { host, port: portApart };
  const port = Number(digits);
  if (port < 1 || port > MOST_PORT) return 'invalid';
  if (portApart !== null && portApart !== port && portApart !== USUAL_PORT) return 'other_port';
  return { host, port };
}
