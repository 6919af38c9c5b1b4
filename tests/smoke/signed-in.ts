import { expect } from 'vitest';

const OPERATION = '/api/v1/sync-woocommerce/';

/** A browser that is signed in, for requests to the API. */
export interface SignedIn {
  /** @param path of an operation of syncing; with a leading slash, of any other */
  ask(method: string, path: string, body?: unknown): Promise<Record<string, unknown>>;
  /** Listens to a stream of events until the service ends it. */
  follow(path: string): Promise<void>;
}

export async function signIn(address: string, email: string, password: string): Promise<SignedIn> {
  const login = await fetch(`${address}/api/v1/auth/login/`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ email, password }),
  });
  expect(login.status).toBe(200);
  const cookies = login.headers.getSetCookie().map((line) => line.split(';')[0] ?? '');
  const csrf = cookies.find((cookie) => cookie.startsWith('csrftoken='))?.slice('csrftoken='.length) ?? '';
  const headers = { cookie: cookies.join('; '), 'x-csrftoken': csrf };
  const urlOf = (path: string): string =>
    path.startsWith('/') ? `${address}/api/v1${path}` : `${address}${OPERATION}${path}`;
  return {
    async ask(method, path, body) {
      const reply = await fetch(urlOf(path), {
        method,
        headers: { ...headers, 'content-type': 'application/json' },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      });
      const answer = (await reply.json()) as Record<string, unknown>;
      expect([method, path, reply.status < 300, answer]).toEqual([method, path, true, answer]);
      return answer;
    },
    async follow(path) {
      const reply = await fetch(urlOf(path), { headers });
      expect([path, reply.status, (await reply.text()).includes('event: end')]).toEqual([path, 200, true]);
    },
  };
}
