import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Database, queryRows } from '../../src/backend/database.ts';
import { ALL_TEXTS } from '../../src/backend/descriptions/all-texts.ts';
import { migrate } from '../../src/backend/migrate/migrate.ts';
import { provideReader } from '../../src/backend/reader/reader-role.ts';
import { callTaquilla } from '../cli/call-taquilla.ts';
import { type Backend, backendOn, freshBackend } from '../pipe/sync-store.ts';
import { emptyBackendDatabase, freshBackendDatabase } from '../servers/databases.ts';

const SECRET = /password|secret|sealed|token|digest|hash|wrapped|session|csrf|recovery|_key$/;
/** Digests of rows and statements, and keys of rows without a post; none opens anything. */
const HARMLESS = /\.content_(digest|hash)$|^tickets\.pending_key$/;

let backend: Backend & { readonly url: string };
const made: string[] = [];

beforeAll(async () => {
  backend = await freshBackend();
});
afterAll(async () => {
  await queryRows(backend.db, 'reset role');
  for (const role of made) {
    await queryRows(backend.db, `drop owned by ${role}`).catch(() => undefined);
    await queryRows(backend.db, `drop role if exists ${role}`);
  }
  await backend.close();
});

/** Roles belong to the whole server, which other tests use as well. */
function newRole(): string {
  const role = `reader_${randomBytes(6).toString('hex')}`;
  made.push(role);
  return role;
}

async function taquilla(...args: readonly string[]) {
  return await callTaquilla(args, { env: { DATABASE_URL: backend.url } });
}

/** Every right of a role on tables, views and columns. */
async function rightsOf(db: Database, role: string): Promise<readonly string[]> {
  const rows = await queryRows<{ what: string }>(
    db,
    `select c.relname || '.' || a.attname || ' ' || p as what
     from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
     cross join unnest(array['select', 'insert', 'update', 'references']) p
     where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'v', 'm', 'p')
       and has_column_privilege($1, c.oid, a.attnum, p)
     order by 1`,
    [role],
  );
  return rows.map(({ what }) => what);
}

test('a reader sees what its tables say, only reads, and sees no secret, hash, session or token', async () => {
  const role = newRole();
  const { exitCode, stdout } = await taquilla('reader', 'grant', '--role', role);
  expect([exitCode, stdout]).toEqual([0, `Created the role ${role}, which reads the backend.\n`]);
  const rights = await rightsOf(backend.db, role);
  expect(rights.filter((one) => !one.endsWith(' select'))).toEqual([]);
  const columns = rights.map((one) => one.replace(/ select$/, ''));
  expect(columns.filter((one) => SECRET.test(one) && !HARMLESS.test(one))).toEqual([]);
  const readable = Object.entries(ALL_TEXTS).flatMap(([table, { reader }]) => (reader ? [table] : []));
  expect(new Set(columns.map((one) => one.split('.')[0]))).toEqual(new Set(readable));
  for (const table of [
    'users',
    'user_sessions',
    'api_tokens',
    'sync_credentials',
    'sync_data_keys',
    'sync_webhooks',
  ]) {
    const asReader = backend.db.connect().then(async (client) => {
      try {
        await client.query(`set role ${role}`);
        await client.query(`select * from ${table}`);
      } finally {
        await client.query('reset role');
        client.release();
      }
    });
    await expect(asReader).rejects.toMatchObject({ code: '42501' });
  }
});

test('granting again changes nothing, gives back what is missing, and takes what is too much', async () => {
  const role = newRole();
  const grant = async () => await taquilla('reader', 'grant', '--role', role, '--json');
  expect(JSON.parse((await grant()).stdout)).toEqual({ role, created: true });
  const rights = await rightsOf(backend.db, role);
  await queryRows(backend.db, `grant select on users to ${role}`);
  await queryRows(backend.db, `revoke all on reporting_doors from ${role}`);
  expect(JSON.parse((await grant()).stdout)).toEqual({ role, created: false });
  expect(await rightsOf(backend.db, role)).toEqual(rights);
  // A migration does the same for the readers that there are.
  await queryRows(backend.db, `revoke all on reporting_doors from ${role}`);
  await migrate(backend.db, backend.log);
  expect(await rightsOf(backend.db, role)).toEqual(rights);

  expect((await taquilla('reader', 'revoke', '--role', role)).stdout).toBe(
    `The role ${role} has no rights in the backend now.\n`,
  );
  expect(await rightsOf(backend.db, role)).toEqual([]);
  await migrate(backend.db, backend.log);
  expect(await rightsOf(backend.db, role)).toEqual([]);
  const noted = await queryRows(
    backend.db,
    `select action, sent from audit_entries where sent ->> 'role' = $1 order by created_at, id`,
    [role],
  );
  expect(noted).toEqual([
    { action: 'management.grant-reader', sent: { role } },
    { action: 'management.grant-reader', sent: { role } },
    { action: 'management.revoke-reader', sent: { role } },
  ]);
});

test('a migration leaves the rights of roles that are no readers as they are', async () => {
  const { db, log } = backend;
  const role = newRole();
  await queryRows(db, `create role ${role}`);
  await queryRows(db, `grant usage, create on schema public to ${role}`);
  await queryRows(db, `grant select, insert, update on all tables in schema public to ${role}`);
  const before = await rightsOf(db, role);
  await migrate(db, log);
  expect(await rightsOf(db, role)).toEqual(before);
  expect(before).toContain('users.password_hash update');
  await queryRows(db, `drop owned by ${role}`);
});

test.each([
  ['outbound_endpoints', 'secret_sealed'],
  ['sync_configurations', 'credentials_id'],
])('a role that can read %s as a member of another role is refused', async (table, column) => {
  const { db } = backend;
  const [role, group] = [newRole(), newRole()];
  await queryRows(db, `create role ${group}`);
  await queryRows(db, `grant select (${column}) on ${table} to ${group}`);
  await queryRows(db, `create role ${role} in role ${group}`);
  await expect(provideReader(db, { role, isNamed: true })).rejects.toMatchObject({
    code: 'backend.reader-unfit',
    message: expect.stringContaining(`${table}.${column}`),
  });
});

test('an owner of the tables who may not create roles says so, and goes on once the role exists', async () => {
  const [owner, role] = [newRole(), newRole()];
  const database = await emptyBackendDatabase();
  const admin = backendOn(database);
  await queryRows(admin.db, `create role ${owner}`);
  await queryRows(admin.db, `grant create, usage on schema public to ${owner}`);
  const limited = backendOn({
    url: `${database.url}${database.url.includes('?') ? '&' : '?'}options=-c%20role%3D${owner}`,
    drop: async () => undefined,
  });
  try {
    await migrate(limited.db, limited.log);
    const grant = async () => await provideReader(limited.db, { role, isNamed: true });
    await expect(grant()).rejects.toMatchObject({
      kind: 'config',
      code: 'backend.reader-missing',
      message: expect.stringContaining(`create role ${role}; and run this command again.`),
    });
    await queryRows(admin.db, `create role ${role}`);
    expect(await grant()).toBe(false);
    expect(await rightsOf(admin.db, role)).toContain('reporting_payouts.net select');
  } finally {
    await limited.close();
    await queryRows(admin.db, `drop owned by ${owner}, ${role}`);
    await admin.close();
  }
});

test('a role that reads another installation is refused unless it is named, and free once that is dropped', async () => {
  const role = newRole();
  const [first, second] = [await freshBackendDatabase(), backendOn(await freshBackendDatabase())];
  const other = backendOn(first);
  try {
    const usual = { role, isNamed: false };
    expect(await provideReader(other.db, usual)).toBe(true);
    expect(await provideReader(other.db, usual)).toBe(false);
    const [row] = await queryRows<{ name: string }>(other.db, 'select current_database()::text as name');
    await expect(provideReader(second.db, usual)).rejects.toMatchObject({
      kind: 'conflict',
      code: 'backend.reader-shared',
      message: expect.stringContaining(row?.name ?? '?'),
    });
    expect(await provideReader(second.db, { role, isNamed: true })).toBe(false);
    await queryRows(second.db, `drop owned by ${role}`);
    await other.close();
    expect(await provideReader(second.db, usual)).toBe(false);
  } finally {
    await second.close();
  }
});

test('a role that could do more than read is refused, and so is a name that no role can have', async () => {
  const [row] = await queryRows<{ name: string }>(backend.db, 'select current_user::text as name');
  await expect(provideReader(backend.db, { role: row?.name ?? '', isNamed: true })).rejects.toMatchObject({
    code: 'backend.reader-unfit',
  });
  const role = newRole();
  await queryRows(backend.db, `create role ${role}`);
  await queryRows(backend.db, `grant pg_read_all_data to ${role}`);
  const { exitCode, stderr } = await taquilla('reader', 'grant', '--role', role);
  expect([exitCode, stderr]).toEqual([78, expect.stringContaining('for example users.password_hash')]);
  await queryRows(backend.db, `revoke pg_read_all_data from ${role}`);
  expect(await rightsOf(backend.db, role)).toEqual([]);
  expect((await taquilla('reader', 'grant', '--role', 'pg_monitor')).exitCode).toBe(64);
  expect((await taquilla('reader', 'revoke', '--role', newRole())).stdout).toMatch(/^There is no role/);
});
