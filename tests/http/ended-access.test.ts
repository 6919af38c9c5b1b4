import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { queryRows, type Transaction } from '../../src/backend/database.ts';
import { endAllAccess } from '../../src/backend/sign-in/end-access.ts';
import { hashPassword } from '../../src/backend/users/password-hash.ts';
import { setPasswordHash } from '../../src/backend/users/user-records.ts';
import { listen } from '../../src/http/server/listen.ts';
import { waitFor } from '../tasks/wait-for.ts';
import { API, type ApiWorld, addExecution, BODY, openApiWorld, PASSWORD } from './api-world.ts';
import { type Headers, type MadeToken, newPerson, type Person, signInWith } from './person.ts';

const AUTH = '/api/v1/auth/';
const NEW_PASSWORD = 'cinco focas felices';
/** The time by which access must have ended. */
const WITHIN_MS = 1_000;

let world: ApiWorld;
let address: string;
let person: Person;
/** The browser that makes the change, another browser, and tokens with the same, a lower and the lowest role. */
let here: Headers;
let elsewhere: Headers;
let own: MadeToken;
let lower: MadeToken;
let viewer: MadeToken;

beforeAll(async () => {
  world = await openApiWorld();
  address = await listen(world.server, { host: '127.0.0.1', port: 0 });
});
afterAll(async () => await world.close());
beforeEach(async () => {
  person = await newPerson(world, 'superuser');
  here = await person.signIn();
  elsewhere = await person.signIn();
  own = await person.makeToken(here);
  lower = await person.makeToken(here, { role: 'operator', sees_personal_data: true });
  viewer = await person.makeToken(here, { role: 'viewer' });
});

async function statusOf(headers: Headers): Promise<number> {
  return (await world.ask(null, 'GET', `${AUTH}me/`, undefined, { ...headers })).statusCode;
}

async function statuses(): Promise<Record<string, number>> {
  return {
    here: await statusOf(here),
    elsewhere: await statusOf(elsewhere),
    own: await statusOf(own.headers),
    lower: await statusOf(lower.headers),
    viewer: await statusOf(viewer.headers),
  };
}

/** A stream of each credential; `open` has those that continue. */
async function openStreams() {
  const open = new Set<string>();
  const all = { here, elsewhere, own: own.headers, lower: lower.headers, viewer: viewer.headers };
  const stopping = new AbortController();
  for (const [name, headers] of Object.entries(all)) {
    const reply = await fetch(`${address}${API}executions/stream/`, {
      headers: { ...headers, connection: 'close' },
      signal: stopping.signal,
    });
    expect([name, reply.status]).toEqual([name, 200]);
    open.add(name);
    void reply
      .text()
      .catch(() => '')
      .then(() => open.delete(name));
  }
  return {
    open,
    async endWithinASecond(...names: string[]) {
      const rest = Object.keys(all).filter((name) => !names.includes(name));
      const left = () => [...open].sort();
      await waitFor(left, (seen) => seen.every((name) => rest.includes(name)), WITHIN_MS);
      expect(left()).toEqual(rest.sort());
      stopping.abort();
    },
  };
}

const ALL_DEAD = { here: 401, elsewhere: 401, own: 401, lower: 401, viewer: 401 };

describe('a change by a superuser', () => {
  test("a token's error says that a new password ended it", async () => {
    await person.change({ password: NEW_PASSWORD });
    expect(await statuses()).toEqual(ALL_DEAD);
    here = await person.signIn(NEW_PASSWORD);
    expect(await statuses()).toEqual({ ...ALL_DEAD, here: 200 });
    const listed = (await world.ask(null, 'GET', `${AUTH}tokens/`, undefined, { ...here })).json().results;
    expect(listed.map((token: { revoked_reason: string }) => token.revoked_reason)).toEqual([
      'password_reset',
      'password_reset',
      'password_reset',
    ]);
  });

  test('a lowered role reduces each credential, and ends the streams of those that lose rights', async () => {
    const streams = await openStreams();
    await person.change({ role: 'viewer' });
    await streams.endWithinASecond('here', 'elsewhere', 'own', 'lower');
    for (const headers of [here, own.headers, lower.headers]) {
      const me = await world.ask(null, 'GET', `${AUTH}me/`, undefined, { ...headers });
      expect(me.json()).toMatchObject({ role: 'viewer', sees_personal_data: false });
      const refused = await world.ask(null, 'POST', 'management/trigger-all/', undefined, { ...headers });
      expect(refused.statusCode).toBe(403);
      expect((await world.ask(null, 'GET', `${AUTH}users/`, undefined, { ...headers })).statusCode).toBe(404);
    }
  });
});

test('a stream that opens while the service checks the others continues', async () => {
  const stopping = new AbortController();
  const open = async (headers: Headers) =>
    await fetch(`${address}${API}executions/stream/`, {
      headers: { ...headers, connection: 'close' },
      signal: stopping.signal,
    });
  await open(own.headers);
  const tx = await world.backend.db.connect();
  try {
    await tx.query('begin');
    // The check of who may still watch waits for this; a token that opens a stream does not.
    await tx.query('lock table user_sessions in access exclusive mode');
    await waitFor(waitingForLocks, (waiting) => waiting > 0);
    const late = await open(viewer.headers);
    await tx.query('commit');
    const configuration = await world.ask('superuser', 'POST', 'configurations/', BODY);
    const executionId = await addExecution(world, configuration.json().id, { status: 'running' });
    let text = '';
    for await (const part of late.body?.pipeThrough(new TextDecoderStream()) ?? []) {
      text += part;
      if (text.includes(executionId)) break;
    }
    expect(text).toContain(executionId);
  } finally {
    await tx.query('rollback');
    tx.release();
    stopping.abort();
  }
});

async function waitingForLocks(): Promise<number> {
  const [row] = await queryRows<{ count: number }>(
    world.backend.db,
    `select count(*) as count from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`,
  );
  return row?.count ?? 0;
}

test("a change of the password that names another user's token changes nothing", async () => {
  const keep_tokens = [own.id, world.tokenIds.viewer];
  const body = { current_password: PASSWORD, password: NEW_PASSWORD, keep_tokens };
  const refused = await world.ask(null, 'POST', `${AUTH}password/`, body, { ...here });
  expect([refused.statusCode, refused.json().errors]).toEqual([
    400,
    { keep_tokens: [`You have no such token: ${world.tokenIds.viewer}.`] },
  ]);
  expect(await statuses()).toEqual({ here: 200, elsewhere: 200, own: 200, lower: 200, viewer: 200 });
});

describe('a request in progress while a superuser resets the password', () => {
  const RESET = 'siete ranas verdes';

  /** Sends a request, lets it run until it waits for the user's row, and then commits the reset. */
  async function duringReset<T>(send: () => Promise<T>): Promise<T> {
    const tx = await world.backend.db.connect();
    try {
      await tx.query('begin');
      await setPasswordHash(tx as Transaction, person.id, await hashPassword(RESET));
      await endAllAccess(tx as Transaction, person.id, 'password_reset', new Date());
      const answer = send();
      await waitFor(waitingForLocks, (waiting) => waiting > 0);
      await tx.query('commit');
      return await answer;
    } finally {
      await tx.query('rollback');
      tx.release();
    }
  }

  test('makes no token', async () => {
    const reply = await duringReset(
      async () => await world.ask(null, 'POST', `${AUTH}tokens/`, { name: 'late' }, { ...here }),
    );
    expect([reply.statusCode, reply.json().code]).toEqual([401, 'auth.not-signed-in']);
    const left = await queryRows(
      world.backend.db,
      'select name from api_tokens where user_id = $1 and revoked_at is null',
      [person.id],
    );
    expect(left).toEqual([]);
  });

  test('creates no user who could replace the one who is kept out', async () => {
    const body = { email: `late-${person.email}`, password: NEW_PASSWORD, role: 'superuser' };
    const reply = await duringReset(
      async () => await world.ask(null, 'POST', `${AUTH}users/`, body, { ...here }),
    );
    expect([reply.statusCode, reply.json().code]).toEqual([401, 'auth.not-signed-in']);
    const made = await queryRows(world.backend.db, 'select id from users where email = $1', [body.email]);
    expect(made).toEqual([]);
  });

  test('opens no session with the old password', async () => {
    const reply = await duringReset(async () => await signInWith(world, person.email, PASSWORD));
    expect([reply.statusCode, reply.json().code]).toEqual([401, 'auth.wrong-login']);
    const left = await queryRows(world.backend.db, 'select id from user_sessions where user_id = $1', [
      person.id,
    ]);
    expect(left).toEqual([]);
  });

  test('sets no other password with the old one', async () => {
    const body = { current_password: PASSWORD, password: NEW_PASSWORD };
    const reply = await duringReset(
      async () => await world.ask(null, 'POST', `${AUTH}password/`, body, { ...here }),
    );
    expect([reply.statusCode, reply.json().code]).toEqual([401, 'auth.not-signed-in']);
    expect((await signInWith(world, person.email, NEW_PASSWORD)).statusCode).toBe(401);
    expect((await signInWith(world, person.email, RESET)).statusCode).toBe(200);
  });
});

test('a simultaneous change of name does not restore the role that was just lowered', async () => {
  const tx = await world.backend.db.connect();
  try {
    await tx.query('begin');
    await tx.query(`update users set role = 'viewer', disabled_at = now() where id = $1`, [person.id]);
    const own = world.ask(null, 'PATCH', `${AUTH}me/`, { name: 'Ana' }, { ...here });
    const superusers = world.ask('superuser', 'PATCH', `${AUTH}users/${person.id}/`, { name: 'Ana' });
    await waitFor(waitingForLocks, (waiting) => waiting === 2);
    await tx.query('commit');
    await Promise.all([own, superusers]);
  } finally {
    await tx.query('rollback');
    tx.release();
  }
  const user = (await world.ask('superuser', 'GET', `${AUTH}users/${person.id}/`)).json();
  expect(user).toMatchObject({ name: 'Ana', role: 'viewer', is_active: false });
});
