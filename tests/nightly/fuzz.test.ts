import { afterAll, beforeAll, test } from 'vitest';
import { expectOrder, SEED } from '../http/fuzz/expect-order.ts';
import { type FuzzWorld, openFuzzWorld } from '../http/fuzz/fuzz-world.ts';

let world: FuzzWorld;

beforeAll(async () => {
  world = await openFuzzWorld();
});
afterAll(async () => await world.close());

test(`50,000 hostile requests are refused or served as documented: seed ${SEED}`, async () => {
  await expectOrder(world, 50_000);
});
