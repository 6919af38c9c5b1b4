import { expect, test } from 'vitest';
import { backendEvent } from '../pipe/backend-event.ts';
import { backendOn, eventIdOf, syncProduct } from '../pipe/sync-store.ts';
import { expectNothingLeft } from '../pooler/left-behind.ts';
import { usePooler } from '../pooler/use-pooler.ts';
import { freshBackendDatabase } from '../servers/databases.ts';
import { attemptsOf } from '../tasks/demo-world.ts';
import { freezeAndTakeOver } from '../tasks/freeze-and-take-over.ts';
import { killAndTakeOver } from '../tasks/kill-and-take-over.ts';

const PRODUCT = 173_911;
const IN_POSTGRES = { kind: 'postgres' } as const;

const { pooledBackend, storeUrl } = usePooler(1_600);

test('a worker that is killed in mid-COPY behind a pooler is taken over', async () => {
  const database = await pooledBackend();
  const plain = backendOn(await freshBackendDatabase());
  const { report } = await syncProduct(plain, { storeUrl: storeUrl(), product: PRODUCT });
  const undisturbed = await backendEvent(plain.db, eventIdOf(report));
  await plain.close();
  try {
    const end = await killAndTakeOver('in the midst of COPY', storeUrl(), IN_POSTGRES, null, database.url);
    expect(end).toEqual(undisturbed);
  } finally {
    await database.drop();
  }
});

test('a worker that freezes in mid-COPY behind a pooler is taken over while people are admitted', async () => {
  await freezeAndTakeOver(
    { storeUrl: storeUrl(), place: IN_POSTGRES },
    { point: 'in the midst of COPY', passing: 600 },
    async (run) => {
      const { world, executionId, checkIns } = run;
      expect(checkIns.length).toBeGreaterThan(20);
      expect(checkIns.filter(({ status }) => status !== 200)).toEqual([]);
      const attempts = await attemptsOf(world.db, executionId);
      expect(attempts.map(({ outcome }) => outcome)).toEqual(['worker_lost', 'success']);
      const inside = await world.db.query(
        `select count(*)::int as n from tickets where id = any($1::uuid[]) and check_in_status = 'checked_in'`,
        [checkIns.map(({ ticketId }) => ticketId)],
      );
      expect(inside.rows).toEqual([{ n: checkIns.length }]);
      await run.thaw();
      await expectNothingLeft(world.url);
    },
    pooledBackend,
  );
});
