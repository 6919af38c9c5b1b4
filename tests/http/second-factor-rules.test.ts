import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { findLiveAccess } from '../../src/backend/sign-in/live-access-records.ts';
import { AccountWorld, AUTH, type Browser } from './account-world.ts';
import { PASSWORD } from './api-world.ts';
import { readApiDocument } from './openapi-document.ts';
import { outcome, setUpPhone } from './second-factor-phone.ts';

let world: AccountWorld;

beforeEach(async () => {
  world = await AccountWorld.open();
});
afterEach(async () => await world.close());

describe('a second factor is removed', () => {
  test('with password and code of its owner', async () => {
    await world.addUser('ana', 'viewer');
    const browser = await world.signIn('ana@example.com');
    const remove = async (password: string, one_time_code: string) =>
      await world.post('second-factor/remove/', { password, one_time_code }, browser);
    expect(outcome(await remove(PASSWORD, '123456'))).toBe('409 auth.second-factor-not-on');
    const phone = await setUpPhone(world, browser);
    expect((await remove('another', phone.code())).json().errors).toEqual({
      password: ['This is not your password.'],
    });
    expect((await remove(PASSWORD, phone.code(5))).json().errors).toEqual({
      one_time_code: ['The code is not right, or it was used already.'],
    });
    expect((await remove(PASSWORD, phone.code())).statusCode).toBe(204);
    expect(outcome(await world.login('ana@example.com'))).toBe('in');
    expect((await world.receive()).map(({ headers }) => headers.get('subject'))).toEqual([
      '[Taquilla] Two-step sign-in is on',
      '[Taquilla] Two-step sign-in is off',
    ]);
  });

  test('by another superuser, which ends the sessions; never so by its owner', async () => {
    const id = await world.addUser('ana', 'superuser', 'es');
    const browser = await world.signIn('ana@example.com');
    await setUpPhone(world, browser);
    const boss = await world.signIn('superuser@example.com');
    const reset = async (who: Browser) => await world.post(`users/${id}/reset-second-factor/`, {}, who);
    expect(outcome(await reset(browser))).toBe('409 auth.second-factor-own');
    const listed = async () =>
      (await world.api.ask('superuser', 'GET', `${AUTH}users/${id}/`)).json().second_factor;
    expect(await listed()).toBe(true);
    expect((await reset(boss)).statusCode).toBe(204);
    expect(await listed()).toBe(false);
    expect(await world.statusOf(`${AUTH}me/`, browser)).toBe(401);
    expect(outcome(await world.login('ana@example.com'))).toBe('in');
    expect(outcome(await reset(boss))).toBe('409 auth.second-factor-not-on');
    const mails = await world.receive();
    expect(mails.at(-1)?.headers.get('subject')).toBe(
      '[Taquilla] La verificación en dos pasos está desactivada',
    );
    const actions = await world.rows(
      `select action, user_email, object_id, sent from audit_entries where action like 'second-factor.%' order by id`,
    );
    expect(actions).toEqual([
      {
        action: 'second-factor.set-up',
        user_email: 'ana@example.com',
        object_id: null,
        sent: { password: '***' },
      },
      {
        action: 'second-factor.confirm',
        user_email: 'ana@example.com',
        object_id: null,
        sent: { one_time_code: '***' },
      },
      { action: 'second-factor.reset', user_email: 'superuser@example.com', object_id: id, sent: {} },
    ]);
  });

  test('but not by a new password', async () => {
    const id = await world.addUser('ana', 'viewer');
    const phone = await setUpPhone(world, await world.signIn('ana@example.com'));
    const password = 'cinco focas felices';
    await world.api.ask('superuser', 'PATCH', `${AUTH}users/${id}/`, { password });
    expect(outcome(await world.login('ana@example.com', { password }))).toBe('401 auth.second-factor-needed');
    expect(outcome(await world.login('ana@example.com', { password, code: phone.code() }))).toBe('in');
  });
});

describe('demanded of superusers', () => {
  const demand = async (browser: Browser, second_factor_required_for: string) =>
    await world.api.server.inject({
      method: 'PATCH',
      url: `${AUTH}access-settings/`,
      headers: { ...browser, 'content-type': 'application/json' },
      payload: JSON.stringify({ second_factor_required_for }),
    });

  test('a superuser without one can only set it up', async () => {
    await world.addUser('ana', 'superuser');
    const browser = await world.signIn('ana@example.com');
    expect((await demand(browser, 'superusers')).json()).toEqual({
      second_factor_required_for: 'superusers',
    });

    const document = await readApiDocument(world.api);
    const answered: string[] = [];
    for (const { method, path, operationId, 'x-role': role } of document.operations) {
      if (role === 'public' || operationId === 'session.logout') continue;
      const reply = await world.api.server.inject({
        method: method as 'GET',
        url: path.replaceAll(/\{\w+\}/g, '0190b0b0-0000-7000-8000-000000000000'),
        headers: { ...browser, 'content-type': 'application/json' },
        ...(method === 'GET' ? {} : { payload: '{}' }),
      });
      if (reply.statusCode === 403) expect(reply.json().code).toBe('auth.second-factor-required');
      else answered.push(operationId);
    }
    expect(answered.toSorted()).toEqual([
      'second-factor.confirm',
      'second-factor.get',
      'second-factor.remove',
      'second-factor.renew-recovery-codes',
      'second-factor.set-up',
      'session.me',
    ]);
  });

  test('it ends with the factor, and with the requirement; API tokens continue', async () => {
    await world.addUser('ana', 'superuser');
    const browser = await world.signIn('ana@example.com');
    await demand(browser, 'superusers');
    const users = `${AUTH}users/`;
    const must = async (who: Browser) =>
      (await world.api.server.inject({ url: `${AUTH}me/`, headers: { ...who } })).json()
        .must_set_up_second_factor;
    expect([await must(browser), await world.statusOf(users, browser)]).toEqual([true, 403]);
    expect((await demand(browser, 'nobody')).statusCode).toBe(403);
    const operator = await world.signIn('operator@example.com');
    expect([await must(operator), await world.statusOf('/api/v1/events/', operator)]).toEqual([false, 200]);
    expect((await world.api.ask('superuser', 'GET', users)).statusCode).toBe(200);
    // Signing in again changes nothing; the reply says so.
    const again = await world.login('ana@example.com');
    expect(again.json().user.must_set_up_second_factor).toBe(true);

    // Streams check this once a second.
    const sessions = await world.rows<{ id: string; email: string }>(
      'select s.id, u.email from user_sessions s join users u on u.id = s.user_id',
    );
    const live = await findLiveAccess(
      world.db,
      sessions.map(({ id }) => id),
      world.tasks.now(),
    );
    const emails = live.map(({ id }) => sessions.find((one) => one.id === id)?.email);
    expect(sessions.map(({ email }) => email)).toContain('superuser@example.com');
    expect(new Set(emails)).toEqual(new Set(['operator@example.com', 'viewer@example.com']));

    await setUpPhone(world, browser);
    expect([await must(browser), await world.statusOf(users, browser)]).toEqual([false, 200]);
    const boss = await world.signIn('superuser@example.com');
    expect(await world.statusOf(users, boss)).toBe(403);
    expect((await demand(browser, 'nobody')).statusCode).toBe(200);
    expect(await world.statusOf(users, boss)).toBe(200);
  });
});
