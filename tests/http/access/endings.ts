import type { Database } from '../../../src/backend/database.ts';
import { PASSWORD } from '../api-world.ts';
import { addPerson, addSession, addToken, type Credential, fullHeaders, type Person } from './people.ts';

export const AUTH = '/api/v1/auth/';
export const NEW_PASSWORD = 'cinco focas felices';

/** Credentials: an operator's own, and those of others, which nothing here may end. */
export const WAYS = [
  'here',
  'elsewhere',
  'token',
  'kept token',
  "a bystander's session",
  "a bystander's token",
] as const;
export type Way = (typeof WAYS)[number];
export const OWN: readonly Way[] = ['here', 'elsewhere', 'token', 'kept token'];

/** An operator with every kind of credential, a bystander, and a superuser. */
export interface People {
  /** Of the service. */
  readonly address: string;
  readonly operator: Person;
  readonly ways: Readonly<Record<Way, Credential>>;
  readonly superuser: Credential;
}

export async function makePeople(db: Database, address: string): Promise<People> {
  const operator = await addPerson(db, { role: 'operator' });
  const bystander = await addPerson(db, { role: 'operator' });
  const boss = await addPerson(db, { role: 'superuser' });
  return {
    address,
    operator,
    ways: {
      here: await addSession(db, operator),
      elsewhere: await addSession(db, operator),
      token: await addToken(db, operator, { role: 'operator' }),
      'kept token': await addToken(db, operator, { role: 'operator' }),
      "a bystander's session": await addSession(db, bystander),
      "a bystander's token": await addToken(db, bystander, { role: 'operator' }),
    },
    superuser: await addSession(db, boss),
  };
}

export async function ask(
  { address }: People,
  by: Credential,
  method: string,
  path: string,
  body?: unknown,
): Promise<Response> {
  return await fetch(`${address}${path}`, {
    method,
    headers: { ...fullHeaders(by), ...(body === undefined ? {} : { 'content-type': 'application/json' }) },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
}

/** Does what must succeed. */
export async function act(
  people: People,
  by: Credential,
  method: string,
  path: string,
  body?: unknown,
): Promise<void> {
  const reply = await ask(people, by, method, path, body);
  if (!reply.ok) throw new Error(`${method} ${path}: ${reply.status} ${await reply.text()}`);
}

/** What a superuser changes about the operator. */
export async function change(people: People, body: unknown): Promise<void> {
  await act(people, people.superuser, 'PATCH', `${AUTH}users/${people.operator.id}/`, body);
}

/** An action that ends credentials, and the credentials that it ends. */
interface Ending {
  readonly name: string;
  readonly act: (people: People) => Promise<void>;
  readonly ends: readonly Way[];
}

export const ENDINGS: readonly Ending[] = [
  {
    name: 'a password that a superuser sets',
    act: async (people) => await change(people, { password: NEW_PASSWORD }),
    ends: OWN,
  },
  {
    name: 'a deactivation',
    act: async (people) => await change(people, { is_active: false }),
    ends: OWN,
  },
  {
    name: 'a deactivation that is taken back',
    act: async (people) => {
      await change(people, { is_active: false });
      await change(people, { is_active: true });
    },
    ends: OWN,
  },
  {
    name: 'a password that a superuser sets for a deactivated user who is then reactivated',
    act: async (people) => {
      await change(people, { is_active: false, password: NEW_PASSWORD });
      await change(people, { is_active: true });
    },
    ends: OWN,
  },
  {
    name: "a token's revocation by its owner",
    act: async (people) =>
      await act(people, people.ways.here, 'DELETE', `${AUTH}tokens/${people.ways.token.id}/`),
    ends: ['token'],
  },
  {
    name: "a token's revocation by a superuser",
    act: async (people) => {
      const { superuser, operator, ways } = people;
      await act(people, superuser, 'DELETE', `${AUTH}users/${operator.id}/tokens/${ways.token.id}/`);
    },
    ends: ['token'],
  },
  {
    name: "a change of one's own password that keeps one token",
    act: async (people) =>
      await act(people, people.ways.here, 'POST', `${AUTH}password/`, {
        current_password: PASSWORD,
        password: NEW_PASSWORD,
        keep_tokens: [people.ways['kept token'].id],
      }),
    ends: ['elsewhere', 'token'],
  },
  {
    name: "a change of one's own password that names no token",
    act: async (people) =>
      await act(people, people.ways.here, 'POST', `${AUTH}password/`, {
        current_password: PASSWORD,
        password: NEW_PASSWORD,
      }),
    ends: ['elsewhere', 'token', 'kept token'],
  },
  {
    name: 'a logout',
    act: async (people) => await act(people, people.ways.here, 'POST', `${AUTH}logout/`),
    ends: ['here'],
  },
  {
    name: 'a second sign-in of the same browser, and its logout',
    act: async (people) => {
      const { ways, operator } = people;
      const again = await ask(people, ways.here, 'POST', `${AUTH}login/`, {
        email: operator.email,
        password: PASSWORD,
      });
      if (!again.ok) throw new Error(`sign-in: ${again.status}`);
      const { csrf_token: csrf } = (await again.json()) as { csrf_token: string };
      const cookie = again.headers
        .getSetCookie()
        .map((one) => one.split(';')[0])
        .join('; ');
      await act(people, { ...ways.here, headers: { cookie }, csrf }, 'POST', `${AUTH}logout/`);
    },
    ends: ['here'],
  },
];
