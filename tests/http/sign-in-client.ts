import type { LightMyRequestResponse } from 'fastify';
import { type ApiWorld, PASSWORD } from './api-world.ts';

export const AUTH = '/api/v1/auth/';
const USER_AGENT = 'a browser of the tests';

/** Cookies as a browser sends them. */
export function cookiesOf(reply: LightMyRequestResponse): string {
  return reply.cookies.map(({ name, value }) => `${name}=${value}`).join('; ');
}

/** One cookie among the others of a browser. */
export function cookieNamed(name: string, reply: LightMyRequestResponse): string {
  return `${name}=${reply.cookies.find((cookie) => cookie.name === name)?.value ?? ''}`;
}

export async function signIn(
  world: Pick<ApiWorld, 'server'>,
  given: {
    readonly email: string;
    readonly password?: string;
    readonly address?: string;
    readonly cookie?: string;
  },
): Promise<LightMyRequestResponse> {
  const { email, password = PASSWORD, address = '198.51.100.7', cookie } = given;
  return await world.server.inject({
    method: 'POST',
    url: `${AUTH}login/`,
    headers: {
      'content-type': 'application/json',
      'user-agent': USER_AGENT,
      ...(cookie === undefined ? {} : { cookie }),
    },
    remoteAddress: address,
    payload: JSON.stringify({ email, password }),
  });
}

/** Sends guesses one after the other; returns their statuses. */
export async function guess(
  world: Pick<ApiWorld, 'server'>,
  count: number,
  given: (n: number) => { readonly email: string; readonly address?: string; readonly cookie?: string },
): Promise<readonly number[]> {
  const statuses: number[] = [];
  for (let n = 0; n < count; n += 1) {
    statuses.push((await signIn(world, { ...given(n), password: `wrong ${n}` })).statusCode);
  }
  return statuses;
}
