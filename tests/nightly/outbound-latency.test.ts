import { afterAll, beforeAll, expect, test } from 'vitest';
import { type OutboundWorld, openOutboundWorld } from '../tasks/outbound/outbound-world.ts';
import { type Receiver, startReceiver } from '../tasks/outbound/receiver.ts';
import { waitFor } from '../tasks/wait-for.ts';

const ENDPOINTS = 50;
const CHANGES = 10;

let world: OutboundWorld;
let to: Receiver;

beforeAll(async () => {
  world = await openOutboundWorld();
  to = await startReceiver();
  for (let number = 1; number <= ENDPOINTS; number += 1) await world.add(`endpoint ${number}`, to.url);
});
afterAll(async () => {
  await to.close();
  await world.close();
});

test('with 50 endpoints, 95 of 100 events arrive within two seconds of the commit', async () => {
  const sending = world.start();
  const afterMs: number[] = [];
  for (let step = 0; step < CHANGES; step += 1) {
    await world.change((step % 5) + 1);
    const committedMs = Date.now();
    const before = to.received.length;
    await waitFor(
      () => to.received.length,
      (count) => count >= before + ENDPOINTS,
    );
    for (const { atMs } of to.received.slice(before)) afterMs.push(atMs - committedMs);
  }
  await sending.stop();
  const sorted = afterMs.toSorted((a, b) => a - b);
  expect(sorted).toHaveLength(ENDPOINTS * CHANGES);
  expect(sorted[Math.ceil(sorted.length * 0.95) - 1]).toBeLessThan(2_000);
});
