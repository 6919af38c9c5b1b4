import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { FastifyInstance } from 'fastify';
import type { AlertSettings } from '../../src/alerts/channels/alert-settings.ts';
import type { Machine } from '../../src/app/surroundings.ts';
import { clockOf } from '../../src/backend/connection/database-clock.ts';
import { type Database, openDatabase } from '../../src/backend/database.ts';
import { makeDemoStore } from '../../src/demo/demo-store.ts';
import { createProbeServer } from '../../src/http/server/probe-server.ts';
import { createLog } from '../../src/kernel/log/log.ts';
import { Secret } from '../../src/kernel/secrets/secret.ts';
import { createLoops } from '../../src/kernel/time/loops.ts';
import { createStoreAccess } from '../../src/stores/store-access.ts';
import { openStoredStore } from '../../src/stores/stored-store.ts';
import { openRedisCarrier } from '../../src/tasks/carriers/bullmq-carrier.ts';
import type { Carrier } from '../../src/tasks/carriers/carrier.ts';
import { QUEUES, type QueueName } from '../../src/tasks/carriers/queues.ts';
import { type RunningTasks, serveTasks } from '../../src/tasks/serve-tasks.ts';
import { callTaquilla } from '../cli/call-taquilla.ts';
import type { Ended } from '../cli/run-taquilla.ts';
import { type ApiWorld, openApiWorldOn } from '../http/api-world.ts';
import { freshStoreDatabase, type StoreDatabase } from '../servers/databases.ts';
import { type PrivatePostgres, startPrivatePostgres, testLog } from '../servers/private-postgres.ts';
import { type PrivateRedis, startPrivateRedis } from '../servers/private-redis.ts';
import { startProxy, type TcpProxy } from '../servers/tcp-proxy.ts';
import { redisPlace } from '../tasks/carriers.ts';
import { waitFor } from '../tasks/wait-for.ts';
import { OwnDatabase } from './own-database.ts';
import { type SwitchableMail, startSwitchableMail } from './switchable-mail.ts';
import { addStores, type Stores } from './well-stores.ts';

const WEBHOOK_SECRET = 'a secret of the webhook';
const metrics = { scrape: async () => '', token: null };

/** One process of the service, which a test can end. */
interface Running {
  readonly tasks: RunningTasks;
  readonly carrier: Carrier;
  readonly db: Database;
}

/** A whole installation on real servers; every connection can be cut. */
export class WellWorld {
  readonly postgres: PrivatePostgres;
  readonly database: OwnDatabase;
  readonly redis: PrivateRedis;
  readonly store: StoreDatabase;
  readonly mail: SwitchableMail;
  readonly backendLine: TcpProxy;
  readonly queueLine: TcpProxy;
  storeLine: TcpProxy;
  /** The address without the proxy that a test cuts. */
  readonly db: Database;
  readonly env: Readonly<Record<string, string>>;
  /** Warnings of the worker and of the scheduler. */
  readonly said: string[] = [];
  readonly #closing: (() => Promise<void>)[];
  #hook: Server;
  #worker: Running | null = null;
  #scheduler: Running | null = null;
  api!: ApiWorld;
  apiProbe!: FastifyInstance;
  workerProbe!: FastifyInstance;
  stores!: Stores;

  private constructor(parts: Parts) {
    this.postgres = parts.postgres;
    this.database = parts.database;
    this.redis = parts.redis;
    this.store = parts.store;
    this.mail = parts.mail;
    this.backendLine = parts.backendLine;
    this.queueLine = parts.queueLine;
    this.storeLine = parts.storeLine;
    this.#hook = parts.hook;
    this.db = openDatabase({ connectionString: parts.database.urlFor('taquilla') }, testLog, 4);
    const backend = new URL(parts.database.urlFor());
    backend.port = String(parts.backendLine.port);
    this.env = {
      DATABASE_URL: backend.href,
      REDIS_URL: `redis://127.0.0.1:${parts.queueLine.port}/0`,
      TAQUILLA_SECRET_KEY: randomBytes(32).toString('base64'),
      PUBLIC_URL: 'https://taquilla.example.com',
      SMTP_URL: parts.mail.url,
      ALERT_EMAILS: 'ops@example.com',
      ALERT_WEBHOOK_URL: `http://127.0.0.1:${(parts.hook.address() as AddressInfo).port}/alerts`,
      ALERT_WEBHOOK_SECRET: WEBHOOK_SECRET,
    };
    this.#closing = [
      async () => await this.db.end(),
      async () => await this.mail.close(),
      async () => await this.backendLine.close(),
      async () => await this.queueLine.close(),
      async () => await this.storeLine.close(),
      async () => await this.redis.stop(),
      async () => await this.postgres.stop(),
      async () => await this.database.drop(),
      async () => await this.store.drop(),
    ];
  }

  static async open(): Promise<WellWorld> {
    const [postgres, redis, store, mail] = await Promise.all([
      startPrivatePostgres(),
      startPrivateRedis(),
      freshStoreDatabase(),
      startSwitchableMail(),
    ]);
    const database = await OwnDatabase.make(postgres.url);
    await makeDemoStore({ url: store.url, orders: 30, seed: 5, layout: 'hpos' });
    const [backendLine, queueLine, storeLine, hook] = await Promise.all([
      startProxy(Number(new URL(postgres.url).port)),
      startProxy(Number(new URL(redis.url).port)),
      startProxy(Number(new URL(store.url).port)),
      startHook(0),
    ]);
    const lines = { backendLine, queueLine, storeLine };
    const world = new WellWorld({ postgres, database, redis, store, mail, hook, ...lines });
    await world.#serveHttp();
    world.stores = await addStores(world);
    await world.startScheduler();
    await world.startWorker();
    await world.stores.sync();
    // The demo store has tickets that were refunded after their entry: the conflicts about them are settled.
    await world.db.query(`update conflicts set settled_at = now(), settled_as = 'ours'`);
    return world;
  }

  get url(): string {
    return this.env['DATABASE_URL'] ?? '';
  }

  readonly secretKey = async (): Promise<Secret> => new Secret(this.env['TAQUILLA_SECRET_KEY'] ?? '');

  openCarrier(): Carrier {
    return openRedisCarrier(redisPlace(this.env['REDIS_URL'] ?? ''), testLog);
  }

  async #serveHttp(): Promise<void> {
    const carrier = this.openCarrier();
    const now = (): Date => new Date();
    const asked = { log: testLog, now, secretKey: this.secretKey, environment: null };
    this.api = await openApiWorldOn({ url: this.url, drop: async () => undefined }, (db) => {
      const stores = createStoreAccess({ db, ...asked });
      return { carrier, stores, secretKey: this.secretKey, maxRetries: 0 };
    });
    await this.db.query('delete from sync_credentials');
    const { db } = this.api.backend;
    const { signal: stop } = new AbortController();
    const probed = { db, loops: createLoops(testLog), stop, version: '0.0.0', metrics };
    this.apiProbe = createProbeServer({ ...probed, carrier: null });
    this.workerProbe = createProbeServer({ ...probed, carrier });
    this.#closing.unshift(
      async () => await this.apiProbe.close(),
      async () => await this.workerProbe.close(),
      async () => await this.api.close(),
      async () => await carrier.close(),
    );
  }

  async #serve(role: 'worker' | 'scheduler', queues: readonly QueueName[], aheadMs = 0): Promise<Running> {
    const db = openDatabase({ connectionString: this.url }, testLog, 12);
    const clock = clockOf(db, () => new Date(Date.now() + aheadMs));
    await clock.measure();
    const { now, skewMs } = clock;
    const carrier = this.openCarrier();
    const log = createLog('warn', { write: (line) => void this.said.push(line) });
    const stores = { db, log, now, secretKey: this.secretKey, environment: null };
    const alerts: AlertSettings = {
      mail: {
        smtpUrl: this.mail.url,
        from: 'taquilla@example.com',
        recipients: ['ops@example.com'],
        language: 'en',
      },
      webhook: { url: this.env['ALERT_WEBHOOK_URL'] ?? '', secret: WEBHOOK_SECRET },
      publicUrl: 'https://taquilla.example.com',
      timezone: 'UTC',
    };
    const tasks = await serveTasks(
      {
        db,
        log,
        loops: createLoops(log),
        now,
        skewMs,
        carrier,
        openStore: async (credentialsId) => await openStoredStore(stores, credentialsId),
        testStore: createStoreAccess(stores).testStored,
        alerts,
        cleanup: { olderThanDays: 90, keepNewest: 100, changesOlderThanDays: 30 },
        maxRetries: 0,
        heartbeatUrl: null,
        self: { role, version: '0.0.0' },
      },
      { queues, concurrency: 1 },
    );
    return { tasks, carrier, db };
  }

  /** @param aheadMs the offset of its machine's clock */
  async startWorker(queues: readonly QueueName[] = QUEUES, aheadMs = 0): Promise<void> {
    await this.stopWorker();
    this.#worker = await this.#serve('worker', queues, aheadMs);
    await this.untilAlive('worker');
  }

  async stopWorker(): Promise<void> {
    await end(this.#worker);
    this.#worker = null;
  }

  async startScheduler(): Promise<void> {
    this.#scheduler = await this.#serve('scheduler', []);
    await this.untilAlive('scheduler');
  }

  async stopScheduler(): Promise<void> {
    await end(this.#scheduler);
    this.#scheduler = null;
  }

  async untilAlive(role: string): Promise<void> {
    await waitFor(
      async () => (await this.db.query('select from service_processes where role = $1', [role])).rowCount,
      (count) => count === 1,
    );
  }

  /** Makes the store's server refuse connections, or accept them again. */
  async setStore(up: boolean): Promise<void> {
    const { port } = this.storeLine;
    if (up) this.storeLine = await startProxy(Number(new URL(this.store.url).port), 0, port);
    else await this.storeLine.close();
  }

  /** Stops the webhook's server, or starts it on its port again. */
  async setHook(up: boolean): Promise<void> {
    const port = Number(new URL(this.env['ALERT_WEBHOOK_URL'] ?? '').port);
    if (up) this.#hook = await startHook(port);
    else await closeHook(this.#hook);
  }

  async check(env: Readonly<Record<string, string>> = {}, machine?: Machine): Promise<Ended> {
    const whole = { ...this.env, ...env };
    return await callTaquilla(['check'], { env: whole, ...(machine === undefined ? {} : { machine }) });
  }

  async status(): Promise<Ended> {
    return await callTaquilla(['status'], { env: this.env });
  }

  async close(): Promise<void> {
    await this.stopWorker();
    await this.stopScheduler();
    await this.stores.close();
    await closeHook(this.#hook);
    for (const step of this.#closing) await step();
  }
}

type Parts = Pick<
  WellWorld,
  'postgres' | 'database' | 'redis' | 'store' | 'mail' | 'backendLine' | 'queueLine' | 'storeLine'
> & { readonly hook: Server };

async function end(running: Running | null): Promise<void> {
  if (running === null) return;
  await running.tasks.stop();
  await running.carrier.close();
  await running.db.end();
}

/** Accepts every request. */
async function startHook(port: number): Promise<Server> {
  const server = createServer((request, reply) => {
    request.resume();
    reply.writeHead(204).end();
  });
  server.listen(port, '127.0.0.1');
  await once(server, 'listening');
  return server;
}

async function closeHook(server: Server): Promise<void> {
  server.closeAllConnections();
  await new Promise<void>((resolve) => server.close(() => resolve()));
}

/** Lines that report a failure or a warning. */
export function troubles({ stdout }: Ended): readonly string[] {
  return stdout.split('\n').filter((line) => /^[✗!] /.test(line));
}

export function lastLine({ stdout }: Ended): string {
  return stdout.trimEnd().split('\n').at(-1) ?? '';
}
