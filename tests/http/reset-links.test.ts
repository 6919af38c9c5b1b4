import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { AccountWorld, AUTH, tokenIn } from './account-world.ts';

const MINUTE_MS = 60_000;
let world: AccountWorld;

beforeEach(async () => {
  world = await AccountWorld.open();
});
afterEach(async () => await world.close());

const confirm = async (token: string, password = 'cinco focas felices') =>
  await world.post('password-reset/confirm/', { token, password });
const linkFor = async (email: string): Promise<string> => {
  await world.post('password-reset/', { email });
  return tokenIn((await world.receive()).at(-1));
};

describe('a link ends', () => {
  const refused = async (token: string) => {
    const reply = await confirm(token);
    return reply.statusCode === 400 && reply.json().code === 'auth.bad-reset-link';
  };
  const change = async (id: string, body: object) =>
    expect((await world.api.ask('superuser', 'PATCH', `${AUTH}users/${id}/`, body)).statusCode).toBe(200);

  test('after 30 minutes', async () => {
    await world.addUser('ana', 'viewer');
    const first = await linkFor('ana@example.com');
    world.tasks.pass(30 * MINUTE_MS - 1);
    expect((await confirm(first)).statusCode).toBe(204);
    const second = await linkFor('ana@example.com');
    world.tasks.pass(30 * MINUTE_MS);
    expect(await refused(second)).toBe(true);
  });

  test('when a newer one was requested', async () => {
    await world.addUser('ana', 'viewer');
    const [older, newer] = [await linkFor('ana@example.com'), await linkFor('ana@example.com')];
    expect(await refused(older)).toBe(true);
    expect((await confirm(newer)).statusCode).toBe(204);
  });

  test('when the password, the address or the right to sign in changes, for good', async () => {
    const id = await world.addUser('ana', 'viewer');
    const byPassword = await linkFor('ana@example.com');
    await change(id, { password: 'siete patos pardos' });
    expect(await refused(byPassword)).toBe(true);
    const byEmail = await linkFor('ana@example.com');
    await change(id, { email: 'ana.b@example.com' });
    expect(await refused(byEmail)).toBe(true);
    const bySwitch = await linkFor('ana.b@example.com');
    await change(id, { is_active: false });
    await change(id, { is_active: true });
    expect(await refused(bySwitch)).toBe(true);
  });

  test('with its use, even if two requests use it at once', async () => {
    await world.addUser('ana', 'viewer');
    const token = await linkFor('ana@example.com');
    const replies = await Promise.all(
      ['cinco focas felices', 'seis gatos grises', 'siete patos pardos'].map(
        async (password) => (await confirm(token, password)).statusCode,
      ),
    );
    expect(replies.toSorted((a, b) => a - b)).toEqual([204, 400, 400]);
  });

  test('but not with a refused password, or with another change', async () => {
    const id = await world.addUser('ana', 'viewer');
    const token = await linkFor('ana@example.com');
    const weak = await confirm(token, 'password');
    expect([weak.statusCode, Object.keys(weak.json().errors)]).toEqual([400, ['password']]);
    await change(id, { name: 'Ana', language: 'es' });
    expect((await confirm(token)).statusCode).toBe(204);
  });
});
