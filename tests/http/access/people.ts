import { createHash, randomBytes } from 'node:crypto';
import { type Database, queryRows } from '../../../src/backend/database.ts';
import { newId } from '../../../src/kernel/ids.ts';
import type { Role } from '../../../src/vocabulary/people.ts';
import { PASSWORD } from '../api-world.ts';

/** A user who may sign in; the rows are written directly into the backend, without the tested API. */
export interface Person {
  readonly id: string;
  readonly email: string;
}

/** A session or a token, as its holder has it. */
export interface Credential {
  readonly kind: 'session' | 'token';
  readonly id: string;
  /** The header that authenticates a request; for a session, without its CSRF token. */
  readonly headers: Readonly<Record<string, string>>;
  /** Of a session. */
  readonly csrf: string;
  /** Secrets that no reply may show, in every form in which they are stored. */
  readonly secrets: readonly string[];
}

const DAY_MS = 24 * 3_600_000;

export async function addPerson(
  db: Database,
  facts: { readonly role: Role; readonly sees?: boolean; readonly deactivated?: boolean },
): Promise<Person> {
  const id = newId();
  const email = `${id}@example.com`;
  await queryRows(
    db,
    `insert into users (id, email, password_hash, role, sees_personal_data, disabled_at)
     select $1, $2, password_hash, $3, $4, case when $5 then now() end
     from users where email = 'superuser@example.com'`,
    [id, email, facts.role, facts.sees ?? false, facts.deactivated ?? false],
  );
  return { id, email };
}

export async function addToken(
  db: Database,
  person: Person,
  facts: {
    readonly role: Role;
    readonly sees?: boolean;
    readonly expired?: boolean;
    readonly revoked?: boolean;
  },
): Promise<Credential> {
  const id = newId();
  const token = `taq_${randomBytes(32).toString('base64url')}`;
  await queryRows(
    db,
    `insert into api_tokens (id, user_id, name, token_digest, role, sees_personal_data, expires_at, revoked_at)
     values ($1, $2, 'tests', $3, $4, $5, $6, case when $7 then now() end)`,
    [
      id,
      person.id,
      digest(token),
      facts.role,
      facts.sees ?? facts.role !== 'viewer',
      facts.expired === true ? new Date(Date.now() - 1_000) : null,
      facts.revoked ?? false,
    ],
  );
  return {
    kind: 'token',
    id,
    headers: { authorization: `Token ${token}` },
    csrf: '',
    secrets: formsOf(token),
  };
}

export async function addSession(
  db: Database,
  person: Person,
  facts: { readonly expired?: boolean; readonly ended?: boolean } = {},
): Promise<Credential> {
  const id = newId();
  const [token, csrf] = [randomBytes(32).toString('base64url'), randomBytes(32).toString('base64url')];
  const expiresAt = new Date(Date.now() + (facts.expired === true ? -1_000 : DAY_MS));
  await queryRows(
    db,
    `insert into user_sessions (id, user_id, token_digest, csrf_digest, last_seen_at, expires_at)
     values ($1, $2, $3, $4, now(), $5)`,
    [id, person.id, digest(token), digest(csrf), expiresAt],
  );
  if (facts.ended === true) await queryRows(db, 'delete from user_sessions where id = $1', [id]);
  return {
    kind: 'session',
    id,
    headers: { cookie: `sessionid=${token}; csrftoken=${csrf}` },
    csrf,
    secrets: [...formsOf(token), ...formsOf(csrf)],
  };
}

/** With the CSRF token that our own pages send. */
export function fullHeaders({ headers, csrf }: Credential): Record<string, string> {
  return csrf === '' ? { ...headers } : { ...headers, 'x-csrftoken': csrf };
}

export const PASSWORDS: readonly string[] = [PASSWORD, '$argon2'];

function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}

function formsOf(secret: string): string[] {
  const kept = digest(secret);
  return [secret, kept.toString('hex'), kept.toString('base64'), kept.toString('base64url')];
}
