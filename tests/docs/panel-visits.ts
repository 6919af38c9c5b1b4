import { generateSync } from 'otplib';
import { ADMIN_PASSWORD, type Reader } from './reader.ts';

/** Actions in the panel that pages describe, made over the API as the panel makes them. */

/** Turns two-step sign-in on for the superuser, with an authenticator app. */
export async function turnSecondFactorOn(reader: Reader): Promise<void> {
  const browser = await signIn(reader);
  const { secret } = await browser.post('second-factor/set-up/', { password: ADMIN_PASSWORD });
  await browser.post('second-factor/confirm/', { one_time_code: generateSync({ secret: String(secret) }) });
}

/** Adds somebody under "Users". */
export async function addUser(reader: Reader, email: string): Promise<void> {
  const browser = await signIn(reader);
  await browser.post('users/', { email, password: `${ADMIN_PASSWORD}, too`, role: 'operator' });
}

interface Browser {
  post(path: string, body: object): Promise<Readonly<Record<string, unknown>>>;
}

async function signIn({ port }: Reader): Promise<Browser> {
  const post = async (path: string, body: object, headers: Record<string, string>) => {
    const reply = await fetch(`http://127.0.0.1:${port}/api/v1/auth/${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body: JSON.stringify(body),
    });
    if (!reply.ok) throw new Error(`${path}: ${reply.status} ${await reply.text()}`);
    return reply;
  };
  const signedIn = await post('login/', { email: 'ops@example.com', password: ADMIN_PASSWORD }, {});
  const cookie = signedIn.headers
    .getSetCookie()
    .map((one) => one.split(';')[0])
    .join('; ');
  const { csrf_token } = (await signedIn.json()) as { csrf_token: string };
  return {
    post: async (path, body) =>
      (await (await post(path, body, { cookie, 'x-csrftoken': csrf_token })).json()) as Record<
        string,
        unknown
      >,
  };
}
