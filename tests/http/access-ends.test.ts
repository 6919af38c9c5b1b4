import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { queryRows } from '../../src/backend/database.ts';
import { listen } from '../../src/http/server/listen.ts';
import { waitFor } from '../tasks/wait-for.ts';
import {
  AUTH,
  act,
  ask,
  change,
  ENDINGS,
  makePeople,
  NEW_PASSWORD,
  OWN,
  type People,
  WAYS,
  type Way,
} from './access/endings.ts';
import { type WatchedStream, watchStream } from './access/watched-stream.ts';
import { API, type ApiWorld, addExecution, BODY, openApiWorld, PASSWORD } from './api-world.ts';
import { readApiDocument } from './openapi-document.ts';

/** Far before the next heartbeat of a stream, even on a busy machine. */
const WITHIN_MS = 10_000;

let world: ApiWorld;
let address: string;
let configurationId: string;

beforeAll(async () => {
  world = await openApiWorld();
  address = await listen(world.server, { host: '127.0.0.1', port: 0 });
  configurationId = (await world.ask('superuser', 'POST', 'configurations/', BODY)).json().id;
});
afterAll(async () => await world.close());

async function watchAll(people: People): Promise<Record<Way, WatchedStream>> {
  const opened = await Promise.all(
    WAYS.map(async (way) => [way, await watchStream(address, people.ways[way].headers)] as const),
  );
  expect(opened.map(([, { status }]) => status)).toEqual(WAYS.map(() => 200));
  return Object.fromEntries(opened) as Record<Way, WatchedStream>;
}

async function statusesOf(people: People): Promise<Record<string, number>> {
  const replies = await Promise.all(
    WAYS.map(
      async (way) => [way, (await ask(people, people.ways[way], 'GET', `${AUTH}me/`)).status] as const,
    ),
  );
  return Object.fromEntries(replies);
}

/** The streams that report an execution that begins only now. */
async function waysThatGoOn(streams: Record<Way, WatchedStream>, expected: readonly Way[]): Promise<Way[]> {
  const id = await addExecution(world, configurationId, { status: 'pending' });
  const goOn = () => WAYS.filter((way) => streams[way].text().includes(id));
  await waitFor(goOn, (seen) => expected.every((way) => seen.includes(way)));
  await queryRows(world.backend.db, 'delete from sync_executions where id = $1', [id]);
  return goOn();
}

/**
 * These credentials end now: the very next request is refused, and their streams end at once; the others continue.
 */
async function expectEnded(
  people: People,
  streams: Record<Way, WatchedStream>,
  ends: readonly Way[],
): Promise<void> {
  const doneAtMs = performance.now();
  const expected = Object.fromEntries(WAYS.map((way) => [way, ends.includes(way) ? 401 : 200]));
  expect(await statusesOf(people)).toEqual(expected);
  await expectStreamsEnded(streams, ends, doneAtMs);
  const others = WAYS.filter((way) => !ends.includes(way));
  expect(await waysThatGoOn(streams, others)).toEqual(others);
}

async function expectStreamsEnded(
  streams: Record<Way, WatchedStream>,
  ends: readonly Way[],
  doneAtMs: number,
): Promise<void> {
  await waitFor(
    () => ends.filter((way) => streams[way].endedAtMs() === null),
    (open) => open.length === 0,
  );
  const slowestMs = Math.max(...ends.map((way) => (streams[way].endedAtMs() ?? 0) - doneAtMs));
  expect(slowestMs).toBeLessThan(WITHIN_MS);
}

describe.each(ENDINGS)('$name', ({ act: end, ends }) => {
  test('ends what it must at once, including streams, and nothing else', async () => {
    const people = await makePeople(world.backend.db, address);
    const streams = await watchAll(people);
    try {
      expect(await statusesOf(people)).toEqual(Object.fromEntries(WAYS.map((way) => [way, 200])));
      await end(people);
      await expectEnded(people, streams, ends);
    } finally {
      for (const way of WAYS) await streams[way].close();
    }
  });
});

describe('a password that is set with a mailed link', () => {
  test('ends all sessions and tokens of its user, including streams', async () => {
    const { operations } = await readApiDocument(world);
    for (const { path } of operations.filter(({ operationId }) => operationId === 'account.password-reset')) {
      const people = await makePeople(world.backend.db, address);
      const streams = await watchAll(people);
      try {
        const token = `link of ${people.operator.id}`;
        await queryRows(
          world.backend.db,
          `insert into password_resets (user_id, token_digest, expires_at)
           values ($1, sha256(convert_to($2, 'UTF8')), now() + interval '30 minutes')`,
          [people.operator.id, token],
        );
        // For any caller: the link alone is enough.
        await act(people, people.ways["a bystander's session"], 'POST', path, {
          token,
          password: NEW_PASSWORD,
        });
        await expectEnded(people, streams, OWN);
      } finally {
        for (const way of WAYS) await streams[way].close();
      }
    }
  });
});

describe('a lower role', () => {
  test('applies to every session and token at once; streams of the former role end', async () => {
    const people = await makePeople(world.backend.db, address);
    const streams = await watchAll(people);
    const pause = async (way: Way): Promise<number> =>
      (await ask(people, people.ways[way], 'POST', `${API}configurations/${configurationId}/pause/`)).status;
    try {
      expect(await pause('token')).not.toBe(403);
      await change(people, { role: 'viewer' });
      const doneAtMs = performance.now();
      for (const way of OWN) {
        const me = await (await ask(people, people.ways[way], 'GET', `${AUTH}me/`)).json();
        expect(me).toMatchObject({ role: 'viewer', sees_personal_data: false });
        expect([way, await pause(way)]).toEqual([way, 403]);
      }
      await expectStreamsEnded(streams, OWN, doneAtMs);
      expect(await waysThatGoOn(streams, ["a bystander's session", "a bystander's token"])).toEqual([
        "a bystander's session",
        "a bystander's token",
      ]);
    } finally {
      for (const way of WAYS) await streams[way].close();
    }
  });
});

describe('a token', () => {
  test("neither creates, lists nor ends tokens, nor changes its owner's account or password", async () => {
    const people = await makePeople(world.backend.db, address);
    const { ways, operator } = people;
    const calls = [
      ['GET', 'tokens/'],
      ['POST', 'tokens/', { name: 'outlives its end', role: 'operator' }],
      ['DELETE', `tokens/${ways['kept token'].id}/`],
      ['PATCH', 'me/', { name: 'Somebody else' }],
      ['POST', 'password/', { current_password: PASSWORD, password: NEW_PASSWORD }],
    ] as const;
    for (const [method, path, body] of calls) {
      const reply = await ask(people, ways.token, method, `${AUTH}${path}`, body);
      const { code } = (await reply.json().catch(() => ({ code: null }))) as { code: string | null };
      expect([method, path, reply.status, code]).toEqual([method, path, 403, 'auth.session-needed']);
    }
    const [row] = await queryRows<{ name: string | null; tokens: number }>(
      world.backend.db,
      'select name, (select count(*) from api_tokens where user_id = u.id and revoked_at is null) as tokens from users u where id = $1',
      [operator.id],
    );
    expect(row).toEqual({ name: null, tokens: 2 });
  });

  test('of a role below its creator’s sees no personal data unless the request says so', async () => {
    const people = await makePeople(world.backend.db, address);
    const { ways } = people;
    const make = async (body: object): Promise<unknown> =>
      await (await ask(people, ways.here, 'POST', `${AUTH}tokens/`, { name: 'a script', ...body })).json();
    expect(await make({ role: 'viewer' })).toMatchObject({ sees_personal_data: false });
    expect(await make({ role: 'viewer', sees_personal_data: true })).toMatchObject({
      sees_personal_data: true,
    });
    expect(await make({ role: 'operator' })).toMatchObject({ sees_personal_data: true });
  });

  test('of another user cannot be revoked, as if it did not exist', async () => {
    const people = await makePeople(world.backend.db, address);
    const { ways } = people;
    const foreign = ways["a bystander's token"];
    expect((await ask(people, ways.here, 'DELETE', `${AUTH}tokens/${foreign.id}/`)).status).toBe(404);
    expect((await ask(people, foreign, 'GET', `${AUTH}me/`)).status).toBe(200);
    const listed = await (await ask(people, ways.here, 'GET', `${AUTH}tokens/`)).text();
    expect(listed).toContain(ways.token.id);
    expect(listed).not.toContain(foreign.id);
  });
});
