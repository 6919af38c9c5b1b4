import { expect } from 'vitest';
import { freshStoreDatabase, type StoreDatabase } from '../servers/databases.ts';
import { type PrivateServer, startPrivatePostgres } from '../servers/private-postgres.ts';
import { type PrivateRedis, startPrivateRedis } from '../servers/private-redis.ts';
import { steadyPort } from '../servers/steady-port.ts';
import { type ComposeService, ENV_FILE, readCompose } from './compose-files.ts';
import { type Deployed, type Deployment, type Ended, runCommand } from './deployment.ts';

export const ROLES = ['backend', 'worker', 'scheduler'] as const;
export type RoleName = (typeof ROLES)[number];
type Environment = Readonly<Record<string, string>>;

/** The services of docker-compose.local.yml, on real servers of a test's own instead of containers. */
export class SmokeWorld {
  readonly #deployment: Deployment;
  readonly #services: Readonly<Record<string, ComposeService>>;
  readonly #postgres: PrivateServer;
  readonly #redis: PrivateRedis;
  readonly store: StoreDatabase;
  readonly #ports = new Map<RoleName, number>();
  readonly running = new Map<RoleName, Deployed>();
  readonly apiPort: number;

  private constructor(
    deployment: Deployment,
    services: Readonly<Record<string, ComposeService>>,
    servers: readonly [PrivateServer, PrivateRedis, StoreDatabase],
    apiPort: number,
  ) {
    this.#deployment = deployment;
    this.#services = services;
    [this.#postgres, this.#redis, this.store] = servers;
    this.apiPort = apiPort;
  }

  static async open(deployment: Deployment): Promise<SmokeWorld> {
    const { SMTP_URL: _, ...secrets } = ENV_FILE;
    const { services } = await readCompose('docker-compose.local.yml', secrets);
    const servers = await Promise.all([startPrivatePostgres(), startPrivateRedis(), freshStoreDatabase()]);
    const world = new SmokeWorld(deployment, services, servers, await steadyPort());
    for (const role of ROLES) world.#ports.set(role, await steadyPort());
    return world;
  }

  get backendUrl(): string {
    return this.#postgres.url;
  }

  metricsPort(role: RoleName): number {
    return this.#ports.get(role) ?? 0;
  }

  /** What the Compose file gives a service, with addresses of this machine in place of the containers' names. */
  environment(role: RoleName): Environment {
    const given = this.#services[role]?.environment ?? {};
    const text = Object.fromEntries(
      Object.entries(given).map(([name, value]) => [name, value === null ? '' : String(value)]),
    );
    expect([text['DATABASE_URL'], text['REDIS_URL']]).toEqual([
      `postgresql://taquilla:${ENV_FILE['POSTGRES_PASSWORD']}@postgres:5432/taquilla`,
      `redis://:${ENV_FILE['REDIS_PASSWORD']}@redis:6379/0`,
    ]);
    return {
      ...text,
      DATABASE_URL: this.#postgres.url,
      REDIS_URL: this.#redis.url,
      HOST: '127.0.0.1',
      PORT: String(this.apiPort),
      METRICS_HOST: '127.0.0.1',
      METRICS_PORT: String(this.metricsPort(role)),
    };
  }

  /** `docker compose up -d` */
  start(role: RoleName): Deployed {
    const started = this.#deployment.start(
      [...(this.#services[role]?.command ?? [])],
      this.environment(role),
    );
    this.running.set(role, started);
    return started;
  }

  async isHealthy(role: RoleName): Promise<boolean> {
    return await this.#deployment.isHealthy(this.environment(role));
  }

  /** `docker compose exec backend taquilla …`; fails unless the command succeeds. */
  async exec(args: readonly string[], input = ''): Promise<Ended> {
    const ended = await runCommand(this.#deployment, args, this.environment('backend'), input);
    expect([args.join(' '), ended.exitCode, ended.stderr]).toEqual([args.join(' '), 0, expect.any(String)]);
    return ended;
  }

  /** `docker compose stop`: how long it took and how it ended. */
  async stop(role: RoleName): Promise<{ readonly tookMs: number; readonly ended: Ended }> {
    const running = this.running.get(role);
    if (running === undefined) throw new Error(`${role} does not run`);
    this.running.delete(role);
    const startedMs = performance.now();
    running.child.kill('SIGTERM');
    const ended = await running.ended;
    return { tookMs: performance.now() - startedMs, ended };
  }

  async figures(role: RoleName): Promise<string> {
    const reply = await fetch(`http://127.0.0.1:${this.metricsPort(role)}/metrics`);
    expect(reply.status).toBe(200);
    return await reply.text();
  }

  async close(): Promise<void> {
    for (const { child, ended } of this.running.values()) {
      child.kill('SIGKILL');
      await ended;
    }
    await this.#redis.stop();
    await this.#postgres.stop();
    await this.store.drop();
  }
}
