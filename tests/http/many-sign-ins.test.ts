import { afterAll, beforeAll, expect, test } from 'vitest';
import { type ApiWorld, openApiWorld } from './api-world.ts';

let world: ApiWorld;
beforeAll(async () => {
  world = await openApiWorld();
});
afterAll(async () => await world.close());

test('sign-ins beyond the limit of a process get 503 with Retry-After, and other requests do not wait', async () => {
  const login = async (at: number) =>
    await world.server.inject({
      method: 'POST',
      url: '/api/v1/auth/login/',
      remoteAddress: `203.0.113.${at}`,
      payload: { email: `user${at}@example.com`, password: 'not the password' },
    });
  let answered = 0;
  const flood = Array.from({ length: 80 }, async (_, at) => {
    const reply = await login(at);
    answered += 1;
    return reply;
  });
  // This request needs no check, so it overtakes the sign-ins.
  const me = await world.ask('viewer', 'GET', '/api/v1/auth/me/');
  expect([me.statusCode, answered < 80]).toEqual([200, true]);

  const replies = await Promise.all(flood);
  const busy = replies.filter(({ statusCode }) => statusCode === 503);
  expect(busy.length).toBeGreaterThan(0);
  for (const reply of busy) {
    expect([reply.json().code, reply.headers['retry-after']]).toEqual(['auth.busy', '2']);
    expect(reply.headers['cache-control']).toBe('no-store');
  }
  // The waiting sign-ins were checked, and the next one is too.
  expect(replies.filter(({ statusCode }) => statusCode === 401)).toHaveLength(80 - busy.length);
  expect((await login(99)).statusCode).toBe(401);
});
