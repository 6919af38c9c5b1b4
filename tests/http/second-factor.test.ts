import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { rotateSecrets } from '../../src/backend/credentials/sealed-secrets.ts';
import { Secret } from '../../src/kernel/secrets/secret.ts';
import { AccountWorld, AUTH } from './account-world.ts';
import { PASSWORD } from './api-world.ts';
import { codeOf, outcome, STEP_MS, setUpPhone } from './second-factor-phone.ts';

const MINUTE_MS = 60_000;
let world: AccountWorld;

beforeEach(async () => {
  world = await AccountWorld.open();
});
afterEach(async () => await world.close());

test('counts only after a code was entered, and is required from then on', async () => {
  await world.addUser('ana', 'operator');
  const browser = await world.signIn('ana@example.com');
  const state = async () =>
    (await world.api.server.inject({ url: `${AUTH}second-factor/`, headers: { ...browser } })).json();
  expect(await state()).toEqual({ enabled: false, confirmed_at: null, recovery_codes_left: 0 });
  const wrong = await world.post('second-factor/set-up/', { password: 'another' }, browser);
  expect([wrong.statusCode, wrong.json().errors]).toEqual([
    400,
    { password: ['This is not your password.'] },
  ]);
  const unbegun = await world.post('second-factor/confirm/', { one_time_code: '123456' }, browser);
  expect(outcome(unbegun)).toBe('409 auth.second-factor-not-begun');

  const begun = (await world.post('second-factor/set-up/', { password: PASSWORD }, browser)).json();
  expect(begun.uri).toContain(`otpauth://totp/Taquilla:ana%40example.com?secret=${begun.secret}`);
  const far = await world.post(
    'second-factor/confirm/',
    { one_time_code: codeOf(world, begun.secret, 2) },
    browser,
  );
  expect([far.statusCode, Object.keys(far.json().errors)]).toEqual([400, ['one_time_code']]);
  expect((await state()).enabled).toBe(false);
  expect(outcome(await world.login('ana@example.com'))).toBe('in');

  const phone = await setUpPhone(world, browser);
  expect(phone.secret).not.toBe(begun.secret);
  expect(phone.recoveryCodes.length).toBe(10);
  expect(await state()).toMatchObject({ enabled: true, recovery_codes_left: 10 });
  expect((await world.receive()).map(({ headers }) => headers.get('subject'))).toEqual([
    '[Taquilla] Two-step sign-in is on',
  ]);

  const needed = await world.login('ana@example.com');
  expect(outcome(needed)).toBe('401 auth.second-factor-needed');
  expect(needed.cookies).toEqual([]);
  expect(outcome(await world.login('ana@example.com', { code: phone.code() }))).toBe('in');
  const again = await world.post('second-factor/set-up/', { password: PASSWORD }, browser);
  expect(outcome(again)).toBe('409 auth.second-factor-already-on');
});

test('accepts the previous and the next code, each once and none older than the last', async () => {
  await world.addUser('ana', 'viewer');
  const phone = await setUpPhone(world, await world.signIn('ana@example.com'));
  world.tasks.pass(10 * STEP_MS);
  const attempt = async (steps: number) =>
    outcome(await world.login('ana@example.com', { code: phone.code(steps) }));
  expect(await attempt(-2)).toBe('401 auth.wrong-code');
  expect(await attempt(2)).toBe('401 auth.wrong-code');
  expect(await attempt(-1)).toBe('in');
  expect(await attempt(-1)).toBe('401 auth.wrong-code');
  expect(await attempt(1)).toBe('in');
  expect(await attempt(1)).toBe('401 auth.wrong-code');
  expect(await attempt(0)).toBe('401 auth.wrong-code');
  world.tasks.pass(2 * STEP_MS);
  const spaced = phone.code().replace(/(...)/, '$1 ');
  expect(outcome(await world.login('ana@example.com', { code: spaced }))).toBe('in');
});

test('of many simultaneous uses of one code, one succeeds', async () => {
  await world.addUser('ana', 'viewer');
  const phone = await setUpPhone(world, await world.signIn('ana@example.com'));
  for (const code of [phone.code(), phone.recoveryCodes[0] ?? '']) {
    const outcomes = await Promise.all(
      [1, 2, 3, 4].map(async () => outcome(await world.login('ana@example.com', { code }))),
    );
    expect(outcomes.toSorted()).toEqual(
      ['401 auth.wrong-code', '401 auth.wrong-code', '401 auth.wrong-code', 'in'].toSorted(),
    );
  }
});

test('a recovery code replaces a lost phone, once; new ones end the old ones', async () => {
  await world.addUser('ana', 'viewer');
  const phone = await setUpPhone(world, await world.signIn('ana@example.com'));
  const [first = '', second = '', third = ''] = phone.recoveryCodes;
  const attempt = async (code: string) => outcome(await world.login('ana@example.com', { code }));
  const browser = await world.signIn('ana@example.com', { code: first });
  expect(await attempt(first)).toBe('401 auth.wrong-code');
  expect(await attempt(second.toUpperCase().replaceAll('-', ' '))).toBe('in');
  const renewed = await world.post(
    'second-factor/recovery-codes/',
    { password: PASSWORD, one_time_code: phone.code() },
    browser,
  );
  expect(renewed.json().recovery_codes.length).toBe(10);
  expect(await attempt(third)).toBe('401 auth.wrong-code');
  expect(await attempt(renewed.json().recovery_codes[9])).toBe('in');
});

describe('guessing a code', () => {
  test('counts as a failed sign-in, although the password is right', async () => {
    await world.addUser('ana', 'viewer');
    const phone = await setUpPhone(world, await world.signIn('ana@example.com'));
    const wrong = phone.code(5);
    for (let at = 0; at < 10; at += 1) {
      // The ticket after the right password does not restart the count.
      expect(outcome(await world.login('ana@example.com'))).toBe('401 auth.second-factor-needed');
      expect(outcome(await world.login('ana@example.com', { code: wrong }))).toBe('401 auth.wrong-code');
    }
    // Guessed codes have a count of their own.
    await world.rows('update second_factors set tried_codes = 0');
    const refused = await world.login('ana@example.com', { code: phone.code() });
    expect(outcome(refused)).toBe('429 auth.throttled');
  });

  test('is limited even from many addresses, and possible again after a quarter of an hour', async () => {
    await world.addUser('ana', 'viewer');
    const phone = await setUpPhone(world, await world.signIn('ana@example.com'));
    const wrong = phone.code(5);
    const guess = async (code: string, at: number) => {
      // As if sign-ins were counted only by address.
      await world.rows('delete from login_attempts');
      return await world.login('ana@example.com', { code, address: `192.0.2.${at}` });
    };
    for (let at = 0; at < 10; at += 1) expect(outcome(await guess(wrong, at))).toBe('401 auth.wrong-code');
    world.tasks.pass(MINUTE_MS);
    const refused = await guess(phone.code(), 99);
    expect([outcome(refused), refused.headers['retry-after']]).toEqual(['429 auth.throttled', '840']);
    world.tasks.pass(14 * MINUTE_MS);
    expect(outcome(await guess(phone.code(), 99))).toBe('in');
  });

  test('with a wrong password in a session does not keep the user from signing in', async () => {
    await world.addUser('ana', 'viewer');
    const browser = await world.signIn('ana@example.com');
    const statuses: number[] = [];
    for (let at = 0; at < 11; at += 1) {
      const body = { password: `wrong password ${at}` };
      statuses.push((await world.post('second-factor/set-up/', body, browser)).statusCode);
    }
    expect(statuses).toEqual([...Array(10).fill(400), 429]);
    expect(outcome(await world.login('ana@example.com'))).toBe('in');
  });

  test('reveals nothing about an account whose password is wrong', async () => {
    await world.addUser('ana', 'viewer');
    await world.addUser('ben', 'viewer');
    const phone = await setUpPhone(world, await world.signIn('ana@example.com'));
    for (const code of [undefined, phone.code(), '000000']) {
      for (const name of ['ana', 'ben', 'stranger']) {
        const given = { password: 'another', ...(code === undefined ? {} : { code }) };
        const reply = await world.login(`${name}@example.com`, given);
        expect([name, outcome(reply)]).toEqual([name, '401 auth.wrong-login']);
      }
    }
    // No code was used up by it.
    expect(outcome(await world.login('ana@example.com', { code: phone.code() }))).toBe('in');
    // A user without a second factor signs in as before, whatever is sent.
    expect(outcome(await world.login('ben@example.com'))).toBe('in');
    expect(outcome(await world.login('ben@example.com', { code: '000000' }))).toBe('in');
  });
});

test('the database contains no readable secret or recovery code; rotated keys still open it', async () => {
  const id = await world.addUser('ana', 'viewer');
  const phone = await setUpPhone(world, await world.signIn('ana@example.com'));
  const stored = async () =>
    (await world.rows<{ sealed: string }>('select secret_sealed as sealed from second_factors'))[0]?.sealed ??
    '';
  const before = await stored();
  expect(before).toMatch(/^s1\./);
  for (const table of ['second_factors', 'recovery_codes', 'audit_entries', 'account_mails']) {
    for (const text of [
      phone.secret,
      ...phone.recoveryCodes.flatMap((one) => [one, one.replaceAll('-', '')]),
    ]) {
      const found = await world.rows(`select from ${table} t where t::text like '%' || $1 || '%'`, [text]);
      expect([table, found.length]).toEqual([table, 0]);
    }
  }
  const key = new Secret('a secret key of the tests, long enough');
  expect(await rotateSecrets(world.db, key, null)).toEqual({
    sets: 0,
    secrets: 0,
    secondFactors: 1,
    webhooks: 0,
    endpoints: 0,
  });
  expect(await stored()).not.toBe(before);
  expect(outcome(await world.login('ana@example.com', { code: phone.code() }))).toBe('in');
  // Sealed for this row only.
  const other = await world.addUser('eve', 'viewer');
  await world.rows(
    `insert into second_factors (user_id, secret_sealed, confirmed_at)
     select $2, secret_sealed, confirmed_at from second_factors where user_id = $1`,
    [id, other],
  );
  world.tasks.pass(STEP_MS);
  expect(outcome(await world.login('eve@example.com', { code: phone.code() }))).toBe(
    '422 secret.cannot-open',
  );
});
