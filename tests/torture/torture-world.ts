import { randomBytes } from 'node:crypto';
import { chmod, mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { SUPERUSER } from '../../src/backend/bundled/initdb.ts';
import { type Database, openDatabase } from '../../src/backend/database.ts';
import { migrate } from '../../src/backend/migrate/migrate.ts';
import { socketFolderOf } from '../../src/platform/socket-folder.ts';
import { type MailServer, startMailServer } from '../alerts/mail-server.ts';
import { type PrivateServer, startPrivatePostgres, testLog } from '../servers/private-postgres.ts';
import { type PrivateRedis, startPrivateRedis } from '../servers/private-redis.ts';
import { type PrivateSshd, startSshd } from '../servers/private-sshd.ts';
import { startProxy, type TcpProxy } from '../servers/tcp-proxy.ts';
import { FaultLog, Findings } from './fault-log.ts';
import { makeDatabase, type SmallDisk } from './small-disk.ts';
import { type Role, SupervisedProcess } from './supervised-process.ts';
import type { TorturePlan } from './torture-plan.ts';
import { TorturedStore } from './tortured-store.ts';

type Named = readonly [name: string, role: Role];
/** The first process answers the API. */
const FEW_PROCESSES: readonly Named[] = [
  ['api', 'api'],
  ['scheduler 1', 'scheduler'],
  ['worker 1', 'worker'],
  ['worker 2', 'worker'],
];
const PROCESSES: readonly Named[] = [...FEW_PROCESSES, ['scheduler 2', 'scheduler'], ['worker 3', 'worker']];
const ONE_PROCESS: readonly Named[] = [['serve', 'all']];
/** Statements over a connection are kept until they are read. */
const FORGET_TALK_MS = 1_000;
const OWN_CONNECTIONS = 6;
/** The name of the connections that no fault ends. */
export const OWN_NAME = 'torture';

/** A connection between one process and one server. */
export interface ProcessLine {
  readonly process: SupervisedProcess;
  readonly server: 'postgres' | 'redis';
  readonly proxy: TcpProxy;
}

/** The servers that the torture test may stop; a bundled PostgreSQL is not among them. */
export interface TortureServers {
  readonly postgres: PrivateServer | null;
  readonly redis: PrivateRedis | null;
  readonly disk: SmallDisk | null;
}

/** A whole installation of real parts, in which each connection between two of them can be broken. */
export class TortureWorld {
  readonly plan: TorturePlan;
  readonly faults = new FaultLog();
  readonly findings = new Findings();
  readonly servers: TortureServers;
  /** Without a proxy: the torture test's own queries. */
  readonly db: Database;
  readonly mails: MailServer;
  readonly stores: readonly TorturedStore[];
  readonly sshd: PrivateSshd;
  readonly secretKey: string;
  readonly processes: SupervisedProcess[] = [];
  readonly lines: ProcessLine[] = [];
  readonly #folder: string;
  readonly #forgetting: NodeJS.Timeout;

  private constructor(
    plan: TorturePlan,
    parts: Pick<TortureWorld, 'servers' | 'db' | 'mails' | 'stores' | 'sshd' | 'secretKey'> & {
      readonly folder: string;
    },
  ) {
    this.plan = plan;
    this.servers = parts.servers;
    this.db = parts.db;
    this.mails = parts.mails;
    this.stores = parts.stores;
    this.sshd = parts.sshd;
    this.secretKey = parts.secretKey;
    this.#folder = parts.folder;
    this.#forgetting = setInterval(() => this.#forgetTalk(), FORGET_TALK_MS);
  }

  static async open(plan: TorturePlan): Promise<TortureWorld> {
    const folder = await mkdtemp(join(tmpdir(), 'taquilla-torture-'));
    await chmod(folder, 0o755);
    const bundled = plan.setting === 'one process';
    const [postgres, redis, sshd, mails] = await Promise.all([
      bundled ? null : startPrivatePostgres(),
      plan.setting === 'redis' ? startPrivateRedis() : null,
      startSshd(),
      startMailServer(),
    ]);
    const made = postgres === null ? null : await makeDatabase(postgres.url);
    const backendUrl = made === null ? `${bundledUrl(dataDirIn(folder))}&` : `${made.url}?`;
    const connectionString = `${backendUrl}application_name=${OWN_NAME}`;
    const db = openDatabase({ connectionString }, testLog, OWN_CONNECTIONS);
    const backend = { db, log: testLog, close: async () => undefined };
    const options = { orders: plan.orders, layout: 'hpos' as const };
    const stores = await Promise.all([
      TorturedStore.open(
        { ...options, name: 'shop', siteUrl: 'https://shop.example', seed: plan.seed, throughPort: null },
        backend,
      ),
      TorturedStore.open(
        {
          ...options,
          name: 'theatre',
          siteUrl: 'https://theatre.example',
          seed: plan.seed + 1,
          throughPort: sshd.port,
          layout: 'posts',
        },
        backend,
      ),
    ]);
    const servers = { postgres, redis, disk: made?.disk ?? null };
    const secretKey = randomBytes(32).toString('base64');
    const world = new TortureWorld(plan, { servers, db, mails, stores, sshd, secretKey, folder });
    if (!bundled) await migrate(db, testLog);
    await world.#startProcesses(made?.url ?? null);
    return world;
  }

  async #startProcesses(backendUrl: string | null): Promise<void> {
    const { redis } = this.servers;
    const several = this.plan.minutes === null ? FEW_PROCESSES : PROCESSES;
    const wanted = backendUrl === null ? ONE_PROCESS : several;
    const common = {
      TAQUILLA_SECRET_KEY: this.secretKey,
      SMTP_URL: this.mails.url,
      ALERT_EMAILS: 'ops@example.com',
      PUBLIC_URL: 'http://127.0.0.1:8000',
    };
    for (const [name, role] of wanted) {
      const own: TcpProxy[] = [];
      const behind = async (url: string): Promise<string> => {
        const place = new URL(url);
        const proxy = await startProxy(Number(place.port));
        own.push(proxy);
        place.port = String(proxy.port);
        return place.href;
      };
      const env =
        backendUrl === null
          ? { TAQUILLA_DATA_DIR: dataDirIn(this.#folder) }
          : {
              DATABASE_URL: await behind(backendUrl),
              ...(redis === null ? {} : { REDIS_URL: await behind(redis.url) }),
            };
      const folder = join(this.#folder, name.replaceAll(' ', '-'));
      await mkdir(folder);
      const started = await SupervisedProcess.start({ name, role, folder, env: { ...common, ...env } });
      this.processes.push(started);
      const servers = ['postgres', 'redis'] as const;
      own.forEach((proxy, at) => {
        this.lines.push({ process: started, server: servers[at] ?? 'redis', proxy });
      });
    }
    for (const one of this.processes) await one.untilReady();
  }

  /** The process that answers the API. */
  get api(): SupervisedProcess {
    const [api] = this.processes;
    if (api === undefined) throw new Error('no process was started');
    return api;
  }

  /** Those that run executions. */
  get workers(): readonly SupervisedProcess[] {
    return this.processes.filter(({ role }) => role === 'worker' || role === 'all');
  }

  async rows<T extends object>(sql: string, values: readonly unknown[] = []): Promise<readonly T[]> {
    return (await this.db.query<T>(sql, [...values])).rows;
  }

  /** Ends every process in order, so that its last exit code is recorded as well. */
  async stopProcesses(): Promise<void> {
    await Promise.all(this.processes.map(async (one) => await one.stop()));
  }

  async close(): Promise<void> {
    clearInterval(this.#forgetting);
    await this.stopProcesses();
    await this.db.end();
    for (const { proxy } of this.lines) await proxy.close();
    for (const store of this.stores) await store.close();
    await this.mails.close();
    await this.sshd.stop();
    await this.servers.redis?.stop();
    await this.servers.postgres?.stop();
    await this.servers.disk?.remove();
    await rm(this.#folder, { recursive: true, force: true });
  }

  #forgetTalk(): void {
    for (const { proxy } of this.lines) proxy.takeAsked();
    for (const { line } of this.stores) line.takeAsked();
  }
}

function dataDirIn(folder: string): string {
  return join(folder, 'data');
}

/** The address of the PostgreSQL that `serve` starts, in whichever process it runs now. */
function bundledUrl(dataDir: string): string {
  const sockets = socketFolderOf(join(dataDir, 'postgres'));
  return `postgresql://${SUPERUSER}@/taquilla?host=${encodeURIComponent(sockets)}`;
}
