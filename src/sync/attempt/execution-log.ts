import type { Database } from '../../backend/database.ts';
import { writeLogLine } from '../../backend/executions/log-records.ts';
import { saveProgress } from '../../backend/executions/progress-records.ts';
import type { Json } from '../../backend/tables/column-text.ts';
import type { Log } from '../../kernel/log/log.ts';
import type { SyncProgress } from '../../vocabulary/sync-report.ts';

/**
 * Writes the messages of a running execution. Each line goes to the log, with the execution's id, and into the
 * backend, where people follow it. If a line cannot be written, the work continues.
 */
export class ExecutionLog {
  readonly #db: Database;
  readonly #executionId: string;
  readonly log: Log;

  constructor(db: Database, log: Log, executionId: string) {
    this.#db = db;
    this.#executionId = executionId;
    this.log = log.child({ executionId });
  }

  async write(
    level: 'info' | 'warn' | 'error',
    message: string,
    details: Readonly<Record<string, Json>>,
  ): Promise<void> {
    this.log[level](details, message);
    await this.#try(async () => await writeLogLine(this.#db, this.#executionId, level, message, details));
  }

  async progress(now: SyncProgress): Promise<void> {
    await this.#try(async () => await saveProgress(this.#db, this.#executionId, now));
    if (now.phase === 'read' && now.ordersRead + now.ticketsRead === 0) return;
    const { continuedFrom: _noted, ...details } = now;
    await this.write('info', now.phase === 'read' ? 'page loaded' : `phase ${now.phase}`, details);
  }

  async #try(work: () => Promise<void>): Promise<void> {
    try {
      await work();
    } catch (error) {
      this.log.warn({ err: error }, 'an execution’s own log could not be written');
    }
  }
}
