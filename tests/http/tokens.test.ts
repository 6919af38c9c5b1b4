import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { queryRows } from '../../src/backend/database.ts';
import { type ApiWorld, openApiWorld } from './api-world.ts';
import { type Headers, newPerson, type Person } from './person.ts';

const AUTH = '/api/v1/auth/';
let now = new Date('2026-05-01T12:00:00Z');
let world: ApiWorld;
let person: Person;
let session: Headers;

beforeAll(async () => {
  world = await openApiWorld({ now: () => now });
});
afterAll(async () => await world.close());
beforeEach(async () => {
  now = new Date('2026-05-01T12:00:00Z');
  person = await newPerson(world, 'superuser');
  session = await person.signIn();
});

async function create(body: object, language = 'en') {
  const headers = { ...session, 'accept-language': language };
  return await world.ask(null, 'POST', `${AUTH}tokens/`, { name: 'machine', ...body }, headers);
}

async function list(query = ''): Promise<{ count: number; results: Record<string, unknown>[] }> {
  return (await world.ask(null, 'GET', `${AUTH}tokens/${query}`, undefined, { ...session })).json();
}

describe('a new token', () => {
  test.each([
    ['of its maker’s role sees what its maker sees', {}, true],
    ['of its maker’s role sees no person if so said', { sees_personal_data: false }, false],
    ['of a lower role sees no person', { role: 'operator' }, false],
    ['of a lower role sees personal data if requested', { role: 'operator', sees_personal_data: true }, true],
    ['of the lowest role sees no person', { role: 'viewer' }, false],
    [
      'of the lowest role sees personal data if requested',
      { role: 'viewer', sees_personal_data: true },
      true,
    ],
  ])('%s', async (_, body, sees) => {
    const made = (await create(body)).json();
    expect(made.sees_personal_data).toBe(sees);
    const headers = { authorization: `Token ${made.token}` };
    const me = (await world.ask(null, 'GET', `${AUTH}me/`, undefined, headers)).json();
    expect(me.sees_personal_data).toBe(sees);
  });

  test('expires in the future or never', async () => {
    for (const expires_at of ['2026-05-01T11:59:59Z', '2026-05-01T12:00:00Z', '2020-01-01T00:00:00Z']) {
      const refused = await create({ expires_at });
      expect([refused.statusCode, refused.json().errors]).toEqual([
        400,
        { expires_at: ['This time is in the past.'] },
      ]);
    }
    expect((await create({ expires_at: '2026-05-01T12:00:01Z' })).statusCode).toBe(201);
    expect((await create({ expires_at: null })).statusCode).toBe(201);
    expect((await list('?valid=true')).count).toBe(2);
    now = new Date('2026-05-01T12:00:02Z');
    expect([
      (await list('?valid=true')).count,
      (await list('?valid=false')).count,
      (await list()).count,
    ]).toEqual([1, 1, 2]);
  });

  test('is refused to a user who has fifty valid ones, until one of them ends', async () => {
    await queryRows(
      world.backend.db,
      `insert into api_tokens (id, user_id, name, token_digest, role)
       select gen_random_uuid(), $1::uuid, 'one of many', decode(md5(($1::uuid)::text || n), 'hex'), 'viewer' from generate_series(1, 49) n`,
      [person.id],
    );
    const both = await Promise.all([create({}), create({})]);
    expect(new Set(both.map(({ statusCode }) => statusCode))).toEqual(new Set([201, 409]));
    const refused = await create({}, 'es');
    expect(refused.json()).toMatchObject({
      code: 'auth.too-many-tokens',
      detail: 'Usted ya tiene el máximo de 50 tokens vigentes. Revoque primero los que no use.',
    });
    const [newest] = (await list('?valid=true')).results;
    await world.ask(null, 'DELETE', `${AUTH}tokens/${String(newest?.['id'])}/`, undefined, { ...session });
    expect((await create({})).statusCode).toBe(201);
  });
});

describe('a token may not', () => {
  test('create another one, and the refusal says why in the reader’s language', async () => {
    const { headers } = await person.makeToken(session);
    const said = async (language: string) =>
      (
        await world.ask(
          null,
          'POST',
          `${AUTH}tokens/`,
          { name: 'child' },
          { ...headers, 'accept-language': language },
        )
      ).json();
    expect(await said('en')).toMatchObject({
      status: 403,
      code: 'auth.session-needed',
      detail: 'An API token may not do this. Sign in with your e-mail address and password.',
    });
    expect((await said('es')).detail).toBe(
      'Un token no puede hacer esto. Inicie sesión con su correo y su contraseña.',
    );
    expect((await list()).count).toBe(1);
  });
});

describe('a superuser', () => {
  test("lists and revokes another user's tokens, which is audited with the token", async () => {
    const other = await newPerson(world, 'viewer');
    const token = await other.makeToken(await other.signIn());
    const url = `${AUTH}users/${other.id}/tokens/`;
    const listed = (await world.ask('superuser', 'GET', url)).json();
    expect(listed).toMatchObject({
      count: 1,
      results: [{ id: token.id, name: 'machine', revoked_at: null }],
    });
    expect(listed.results[0]).not.toHaveProperty('token');
    expect((await world.ask('superuser', 'DELETE', `${url}${token.id}/`)).statusCode).toBe(204);
    expect((await world.ask('superuser', 'GET', url)).json().results[0]).toMatchObject({
      revoked_reason: 'revoked',
    });
    const log = (await world.ask('superuser', 'GET', `${AUTH}audit/?object_id=${token.id}`)).json();
    expect(log.results[0]).toMatchObject({
      action: 'users.revoke-token',
      user_email: 'superuser@example.com',
    });
  });

  test('finds no token under a user other than its owner, and none of a missing user', async () => {
    const token = await person.makeToken(session);
    const other = await newPerson(world, 'viewer');
    const url = `${AUTH}users/${other.id}/tokens/${token.id}/`;
    expect((await world.ask('superuser', 'DELETE', url)).statusCode).toBe(404);
    expect((await world.ask('superuser', 'POST', `${url}confirm/`)).statusCode).toBe(404);
    const ofUnknown = `${AUTH}users/0190b0b0-0000-7000-8000-000000000000/tokens/`;
    expect((await world.ask('superuser', 'GET', ofUnknown)).json().code).toBe('user.none');
    expect((await list('?valid=true')).count).toBe(1);
  });

  test('alone may do this: other callers cannot learn that such addresses exist', async () => {
    const token = await person.makeToken(session);
    const url = `${AUTH}users/${person.id}/tokens/`;
    for (const role of ['operator', 'viewer'] as const) {
      expect((await world.ask(role, 'GET', url)).statusCode).toBe(404);
      expect((await world.ask(role, 'DELETE', `${url}${token.id}/`)).statusCode).toBe(404);
    }
    expect((await list('?valid=true')).count).toBe(1);
  });
});

test('a token that waits for review is confirmed only by its owner or by a superuser', async () => {
  const [mine, other] = [await person.makeToken(session), await person.makeToken(session)];
  await queryRows(world.backend.db, 'update api_tokens set needs_review = true where user_id = $1', [
    person.id,
  ]);
  const waiting = async () =>
    (await list()).results.filter((token) => token['needs_review'] === true).map(({ id }) => id);
  expect(new Set(await waiting())).toEqual(new Set([mine.id, other.id]));
  const own = `${AUTH}tokens/${mine.id}/confirm/`;
  expect((await world.ask('viewer', 'POST', own)).statusCode).toBe(404);
  expect(await waiting()).toHaveLength(2);
  const confirmed = await world.ask(null, 'POST', own, undefined, { ...session });
  expect([confirmed.statusCode, confirmed.json().needs_review]).toEqual([200, false]);
  expect(await waiting()).toEqual([other.id]);
  const theirs = `${AUTH}users/${person.id}/tokens/${other.id}/confirm/`;
  expect((await world.ask('superuser', 'POST', theirs)).json().needs_review).toBe(false);
  expect(await waiting()).toEqual([]);
});
