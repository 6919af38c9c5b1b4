import { expect } from 'vitest';

/** A browser that is signed in, as far as the API goes. */
export interface SignedIn {
  ask(method: string, path: string, body?: unknown): Promise<Record<string, unknown>>;
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
  return {
    async ask(method, path, body) {
      const reply = await fetch(`${address}/api/v1/sync-woocommerce/${path}`, {
        method,
        headers: { cookie: cookies.join('; '), 'x-csrftoken': csrf, 'content-type': 'application/json' },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      });
      const answer = (await reply.json()) as Record<string, unknown>;
      expect([method, path, reply.status < 300, answer]).toEqual([method, path, true, answer]);
      return answer;
    },
  };
}
