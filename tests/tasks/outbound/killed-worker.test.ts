import { afterEach, beforeEach, expect, test } from 'vitest';
import { OUTBOUND_POINTS } from '../../../src/kernel/failpoint.ts';
import { waitFor } from '../wait-for.ts';
import { startWorker, type TestWorker } from '../workers.ts';
import { type OutboundWorld, openOutboundWorld, SECRET_KEY } from './outbound-world.ts';
import { type Receiver, startReceiver } from './receiver.ts';

let world: OutboundWorld;
let to: Receiver;
const workers: TestWorker[] = [];

beforeEach(async () => {
  world = await openOutboundWorld();
  to = await startReceiver();
});
afterEach(async () => {
  for (const worker of workers.splice(0)) await worker.kill();
  await to.close();
  await world.close();
});

test.each(OUTBOUND_POINTS)('a worker that is killed %s loses no event', async (point) => {
  await world.add('accounting', to.url);
  const order = {
    backendUrl: world.backend.url,
    place: { kind: 'postgres' },
    storeUrl: 'mysql://nobody@127.0.0.1:1/none',
    secretKey: SECRET_KEY,
  } as const;
  const victim = await startWorker({ ...order, death: { point, passing: 1 } });
  workers.push(victim);
  for (let number = 1; number <= 4; number += 1) await world.change(number);
  expect(await victim.ended).toBe('SIGKILL');
  // Its claims end after a minute.
  await world.client.query(
    `update outbound_deliveries set claimed_until = now() where claimed_until is not null`,
  );
  workers.push(await startWorker({ ...order, death: null }));
  const accepted = await waitFor(
    () => to.accepted(),
    (ids) => ids.length >= 4,
  );
  expect(accepted).toHaveLength(4);
  const bodies = new Map<string, Set<string>>();
  for (const { id, body } of to.received) bodies.set(id, (bodies.get(id) ?? new Set()).add(body));
  expect([...bodies.values()].every((same) => same.size === 1)).toBe(true);
  await waitFor(
    async () =>
      (await world.client.query(`select from outbound_deliveries where status <> 'delivered'`)).rowCount,
    (left) => left === 0,
  );
});
