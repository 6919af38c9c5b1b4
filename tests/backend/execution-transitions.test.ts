import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { inTransaction, queryRows, type Transaction } from '../../src/backend/database.ts';
import * as run from '../../src/backend/executions/run-transitions.ts';
import * as transitions from '../../src/backend/executions/transitions.ts';
import { AppError } from '../../src/kernel/errors.ts';
import { Tally } from '../../src/sync/model/tally.ts';
import { TaskWorld } from '../tasks/task-world.ts';

let world: TaskWorld;

beforeAll(async () => {
  world = await TaskWorld.open();
  // Reads from PostgreSQL itself what was written, whatever the functions return.
  await world.db.query(`create table seen_transitions (event text, id uuid, was text, became text)`);
  await world.db.query(`create function see_transition() returns trigger language plpgsql as $$
    begin
      insert into seen_transitions values (current_setting('test.event', true), new.id,
        case when tg_op = 'INSERT' then 'none' else old.status end, new.status);
      return null;
    end $$`);
  await world.db.query(`create trigger transitions_are_seen after insert or update on sync_executions
    for each row execute function see_transition()`);
});
afterAll(async () => await world.close());

/** Written by hand from docs/executions.md: the effect of each event on a pending and on a running execution. */
const FROM_PENDING: Readonly<Record<string, string>> = {
  promote: 'pending',
  adopt: 'pending',
  dispatch: 'pending',
  recall: 'pending',
  claim: 'running',
  cancel: 'cancelled',
  pause: 'cancelled',
};
const FROM_RUNNING: Readonly<Record<string, string>> = {
  succeed: 'success',
  fail: 'failed',
  stop: 'cancelled',
  retry: 'pending',
  'give-back': 'pending',
  lapse: 'pending',
  lose: 'failed',
  abandon: 'cancelled',
  cancel: 'running',
  pause: 'running',
};
/** Steps that lead to each status, and those that lead on from it. */
const STATUSES = {
  pending: { by: [], leads: FROM_PENDING },
  running: { by: ['claim'], leads: FROM_RUNNING },
  success: { by: ['claim', 'succeed'], leads: {} },
  failed: { by: ['claim', 'fail'], leads: {} },
  cancelled: { by: ['cancel'], leads: {} },
} as const;

const LEGAL: ReadonlySet<string> = new Set([
  'request: none to pending',
  ...Object.entries(FROM_PENDING).map(([event, to]) => `${event}: pending to ${to}`),
  ...Object.entries(FROM_RUNNING).map(([event, to]) => `${event}: running to ${to}`),
]);

type Act = (tx: Transaction, id: string, configurationId: string) => Promise<boolean>;

const empty = new Tally();
const NOTHING: run.RunResult = {
  depth: null,
  proofScope: null,
  wholeProvedAt: null,
  newestChangeAt: null,
  verification: null,
  eventId: null,
  counts: empty.counts,
  timingsMs: { ...empty.timingsMs, total: 0 },
  unmappedStatuses: [],
  warnings: [],
  error: null,
};
const AWAY = new AppError({ code: 'store.unreachable', message: 'Away.' });
const FAILED: run.RunResult = { ...NOTHING, error: AWAY };
const NOW = new Date('2025-06-02T12:00:00Z');

const requestOne = async (tx: Transaction, configurationId: string): Promise<string | undefined> => {
  const none = { requestedDepth: null, requestedBy: null, retryOf: null, plannedAt: null } as const;
  const one = { ...none, configurationId, trigger: 'manual', queue: 'default', maxRetries: 3 } as const;
  return (await transitions.request(tx, [one], NOW))[0];
};

/** Each returns whether it changed a row. */
const ACTS: Readonly<Record<string, Act>> = {
  request: async (tx, _, of) => (await requestOne(tx, of)) !== undefined,
  promote: async (tx, _, of) =>
    (
      await transitions.promote(
        tx,
        [of],
        { requestedBy: null, requestedDepth: 'full', trigger: 'manual' },
        NOW,
      )
    ).length > 0,
  adopt: async (tx, id) => await transitions.adopt(tx, id, 'quick'),
  dispatch: async (tx, id) => (await transitions.dispatch(tx, [id])).length > 0,
  recall: async (tx, id) => await transitions.recall(tx, id),
  claim: async (tx, id) => (await transitions.claim(tx, id)) !== undefined,
  cancel: async (tx, id) => (await transitions.cancel(tx, id, NOW)) !== undefined,
  pause: async (tx, _, of) => (await transitions.pause(tx, of, NOW)) !== undefined,
  succeed: async (tx, id) => await run.succeed(tx, id, NOTHING, NOW),
  fail: async (tx, id) => await run.fail(tx, id, FAILED, NOW),
  stop: async (tx, id) => await run.stop(tx, id, NOTHING, NOW),
  retry: async (tx, id) => await run.retry(tx, id, FAILED, { nextAttemptAt: NOW, counted: true }, NOW),
  'give-back': async (tx, id) => await run.giveBack(tx, id, NOTHING, NOW, NOW),
  lapse: async (tx, id) => await run.lapse(tx, id, NOW),
  lose: async (tx, id) => await run.lose(tx, id, NOW),
  abandon: async (tx, id) => await run.abandon(tx, id, NOW),
};

async function act(event: string, id: string, configurationId: string): Promise<boolean> {
  return await inTransaction(world.db, async (tx) => {
    await queryRows(tx, `select set_config('test.event', $1, true)`, [event]);
    return (await ACTS[event]?.(tx, id, configurationId)) ?? false;
  });
}

/** The whole row, and the transaction that wrote it. */
const rowOf = async (id: string) =>
  await world.one<{ status: string }>('select e.*, e.xmin::text from sync_executions e where id = $1', [id]);

test('the events are those of the table', () => {
  const events = Object.values(transitions.TRANSITIONS).flatMap((of) => Object.keys(of));
  expect([...new Set(events)].toSorted()).toEqual(Object.keys(ACTS).toSorted());
});

const states = Object.entries(STATUSES);
test.each(states)(
  'an execution that is %s accepts only its own events, and no other changes it',
  async (status, of) => {
    const leads: Readonly<Record<string, string>> = of.leads;
    const found: Record<string, string> = {};
    for (const event of Object.keys(ACTS)) {
      const configurationId = await world.addConfiguration();
      const id = (await inTransaction(world.db, async (tx) => await requestOne(tx, configurationId))) ?? '';
      for (const step of of.by) expect([step, await act(step, id, configurationId)]).toEqual([step, true]);
      const before = await rowOf(id);
      expect(before.status).toBe(status);
      const touched = await act(event, id, configurationId);
      const after = await rowOf(id);
      if (leads[event] === undefined) expect([event, after]).toEqual([event, before]);
      else found[event] = after.status;
      // If no execution is pending or running, a request creates another one.
      const makes = event === 'request' && status !== 'pending' && status !== 'running';
      expect([event, touched]).toEqual([event, makes || leads[event] !== undefined]);
    }
    expect(found).toEqual(leads);
  },
);

interface Step {
  readonly event: string;
  readonly configuration: number;
  /** 0 means the newest of its executions. */
  readonly age: number;
}

const steps = fc.array(
  fc.record({
    event: fc.oneof(
      { weight: 2, arbitrary: fc.constant('request') },
      { weight: 4, arbitrary: fc.constant('claim') },
      { weight: 12, arbitrary: fc.constantFrom(...Object.keys(ACTS)) },
    ),
    configuration: fc.integer({ min: 0, max: 1 }),
    age: fc.oneof({ weight: 4, arbitrary: fc.constant(0) }, { weight: 1, arbitrary: fc.constant(1) }),
  }),
  { minLength: 8, maxLength: 24 },
);

test('whatever two connections do at once, only legal transitions happen and no final row changes', async () => {
  const met = new Set<string>();
  const property = fc.asyncProperty(steps, steps, async (one, other) => {
    const configurations = [await world.addConfiguration(), await world.addConfiguration()];
    await queryRows(world.db, 'delete from seen_transitions');
    const finals = new Map<string, unknown>();
    let touched = 0;
    const work = async (own: readonly Step[]): Promise<void> => {
      for (const { event, configuration, age } of own) {
        const of = configurations[configuration] ?? '';
        const rows = await queryRows<{ id: string; status: string }>(
          world.db,
          `select e.*, e.xmin::text from sync_executions e where configuration_id = $1
           order by created_at desc, id desc`,
          [of],
        );
        for (const row of rows) {
          if (['success', 'failed', 'cancelled'].includes(row.status) && !finals.has(row.id)) {
            finals.set(row.id, row);
          }
        }
        const id = rows[age]?.id ?? '00000000-0000-7000-8000-000000000000';
        if (await act(event, id, of)) touched += 1;
      }
    };
    await Promise.all([work(one), work(other)]);
    const seen = await queryRows<{ event: string; was: string; became: string }>(
      world.db,
      'select event, was, became from seen_transitions',
    );
    const happened = seen.map(({ event, was, became }) => `${event}: ${was} to ${became}`);
    expect(happened.filter((each) => !LEGAL.has(each))).toEqual([]);
    expect(seen).toHaveLength(touched);
    for (const each of happened) met.add(each);
    for (const [id, row] of finals) expect(await rowOf(id)).toEqual(row);
    const wrong = await queryRows(
      world.db,
      `select from sync_executions where (finished_at is not null) <> (status in ('success', 'failed', 'cancelled'))`,
    );
    expect(wrong).toEqual([]);
    const active = await queryRows(
      world.db,
      `select from sync_executions where status in ('pending', 'running') group by configuration_id having count(*) > 1`,
    );
    expect(active).toEqual([]);
  });
  await fc.assert(property, { numRuns: 25 });
  expect(met.size).toBeGreaterThan(8);
});
