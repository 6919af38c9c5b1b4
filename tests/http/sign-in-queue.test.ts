import { afterAll, beforeAll, expect, test } from 'vitest';
import { waitFor } from '../tasks/wait-for.ts';
import { type ApiWorld, openApiWorld } from './api-world.ts';
import { cookieNamed, signIn } from './sign-in-client.ts';

let world: ApiWorld;

beforeAll(async () => {
  world = await openApiWorld();
});
afterAll(async () => await world.close());

test('strangers who fill the queue of password checks keep no owner out of a known browser', async () => {
  const cookie = cookieNamed('browserid', await signIn(world, { email: 'operator@example.com' }));
  let over = false;
  let busy = 0;
  let sent = 0;
  const stranger = async (): Promise<void> => {
    while (!over) {
      sent += 1;
      const address = `2001:db8:${(sent >> 12).toString(16)}:${(sent & 0xfff).toString(16)}::1`;
      const reply = await signIn(world, { email: `user${sent}@example.com`, password: 'wrong', address });
      if (reply.statusCode === 503) busy += 1;
    }
  };
  const strangers = Array.from({ length: 60 }, stranger);
  // From here on strangers are refused, because their queue is full.
  await waitFor(
    () => busy,
    (refused) => refused > 0,
  );
  const statuses: number[] = [];
  for (let at = 0; at < 10; at += 1) {
    const reply = await signIn(world, { email: 'operator@example.com', address: '203.0.113.9', cookie });
    statuses.push(reply.statusCode);
  }
  const refusedMeanwhile = busy;
  over = true;
  await Promise.all(strangers);
  expect(statuses).toEqual(Array(10).fill(200));
  expect(refusedMeanwhile).toBeGreaterThan(10);
});
