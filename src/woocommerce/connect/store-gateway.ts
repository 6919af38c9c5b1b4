import { AppError } from '../../kernel/errors.ts';
import type { Secret } from '../../kernel/secrets/secret.ts';
import type { PlainTransport } from '../../vocabulary/credentials.ts';
import { type ConnectAttempt, type Follower, quietAttempt } from './connect-step.ts';
import { openExec } from './fallback/exec.ts';
import { type DirectSettings, openDirect, type TlsSettings } from './mysql/direct.ts';
import type { ServerTrust } from './mysql/password-rule.ts';
import { RateLimiter } from './rate-limiter.ts';
import { SharedSshConnection } from './ssh/shared-ssh-connection.ts';
import type { SshHop } from './ssh/ssh-connection.ts';
import type { OnCost, StoreConnection } from './store-connection.ts';
import { openTunnel } from './tunnel.ts';

/** How a store is reached, and at which rate. */
export interface GatewaySettings {
  readonly transport: PlainTransport | 'auto';
  /** The database as seen from the end of the transport. */
  readonly host: string;
  readonly port: number;
  /** The path of its Unix socket; absent or null if it is reached over TCP. */
  readonly socket?: string | null;
  readonly user: string;
  readonly password: Secret | null;
  /** The variable with the password, if it is not stored with the credentials. */
  readonly passwordVariable?: string;
  readonly database: string;
  readonly tls: TlsSettings | null;
  /** The servers that may get a readable password without SSH or a trusted certificate. Absent means none. */
  readonly trust?: ServerTrust;
  /** Whether an address is this machine's own. If absent, only loopback addresses are. */
  readonly isOwnAddress?: (address: string) => boolean;
  readonly ssh: SshHop | null;
  readonly jump: SshHop | null;
  readonly connectTimeoutMs: number;
  readonly keepAliveMs?: number;
  readonly silenceMs?: number;
  /** The time limit for starting the shell on the SSH host. */
  readonly shellPatienceMs?: number;
  readonly maxConnections: number;
  readonly rowsPerSecond: number | null;
  /** The transport by which `auto` connected the last time. */
  readonly lastTransport: PlainTransport | null;
  /** Called when `auto` connects by another transport than the last time. */
  readonly onTransport?: (transport: PlainTransport) => void;
  /** Called when an SSH connection was lost. */
  readonly onSshLost?: () => void;
  /** Called after each statement. */
  readonly onCost?: OnCost;
}

/** Opens connections to one store. All transports over SSH share one SSH connection. */
export interface StoreGateway {
  readonly maxConnections: number;
  /** The transport of the last connection; null if there was none yet. */
  readonly transport: PlainTransport | null;
  /** @throws unavailable, config `store.*`; aborted */
  open(signal: AbortSignal, follower?: Follower): Promise<StoreConnection>;
  close(): Promise<void>;
}

/** It opens no connection before it is needed. */
export function createStoreGateway(settings: GatewaySettings): StoreGateway {
  return new FallbackGateway(settings);
}

/**
 * Errors after which `auto` tries the next transport: this transport does not exist here. It is not just
 * unavailable at the moment.
 */
const NO_SUCH_TRANSPORT: readonly string[] = [
  'store.forwarding-refused',
  'store.unreachable',
  'store.host-not-allowed',
  'store.exec-refused',
  'store.no-client',
  'store.no-temporary-file',
  'store.no-json-array',
  'store.client-tls',
];

class FallbackGateway implements StoreGateway {
  readonly maxConnections: number;
  readonly #settings: GatewaySettings;
  readonly #address: DirectSettings;
  readonly #line: SharedSshConnection | null;
  readonly #open = new Set<StoreConnection>();
  #opening = 0;
  #transport: PlainTransport | null = null;

  constructor(settings: GatewaySettings) {
    this.#settings = settings;
    this.maxConnections = settings.maxConnections;
    const { host, port, socket = null, user, password, passwordVariable, database } = settings;
    const { connectTimeoutMs, tls, silenceMs, shellPatienceMs, trust, isOwnAddress, onCost } = settings;
    this.#address = {
      host,
      port,
      socket,
      user,
      password: password?.reveal() ?? '',
      passwordVariable,
      database,
      connectTimeoutMs,
      tls,
      rateLimiter: new RateLimiter(settings.rowsPerSecond),
      ...(silenceMs === undefined ? {} : { silenceMs }),
      ...(shellPatienceMs === undefined ? {} : { shellPatienceMs }),
      ...(trust === undefined ? {} : { trust }),
      ...(onCost === undefined ? {} : { onCost }),
      ...(isOwnAddress === undefined ? {} : { isOwnAddress }),
    };
    this.#line = sshLineOf(settings);
  }

  get transport(): PlainTransport | null {
    return this.#transport;
  }

  async open(signal: AbortSignal, follower?: Follower): Promise<StoreConnection> {
    if (this.#open.size + this.#opening >= this.maxConnections) throw tooManyOfOurs(this.maxConnections);
    const attempt = { ...quietAttempt(signal), ...follower };
    this.#opening += 1;
    const leave = this.#line?.use();
    try {
      const connection = await this.#tryTransports(attempt);
      this.#open.add(connection);
      connection.onClose(() => {
        this.#open.delete(connection);
        leave?.();
      });
      return connection;
    } catch (error) {
      leave?.();
      throw error;
    } finally {
      this.#opening -= 1;
    }
  }

  async close(): Promise<void> {
    for (const connection of this.#open) connection.close();
    await this.#line?.close();
  }

  /**
   * The transports in order, beginning with the one that last worked. If all fail, the error of the last one is
   * reported.
   */
  async #tryTransports(attempt: ConnectAttempt): Promise<StoreConnection> {
    const transports = transportsOf(this.#settings, this.#transport);
    for (const [at, transport] of transports.entries()) {
      try {
        const connection = await this.#openBy(transport, attempt);
        this.#noteTransport(transport);
        return connection;
      } catch (error) {
        const mayGoOn = error instanceof AppError && NO_SUCH_TRANSPORT.includes(error.code);
        if (at + 1 === transports.length || !mayGoOn) throw error;
        attempt.onDetour(error);
      }
    }
    throw noSsh();
  }

  async #openBy(transport: PlainTransport, attempt: ConnectAttempt): Promise<StoreConnection> {
    if (transport === 'direct') return await openDirect(this.#address, attempt);
    if (this.#line === null) throw noSsh();
    return transport === 'ssh_tunnel'
      ? await openTunnel(this.#address, this.#line, attempt)
      : await openExec(this.#address, this.#line, attempt);
  }

  #noteTransport(transport: PlainTransport): void {
    const before = this.#transport ?? this.#settings.lastTransport;
    this.#transport = transport;
    if (this.#settings.transport === 'auto' && before !== transport) this.#settings.onTransport?.(transport);
  }
}

/**
 * With an SSH host, the database's address is relative to that host. Trying it from here could send the
 * password to another server.
 */
function transportsOf(settings: GatewaySettings, current: PlainTransport | null): readonly PlainTransport[] {
  if (settings.transport !== 'auto') return [settings.transport];
  if (settings.ssh === null) return ['direct'];
  const transports: readonly PlainTransport[] = ['ssh_tunnel', 'ssh_exec'];
  const last = current ?? settings.lastTransport;
  return transports.toSorted((a, b) => Number(b === last) - Number(a === last));
}

function sshLineOf(settings: GatewaySettings): SharedSshConnection | null {
  const { ssh, jump, connectTimeoutMs, keepAliveMs, onSshLost } = settings;
  if (ssh === null) return null;
  const target = {
    target: ssh,
    jump,
    connectTimeoutMs,
    ...(keepAliveMs === undefined ? {} : { keepAliveMs }),
  };
  return new SharedSshConnection(target, onSshLost);
}

/** A transport over SSH without an SSH host. */
function noSsh(): AppError {
  return new AppError({
    code: 'store.no-ssh-host',
    message: 'This transport goes over SSH, and no SSH host is named.',
  });
}

/** The store would get more connections than its limit allows. */
function tooManyOfOurs(limit: number): AppError {
  return new AppError({
    code: 'store.connections-used-up',
    message: 'All connections that this store grants us are in use.',
    details: { limit },
  });
}
