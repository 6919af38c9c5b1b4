import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Database, queryRows } from '../../src/backend/database.ts';
import { migrate } from '../../src/backend/migrate/migrate.ts';
import { newId } from '../../src/kernel/ids.ts';
import { openOldBackend } from '../servers/old-backend.ts';
import { testLog } from '../servers/private-postgres.ts';

interface Tier {
  readonly id: string;
  readonly capacity: number | null;
  readonly stock_left: number | null;
  readonly synced: boolean;
}

let old: Awaited<ReturnType<typeof openOldBackend>>;
let db: Database;

beforeAll(async () => {
  old = await openOldBackend();
  ({ db } = old);
});
afterAll(async () => await old.close());

/** A tier as version 0.1, a person and the store left it, and the decision about it. */
const CASES = [
  { name: 'the store’s alone', synced: 350, capacity: 350, expected: [null, 350] },
  { name: 'a sale after an edit', synced: 349, capacity: 400, expected: [400, 349] },
  { name: 'set where the store says nothing', synced: null, capacity: 80, expected: [80, null] },
  { name: 'emptied by a person', synced: 350, capacity: null, expected: [null, 350] },
  { name: 'no number on either side', synced: null, capacity: null, expected: [null, null] },
  { name: 'kept, and the stock came down to it', synced: 90, capacity: 90, as: 'ours', expected: [90, 90] },
  { name: 'agreed by itself', synced: 90, capacity: 90, as: 'agreed', expected: [90, 90] },
  { name: 'the store’s was taken', synced: 90, capacity: 90, as: 'theirs', expected: [null, 90] },
  { name: 'in conflict still', synced: 12, capacity: 90, as: 'open', expected: [90, 12] },
] as const;

test("the upgrade keeps capacities that people set, and moves the store's remaining stock", async () => {
  const tiers = await queryRows<{ id: string }>(db, 'select id from ticket_tiers order by id', []);
  const ids = new Map(CASES.map((one, at) => [one.name, tiers[at]?.id ?? '']));
  for (const one of CASES) {
    const id = ids.get(one.name);
    await db.query(
      `update ticket_tiers set capacity = $2, store_values = store_values || jsonb_build_object('capacity', $3::text)
       where id = $1`,
      [id, one.capacity, one.synced],
    );
    if (!('as' in one)) continue;
    const open = one.as === 'open';
    await db.query(
      `insert into conflicts (id, configuration_id, execution_id, kind, table_name, row_id, field, base, ours, theirs,
         settled_at, settled_as)
       select $1, x.configuration_id, x.id, 'edited', 'ticket_tiers', $2, 'capacity', '"350"',
         to_jsonb($3::text), '"12"', $4, $5
       from sync_executions x limit 1`,
      [newId(), id, one.capacity, open ? null : '2026-11-01T00:00:00Z', open ? null : one.as],
    );
  }
  await migrate(db, testLog);
  const after = await queryRows<Tier>(
    db,
    `select id, capacity, stock_left, store_values ? 'capacity' as synced from ticket_tiers`,
    [],
  );
  const shown = Object.fromEntries(
    CASES.map(({ name }) => {
      const tier = after.find(({ id }) => id === ids.get(name));
      return [name, [tier?.capacity, tier?.stock_left]];
    }),
  );
  expect(shown).toEqual(Object.fromEntries(CASES.map(({ name, expected }) => [name, expected])));
  expect(after.filter(({ synced }) => synced)).toEqual([]);
  const open = await queryRows(
    db,
    `select id from conflicts where field = 'capacity' and settled_at is null`,
    [],
  );
  expect(open).toEqual([]);
});
