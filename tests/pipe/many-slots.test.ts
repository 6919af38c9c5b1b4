import { afterAll, beforeAll, expect, it } from 'vitest';
import { findExecutionRow, readExecutionDetail } from '../../src/backend/executions/execution-list.ts';
import { eventProduct, order, sold, ticket, tinyStore } from '../woocommerce/tiny-store.ts';
import { differencesIn, type SmallWorld, smallWorld } from './small-world.ts';

const TOUR = 740;
const SLOTS = 150;
let world: SmallWorld;

beforeAll(async () => {
  const posts = Array.from({ length: SLOTS }, (_, at) =>
    ticket(9_000 + at, TOUR, {
      OrderID: '900',
      BookingSlot: `Tour ${String(at + 1).padStart(3, '0')}`,
      BookingDate: '09/01/2027',
      BookingDateMySQLFormat: '2027-01-09 10:30:00',
    }),
  );
  const lines = { 9001: sold(TOUR, String(SLOTS), '150000') };
  const metas = { WooCommerceEventsTicketsGenerated: 'yes' };
  world = await smallWorld(
    TOUR,
    [
      tinyStore(),
      eventProduct(TOUR, 'Tour'),
      order({ id: 900, total: '150000', metas, lines }),
      ...posts,
    ].join('\n'),
  );
});
afterAll(async () => await world.close());

async function shown(executionId: string) {
  const row = await findExecutionRow(world.db, executionId, new Date());
  const { proof } = await readExecutionDetail(world.db, executionId);
  return { summary: row?.proof_summary, proof, slots: proof.filter(({ subject }) => subject === 'slots') };
}

it('the newest proof keeps each slot, and earlier ones their number and sums', async () => {
  const first = await world.verified('full');
  const before = await shown(first.executionId);
  expect(before.slots).toHaveLength(SLOTS);
  expect(new Set(before.slots.map(({ store, group_count }) => [store, group_count].join()))).toEqual(
    new Set(['1,1']),
  );

  // A quick execution proves nothing of the event as a whole, so the details of the last whole proof stay.
  await world.verified('quick');
  expect((await shown(first.executionId)).slots).toHaveLength(SLOTS);

  const second = await world.verified('sweep');
  const after = await shown(first.executionId);
  const [sum, ...others] = after.slots;
  expect(others).toEqual([]);
  expect(sum).toMatchObject({
    group: '',
    measure: 'count',
    store: String(SLOTS),
    backend: String(SLOTS),
    equal: true,
    group_count: SLOTS,
  });
  expect(after.summary).toEqual(before.summary);
  const rest = (rows: typeof after.proof) => rows.filter(({ subject }) => subject !== 'slots');
  expect(rest(after.proof)).toEqual(rest(before.proof));
  expect((await shown(second.executionId)).slots).toHaveLength(SLOTS);
});

it('an earlier proof that failed names a hundred differences and sums up the others', async () => {
  await world.db.query(`update tickets set slot = 'Elsewhere' where slot <> 'Tour 001'`);
  const failed = await world.sync('full');
  expect(failed.verification).toBe('unverified');
  expect(differencesIn(failed)).toHaveLength(SLOTS);
  const before = await shown(failed.executionId);
  await world.verified('sweep');
  const { slots, summary } = await shown(failed.executionId);
  expect(summary).toEqual(before.summary);
  expect(summary?.differing).toBe(SLOTS);
  expect(slots.map(({ equal, group_count }) => [equal, group_count])).toEqual([
    [false, SLOTS - 100],
    ...Array.from({ length: 100 }, () => [false, 1]),
    [true, 1],
  ]);
  // All of these slots are in the store alone, and their tickets in the backend are in another one.
  expect(slots[0]).toMatchObject({ group: '', store: String(SLOTS - 100), backend: '0' });
  expect(slots[1]).toMatchObject({
    group: expect.stringMatching(/^Elsewhere/),
    store: '0',
    backend: String(SLOTS - 1),
  });
});

it('the rows of proofs grow with the executions by a few each, not by one for each slot', async () => {
  const rows = async () =>
    (await world.rows<{ n: number }>('select count(*)::integer as n from sync_proofs'))[0]?.n ?? 0;
  await world.verified('sweep');
  const before = await rows();
  for (let at = 0; at < 4; at += 1) await world.verified('sweep');
  expect((await rows()) - before).toBeLessThan(4 * 20);
});
