import { setTimeout as sleep } from 'node:timers/promises';
import type { TortureWorld } from './torture-world.ts';

const LOOK_MS = 500;

/** Checks continuously that no two executions of one configuration run. */
export class OverlapWatch {
  looks = 0;
  readonly #world: TortureWorld;
  readonly #stopping = new AbortController();
  readonly #looking: Promise<void>;

  constructor(world: TortureWorld) {
    this.#world = world;
    this.#looking = this.#look();
  }

  async stop(): Promise<void> {
    this.#stopping.abort();
    await this.#looking;
  }

  async #look(): Promise<void> {
    const { signal } = this.#stopping;
    const sql = `select configuration_id from sync_executions where status = 'running'
                 group by configuration_id having count(*) > 1`;
    while (!signal.aborted) {
      const rows = await this.#world.rows<{ configuration_id: string }>(sql).catch(() => null);
      if (rows !== null) this.looks += 1;
      for (const { configuration_id } of rows ?? []) {
        this.#world.findings.require(false, `two executions of ${configuration_id} ran at the same time`);
      }
      await sleep(LOOK_MS, undefined, { signal }).catch(() => undefined);
    }
  }
}

/** Queries that return no rows if every promise about executions holds. */
const PROMISES: Readonly<Record<string, string>> = {
  'an execution is not over': `select id, status from sync_executions where status in ('pending', 'running')`,
  'a lease is left': 'select execution_id, holder from sync_leases',
  'an attempt is not over': 'select execution_id, number from sync_attempts where outcome is null',
  'an execution succeeded more or less than once': `select e.id, count(a.id)::int as successes
    from sync_executions e left join sync_attempts a on a.execution_id = e.id and a.outcome = 'success'
    group by e.id having count(a.id) <> (e.status = 'success')::int`,
  'two attempts at one event overlap': `select a.execution_id, a.number, a.outcome, a.started_at, a.finished_at,
      b.execution_id as other, b.number as other_number, b.outcome as other_outcome, b.started_at as other_began
    from sync_attempts a join sync_executions ea on ea.id = a.execution_id
    join sync_executions eb on eb.configuration_id = ea.configuration_id
    join sync_attempts b on b.execution_id = eb.id and b.id > a.id
    where tstzrange(a.started_at, a.finished_at) && tstzrange(b.started_at, b.finished_at)`,
  'an attempt ended before it began': `select execution_id, number, started_at, finished_at from sync_attempts
    where finished_at < started_at`,
  'a row was made twice': `select table_name, row_id from sync_changes where operation = 'created'
    group by table_name, row_id having count(*) > 1`,
  'a proof found a difference': `select id, error_code from sync_executions where verification = 'unverified'`,
  'a row of the store could not be read':
    'select kind, woo_id, code from sync_rejects where settled_at is null',
};
const MOST_TOLD = 5;

export async function checkExecutions(world: TortureWorld): Promise<void> {
  for (const [promise, sql] of Object.entries(PROMISES)) {
    const rows = await world.rows(sql).catch((error: unknown) => [{ error: String(error) }]);
    for (const row of rows.slice(0, MOST_TOLD)) {
      world.findings.require(false, `${promise}: ${JSON.stringify(row)}`);
    }
    world.findings.require(rows.length <= MOST_TOLD, `${promise}: ${rows.length} times in all`);
  }
}
