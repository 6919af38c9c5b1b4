import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest';
import { createToken } from '../../src/backend/sign-in/token-records.ts';
import { executionShape, logLineShape } from '../../src/contract/execution.ts';
import { createCatchUp } from '../../src/http/live/catch-up.ts';
import { listen } from '../../src/http/server/listen.ts';
import { digestOfToken, newOpaqueToken } from '../../src/kernel/secrets/opaque-token.ts';
import { waitFor } from '../tasks/wait-for.ts';
import { API, type ApiWorld, addExecution, BODY, openApiWorld, PASSWORD } from './api-world.ts';

const ALL = `${API}executions/stream/`;

let world: ApiWorld;
let address: string;
let configurationId: string;
let executionId: string;
const open: OpenStream[] = [];

async function openWorld(given: Parameters<typeof openApiWorld>[0]): Promise<void> {
  world = await openApiWorld(given);
  address = await listen(world.server, { host: '127.0.0.1', port: 0 });
  configurationId = (await world.ask('superuser', 'POST', 'configurations/', BODY)).json().id;
  executionId = await addExecution(world, configurationId, { status: 'running', started_at: new Date() });
}

async function query(sql: string, values: readonly unknown[] = []): Promise<void> {
  await world.backend.db.query(sql, [...values]);
}

/** An open stream, with its output so far. */
interface OpenStream {
  readonly status: number;
  readonly headers: Headers;
  readonly text: () => string;
  readonly events: () => number;
  close(): Promise<void>;
}

async function openStream(
  path: string,
  token: string,
  { language = 'en', lastEventId = '' } = {},
): Promise<OpenStream> {
  const stopping = new AbortController();
  const reply = await fetch(`${address}${path}`, {
    headers: {
      ...(token === '' ? {} : { authorization: `Token ${token}` }),
      'accept-language': language,
      ...(lastEventId === '' ? {} : { 'last-event-id': lastEventId }),
    },
    signal: stopping.signal,
  });
  let text = '';
  const reading = (async () => {
    for await (const part of reply.body?.pipeThrough(new TextDecoderStream()) ?? []) text += part;
  })().catch(() => undefined);
  const stream: OpenStream = {
    status: reply.status,
    headers: reply.headers,
    text: () => text,
    events: () => text.split('\nevent: execution\n').length - 1,
    close: async () => {
      stopping.abort();
      await reading;
    },
  };
  open.push(stream);
  return stream;
}

afterEach(async () => {
  vi.restoreAllMocks();
  await Promise.all(open.splice(0).map(async (stream) => await stream.close()));
});

describe('a user', () => {
  beforeAll(async () => await openWorld({}));
  afterAll(async () => await world.close());

  test('has 20 streams over all sessions and tokens, and a new one when one ends', async () => {
    const { rows } = await world.backend.db.query("select id from users where email = 'viewer@example.com'");
    const another = newOpaqueToken('taq_');
    await createToken(world.backend.db, {
      userId: rows[0].id,
      name: 'another',
      tokenDigest: digestOfToken(another),
      role: 'viewer',
      seesPersonalData: false,
      expiresAt: null,
    });
    const follow = `${API}executions/${executionId}/stream/`;
    const streams = await Promise.all(
      Array.from({ length: 20 }, async (_, at) =>
        at % 2 === 0 ? await openStream(ALL, world.tokens.viewer) : await openStream(follow, another),
      ),
    );
    expect(streams.map(({ status }) => status)).toEqual(Array.from({ length: 20 }, () => 200));
    for (const token of [world.tokens.viewer, another]) {
      const refused = await openStream(ALL, token);
      expect([refused.status, refused.headers.get('retry-after')]).toEqual([429, '30']);
    }
    const signedIn = await world.server.inject({
      method: 'POST',
      url: '/api/v1/auth/login/',
      payload: { email: 'viewer@example.com', password: PASSWORD },
    });
    const cookie = signedIn.cookies.map(({ name, value }) => `${name}=${value}`).join('; ');
    const bySession = await fetch(`${address}${ALL}`, { headers: { cookie, 'accept-language': 'es' } });
    expect(await bySession.json()).toMatchObject({
      status: 429,
      code: 'http.too-many-streams',
      detail: 'Usted tiene demasiados flujos abiertos. Cierre uno o espere un poco.',
    });
    expect((await openStream(ALL, world.tokens.operator)).status).toBe(200);
    await streams[0]?.close();
    await waitFor(
      async () => (await openStream(ALL, world.tokens.viewer)).status,
      (status) => status === 200,
    );
  });

  test('gets at most 500 executions at first, however old its last event is', async () => {
    await query(
      `insert into sync_executions (id, configuration_id, trigger, depth, status, finished_at, updated_at)
       select gen_random_uuid(), $1, 'manual', 'full', 'success', now(), now() from generate_series(1, 600)`,
      [configurationId],
    );
    await query(
      `insert into sync_executions (id, configuration_id, trigger, depth, status, error_code, finished_at, updated_at)
       select gen_random_uuid(), $1, 'manual', 'full', 'failed', 'of.old', now() - interval '2 hours',
         now() - interval '2 hours' from generate_series(1, 5)`,
      [configurationId],
    );
    const catchUp = createCatchUp(world.backend.db, () => new Date());
    const [first, second] = await Promise.all([catchUp(new Date(0)), catchUp(new Date())]);
    expect(first).toHaveLength(500);
    // Watchers that arrive together share one read of the backend; later ones get a newer one.
    expect(second).toBe(first);
    expect(await catchUp(new Date(0))).not.toBe(first);
    const stream = await openStream(ALL, world.tokens.superuser, { lastEventId: '1' });
    // Executions that ended long ago are not sent.
    const running = `"id":"${executionId}"`;
    // The execution that is running is sent only to the first watcher: others may have arrived a moment earlier.
    const ids = () => stream.text().match(/"id":"[-\da-f]{36}"/g) ?? [];
    const ended = () => new Set(ids().filter((id) => id !== running)).size;
    await waitFor(ended, (found) => found >= 500);
    // The rounds report changes and all other executions, which earlier watchers may have received already.
    await query(`update sync_executions set updated_at = now() where status = 'success'`);
    expect(await waitFor(ended, (found) => found >= 600)).toBe(600);
    // They also report changes from now on.
    const timesSent = () => stream.text().split(running).length - 1;
    const before = timesSent();
    await query('update sync_executions set updated_at = now() where id = $1', [executionId]);
    await waitFor(timesSent, (times) => times > before);
    expect(stream.text()).not.toContain('"error_code":"of.old"');
  });
});

describe('a process', () => {
  beforeAll(async () => await openWorld({ streamLimits: { perUser: 1_000, perProcess: 502 } }));
  afterAll(async () => await world.close());

  test('renders an event once a language for all of its 500 watchers', async () => {
    const languages = ['en', 'es'];
    const streams = await Promise.all(
      Array.from(
        { length: 500 },
        async (_, at) => await openStream(ALL, world.tokens.viewer, { language: languages[at % 2] ?? 'en' }),
      ),
    );
    const everybodySaw = async (events: number): Promise<void> => {
      await waitFor(
        () => streams.filter((one) => one.events() >= events).length,
        (saw) => saw === streams.length,
      );
    };
    await everybodySaw(1);
    const execution = vi.spyOn(executionShape, 'parse');
    await query(
      "update sync_executions set error_code = 'store.unreachable', error_message = 'away', updated_at = now() where id = $1",
      [executionId],
    );
    await everybodySaw(2);
    expect(execution).toHaveBeenCalledTimes(languages.length);
    expect(new Set(streams.map((one) => one.text().split('\n\n').at(-2))).size).toBe(languages.length);
  });

  test('and does the same for watchers of one execution with its log', async () => {
    const path = `${API}executions/${executionId}/stream/`;
    const streams = await Promise.all(
      Array.from({ length: 500 }, async () => await openStream(path, world.tokens.viewer)),
    );
    const everybodySaw = async (text: string): Promise<void> => {
      await waitFor(
        () => streams.filter((one) => one.text().includes(text)).length,
        (saw) => saw === streams.length,
      );
    };
    await everybodySaw('event: execution');
    const [execution, line] = [vi.spyOn(executionShape, 'parse'), vi.spyOn(logLineShape, 'parse')];
    await query("insert into sync_log_lines (execution_id, level, message) values ($1, 'info', 'proved')", [
      executionId,
    ]);
    await everybodySaw('"proved"');
    expect(line).toHaveBeenCalledTimes(1);
    await query(
      "update sync_executions set status = 'success', finished_at = now(), updated_at = now() where id = $1",
      [executionId],
    );
    await everybodySaw('event: end');
    expect(execution).toHaveBeenCalledTimes(1);
    expect(line).toHaveBeenCalledTimes(1);
  });

  test('accepts as many streams as it can, and refuses the next one with a reason', async () => {
    await waitFor(
      async () => {
        const stream = await openStream(ALL, world.tokens.viewer);
        await stream.close();
        return stream.status;
      },
      (status) => status === 200,
    );
    await Promise.all(Array.from({ length: 502 }, async () => await openStream(ALL, world.tokens.viewer)));
    const refused = await fetch(`${address}${ALL}`, {
      headers: { authorization: `Token ${world.tokens.superuser}` },
    });
    expect([refused.status, refused.headers.get('retry-after')]).toEqual([503, '30']);
    expect(await refused.json()).toMatchObject({ code: 'http.streams-full' });
  });
});
