import type { Database } from '../../../src/backend/database.ts';
import type { Role } from '../../../src/vocabulary/people.ts';
import type { AccessRow } from '../access-table.ts';
import { addPerson, addSession, addToken, type Credential, fullHeaders, type Person } from './people.ts';

/** A caller, and the most that a request from this caller may do. */
export interface Caller {
  readonly name: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly secrets: readonly string[];
  readonly person: Person | null;
  /** null: not let in. */
  readonly worth: Worth | null;
}

interface Worth {
  readonly kind: 'session' | 'token';
  readonly role: Role;
  readonly sees: boolean;
  /** A session without its CSRF token reads and changes nothing. */
  readonly mayChange: boolean;
  readonly otherSite: boolean;
}

const RANK = { public: -1, viewer: 0, operator: 1, superuser: 2 } as const;

/** The status of a refusal; null if the caller may do this. */
export function refusalOf(row: AccessRow, method: string, caller: Caller): 401 | 403 | 404 | null {
  const { worth } = caller;
  if (row.role === 'public') return row.sameSite && worth?.otherSite === true ? 403 : null;
  if (worth === null) return 401;
  if (!worth.mayChange && method !== 'GET' && method !== 'HEAD') return 403;
  if (RANK[worth.role] < RANK[row.visibleTo]) return 404;
  if (RANK[worth.role] < RANK[row.role]) return 403;
  return row.sessionOnly && worth.kind === 'token' ? 403 : null;
}

/** One caller of each kind, each a separate user, so that no call affects another caller. */
export async function makeCallers(db: Database): Promise<readonly Caller[]> {
  return [
    ...strangers(),
    ...(await endedCallers(db)),
    ...(await lesserTokens(db)),
    ...(await forgedSessions(db)),
    ...(await goodCallers(db)),
  ];
}

function strangers(): Caller[] {
  const stranger = (name: string, headers: Record<string, string>): Caller => ({
    name,
    headers,
    secrets: [],
    person: null,
    worth: null,
  });
  return [
    stranger('anonymous', {}),
    stranger('a token without its text', { authorization: 'Token' }),
    stranger('two tokens in one header', { authorization: 'Token taq_a taq_b' }),
    stranger('a name and a password', { authorization: `Basic ${btoa('superuser@example.com:x')}` }),
    stranger('an unknown token', { authorization: `Bearer taq_${'a'.repeat(43)}` }),
    stranger('an unknown session', { cookie: `sessionid=${'a'.repeat(43)}`, 'x-csrftoken': 'a' }),
  ];
}

async function endedCallers(db: Database): Promise<Caller[]> {
  const superuser = async (deactivated = false): Promise<Person> =>
    await addPerson(db, { role: 'superuser', deactivated });
  const role = 'superuser';
  const ended: readonly (readonly [string, Credential])[] = [
    ['an expired token', await addToken(db, await superuser(), { role, expired: true })],
    ['a revoked token', await addToken(db, await superuser(), { role, revoked: true })],
    ['a token of a deactivated owner', await addToken(db, await superuser(true), { role })],
    ['a session of a deactivated user', await addSession(db, await superuser(true))],
    ['an expired session', await addSession(db, await superuser(), { expired: true })],
    ['an ended session', await addSession(db, await superuser(), { ended: true })],
  ];
  return ended.map(([name, credential]) => ({
    name,
    headers: fullHeaders(credential),
    secrets: credential.secrets,
    person: null,
    worth: null,
  }));
}

/** Tokens whose owner has more rights than they have, or fewer. */
async function lesserTokens(db: Database): Promise<Caller[]> {
  const lowered = await addPerson(db, { role: 'viewer' });
  const above = await addPerson(db, { role: 'superuser' });
  const worth = { kind: 'token', role: 'viewer', sees: false, mayChange: true, otherSite: false } as const;
  const caller = (name: string, person: Person, { headers, secrets }: Credential): Caller => ({
    name,
    headers,
    secrets,
    person,
    worth,
  });
  return [
    caller(
      "a superuser's token whose owner became a viewer",
      lowered,
      await addToken(db, lowered, { role: 'superuser', sees: true }),
    ),
    caller("a superuser's token for viewing", above, await addToken(db, above, { role: 'viewer' })),
  ];
}

async function forgedSessions(db: Database): Promise<Caller[]> {
  const forged = async (
    name: string,
    forge: (session: Credential, other: Credential) => Record<string, string>,
    otherSite: boolean,
  ): Promise<Caller> => {
    const person = await addPerson(db, { role: 'superuser' });
    const [session, other] = [await addSession(db, person), await addSession(db, person)];
    return {
      name,
      headers: forge(session, other),
      secrets: [...session.secrets, ...other.secrets],
      person,
      worth: { kind: 'session', role: 'superuser', sees: true, mayChange: false, otherSite },
    };
  };
  const fromElsewhere = { origin: 'https://evil.example', 'sec-fetch-site': 'cross-site' };
  return [
    await forged('a session without CSRF token', ({ headers }) => ({ ...headers }), false),
    await forged(
      "a session with another one's CSRF token",
      ({ headers }, other) => ({ ...headers, 'x-csrftoken': other.csrf }),
      false,
    ),
    await forged('a session from another site', ({ headers }) => ({ ...headers, ...fromElsewhere }), true),
  ];
}

async function goodCallers(db: Database): Promise<Caller[]> {
  const callers: Caller[] = [];
  for (const kind of ['session', 'token'] as const) {
    for (const role of ['viewer', 'operator', 'superuser'] as const) {
      for (const granted of role === 'viewer' ? [false, true] : [false]) {
        const person = await addPerson(db, { role, sees: granted });
        const sees = granted || role !== 'viewer';
        const credential =
          kind === 'session' ? await addSession(db, person) : await addToken(db, person, { role, sees });
        callers.push({
          name: `${role}${granted ? ' who may see personal data' : ''} by ${kind}`,
          headers: fullHeaders(credential),
          secrets: credential.secrets,
          person,
          worth: { kind, role, sees, mayChange: true, otherSite: false },
        });
      }
    }
  }
  return callers;
}
