import { Secret } from '../../../src/kernel/secrets/secret.ts';
import type { GatewaySettings } from '../../../src/woocommerce/connect/store-gateway.ts';
import { parseStoreUrl } from '../../../src/woocommerce/connect/store-url.ts';
import type { PrivateSshd } from '../../servers/private-sshd.ts';

export const never = new AbortController().signal;

/** The direct connection to a test's database, from which the other transports are made. */
export function directTo(url: string, changes: Partial<GatewaySettings> = {}): GatewaySettings {
  const { host, port, user, password, database } = parseStoreUrl(url);
  return {
    transport: 'direct',
    host,
    port,
    user,
    password: new Secret(password ?? ''),
    database,
    tls: null,
    ssh: null,
    jump: null,
    connectTimeoutMs: 5_000,
    maxConnections: 2,
    rowsPerSecond: null,
    lastTransport: null,
    ...changes,
  };
}

export function over(sshd: PrivateSshd, changes: Partial<GatewaySettings> = {}): Partial<GatewaySettings> {
  return { transport: 'ssh_tunnel', ssh: sshd.hop, ...changes };
}

/** The database's socket, with a wrong port in the address. */
export function onSocket(socket: string): Partial<GatewaySettings> {
  return { host: 'localhost', port: 1, socket };
}
