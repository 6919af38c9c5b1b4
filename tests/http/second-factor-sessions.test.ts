import { generateSync } from 'otplib';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Transaction } from '../../src/backend/database.ts';
import { endAllAccess } from '../../src/backend/sign-in/end-access.ts';
import { hashPassword } from '../../src/backend/users/password-hash.ts';
import { setPasswordHash } from '../../src/backend/users/user-records.ts';
import { waitFor } from '../tasks/wait-for.ts';
import { AccountWorld, AUTH, type Browser } from './account-world.ts';
import { PASSWORD } from './api-world.ts';
import { codeOf, outcome, setUpPhone } from './second-factor-phone.ts';

const ANA = 'ana@example.com';
let world: AccountWorld;
let id: string;

beforeEach(async () => {
  world = await AccountWorld.open();
  id = await world.addUser('ana', 'superuser');
});
afterEach(async () => await world.close());

const me = async (browser: Browser): Promise<number> => await world.statusOf(`${AUTH}me/`, browser);

/** Lets `send` run until it waits for the user's row, and then commits `change` of that row. */
async function during<T>(change: (tx: Transaction) => Promise<unknown>, send: () => Promise<T>): Promise<T> {
  const tx = await world.db.connect();
  try {
    await tx.query('begin');
    await change(tx as Transaction);
    const answer = send();
    await waitFor(waitingForLocks, (waiting) => waiting > 0);
    await tx.query('commit');
    return await answer;
  } finally {
    await tx.query('rollback');
    tx.release();
  }
}

async function waitingForLocks(): Promise<number> {
  const [row] = await world.rows<{ count: number }>(
    `select count(*) as count from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`,
  );
  return row?.count ?? 0;
}

async function reset(tx: Transaction): Promise<void> {
  await setPasswordHash(tx, id, await hashPassword('siete ranas verdes'));
  await endAllAccess(tx, id, 'password_reset', world.tasks.now());
}

describe('a session that was opened with the password alone', () => {
  test('ends when its user sets up a second factor in another one, even if the factor is required', async () => {
    const thief = await world.signIn(ANA);
    await world.rows(`update access_settings set second_factor_required_for = 'superusers'`);
    expect(await world.statusOf(`${AUTH}users/`, thief)).toBe(403);
    const owner = await world.signIn(ANA);
    await setUpPhone(world, owner);
    expect(await world.statusOf(`${AUTH}users/`, owner)).toBe(200);
    expect(await me(thief)).toBe(401);
  });

  test('is not opened in the meantime', async () => {
    const owner = await world.signIn(ANA);
    const begun = await world.post('second-factor/set-up/', { password: PASSWORD }, owner);
    expect(begun.statusCode).toBe(200);
    const late = await during(
      async (tx) => {
        await tx.query('select from users where id = $1 for update', [id]);
        await tx.query('update second_factors set confirmed_at = now() where user_id = $1', [id]);
      },
      async () => await world.login(ANA),
    );
    expect(outcome(late)).toBe('401 auth.wrong-login');
    expect(outcome(await world.login(ANA))).toBe('401 auth.second-factor-needed');
  });
});

describe('a request in progress while the password is reset', () => {
  test('sets up no second factor', async () => {
    const browser = await world.signIn(ANA);
    const late = await during(
      reset,
      async () => await world.post('second-factor/set-up/', { password: PASSWORD }, browser),
    );
    expect(outcome(late)).toBe('401 auth.not-signed-in');
    expect(await world.rows('select from second_factors')).toEqual([]);
  });

  test('turns none on', async () => {
    const browser = await world.signIn(ANA);
    const begun = await world.post('second-factor/set-up/', { password: PASSWORD }, browser);
    const one_time_code = codeOf(world, begun.json().secret);
    const late = await during(
      reset,
      async () => await world.post('second-factor/confirm/', { one_time_code }, browser),
    );
    expect(outcome(late)).toBe('401 auth.not-signed-in');
    expect(await world.rows('select from second_factors where confirmed_at is not null')).toEqual([]);
  });

  test.each(['remove', 'recovery-codes'])('does not do %s', async (what) => {
    const browser = await world.signIn(ANA);
    const phone = await setUpPhone(world, browser);
    const kept = async () => await world.rows('select code_digest from recovery_codes order by code_digest');
    const before = await kept();
    const proof = { password: PASSWORD, one_time_code: phone.code() };
    const late = await during(reset, async () => await world.post(`second-factor/${what}/`, proof, browser));
    expect(outcome(late)).toBe('401 auth.not-signed-in');
    expect(await kept()).toEqual(before);
  });

  test('changes no rule and removes no factor of another user', async () => {
    const other = await world.addUser('luis', 'viewer');
    await setUpPhone(world, await world.signIn('luis@example.com'));
    const browser = await world.signIn(ANA);
    const taken = await during(
      reset,
      async () => await world.post(`users/${other}/reset-second-factor/`, {}, browser),
    );
    expect(outcome(taken)).toBe('401 auth.not-signed-in');
    const again = await world.signIn(ANA, { password: 'siete ranas verdes' });
    const ruled = await during(
      reset,
      async () =>
        await world.api.server.inject({
          method: 'PATCH',
          url: `${AUTH}access-settings/`,
          headers: { ...again, 'content-type': 'application/json' },
          payload: JSON.stringify({ second_factor_required_for: 'superusers' }),
        }),
    );
    expect(outcome(ruled)).toBe('401 auth.not-signed-in');
    expect(await world.rows('select second_factor_required_for as demand from access_settings')).toEqual([
      { demand: 'nobody' },
    ]);
  });
});

describe('guesses in a session', () => {
  test('of the code that turns on the second factor are limited to ten in a quarter of an hour', async () => {
    const browser = await world.signIn(ANA);
    const begun = await world.post('second-factor/set-up/', { password: PASSWORD }, browser);
    const { secret } = begun.json();
    const confirm = async (one_time_code: string) =>
      await world.post('second-factor/confirm/', { one_time_code }, browser);
    const nearby = new Set([-1, 0, 1].map((steps) => codeOf(world, secret, steps)));
    const wrong = Array.from({ length: 13 }, (_, n) => String(n).padStart(6, '0')).filter(
      (code) => !nearby.has(code),
    );
    const statuses: number[] = [];
    for (const code of wrong.slice(0, 10)) statuses.push((await confirm(code)).statusCode);
    expect(statuses).toEqual(Array(10).fill(400));
    expect(outcome(await confirm(codeOf(world, secret)))).toBe('429 auth.throttled');
    world.tasks.pass(15 * 60_000);
    const epoch = Math.floor(world.tasks.nowMs / 1000);
    expect((await confirm(generateSync({ secret, epoch }))).statusCode).toBe(200);
  });

  test('of the password keep no user from signing in, and other users of the address keep no user from setting up', async () => {
    const browser = await world.signIn(ANA);
    const setUp = async (password: string, who: Browser) =>
      (await world.post('second-factor/set-up/', { password }, who)).statusCode;
    const statuses: number[] = [];
    for (let n = 0; n < 11; n += 1) statuses.push(await setUp(`wrong ${n}`, browser));
    expect(statuses).toEqual([...Array(10).fill(400), 429]);
    const another = await world.signIn(ANA);
    for (let n = 0; n < 51; n += 1) await world.login(`user${n}@example.com`, { password: 'wrong' });
    expect((await world.login('user51@example.com')).statusCode).toBe(429);
    expect(await setUp(PASSWORD, another)).toBe(200);
  });
});
