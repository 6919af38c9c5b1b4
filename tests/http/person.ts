import type { Role } from '../../src/vocabulary/people.ts';
import { type ApiWorld, PASSWORD } from './api-world.ts';
import { AUTH, cookiesOf } from './sign-in-client.ts';

/** The headers with which a browser or a program identifies its user. */
export type Headers = Readonly<Record<string, string>>;

export interface MadeToken {
  readonly id: string;
  readonly headers: Headers;
}

/** A user with a separate account, whom a test may lock out. */
export interface Person {
  readonly id: string;
  readonly email: string;
  signIn(password?: string): Promise<Headers>;
  makeToken(session: Headers, body?: object): Promise<MadeToken>;
  /** As a superuser does. */
  change(body: object): Promise<void>;
}

let made = 0;

export async function newPerson(world: ApiWorld, role: Role): Promise<Person> {
  made += 1;
  const email = `person${made}@example.com`;
  const body = { email, password: PASSWORD, role };
  const created = await world.ask('superuser', 'POST', `${AUTH}users/`, body);
  const id = String(created.json().id);
  return {
    id,
    email,
    async signIn(password = PASSWORD) {
      const reply = await signInWith(world, email, password);
      if (reply.statusCode !== 200) throw new Error(reply.body);
      return { cookie: cookiesOf(reply), 'x-csrftoken': String(reply.json().csrf_token) };
    },
    async makeToken(session, wanted = {}) {
      const reply = await world.ask(null, 'POST', `${AUTH}tokens/`, { name: 'machine', ...wanted }, session);
      if (reply.statusCode !== 201) throw new Error(reply.body);
      const { id: tokenId, token } = reply.json();
      return { id: String(tokenId), headers: { authorization: `Token ${token}` } };
    },
    async change(change) {
      const reply = await world.ask('superuser', 'PATCH', `${AUTH}users/${id}/`, change);
      if (reply.statusCode !== 200) throw new Error(reply.body);
    },
  };
}

export async function signInWith(world: ApiWorld, email: string, password: string) {
  return await world.ask(null, 'POST', `${AUTH}login/`, { email, password });
}
