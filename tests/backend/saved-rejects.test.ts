import { afterAll, beforeAll, expect, test } from 'vitest';
import { inTransaction } from '../../src/backend/database.ts';
import { request } from '../../src/backend/executions/transitions.ts';
import { type Reject, saveRejects } from '../../src/backend/readings/reject-records.ts';
import { TaskWorld } from '../tasks/task-world.ts';

let world: TaskWorld;

beforeAll(async () => {
  world = await TaskWorld.open();
});
afterAll(async () => await world.close());

function reject(wooId: number, message: string, kind: Reject['kind'] = 'order'): Reject {
  const leftOut = { currency: 'CLP', total: '1500', is_partial: false, tickets: 2, checked_in: null };
  return { kind, wooId, wooOrderId: null, code: 'store.bad-row', message, raw: { id: wooId }, leftOut };
}

test('a page saves its rejects in one statement, and of two rejects of one row the last counts', async () => {
  const configurationId = await world.addConfiguration();
  const none = { requestedDepth: null, requestedBy: null, retryOf: null, plannedAt: null } as const;
  const one = { ...none, configurationId, trigger: 'manual', queue: 'default', maxRetries: 3 } as const;
  const statements: string[] = [];
  await inTransaction(world.db, async (tx) => {
    const [executionId = ''] = await request(tx, [one], new Date('2026-11-30T09:00:00Z'));
    const query = tx.query.bind(tx) as (sql: string, values: unknown[]) => Promise<unknown>;
    const noting = {
      query: async (sql: string, values: unknown[]) => {
        statements.push(sql);
        return await query(sql, values);
      },
    } as unknown as typeof tx;
    const page = [
      reject(7, 'first'),
      reject(8, 'of an order'),
      reject(8, 'of a ticket', 'ticket'),
      reject(7, 'last'),
    ];
    await saveRejects(noting, configurationId, executionId, page);
    await saveRejects(tx, configurationId, executionId, [reject(8, 'met once more')]);
    await saveRejects(tx, configurationId, executionId, []);
  });
  expect(statements).toHaveLength(1);
  expect(
    await world.rows(
      `select kind, woo_id, message, raw, left_out_total::text, left_out_tickets, left_out_checked_in
       from sync_rejects where configuration_id = $1 order by kind, woo_id`,
      [configurationId],
    ),
  ).toEqual(
    [
      { kind: 'order', woo_id: 7, message: 'last' },
      { kind: 'order', woo_id: 8, message: 'met once more' },
      { kind: 'ticket', woo_id: 8, message: 'of a ticket' },
    ].map((row) => ({
      ...row,
      raw: { id: row.woo_id },
      left_out_total: '1500',
      left_out_tickets: 2,
      left_out_checked_in: null,
    })),
  );
});
