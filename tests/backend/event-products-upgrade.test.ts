import { afterAll, beforeAll, expect, test } from 'vitest';
import { getConfiguration } from '../../src/backend/configurations/configuration-records.ts';
import { type Database, queryRows } from '../../src/backend/database.ts';
import { migrate } from '../../src/backend/migrate/migrate.ts';
import { findLastReading } from '../../src/backend/readings/checkpoint-records.ts';
import { openOldBackend } from '../servers/old-backend.ts';
import { testLog } from '../servers/private-postgres.ts';

let old: Awaited<ReturnType<typeof openOldBackend>>;
let db: Database;

beforeAll(async () => {
  old = await openOldBackend();
  ({ db } = old);
});
afterAll(async () => await old.close());

test('a configuration of version 0.1 continues with its one product, and its tiers stay', async () => {
  const tiers = 'select id, event_id, woo_product_id, woo_variation_id from ticket_tiers order by id';
  const before = await queryRows<{ id: string; product: number }>(
    db,
    'select id, woo_product_id as product from sync_configurations order by id',
  );
  const tiersBefore = await queryRows(db, tiers);
  expect([before.length > 0, tiersBefore.length > 0]).toEqual([true, true]);
  await migrate(db, testLog);
  for (const { id, product } of before) {
    expect(await getConfiguration(db, id)).toMatchObject({ wooProductId: product, otherProductIds: [] });
    const last = await findLastReading(db, id);
    if (last !== null) expect(last.productMarks).toEqual({});
  }
  expect(await queryRows(db, tiers)).toEqual(tiersBefore);
});
