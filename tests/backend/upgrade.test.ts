import type { FastifyInstance, LightMyRequestResponse } from 'fastify';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { SECRET_NAMES } from '../../src/backend/credentials/credentials-model.ts';
import { openCredentials } from '../../src/backend/credentials/sealed-secrets.ts';
import { type Database, openDatabase } from '../../src/backend/database.ts';
import { migrate, pendingMigrations } from '../../src/backend/migrate/migrate.ts';
import { createServer } from '../../src/http/server/server.ts';
import { Secret } from '../../src/kernel/secrets/secret.ts';
import { type Made, PASSWORDS, SECRET_KEY, STORE_SECRETS } from '../fixtures/backend-0.1/contents.ts';
import { LET_IN } from '../fixtures/backend-0.1/let-in.ts';
import { serverParts } from '../http/server-parts.ts';
import type { FreshDatabase } from '../servers/databases.ts';
import { oldBackendDatabase, readMade, readRecorded } from '../servers/old-backend.ts';
import { testLog } from '../servers/private-postgres.ts';

/** Rows by table and key, without the time of the last write, which a migration may change. */
type Rows = ReadonlyMap<string, Readonly<Record<string, unknown>>>;

let database: FreshDatabase;
let db: Database;
let server: FastifyInstance;
let made: Made;
let before: Rows;

beforeAll(async () => {
  database = await oldBackendDatabase();
  made = await readMade();
  db = openDatabase({ connectionString: database.url }, testLog, 4);
  before = await readRows(database.url);
  await migrate(db, testLog);
  server = await createServer(
    serverParts(db, testLog, {
      now: () => new Date(made.recordedAt),
      secretKey: async () => await Promise.resolve(new Secret(SECRET_KEY)),
      requestsPerMinute: 1_000_000,
    }),
  );
});
afterAll(async () => {
  await server.close();
  await db.end();
  await database.drop();
});

/** The rows that 0.1 wrote, by table. The list of migrations grows and is left out. */
async function readRows(url: string): Promise<Rows> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    const { rows: tables } = await client.query<{ name: string; key: string[] }>(
      `select c.relname as name, array(select a.attname::text from pg_index i
         join pg_attribute a on a.attrelid = c.oid and a.attnum = any(i.indkey)
         where i.indrelid = c.oid and i.indisprimary order by a.attnum) as key
       from pg_class c where c.relnamespace = 'public'::regnamespace and c.relkind = 'r'
         and c.relname <> 'schema_migrations'`,
    );
    const all = new Map<string, Readonly<Record<string, unknown>>>();
    for (const { name, key } of tables) {
      const { rows } = await client.query<{ row: Record<string, unknown> }>(
        `select to_jsonb(t) - 'updated_at' as row from "${name}" t`,
      );
      for (const { row } of rows) all.set([name, ...key.map((column) => row[column])].join(' '), row);
    }
    return all;
  } finally {
    await client.end();
  }
}

async function ask(
  token: string | undefined,
  path: string,
  given: { method?: 'GET' | 'POST'; body?: object; headers?: Record<string, string> } = {},
): Promise<LightMyRequestResponse> {
  const { method = 'GET', body, headers = {} } = given;
  return await server.inject({
    method,
    url: `/api/v1/${path}`,
    headers: { ...headers, ...(token === undefined ? {} : { authorization: `Token ${token}` }) },
    ...(body === undefined ? {} : { payload: body }),
  });
}

/** Places where `now` lacks something that `then` has, or has another value. New fields are not a loss. */
function losses(then: unknown, now: unknown, at: string): string[] {
  if (Array.isArray(then)) {
    if (!Array.isArray(now) || now.length !== then.length) return [`${at}: another length`];
    return then.flatMap((one, index) => losses(one, now[index], `${at}[${index}]`));
  }
  if (typeof then === 'object' && then !== null) {
    if (typeof now !== 'object' || now === null) return [`${at}: gone`];
    const fields = new Map(Object.entries(now));
    return Object.entries(then).flatMap(([name, value]) => losses(value, fields.get(name), `${at}.${name}`));
  }
  // The links of a list begin with the address of the request.
  const same = isLink(then) && isLink(now) ? pathOf(then) === pathOf(now) : Object.is(then, now);
  return same ? [] : [`${at}: ${JSON.stringify(then)} became ${JSON.stringify(now)}`];
}

function isLink(value: unknown): value is string {
  return typeof value === 'string' && /^http:\/\/(localhost|127\.0\.0\.1)[:/]/.test(value);
}

function pathOf(link: string): string {
  const { pathname, search } = new URL(link);
  return pathname + search;
}

const CAPACITY = /^ticket_tiers \S+\.(store_values\.)?capacity: /;

test('the fixture has rows of every kind', () => {
  const tables = [...before.keys()].map((key) => key.split(' ')[0] ?? '');
  const count = (name: string): number => tables.filter((table) => table === name).length;
  expect(count('orders')).toBeGreaterThan(300);
  const kinds = ['check_ins', 'users', 'user_sessions', 'api_tokens', 'sync_credentials', 'sync_executions'];
  const others = ['alert_incidents', 'alert_messages', 'conflicts', 'sync_rejects', 'sync_log_lines'];
  expect([...kinds, ...others].filter((name) => count(name) === 0)).toEqual([]);
  const local = [...before.values()].filter(({ origin, made_by }) => origin === 'local' && made_by !== null);
  expect(local).toHaveLength(51);
});

/** Only what 0.2 ends on purpose; the CHANGELOG lists it. */
test('every migration is applied, and no row loses its id or its values', async () => {
  const { rows } = await db.query(
    'select t.id from api_tokens t join users u on u.id = t.user_id where u.disabled_at is not null',
  );
  const ofTheDisabled = rows.map(({ id }) =>
    expect.stringMatching(`^api_tokens ${id}.revoked_at: null became `),
  );
  expect(ofTheDisabled).toHaveLength(1);
  expect(await pendingMigrations(db)).toEqual([]);
  const after = await readRows(database.url);
  const lost = [...before].flatMap(([key, row]) => {
    const now = after.get(key);
    return now === undefined ? [`${key}: gone`] : losses(row, now, key);
  });
  // The store's remaining stock is no longer in `capacity`, which no person set here.
  expect(lost.filter((line) => !CAPACITY.test(line))).toEqual(ofTheDisabled);
  const tiers = [...before].filter(([key]) => key.startsWith('ticket_tiers '));
  expect(tiers.filter(([, { capacity }]) => capacity !== null)).toHaveLength(4);
  expect(tiers.map(([key]) => [after.get(key)?.['capacity'], after.get(key)?.['stock_left']])).toEqual(
    tiers.map(([, { capacity }]) => [null, capacity]),
  );
});

test('the API gives the replies of 0.1: every field exists, with its value', async () => {
  const lost: string[] = [];
  const recorded = await readRecorded();
  expect(recorded.length).toBeGreaterThan(70);
  for (const { as, path, body } of recorded) {
    const reply = await ask(made.tokens[as], path);
    lost.push(...losses(body, reply.json(), `${as} ${path}`));
  }
  // Product add-ons write buyers' input into the attributes of a line: 0.2 masks it for viewers.
  const masked = lost.filter((line) => /^viewer .*\.attributes\.[^ ]+: "[^"]*" became "\*\*\*"$/.test(line));
  expect(masked).toHaveLength(1);
  const left = /^\w+ ticket-tiers\/\.results\[\d\]\.capacity: \d+ became null$/;
  expect(lost.filter((line) => !left.test(line))).toEqual(masked);
  expect(lost.filter((line) => left.test(line))).toHaveLength(12);
});

describe('every account and token works as before', () => {
  test.each(['superuser', 'operator', 'viewer'] as const)('the %s with the old password', async (role) => {
    const email = `${role}@example.com` as const;
    const signIn = async (password: string): Promise<LightMyRequestResponse> =>
      await ask(undefined, 'auth/login/', { method: 'POST', body: { email, password } });
    expect((await signIn('another password')).statusCode).toBe(401);
    const reply = await signIn(PASSWORDS[email]);
    expect([reply.statusCode, reply.json().user]).toMatchObject([200, { email, role }]);
  });

  test('but not the deactivated user, nor their token', async () => {
    const email = 'disabled@example.com';
    const body = { email, password: PASSWORDS[email] };
    expect((await ask(undefined, 'auth/login/', { method: 'POST', body })).statusCode).toBe(401);
    expect((await ask(made.tokens['of the disabled user'], 'auth/me/')).statusCode).toBe(401);
  });

  test.each(['superuser', 'operator', 'viewer'] as const)('the browser of the %s', async (role) => {
    const { cookie, csrf } = made.sessions[role];
    const me = await ask(undefined, 'auth/me/', { headers: { cookie } });
    expect([me.statusCode, me.json()]).toMatchObject([200, { role, sees_personal_data: role !== 'viewer' }]);
    const without = await ask(undefined, 'auth/logout/', { method: 'POST', headers: { cookie } });
    expect(without.statusCode).toBe(403);
    const headers = { cookie, 'x-csrftoken': csrf };
    expect((await ask(undefined, 'auth/logout/', { method: 'POST', headers })).statusCode).toBe(204);
  });

  test('every token may do exactly what it could do before', async () => {
    const found: Record<string, unknown> = {};
    for (const [name, token] of Object.entries(made.tokens)) {
      const me = await ask(token, 'auth/me/');
      const [ticket] = (await ask(token, 'tickets/?page_size=1&search=e')).json().results ?? [];
      const email: unknown = ticket?.email;
      const { role, sees_personal_data: sees } = me.json();
      found[name] = me.statusCode === 200 ? [role, sees, String(email).includes('@')] : me.statusCode;
    }
    expect(found).toEqual({
      superuser: ['superuser', true, true],
      'superuser until 2090': ['superuser', true, true],
      'superuser, expired': 401,
      'superuser, revoked': 401,
      'viewer of the superuser': ['viewer', true, true],
      'masked viewer of the superuser': ['viewer', false, false],
      operator: ['operator', true, true],
      'operator until 2090': ['operator', true, true],
      'operator, expired': 401,
      'operator, revoked': 401,
      'viewer of the operator': ['viewer', true, true],
      'masked viewer of the operator': ['viewer', false, false],
      viewer: ['viewer', false, false],
      'viewer until 2090': ['viewer', false, false],
      'viewer, expired': 401,
      'viewer, revoked': 401,
      'of the disabled user': 401,
    });
  });
});

test('the secrets of every store open with the old key', async () => {
  const { rows } = await db.query<{ id: string; name: string }>('select id, name from sync_credentials');
  const opened: Record<string, Record<string, string>> = {};
  for (const { id, name } of rows) {
    const { secrets } = await openCredentials(
      db,
      async () => await Promise.resolve(new Secret(SECRET_KEY)),
      id,
    );
    opened[name] = Object.fromEntries(
      SECRET_NAMES.flatMap((secret) => {
        const value = secrets[secret];
        return value === null ? [] : [[secret, value.reveal()] as const];
      }),
    );
  }
  expect(opened).toMatchObject(STORE_SECRETS);
});

test('conflicts of admitted people that 0.1 left open show the order of events, the times, and the remaining decisions', async () => {
  interface Case {
    readonly kind: string;
    readonly label: string;
    readonly state: string;
    readonly decisions: readonly string[];
    readonly entry: Readonly<Record<string, string>>;
  }
  const cases = async (): Promise<readonly Case[]> => {
    const page = await ask(made.tokens['operator'], 'sync-woocommerce/conflicts/?page_size=100');
    return page.json().results.filter(({ kind }: Case) => kind === 'admitted');
  };
  const shown = await cases();
  // the hybrid event appears three times, the days beside their own pass
  expect(shown).toHaveLength(3 * 8 + 2 * 3);
  expect(new Set(shown.map(({ label }) => label))).toEqual(new Set(LET_IN.keys()));
  for (const { label, state, decisions, entry } of shown) {
    const [refunded, entered] = LET_IN.get(label) ?? [];
    expect([label, entry, state, decisions]).toMatchObject([
      label,
      {
        sequence: 'before_entry',
        revoked_at: `${refunded}.000000Z`,
        entered_at: `${entered}.000000Z`,
        entered_through: 'woocommerce',
      },
      'open',
      ['acknowledge'],
    ]);
  }
  // None of it is stored: it follows from the times, and so does the reverse.
  const move = async (days: number): Promise<void> =>
    void (await db.query(`update refunds set refunded_at = refunded_at + $1 * interval '1 day'`, [days]));
  await move(300);
  const after = (await cases()).filter(({ label }) => label === '174576455004');
  expect(after.map(({ entry }) => entry['sequence'])).toEqual(['after_entry', 'after_entry']);
  await move(-300);
});

test('the next ticket is checked in, and the next execution waits', async () => {
  const page = await ask(
    made.tokens['operator'],
    'tickets/?status=active&check_in_status=not_checked_in&ordering=-created_at',
  );
  const open = page.json().results.find(({ removed_at }: { removed_at: unknown }) => removed_at === null);
  const checkedIn = await ask(made.tokens['operator'], `tickets/${open.id}/check-in/`, {
    method: 'POST',
    body: {},
  });
  expect([checkedIn.statusCode, checkedIn.json().check_in_status]).toEqual([200, 'checked_in']);
  const [configuration] = (await ask(made.tokens['operator'], 'sync-woocommerce/configurations/')).json()
    .results;
  const started = await ask(
    made.tokens['operator'],
    `sync-woocommerce/configurations/${configuration.id}/trigger/`,
    { method: 'POST', body: {} },
  );
  expect([started.statusCode, started.json()]).toMatchObject([202, { execution_id: expect.any(String) }]);
});
