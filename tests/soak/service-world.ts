import { randomBytes } from 'node:crypto';
import { createCredentials } from '../../src/backend/credentials/credentials-records.ts';
import { bySecret } from '../../src/backend/credentials/credentials-row.ts';
import { type Database, openDatabase } from '../../src/backend/database.ts';
import { migrate } from '../../src/backend/migrate/migrate.ts';
import { createToken } from '../../src/backend/sign-in/token-records.ts';
import { createUser } from '../../src/backend/users/user-records.ts';
import { makeDemoStore } from '../../src/demo/demo-store.ts';
import { digestOfToken, newOpaqueToken } from '../../src/kernel/secrets/opaque-token.ts';
import { Secret } from '../../src/kernel/secrets/secret.ts';
import { parseStoreUrl } from '../../src/woocommerce/connect/store-url.ts';
import { freshStoreDatabase, type StoreDatabase } from '../servers/databases.ts';
import { type PrivateServer, startPrivatePostgres, testLog } from '../servers/private-postgres.ts';
import { type PrivateRedis, startPrivateRedis } from '../servers/private-redis.ts';
import { type ServiceProcess, type ServiceRole, startService } from './service-process.ts';

const PRODUCT = 173_911;

/** The whole service as its users run it: separate processes on PostgreSQL and Redis, used over HTTP. */
export class ServiceWorld {
  readonly postgres: PrivateServer;
  readonly redis: PrivateRedis;
  readonly store: StoreDatabase;
  readonly db: Database;
  readonly processes: ServiceProcess[] = [];
  readonly #env: Readonly<Record<string, string>>;
  readonly #token = newOpaqueToken('taq_');
  #credentialsId = '';

  private constructor(postgres: PrivateServer, redis: PrivateRedis, store: StoreDatabase) {
    this.postgres = postgres;
    this.redis = redis;
    this.store = store;
    this.db = openDatabase({ connectionString: postgres.url }, testLog, 4);
    this.#env = {
      DATABASE_URL: postgres.url,
      REDIS_URL: redis.url,
      TAQUILLA_SECRET_KEY: randomBytes(32).toString('base64'),
    };
  }

  /** @param slots executions of the store at the same time */
  static async open(orders: number, slots: number): Promise<ServiceWorld> {
    const [postgres, redis, store] = await Promise.all([
      startPrivatePostgres(),
      startPrivateRedis(),
      freshStoreDatabase(),
    ]);
    const world = new ServiceWorld(postgres, redis, store);
    await makeDemoStore({ url: store.url, orders, seed: 4, layout: 'hpos' });
    await migrate(world.db, testLog);
    await world.#addPeopleAndStore(slots);
    return world;
  }

  async #addPeopleAndStore(slots: number): Promise<void> {
    const { db } = this;
    const user = await createUser(db, { email: 'ops@example.com', passwordHash: '-', role: 'superuser' });
    await createToken(db, {
      userId: user.id,
      name: 'soak',
      tokenDigest: digestOfToken(this.#token),
      role: 'superuser',
      seesPersonalData: true,
      expiresAt: null,
    });
    const { host, port, user: username, password, database } = parseStoreUrl(this.store.url);
    const key = async () => await Promise.resolve(new Secret(this.#env['TAQUILLA_SECRET_KEY'] ?? ''));
    const set = await createCredentials(
      db,
      await key(),
      {
        name: 'shop',
        transport: 'direct',
        host,
        port,
        database,
        username,
        socket: null,
        tablePrefix: null,
        textEncoding: 'auto',
        orderNumberMeta: null,
        tlsMode: 'off',
        tlsCa: null,
        tlsCertificate: null,
        ssh: null,
        jump: null,
        connectTimeoutMs: 10_000,
        maxConnections: 2,
        statementLimitS: 120,
        rowsPerSecond: null,
        maxConcurrentSyncs: slots,
        liveCeilingSeconds: null,
        sweepSeconds: 1,
      },
      { ...bySecret(() => null), password: password === null ? null : new Secret(String(password)) },
    );
    this.#credentialsId = set.id;
  }

  /** @param env the variables in which this process differs from the others */
  async start(
    role: ServiceRole,
    clockShiftMs = 0,
    env: Readonly<Record<string, string>> = {},
  ): Promise<ServiceProcess> {
    const started = await startService(role, { env: { ...this.#env, ...env }, clockShiftMs });
    this.processes.push(started);
    return started;
  }

  forget(gone: ServiceProcess): void {
    this.processes.splice(this.processes.indexOf(gone), 1);
  }

  /** Calls the API as a program does. A refusal is returned, not thrown. */
  async ask(method: string, path: string, body?: unknown) {
    const api = this.processes.find(({ role }) => role === 'api');
    const reply = await fetch(`http://127.0.0.1:${api?.port}/api/v1/sync-woocommerce/${path}`, {
      method,
      headers: { authorization: `Token ${this.#token}`, 'content-type': 'application/json' },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    return { status: reply.status, body: (await reply.json()) as Record<string, unknown> };
  }

  /** The same product for another organizer, as a separate event. */
  async addConfiguration(number: number): Promise<string> {
    const { status, body } = await this.ask('POST', 'configurations/', {
      name: `Event ${number}`,
      woocommerce_product_id: PRODUCT,
      event_name: `Event ${number}`,
      organizer_email: `organizer-${number}@example.com`,
      another_organizer: true,
      service_fee_percentage: 10,
      frequency: 'manual',
      credentials: this.#credentialsId,
    });
    if (status !== 201) throw new Error(`no configuration: ${JSON.stringify(body)}`);
    return String(body['id']);
  }

  async rows<T extends object>(sql: string, values: readonly unknown[] = []): Promise<readonly T[]> {
    return (await this.db.query<T>(sql, [...values])).rows;
  }

  async close(): Promise<void> {
    for (const running of this.processes) await running.kill();
    await this.db.end();
    await this.redis.stop();
    await this.postgres.stop();
    await this.store.drop();
  }
}
