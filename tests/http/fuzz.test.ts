import { afterAll, beforeAll, expect, test } from 'vitest';
import { expectOrder, SEED } from './fuzz/expect-order.ts';
import { type FuzzWorld, openFuzzWorld } from './fuzz/fuzz-world.ts';

let world: FuzzWorld;

beforeAll(async () => {
  world = await openFuzzWorld();
});
afterAll(async () => await world.close());

test('the whole API is fuzzed, including sign-in and queues', () => {
  const names = world.document.operations.map(({ operationId }) => operationId);
  expect(names).toEqual(
    expect.arrayContaining(['session.login', 'management.purge-queue', 'executions.stream', 'orders.list']),
  );
  expect(names.length).toBeGreaterThan(70);
});

test(`3,000 hostile requests are refused or served as documented: seed ${SEED}`, async () => {
  await expectOrder(world, 3_000);
});
