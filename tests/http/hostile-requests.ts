import { once } from 'node:events';
import { request } from 'node:http';

/** A request from an attacker who is not signed in. */
export interface HostileRequest {
  readonly method: string;
  readonly path: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

export interface Answer {
  /** null if the connection was closed without an answer. */
  readonly status: number | null;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly bytes: number;
}

const API = '/api/v1/';
const LOGIN = `${API}auth/login/`;
const ME = `${API}auth/me/`;
const JSON_TYPE = { 'content-type': 'application/json' };
const WAITS_MS = 20_000;

function manyKeys(count: number): string {
  return `{${Array.from({ length: count }, (_, at) => `"${at}":1`).join(',')}}`;
}

function login(body: string, headers: Readonly<Record<string, string>> = {}): HostileRequest {
  return { method: 'POST', path: LOGIN, headers: { ...JSON_TYPE, ...headers }, body };
}

function get(path: string, headers: Readonly<Record<string, string>> = {}): HostileRequest {
  return { method: 'GET', path, headers };
}

const parameters = Array.from({ length: 3_000 }, (_, at) => `p${at % 1000}=1`)
  .join('&')
  .slice(0, 14_000);
const badToken = { authorization: `Token taq_${'x'.repeat(43)}` };

/** Requests that end before a sign-in, by kind. */
export const HOSTILE: Readonly<Record<string, HostileRequest>> = {
  'a megabyte of keys at sign-in': login(manyKeys(90_000)),
  'as many keys as fit at sign-in': login(manyKeys(900)),
  'keys of hostile names': login(
    `{${Array.from({ length: 400 }, (_, at) => `"\\ud800${at}\\u0000":[]`).join(',')}}`,
  ),
  'deep nesting': login(`${'['.repeat(4_000)}${']'.repeat(4_000)}`),
  'long texts': login(JSON.stringify({ email: 'a.'.repeat(3_000), password: '@'.repeat(1_500) })),
  'NUL in an address': login('{"email":"a\\u0000b","password":"x"}'),
  'half a character in a password': login('{"email":"a@example.com","password":"\\ud800"}'),
  'broken JSON': login('{"email":'),
  'another media type': {
    method: 'POST',
    path: LOGIN,
    headers: { 'content-type': 'text/xml' },
    body: '<x/>',
  },
  'a megabyte of keys with a bad token': {
    method: 'POST',
    path: `${API}sync-woocommerce/configurations/`,
    headers: { ...JSON_TYPE, ...badToken },
    body: manyKeys(90_000),
  },
  'a bad token': get(ME, badToken),
  'a long token': get(ME, { authorization: `Token ${'x'.repeat(14_000)}` }),
  'a bad session': get(ME, { cookie: `sessionid=${'x'.repeat(43)}` }),
  'many cookies': get(ME, { cookie: Array.from({ length: 1_400 }, (_, at) => `c${at}=%41`).join('; ') }),
  'many parameters': get(`${API}auth/users/?${parameters}`, badToken),
  'many parameters nowhere': get(`/nothing?${parameters}`),
  'many parameters for the panel': get(`/admin/sync_woocommerce/?${parameters}`),
  'many languages': get('/nothing', { 'accept-language': 'es;q=0.1,'.repeat(1_500) }),
  'an unknown path': get('/wp-login.php'),
  'a long path': get(`${API}${'a/'.repeat(6_000)}`),
  'a long id': get(`${API}events/${'a'.repeat(10_000)}/`),
  'a path that is no UTF-8': get('/%E0%A4%A'),
  'a wrong method': { method: 'DELETE', path: LOGIN },
  'a host that is none': get('/', { host: 'a b' }),
  'headers that are too large': get('/', { 'x-filler': 'x'.repeat(30_000) }),
  'the document of the API': get(`${API}openapi.json`),
  'its copy': get('/api/docs/json'),
  'its copy in YAML': get('/api/docs/yaml'),
  'the page of the API': get('/api/docs/'),
  'the panel': get('/admin/sync_woocommerce/'),
  'a file that is not there': get('/admin/sync_woocommerce/assets/..%2f..%2fetc/passwd'),
  readiness: get('/readyz'),
  'figures without a token': get('/metrics'),
};

/** A sign-in with a real password check, for a different account each time. */
export function wrongPassword(at: number): HostileRequest {
  return login(`{"email":"stranger${at}@example.com","password":"not the password"}`);
}

/** The `at`-th address of this machine's own network. For the service, each is a different client. */
export function sourceAddress(at: number): string {
  return `127.${1 + (at % 250)}.${1 + (Math.floor(at / 250) % 250)}.7`;
}

export async function send(base: URL, hostile: HostileRequest, localAddress: string): Promise<Answer> {
  const { method, path, headers = {}, body } = hostile;
  const asked = request({
    host: base.hostname,
    port: base.port,
    method,
    path,
    localAddress,
    agent: false,
    timeout: WAITS_MS,
    headers: {
      host: base.host,
      ...headers,
      ...(body === undefined ? {} : { 'content-length': String(Buffer.byteLength(body)) }),
    },
  });
  asked.on('timeout', () => asked.destroy(new Error(`no answer to ${method} ${path.slice(0, 80)}`)));
  const answered = once(asked, 'response');
  // The service closes the connection if it does not read a body; sending the rest of the body then fails.
  asked.on('error', () => undefined);
  asked.end(body);
  try {
    const [response] = await answered;
    let bytes = 0;
    for await (const chunk of response) bytes += chunk.length;
    return { status: response.statusCode, headers: response.headers, bytes };
  } catch (error) {
    if (error instanceof Error && 'code' in error && ['ECONNRESET', 'EPIPE'].includes(String(error.code))) {
      return { status: null, headers: {}, bytes: 0 };
    }
    throw error;
  }
}
