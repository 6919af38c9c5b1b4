import { expect } from 'vitest';
import { makeDemoStore } from '../../src/demo/demo-store.ts';
import { type MailServer, startMailServer } from '../alerts/mail-server.ts';
import { readMail } from '../alerts/read-mail.ts';
import { freshStoreDatabase, type StoreDatabase } from '../servers/databases.ts';
import { steadyPort } from '../servers/steady-port.ts';
import { startProxy, type TcpProxy } from '../servers/tcp-proxy.ts';
import { waitFor } from '../tasks/wait-for.ts';
import { type Deployed, type Ended, type Environment, runCommand } from './deployment.ts';
import type { Surroundings } from './surroundings.ts';

const STORE_ORDERS = 60;
/** Only ends what hangs. */
const START_PATIENCE_MS = 240_000;

/** One installation of Taquilla with a separate store, a connection to it that can be cut, and a mail server. */
export class Installation {
  readonly surroundings: Surroundings;
  readonly store: StoreDatabase;
  readonly apiPort: number;
  readonly #mail: MailServer;
  readonly #metricsPorts: ReadonlyMap<string, number>;
  readonly #running = new Map<string, Deployed>();
  #storeLine: TcpProxy;

  private constructor(
    surroundings: Surroundings,
    store: StoreDatabase,
    storeLine: TcpProxy,
    mail: MailServer,
    ports: readonly [number, ReadonlyMap<string, number>],
  ) {
    this.surroundings = surroundings;
    this.store = store;
    this.#storeLine = storeLine;
    this.#mail = mail;
    [this.apiPort, this.#metricsPorts] = ports;
  }

  static async open(surroundings: Surroundings, storeOrders = STORE_ORDERS): Promise<Installation> {
    const store = await freshStoreDatabase();
    await makeDemoStore({ url: store.url, orders: storeOrders, seed: 8, layout: 'hpos' });
    const storeLine = await startProxy(portOf(store.url), 0, await steadyPort());
    const metricsPorts = new Map<string, number>();
    for (const role of Object.keys(surroundings.processes)) metricsPorts.set(role, await steadyPort());
    const ports = [await steadyPort(), metricsPorts] as const;
    return new Installation(surroundings, store, storeLine, await startMailServer(), ports);
  }

  get roles(): readonly string[] {
    return [...this.#metricsPorts.keys()];
  }

  get address(): string {
    return `http://127.0.0.1:${this.apiPort}`;
  }

  get storePort(): number {
    return this.#storeLine.port;
  }

  /** The received mails, the oldest first. */
  get subjects(): readonly string[] {
    return this.#mail.received.map(({ raw }) => readMail(raw).headers.get('subject') ?? '');
  }

  environment(role = 'backend'): Environment {
    return {
      ...this.surroundings.environment,
      SMTP_URL: this.#mail.url,
      HOST: '127.0.0.1',
      PORT: String(this.apiPort),
      METRICS_HOST: '127.0.0.1',
      METRICS_PORT: String(this.#metricsPorts.get(role) ?? 0),
    };
  }

  start(role: string): void {
    const args = this.surroundings.processes[role] ?? [];
    this.#running.set(role, this.surroundings.deployment.start(args, this.environment(role)));
  }

  /** Starts every process and waits until each one is ready. */
  async startAll(): Promise<void> {
    for (const role of this.roles) this.start(role);
    for (const role of this.roles) await this.untilHealthy(role);
  }

  async untilHealthy(role: string): Promise<void> {
    await waitFor(
      async () => (await this.#isReady(role)) || (await this.#reasonOfEnd(role)),
      (ready) => ready,
      START_PATIENCE_MS,
    );
    // A process for each check until then would cost more than the start.
    await waitFor(
      async () => await this.surroundings.deployment.isHealthy(this.environment(role)),
      (healthy) => healthy,
      START_PATIENCE_MS,
    );
  }

  async #isReady(role: string): Promise<boolean> {
    const asked = fetch(`http://127.0.0.1:${this.#metricsPorts.get(role)}/readyz`);
    return await asked.then(
      ({ ok }) => ok,
      () => false,
    );
  }

  /** false: it runs. @throws Error with its output if it has ended */
  async #reasonOfEnd(role: string): Promise<false> {
    const running = this.#running.get(role);
    if (running === undefined || running.child.exitCode === null) return false;
    const { exitCode, stdout, stderr } = await running.ended;
    throw new Error(`${role} ended with ${exitCode}: ${stdout}${stderr}`);
  }

  /** A command as an operator types it, with any exit code. */
  async run(args: readonly string[], input = ''): Promise<Ended> {
    return await runCommand(this.surroundings.deployment, args, this.environment(), input);
  }

  /** The same, but the command must succeed. Returns its output. */
  async exec(args: readonly string[], input = ''): Promise<string> {
    const ended = await this.run(args, input);
    const command = args.join(' ');
    expect([command, ended.exitCode, ended]).toEqual([command, 0, ended]);
    return ended.stdout;
  }

  /** Stops one process as Compose does: returns how long it took and how it ended. */
  async stop(role: string): Promise<{ readonly tookMs: number; readonly ended: Ended }> {
    const running = this.#running.get(role);
    if (running === undefined) throw new Error(`${role} does not run`);
    this.#running.delete(role);
    const startedMs = performance.now();
    running.child.kill('SIGTERM');
    const ended = await running.ended;
    return { tookMs: performance.now() - startedMs, ended };
  }

  async figures(role: string): Promise<string> {
    const reply = await fetch(`http://127.0.0.1:${this.#metricsPorts.get(role)}/metrics`);
    expect(reply.status).toBe(200);
    return await reply.text();
  }

  /** Makes the store's database refuse connections, or accept them again. */
  async setStore(up: boolean): Promise<void> {
    const { port } = this.#storeLine;
    if (up) this.#storeLine = await startProxy(portOf(this.store.url), 0, port);
    else await this.#storeLine.close();
  }

  async close(): Promise<void> {
    for (const role of this.#running.keys()) await this.stop(role);
    await this.#storeLine.close();
    await this.#mail.close();
    await this.surroundings.close();
    await this.store.drop();
  }
}

function portOf(url: string): number {
  return Number(new URL(url).port);
}
