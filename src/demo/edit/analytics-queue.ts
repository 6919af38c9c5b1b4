import type { Connection, RowDataPacket } from 'mysql2/promise';
import type { SiteClock, UtcSeconds } from '../model/site-clock.ts';

const HOOK = 'wc-admin_import_orders';
const NEVER = '0000-00-00 00:00:00';

/**
 * The Action Scheduler's jobs that feed analytics: one for each changed order. A change while a job waits makes no
 * second one; finished jobs are deleted after a month.
 */
export class AnalyticsQueue {
  readonly #prefix: string;
  readonly #clock: SiteClock;
  readonly #waiting: Set<number>;
  #lastId: number;

  private constructor(prefix: string, clock: SiteClock, lastId: number, waiting: Set<number>) {
    this.#prefix = prefix;
    this.#clock = clock;
    this.#lastId = lastId;
    this.#waiting = waiting;
  }

  static async open(connection: Connection, prefix: string, clock: SiteClock): Promise<AnalyticsQueue> {
    const [rows] = await connection.query<RowDataPacket[]>(
      `SELECT action_id, status, args FROM \`${prefix}actionscheduler_actions\` WHERE hook = '${HOOK}' ORDER BY 1`,
    );
    const waiting = rows
      .filter((row) => row['status'] === 'pending')
      .map((row) => Number(String(row['args']).replace(/\D/g, '')));
    return new AnalyticsQueue(prefix, clock, Number(rows.at(-1)?.['action_id'] ?? 0), new Set(waiting));
  }

  note(orderId: number, atUtc: UtcSeconds): readonly string[] {
    if (this.#waiting.has(orderId)) return [];
    this.#waiting.add(orderId);
    this.#lastId += 1;
    const due = atUtc + 5;
    const times = [this.#clock.utc(due), this.#clock.local(due)];
    return [
      `INSERT INTO \`${this.#prefix}actionscheduler_actions\` (action_id, hook, status, scheduled_date_gmt,
         scheduled_date_local, priority, args, schedule, group_id, attempts, last_attempt_gmt, last_attempt_local)
       VALUES (${this.#lastId}, '${HOOK}', 'pending', '${times[0]}', '${times[1]}', 10, '[${orderId}]', '', 3, 0,
         '${NEVER}', '${NEVER}')`,
    ];
  }

  run(atUtc: UtcSeconds, forget: 'keep' | 'forget'): readonly string[] {
    this.#waiting.clear();
    const table = `\`${this.#prefix}actionscheduler_actions\``;
    if (forget === 'forget') return [`DELETE FROM ${table} WHERE hook = '${HOOK}'`];
    return [
      `UPDATE ${table} SET status = 'complete', attempts = 1, last_attempt_gmt = '${this.#clock.utc(atUtc)}',
         last_attempt_local = '${this.#clock.local(atUtc)}'
       WHERE hook = '${HOOK}' AND status = 'pending'`,
    ];
  }

  /** A deleted order leaves the statistics at once. */
  forget(orderId: number): readonly string[] {
    return ['wc_order_stats', 'wc_order_product_lookup', 'wc_order_coupon_lookup'].map(
      (table) => `DELETE FROM \`${this.#prefix}${table}\` WHERE order_id = ${orderId}`,
    );
  }
}
