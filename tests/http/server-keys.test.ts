import { createServer, type Server } from 'node:net';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { ConnectionTest, StoreAccess } from '../../src/http/api-deps.ts';
import { keyFingerprint } from '../../src/kernel/secrets/key-fingerprint.ts';
import { Secret } from '../../src/kernel/secrets/secret.ts';
import { createStoreAccess } from '../../src/stores/store-access.ts';
import { type Backend, freshBackend } from '../pipe/sync-store.ts';
import { type ApiWorld, openApiWorld } from './api-world.ts';

const SECRET_KEY = async (): Promise<Secret> => new Secret('a secret key of the tests, long enough');
const ONE = `rsa ${Buffer.from('the SPKI of one server, as long as a key is').toString('base64')}`;
const OTHER = `rsa ${Buffer.from('the SPKI of another one, as long as a key').toString('base64')}`;
const OFFERED: ConnectionTest = {
  success: false,
  failed: { kind: 'config', code: 'store.server-key-unknown' },
  transport: 'direct',
  durationMs: 1,
  steps: [],
  hostKey: null,
  serverKey: { kind: 'rsa', fingerprint: keyFingerprint(Buffer.from('x')), line: ONE, pinned: null },
};

let world: ApiWorld;
let listener: Server;
const backends: Backend[] = [];
let connections = 0;
let port = 0;

beforeAll(async () => {
  listener = createServer((socket) => {
    connections += 1;
    socket.destroy();
  });
  await new Promise<void>((done) => listener.listen(0, '127.0.0.1', done));
  const address = listener.address();
  port = typeof address === 'object' && address !== null ? address.port : 0;
  world = await openApiWorld({ stores: await realStores() });
});
afterAll(async () => {
  listener.close();
  await world.close();
  await Promise.all(backends.map(async (backend) => await backend.close()));
});

/** The stores of the service, at the addresses that the requests name. */
async function realStores(): Promise<StoreAccess> {
  const backend = await freshBackend();
  backends.push(backend);
  const { db, log } = backend;
  return createStoreAccess({ db, log, now: () => new Date(), secretKey: SECRET_KEY, environment: null });
}

async function overSsh(name: string): Promise<string> {
  const made = await world.ask('superuser', 'POST', 'credentials/', {
    name,
    transport: 'ssh_tunnel',
    mysql_host: '127.0.0.1',
    mysql_port: port,
    mysql_username: 'reader',
    mysql_database: 'wordpress',
    mysql_password: 'gato-mysql',
    ssh_host: '127.0.0.1',
    ssh_port: port,
    ssh_username: 'deploy',
    ssh_password: 'gato-ssh',
  });
  expect(made.statusCode).toBe(201);
  return String(made.json().id);
}

test('an SSH set that is switched to another transport in a test connects only after its secrets are given', async () => {
  const id = await overSsh('switched');
  connections = 0;
  for (const change of [
    { transport: 'direct' },
    { transport: 'auto' },
    { transport: 'direct', ssh_host: null },
    { transport: 'auto', ssh_host: null, ssh_username: null },
    { transport: 'direct', mysql_host: '127.0.0.1', mysql_port: port },
    { tls_mode: 'encrypt' },
  ]) {
    for (const [method, path, body] of [
      ['POST', `credentials/${id}/test-connection/`, change],
      ['PATCH', `credentials/${id}/`, change],
    ] as const) {
      const refused = await world.ask('superuser', method, path, body);
      expect([change, refused.statusCode, refused.json().code]).toEqual([
        change,
        400,
        'credentials.secrets-needed',
      ]);
    }
  }
  const unsaved = { transport: 'direct', credentials: id };
  const refused = await world.ask('superuser', 'POST', 'management/test-connection/', unsaved);
  expect([refused.statusCode, refused.json().code]).toEqual([400, 'credentials.secrets-needed']);
  expect(connections).toBe(0);
  // With the secrets it connects to the new address: the listener counts.
  const secrets = { mysql_password: 'other', ssh_password: 'other' };
  await world.ask('superuser', 'POST', `credentials/${id}/test-connection/`, {
    transport: 'direct',
    ...secrets,
  });
  expect(connections).toBe(1);
});

test('a test shows the key of an unconfirmed server', async () => {
  const stores = { ...(await realStores()), test: async () => OFFERED, testStored: async () => OFFERED };
  const other = await openApiWorld({ stores });
  try {
    const shown = await other.ask('operator', 'POST', 'management/test-connection/');
    expect(shown.json()).toMatchObject({
      success: false,
      server_key: {
        kind: 'rsa',
        fingerprint: keyFingerprint(Buffer.from('x')),
        server_key: ONE,
        pinned_fingerprint: null,
      },
    });
  } finally {
    await other.close();
  }
});

test('a server key is pinned by a superuser, and replaced or forgotten only together with the password', async () => {
  const id = await overSsh('pinned');
  const confirm = async (body: object, role: 'superuser' | 'operator' = 'superuser') =>
    await world.ask(role, 'POST', `credentials/${id}/confirm-server-key/`, body);
  const forget = async (body: object) =>
    await world.ask('superuser', 'POST', `credentials/${id}/forget-server-key/`, body);
  expect((await confirm({ server_key: ONE }, 'operator')).statusCode).toBe(403);
  expect((await confirm({ server_key: 'ssh-rsa AAAA' })).statusCode).toBe(400);
  const pinned = await confirm({ server_key: ONE });
  expect([pinned.statusCode, pinned.json().mysql_server_key]).toEqual([200, ONE]);
  expect(pinned.json().mysql_server_key_fingerprint).toBe(
    keyFingerprint(Buffer.from('the SPKI of one server, as long as a key is')),
  );
  // The same request again changes nothing.
  expect((await confirm({ server_key: ONE })).statusCode).toBe(200);
  const needed = { statusCode: 400, code: 'credentials.secrets-needed' };
  for (const refused of [await confirm({ server_key: OTHER }), await forget({})]) {
    expect({ statusCode: refused.statusCode, code: refused.json().code }).toEqual(needed);
  }
  const kept = await world.ask('superuser', 'GET', `credentials/${id}/`);
  expect(kept.json().mysql_server_key).toBe(ONE);
  const replaced = await confirm({ server_key: OTHER, mysql_password: 'gato-mysql' });
  expect([replaced.statusCode, replaced.json().mysql_server_key]).toEqual([200, OTHER]);
  const forgotten = await forget({ mysql_password: 'gato-mysql' });
  expect([forgotten.statusCode, forgotten.json().mysql_server_key]).toEqual([200, null]);
});

test('a pinned key belongs to its server: another server, transport or TLS mode removes it', async () => {
  const secrets = { mysql_password: 'gato-mysql', ssh_password: 'gato-ssh' };
  for (const [change, stays] of [
    [{ name: 'renamed' }, true],
    [{ mysql_database: 'other' }, true],
    [{ mysql_username: 'other' }, true],
    [{ mysql_host: '127.0.0.2' }, false],
    [{ mysql_port: port + 1 }, false],
    [{ transport: 'direct' }, false],
    [{ tls_mode: 'verify' }, false],
    [{ ssh_port: port + 1 }, false],
  ] as const) {
    const id = await overSsh(`moves ${JSON.stringify(change)}`);
    await world.ask('superuser', 'POST', `credentials/${id}/confirm-server-key/`, { server_key: ONE });
    const changed = await world.ask('superuser', 'PATCH', `credentials/${id}/`, { ...change, ...secrets });
    expect([change, changed.statusCode, changed.json().mysql_server_key]).toEqual([
      change,
      200,
      stays ? ONE : null,
    ]);
  }
});
