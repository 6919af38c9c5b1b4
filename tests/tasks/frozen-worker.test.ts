import { afterAll, beforeAll, expect, it } from 'vitest';
import { attemptsOf, statusOf } from './demo-world.ts';
import {
  type Freeze,
  type FreezingGround,
  type FrozenRun,
  freezeAndTakeOver,
  openFreezingGround,
} from './freeze-and-take-over.ts';

let ground: FreezingGround;

beforeAll(async () => {
  ground = await openFreezingGround();
});
afterAll(async () => await ground.close());

const FROZEN: readonly Freeze[] = [
  { point: 'in the midst of COPY', passing: 600 },
  { point: 'before a page is committed', passing: 1 },
];

/** Stored rows with their physical versions: equal results mean that nothing was written in between. */
async function versions({ world }: FrozenRun): Promise<readonly unknown[]> {
  const { rows } = await world.db.query(
    `select id::text, xmin::text from orders union all select id::text, xmin::text from tickets
     union all select id::text, xmin::text from check_ins union all select id::text, xmin::text from sync_attempts
     union all select id::text, status || finished_at from sync_executions
     order by 1`,
  );
  return rows as unknown[];
}

async function expectNobodyForgotten({ world, executionId, checkIns }: FrozenRun): Promise<void> {
  const ids = checkIns.map(({ ticketId }) => ticketId);
  const { rows } = await world.db.query(
    `select t.check_in_status as state, t.day_status ->> '1' as day, count(c.id)::int as words
     from tickets t left join check_ins c on c.ticket_id = t.id and c.origin = 'local'
     where t.id = any($1::uuid[]) group by t.id`,
    [ids],
  );
  const inside = { state: 'checked_in', day: 'checked_in', words: 1 };
  expect(rows).toEqual(ids.map(() => inside));
  // Check-ins at the gate are not changes of the sync.
  const claimed = await world.db.query(
    `select count(*)::int as n from sync_changes where execution_id = $1 and row_id = any($2::uuid[])
       and fields ?| array['check_in_status', 'day_status', 'checked_in_at']`,
    [executionId, ids],
  );
  expect(claimed.rows).toEqual([{ n: 0 }]);
}

it.each(FROZEN)(
  'a worker that freezes $point delays no check-in, is taken over, and writes nothing when it resumes',
  async (freeze) => {
    await freezeAndTakeOver(ground, freeze, async (run) => {
      const { world, executionId, checkIns } = run;
      expect(checkIns.length).toBeGreaterThan(20);
      expect(checkIns.filter(({ status }) => status !== 200)).toEqual([]);
      const attempts = await attemptsOf(world.db, executionId);
      expect(attempts.map(({ outcome }) => outcome)).toEqual(['worker_lost', 'success']);
      const { rows } = await world.db.query('select verification from sync_executions where id = $1', [
        executionId,
      ]);
      expect(rows).toEqual([{ verification: 'verified' }]);
      await expectNobodyForgotten(run);
      const before = await versions(run);
      await run.thaw();
      expect(await versions(run)).toEqual(before);
    });
  },
);

it('an execution whose worker is frozen can be cancelled', async () => {
  const freeze: Freeze = { point: 'in the midst of COPY', passing: 600, cancelled: true };
  await freezeAndTakeOver(ground, freeze, async (run) => {
    const { world, executionId, checkIns } = run;
    expect(await statusOf(world.db, executionId)).toBe('cancelled');
    expect(checkIns.filter(({ status }) => status !== 200)).toEqual([]);
    const before = await versions(run);
    await run.thaw();
    expect(await versions(run)).toEqual(before);
  });
});
