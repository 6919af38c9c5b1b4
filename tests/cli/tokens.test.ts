import { Writable } from 'node:stream';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { closeDatabase } from '../../src/backend/connection/close-database.ts';
import { type Database, openDatabase, queryRows } from '../../src/backend/database.ts';
import { createToken } from '../../src/backend/sign-in/token-records.ts';
import { createUser } from '../../src/backend/users/user-records.ts';
import { createLog } from '../../src/kernel/log/log.ts';
import { digestOfToken } from '../../src/kernel/secrets/opaque-token.ts';
import type { Role } from '../../src/vocabulary/people.ts';
import { type FreshDatabase, freshBackendDatabase } from '../servers/databases.ts';
import { callTaquilla } from './call-taquilla.ts';

const log = createLog('silent', new Writable({ write: (_chunk, _encoding, done) => done() }));
let database: FreshDatabase;
let db: Database;
const ids: Record<string, string> = {};

beforeAll(async () => {
  database = await freshBackendDatabase();
  db = openDatabase({ connectionString: database.url }, log);
  for (const [email, names] of [
    ['ana@example.com', ['scanner', 'figures', 'old']],
    ['juan@example.com', ['sheet']],
  ] as const) {
    const user = await createUser(db, { email, passwordHash: 'x', role: 'operator' });
    for (const name of names) ids[name] = await tokenOf(user.id, name, 'operator');
  }
  await queryRows(db, "update api_tokens set needs_review = true where name in ('old', 'sheet')", []);
});
afterAll(async () => {
  await closeDatabase(db);
  await database.drop();
});

async function tokenOf(userId: string, name: string, role: Role): Promise<string> {
  const token = {
    userId,
    name,
    role,
    tokenDigest: digestOfToken(name),
    seesPersonalData: true,
    expiresAt: null,
  };
  return (await createToken(db, token)).id;
}

async function taquilla(...args: string[]) {
  return await callTaquilla(args, {
    env: { DATABASE_URL: database.url, TAQUILLA_SECRET_KEY: 'a secret key of the tests, long enough' },
  });
}

async function names(...args: string[]): Promise<string[]> {
  const { stdout } = await taquilla('tokens', 'list', '--json', ...args);
  return (JSON.parse(stdout) as { name: string }[]).map(({ name }) => name).sort();
}

test('tokens are listed, confirmed and revoked on the command line, with an entry in the audit log', async () => {
  expect(await names()).toEqual(['figures', 'old', 'scanner', 'sheet']);
  expect(await names('--user', 'ANA@example.com')).toEqual(['figures', 'old', 'scanner']);
  expect(await names('--review')).toEqual(['old', 'sheet']);
  const table = (await taquilla('tokens', 'list')).stdout;
  for (const shown of ['juan@example.com', 'sheet', ids['sheet'] ?? '', 'to review']) {
    expect(table).toContain(shown);
  }

  const check = await taquilla('check');
  expect(check.stdout).toContain('! API tokens: 2 of an older version wait for review');
  expect(check.exitCode).toBe(0);
  expect(check.stdout.trim().split('\n').at(-1)).toMatch(/^The installation is healthy, with 1 warning\. /);
  expect((await taquilla('tokens', 'confirm', ids['old'] ?? '')).exitCode).toBe(0);
  expect(await names('--review')).toEqual(['sheet']);

  const one = await taquilla('tokens', 'revoke', ids['sheet'] ?? '', '--json');
  expect([one.exitCode, JSON.parse(one.stdout)]).toEqual([0, { revoked: [ids['sheet']] }]);
  expect(await names('--review')).toEqual([]);
  expect((await taquilla('check')).stdout).toContain('✓ API tokens: none waits for review');
  const all = await taquilla('tokens', 'revoke', '--user', 'ana@example.com', '--all');
  expect([all.exitCode, all.stdout]).toEqual([0, 'Revoked 3 tokens.\n']);
  expect(await names()).toEqual([]);
  expect(await names('--ended')).toEqual(['figures', 'old', 'scanner', 'sheet']);

  const audited = await queryRows<{ action: string; object_id: string; address: string }>(
    db,
    'select action, object_id, address from audit_entries order by created_at, id',
    [],
  );
  expect(audited.slice(0, 2)).toEqual([
    { action: 'users.confirm-token', object_id: ids['old'], address: 'command line' },
    { action: 'users.revoke-token', object_id: ids['sheet'], address: 'command line' },
  ]);
  expect(audited).toHaveLength(5);
});

test('an unknown token or user, or an incomplete command, is refused', async () => {
  const unknownId = '0190b0b0-0000-7000-8000-000000000000';
  const refusals = [
    [['revoke', unknownId], 66, 'token.none'],
    [['confirm', unknownId], 66, 'token.none'],
    [['revoke', '--user', 'stranger@example.com', '--all'], 66, 'user.none'],
    [['list', '--user', 'stranger@example.com'], 66, 'user.none'],
    [['revoke'], 64, 'cli.options'],
    [['revoke', '--all'], 64, 'cli.options'],
    [['revoke', '--user', 'ana@example.com'], 64, 'cli.options'],
    [['revoke', unknownId, '--user', 'ana@example.com', '--all'], 64, 'cli.options'],
    [['revoke', 'scanner'], 64, 'cli.options'],
  ] as const;
  for (const [args, exitCode, code] of refusals) {
    const refused = await taquilla('tokens', ...args);
    expect([args, refused.exitCode]).toEqual([args, exitCode]);
    expect(refused.stderr).toContain(code);
  }
});
