import type { AlertSettings } from '../../src/alerts/channels/alert-settings.ts';
import { createWatch } from '../../src/alerts/watch.ts';
import type { Database } from '../../src/backend/database.ts';
import { type BackgroundTaskName, requestTask } from '../../src/backend/dispatch/background-task-records.ts';
import { staleAfterMs } from '../../src/configurations/schedule-grid.ts';
import { newId } from '../../src/kernel/ids.ts';
import type { Log } from '../../src/kernel/log/log.ts';
import type { OpenStore } from '../../src/sync/attempt/run-configuration.ts';
import type { ControlDeps } from '../../src/tasks/control.ts';
import { createRounds } from '../../src/tasks/dispatcher.ts';
import { createHandler, type HandlerDeps } from '../../src/tasks/handlers.ts';
import type { TestStore } from '../../src/tasks/test-connection.ts';
import { freshBackend } from '../pipe/sync-store.ts';
import { MemoryCarrier } from './memory-carrier.ts';
import { type QuietStoreState, quietState, quietStore, quietTest, SITE } from './quiet-store.ts';

/** A migrated, empty backend for one test. */
export interface TaskBackend {
  readonly db: Database;
  readonly log: Log;
  close(): Promise<void>;
}

export const NO_ALERTS: AlertSettings = {
  mail: null,
  webhook: null,
  publicUrl: 'https://taquilla.example.com',
  timezone: 'America/Santiago',
};

interface ConfigurationInput {
  readonly frequency?: string;
  readonly credentialsId?: string;
  readonly nextDueAt?: Date;
  readonly anchor?: Date;
  readonly timezone?: string;
  readonly runAt?: string;
}

/** A backend with its tasks, a clock that a test moves, and stores whose behaviour a test sets. */
export class TaskWorld {
  readonly backend: TaskBackend;
  readonly carrier = new MemoryCarrier();
  readonly store: QuietStoreState = quietState();
  readonly stopping = new AbortController();
  nowMs = Date.parse('2025-06-02T12:00:00Z');
  #products = 0;
  #organizerId = newId();

  private constructor(backend: TaskBackend) {
    this.backend = backend;
  }

  static async open(): Promise<TaskWorld> {
    return await TaskWorld.over(await freshBackend());
  }

  /** Uses an existing backend, migrated and empty. */
  static async over(backend: TaskBackend): Promise<TaskWorld> {
    const world = new TaskWorld(backend);
    await world.db.query(
      `insert into organizers (id, name, slug, contact_email) values ($1, 'Organizer', 'organizer', $2)`,
      [world.#organizerId, 'organizer@example.com'],
    );
    // Repeated tasks run when a test says so.
    await world.db.query('delete from timetables');
    return world;
  }

  get db() {
    return this.backend.db;
  }

  readonly now = (): Date => new Date(this.nowMs);

  /** Moves the clock on. */
  pass(ms: number): void {
    this.nowMs += ms;
  }

  readonly openStore: OpenStore = async () => quietStore(this.store);

  /** The tested sets of credentials, in order. */
  readonly tested: string[] = [];

  readonly testStore: TestStore = async (credentialsId) => {
    this.tested.push(credentialsId);
    return quietTest(this.store);
  };

  handlerDeps(alerts: AlertSettings = NO_ALERTS): HandlerDeps {
    return {
      db: this.db,
      log: this.backend.log,
      now: this.now,
      openStore: this.openStore,
      testStore: this.testStore,
      maxRetries: 3,
      holder: `test:${newId()}`,
      alerts,
      heartbeatUrl: null,
      cleanup: {
        carrier: this.carrier,
        settings: { olderThanDays: 90, keepNewest: 100, changesOlderThanDays: 30 },
      },
    };
  }

  handler(alerts: AlertSettings = NO_ALERTS, signal: AbortSignal = this.stopping.signal) {
    return createHandler(this.handlerDeps(alerts), signal);
  }

  rounds(alerts: AlertSettings = NO_ALERTS) {
    const { db, carrier, now } = this;
    const { log } = this.backend;
    const watch = createWatch({ db, log, now, settings: alerts, staleAfterMs: staleAfterMs() }, 0);
    return createRounds({ db, carrier, log, now, maxRetries: 3, watch });
  }

  get control(): ControlDeps {
    return { db: this.db, now: this.now, maxRetries: 3 };
  }

  /** Runs a task of a timetable as if it were due. */
  async onTime(name: BackgroundTaskName, handler = this.handler()): Promise<void> {
    const task = { name, queue: 'maintenance', subjectId: null, runAfter: this.now() } as const;
    await handler({ name, subjectId: await requestTask(this.db, task) });
  }

  /** Dispatches and works until nothing is left that may start now. */
  async settle(alerts: AlertSettings = NO_ALERTS): Promise<number> {
    const rounds = this.rounds(alerts);
    let done = 0;
    for (;;) {
      await rounds.round();
      const brought = await this.carrier.bring(this.handler(alerts));
      if (brought === 0) return done;
      done += brought;
    }
  }

  async addCredentials(maxConcurrentSyncs = 1): Promise<string> {
    const id = newId();
    await this.db.query(
      `insert into sync_credentials
         (id, name, transport, host, port, username, database_name, max_concurrent_syncs)
       values ($1, $2, 'direct', 'db.example.com', 3306, 'reader', 'wordpress', $3)`,
      [id, `store ${id.slice(-6)}`, maxConcurrentSyncs],
    );
    return id;
  }

  async addConfiguration(input: ConfigurationInput = {}): Promise<string> {
    const id = newId();
    this.#products += 1;
    await this.db.query(
      `insert into sync_configurations
         (id, name, organizer_id, credentials_id, woo_product_id, event_name, frequency, schedule_anchor,
          timezone, run_at, next_due_at, scheduled_since, pinned_site_url, pinned_table_prefix)
       values ($1, $2, $3, $4, $5, $2, $6, $7, $8, $9, $10, $11, $12, 'wp_')`,
      [
        id,
        `Event ${this.#products}`,
        this.#organizerId,
        input.credentialsId ?? (await this.addCredentials()),
        this.#products,
        input.frequency ?? 'manual',
        input.anchor ?? this.now(),
        input.timezone ?? 'UTC',
        input.runAt ?? null,
        input.nextDueAt ?? null,
        this.now(),
        SITE,
      ],
    );
    return id;
  }

  async rows<T>(sql: string, values: readonly unknown[] = []): Promise<readonly T[]> {
    return (await this.db.query(sql, [...values])).rows as T[];
  }

  async one<T>(sql: string, values: readonly unknown[] = []): Promise<T> {
    const [row] = await this.rows<T>(sql, values);
    if (row === undefined) throw new Error(`no row: ${sql}`);
    return row;
  }

  async execution(id: string) {
    return await this.one<{
      status: string;
      queue: string;
      failed_attempts: number;
      takeovers: number;
      next_attempt_at: Date | null;
      error_code: string | null;
      stop_reason: string | null;
    }>(
      `select status, queue, failed_attempts, takeovers, next_attempt_at, error_code, stop_reason
       from sync_executions where id = $1`,
      [id],
    );
  }

  async configuration(id: string) {
    return await this.one<Record<string, unknown>>(
      `select status, last_sync_at, last_sync_status, last_success_at, total_executions,
         successful_executions, failed_executions, unverified_executions, success_rate, next_due_at
       from sync_configurations where id = $1`,
      [id],
    );
  }

  async outcomes(executionId: string): Promise<readonly (string | null)[]> {
    const rows = await this.rows<{ outcome: string | null }>(
      'select outcome from sync_attempts where execution_id = $1 order by number',
      [executionId],
    );
    return rows.map((row) => row.outcome);
  }

  async close(): Promise<void> {
    await this.backend.close();
  }
}
