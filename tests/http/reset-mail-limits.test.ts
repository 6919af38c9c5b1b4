import { afterEach, beforeEach, expect, test } from 'vitest';
import { digestOfToken } from '../../src/kernel/secrets/opaque-token.ts';
import { AccountWorld, tokenIn } from './account-world.ts';

const MINUTE_MS = 60_000;
let world: AccountWorld;

beforeEach(async () => {
  world = await AccountWorld.open();
});
afterEach(async () => await world.close());

const ask = async (email: string, headers: object = {}, address?: string) =>
  await world.post('password-reset/', { email }, headers, address);

test('at most three mails in half an hour for an account and thirty an hour from an address, with the same answer beyond', async () => {
  await world.addUser('ana', 'viewer');
  const addresses = ['192.0.2.1', '192.0.2.2', '192.0.2.3', '192.0.2.4', '192.0.2.5'];
  const replies = await Promise.all(
    addresses.map(async (address) => await ask('ana@example.com', {}, address)),
  );
  expect(new Set(replies.map(({ statusCode, body }) => `${statusCode} ${body}`)).size).toBe(1);
  expect((await world.receive()).length).toBe(3);
  world.tasks.pass(30 * MINUTE_MS - 1);
  await ask('Ana@Example.com');
  expect((await world.receive()).length).toBe(0);
  world.tasks.pass(1);
  await ask('ana@example.com');
  expect((await world.receive()).length).toBe(1);

  for (let at = 0; at < 31; at += 1) await ask(`stranger${at}@example.com`, {}, '203.0.113.9');
  const [stored] = await world.rows<{ count: number }>(
    `select count(*) as count from account_mails where address = '203.0.113.9'`,
  );
  expect(stored?.count).toBe(30);
  expect((await ask('ana@example.com', {}, '203.0.113.9')).statusCode).toBe(202);
  expect((await world.receive()).length).toBe(0);
});

test('an IPv6 address counts by its /64 network, of which one sender has all addresses', async () => {
  for (let at = 1; at <= 31; at += 1) {
    await ask(`stranger${at}@example.com`, {}, `2001:db8:0:7::${at.toString(16)}`);
  }
  await ask('neighbour@example.com', {}, '2001:db8:0:8::1');
  const stored = await world.rows<{ email: string }>('select email from account_mails order by email');
  expect(stored.length).toBe(31);
  expect(stored[0]?.email).toBe('neighbour@example.com');
});

test('strangers who request links leave the owner of the account with a working one', async () => {
  await world.addUser('ana', 'viewer');
  let newest = '';
  for (let minute = 0; minute < 60; minute += 10) {
    for (let at = 0; at < 4; at += 1) await ask('ana@example.com', {}, `192.0.2.${at + 1}`);
    await ask('ana@example.com', {}, '198.51.100.9');
    const mails = await world.receive();
    newest = mails.length > 0 ? tokenIn(mails.at(-1)) : newest;
    const [link] = await world.rows<{ works: boolean }>(
      'select token_digest = $1 and expires_at > $2 as works from password_resets',
      [digestOfToken(newest), world.tasks.now()],
    );
    expect([minute, link]).toEqual([minute, { works: true }]);
    world.tasks.pass(10 * MINUTE_MS);
  }
});
