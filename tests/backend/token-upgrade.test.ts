import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { Writable } from 'node:stream';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Database, openDatabase, queryRows } from '../../src/backend/database.ts';
import { migrate } from '../../src/backend/migrate/migrate.ts';
import { findSession } from '../../src/backend/sign-in/session-records.ts';
import { countTokensToReview, findBearer, listAllTokens } from '../../src/backend/sign-in/token-records.ts';
import { newId } from '../../src/kernel/ids.ts';
import { createLog } from '../../src/kernel/log/log.ts';
import { emptyBackendDatabase, type FreshDatabase } from '../servers/databases.ts';

const MIGRATIONS = new URL('../../src/backend/migrations/', import.meta.url);
const log = createLog('silent', new Writable({ write: (_chunk, _encoding, done) => done() }));
const digest = (text: string): Buffer => createHash('sha256').update(text).digest();
let database: FreshDatabase;
let db: Database;

/** What version 0.1 knew about a token, and what is right after the upgrade. */
interface OldToken {
  readonly name: string;
  readonly owner: 'superuser' | 'operator' | 'viewer' | 'granted' | 'off';
  readonly role: string;
  readonly sees: boolean;
  readonly byToken?: boolean;
  readonly revoked?: boolean;
  readonly expired?: boolean;
  /** null if it opens nothing. */
  readonly after: { readonly role: string; readonly sees: boolean } | null;
  readonly review: boolean;
}

const TOKENS: readonly OldToken[] = [
  {
    name: 'own',
    owner: 'superuser',
    role: 'superuser',
    sees: true,
    after: { role: 'superuser', sees: true },
    review: false,
  },
  {
    name: 'mask ignored',
    owner: 'superuser',
    role: 'superuser',
    sees: false,
    after: { role: 'superuser', sees: true },
    review: true,
  },
  {
    name: 'lower',
    owner: 'superuser',
    role: 'operator',
    sees: true,
    after: { role: 'operator', sees: true },
    review: true,
  },
  {
    name: 'lower, mask ignored',
    owner: 'superuser',
    role: 'operator',
    sees: false,
    after: { role: 'operator', sees: true },
    review: true,
  },
  {
    name: 'lowest',
    owner: 'operator',
    role: 'viewer',
    sees: true,
    after: { role: 'viewer', sees: true },
    review: true,
  },
  {
    name: 'lowest, masked',
    owner: 'operator',
    role: 'viewer',
    sees: false,
    after: { role: 'viewer', sees: false },
    review: false,
  },
  {
    name: 'a token’s child',
    owner: 'operator',
    role: 'operator',
    sees: true,
    byToken: true,
    after: { role: 'operator', sees: true },
    review: true,
  },
  {
    name: 'child, revoked',
    owner: 'operator',
    role: 'operator',
    sees: true,
    byToken: true,
    revoked: true,
    after: null,
    review: false,
  },
  {
    name: 'child, expired',
    owner: 'operator',
    role: 'operator',
    sees: true,
    byToken: true,
    expired: true,
    after: null,
    review: false,
  },
  {
    name: 'of a viewer',
    owner: 'viewer',
    role: 'viewer',
    sees: false,
    after: { role: 'viewer', sees: false },
    review: false,
  },
  {
    name: 'of a granted viewer',
    owner: 'granted',
    role: 'viewer',
    sees: true,
    after: { role: 'viewer', sees: true },
    review: false,
  },
  // Its owner was an operator once: 0.1 shows this token no personal data now, and neither does the upgraded
  // version.
  {
    name: 'of a lowered operator',
    owner: 'granted',
    role: 'operator',
    sees: false,
    after: { role: 'viewer', sees: false },
    review: false,
  },
  {
    name: 'of somebody switched off',
    owner: 'off',
    role: 'operator',
    sees: true,
    after: null,
    review: false,
  },
];

beforeAll(async () => {
  database = await emptyBackendDatabase();
  db = openDatabase({ connectionString: database.url }, log);
  const old = (await readdir(MIGRATIONS)).filter((name) => name.endsWith('.sql') && name < '0014').sort();
  expect(old.at(-1)).toBe('0013-execution-rejects.sql');
  await db.query(
    'create table schema_migrations (name text primary key, applied_at timestamptz not null default now())',
  );
  for (const name of old) {
    await db.query(await readFile(new URL(name, MIGRATIONS), 'utf8'));
    await db.query('insert into schema_migrations (name) values ($1)', [name]);
  }
  const owners = new Map<string, string>();
  for (const name of ['superuser', 'operator', 'viewer', 'granted', 'off']) {
    const role = name === 'granted' ? 'viewer' : name === 'off' ? 'operator' : name;
    const id = newId();
    owners.set(name, id);
    await db.query(
      `insert into users (id, email, password_hash, role, sees_personal_data, disabled_at)
       values ($1, $2, 'x', $3, $4, case when $5 then now() end)`,
      [id, `${name}@example.com`, role, name === 'granted', name === 'off'],
    );
    await db.query(
      `insert into user_sessions (id, user_id, token_digest, csrf_digest, last_seen_at, expires_at)
       values ($1, $2, $3, '', now(), now() + interval '1 day')`,
      [newId(), id, digest(`session of ${name}`)],
    );
  }
  for (const token of TOKENS) {
    const id = newId();
    await db.query(
      `insert into api_tokens (id, user_id, name, token_digest, role, sees_personal_data, revoked_at, expires_at)
       values ($1, $2, $3, $4, $5, $6, case when $7 then now() end, case when $8 then now() end)`,
      [
        id,
        owners.get(token.owner),
        token.name,
        digest(token.name),
        token.role,
        token.sees,
        token.revoked === true,
        token.expired === true,
      ],
    );
    await db.query(
      `insert into audit_entries (id, action, object_id, token_id) values ($1, 'tokens.create', $2, $3)`,
      [newId(), id, token.byToken === true ? id : null],
    );
  }
  await migrate(db, log);
});
afterAll(async () => {
  await db.end();
  await database.drop();
});

test.each(TOKENS)('the token "$name" of 0.1 continues unchanged, or has ended', async ({ name, after }) => {
  const bearer = await findBearer(db, digest(name), new Date());
  expect(bearer === null ? null : { role: bearer.role, sees: bearer.seesPersonalData }).toEqual(after);
});

test('the tokens that need a review are listed, and no others', async () => {
  const listed = await listAllTokens(db, { userId: null, review: true, ended: false });
  expect(listed.map(({ name }) => name).sort()).toEqual(
    TOKENS.filter(({ review }) => review)
      .map(({ name }) => name)
      .sort(),
  );
  expect(await countTokensToReview(db)).toBe(5);
});

test('activating a deactivated user does not restore a sign-in', async () => {
  await queryRows(db, "update users set disabled_at = null where email = 'off@example.com'", []);
  expect(await findBearer(db, digest('of somebody switched off'), new Date())).toBeNull();
  expect(await findSession(db, digest('session of off'), new Date())).toBeNull();
  expect(await findSession(db, digest('session of viewer'), new Date())).toMatchObject({ role: 'viewer' });
});
