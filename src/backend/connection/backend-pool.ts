import { callbackify } from 'node:util';
import pg from 'pg';
import { readPostgresAddress } from '../../kernel/addresses/postgres-address.ts';
import { externalPlace } from './backend-place.ts';
import { type TlsAttempt, tlsAttempts } from './tls-attempts.ts';
import { openingOf } from './transaction-settings.ts';

const INT8 = 20;
const KEEP_ALIVE_MS = 10_000;
const NOT_LET_IN = '28000';

/**
 * The connections to one PostgreSQL. Nothing relies on the settings of a session, because behind a pooler a
 * session soon serves other clients. So each transaction begins with `opening`.
 */
export class BackendPool extends pg.Pool {
  readonly opening: string;
  /** The address for listening to notices: the pool's own, unless another one is given. */
  direct: BackendPool = this;
  readonly #attempts: readonly TlsAttempt[];

  /** @param config must name the server in `connectionString` */
  constructor({ connectionString, ...config }: pg.PoolConfig & { readonly connectionString: string }) {
    const address = readPostgresAddress(connectionString);
    const types = new pg.TypeOverrides();
    types.setTypeParser(INT8, Number);
    const { host } = externalPlace(connectionString);
    // A Unix socket needs no TLS: its traffic does not leave the machine.
    const attempts: readonly TlsAttempt[] = host.startsWith('/') ? [false] : tlsAttempts(address.tls);
    super({
      ...config,
      connectionString: address.url,
      ssl: attempts[0] ?? false,
      types,
      keepAlive: true,
      keepAliveInitialDelayMillis: KEEP_ALIVE_MS,
    });
    this.opening = openingOf(address);
    this.#attempts = attempts;
  }

  override connect(): Promise<pg.PoolClient>;
  override connect(callback: Parameters<pg.Pool['connect']>[0]): void;
  override connect(callback?: Parameters<pg.Pool['connect']>[0]): Promise<pg.PoolClient> | undefined {
    if (callback === undefined) return this.#connect();
    callbackify(async () => await this.#connect())((error: Error | null, client) => {
      if (error === null) callback(undefined, client, (broken) => client.release(broken));
      else callback(error, undefined, () => undefined);
    });
    return undefined;
  }

  /** If the server refuses the first TLS mode, the other one is used from then on. */
  async #connect(): Promise<pg.PoolClient> {
    const tried = this.options.ssl;
    try {
      return await super.connect();
    } catch (error) {
      const other = this.#attempts.find((attempt) => attempt !== tried);
      if (other === undefined || !isOfTls(error)) throw error;
      this.options.ssl = other;
      return await super.connect();
    }
  }
}

/**
 * Whether another TLS mode may work, because the server offers no TLS, the handshake fails, or the server
 * refuses this mode.
 */
function isOfTls(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  if (error instanceof pg.DatabaseError) return error.code === NOT_LET_IN;
  if (error.message === 'The server does not support SSL connections') return true;
  return 'code' in error && /^ERR_(SSL|TLS)_/.test(String(error.code));
}
