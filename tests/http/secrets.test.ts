import ssh2 from 'ssh2';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openCredentials } from '../../src/backend/credentials/sealed-secrets.ts';
import { Secret } from '../../src/kernel/secrets/secret.ts';
import { ROLES } from './api-world.ts';
import { type BackendWorld, openBackendWorld } from './backend-world.ts';
import { type ApiDocument, readApiDocument } from './openapi-document.ts';
import { addressOf, sampleBody, sampleIds } from './sample-requests.ts';

/** Encrypted, because its passphrase is one of the secrets. */
const KEY = ssh2.utils.generateKeyPairSync('ed25519', {
  comment: 'gato-key',
  passphrase: 'gato-phrase',
  cipher: 'aes256-ctr',
  rounds: 16,
}).private;
const SECRETS = {
  mysql_password: 'gato-mysql',
  ssh_password: 'gato-ssh',
  ssh_private_key: KEY,
  ssh_passphrase: 'gato-phrase',
  jump_password: 'gato-jump',
};
const SET = {
  name: 'hosted shop',
  transport: 'ssh_tunnel',
  mysql_host: 'mysql.example.com',
  mysql_username: 'reader',
  mysql_database: 'wordpress',
  ssh_host: 'ssh.example.com',
  ssh_username: 'deploy',
  jump_host: 'jump.example.com',
  jump_username: 'deploy',
};

const SECRET_KEY = async (): Promise<Secret> => new Secret('a secret key of the tests, long enough');

let world: BackendWorld;
let document: ApiDocument;

beforeAll(async () => {
  world = await openBackendWorld(20);
  document = await readApiDocument(world);
});
afterAll(async () => await world.close());

test('no reply of any role ever contains a secret, nor does the database in readable form', async () => {
  const made = await world.ask('superuser', 'POST', 'credentials/', { ...SET, ...SECRETS });
  expect([made.statusCode, made.json()]).toMatchObject([
    201,
    { has_mysql_password: true, has_ssh_private_key: true, has_tls_key: false, ssh_port: 22 },
  ]);
  const samples = { ...(await sampleIds(world)), credentials: String(made.json().id) };
  const replies: string[] = [made.body];
  for (const role of [...ROLES, null]) {
    const ids = { ...samples, ...(role === null ? {} : { 'kept token': world.tokenIds[role] }) };
    for (const operation of document.operations) {
      const streams = 'text/event-stream' in (operation.responses['200']?.content ?? {});
      if (streams || operation.method === 'DELETE') continue;
      const body = sampleBody(operation, ids);
      const kept = operation.operationId === 'credentials.replace' ? { ...SET, ...SECRETS } : body;
      replies.push((await world.ask(role, operation.method, addressOf(operation, ids), kept)).body);
    }
  }
  expect(replies.length).toBeGreaterThan(200);
  expect(replies.filter((body) => /gato-|PRIVATE KEY|\$argon2|_sealed|token_digest/.test(body))).toEqual([]);
  const rows = await world.one<{ text: string }>(
    `select (select json_agg(c) from sync_credentials c)::text
       || (select json_agg(a) from audit_entries a)::text as text`,
  );
  expect(rows.text).not.toMatch(/gato-|PRIVATE KEY/);
});

test('the host of a database is accepted as in wp-config.php, with its port or its socket', async () => {
  const set = { ...SET, ...SECRETS, mysql_port: undefined };
  const made = await world.ask('superuser', 'POST', 'credentials/', {
    ...set,
    name: 'with a port',
    mysql_host: 'db.example.com:3307',
  });
  expect(made.json()).toMatchObject({
    mysql_host: 'db.example.com',
    mysql_port: 3307,
    text_encoding: 'auto',
    order_number_meta: null,
  });
  const socket = '/run/mysqld/mysqld.sock';
  const pasted = { ...set, name: 'a socket', mysql_host: `localhost:${socket}` };
  const onSocket = (await world.ask('superuser', 'POST', 'credentials/', pasted)).json();
  expect(onSocket).toMatchObject({ mysql_host: 'localhost', mysql_port: 3306, mysql_socket: socket });
  const alone = { ...set, name: 'a socket alone', mysql_host: undefined, mysql_socket: '/tmp/my.sock' };
  expect((await world.ask('superuser', 'POST', 'credentials/', alone)).json()).toMatchObject({
    mysql_host: 'localhost',
    mysql_socket: '/tmp/my.sock',
  });
  const odd = await world.ask('superuser', 'POST', 'credentials/', { ...set, mysql_host: 'a b' });
  expect([odd.statusCode, odd.json().errors]).toEqual([400, { mysql_host: ['Not a valid value.'] }]);
});

test('a socket excludes host and port, and says so in the reader’s language', async () => {
  const set = { ...SET, ...SECRETS, name: 'a set on a socket', mysql_port: undefined };
  const errors = async (change: object, language: string) => {
    const body = { ...set, ...change };
    const reply = await world.ask('superuser', 'POST', 'credentials/', body, { 'accept-language': language });
    return [reply.statusCode, reply.json().errors];
  };
  const mysql_socket = '/run/mysqld/mysqld.sock';
  expect(await errors({ mysql_socket }, 'en')).toEqual([
    400,
    { mysql_socket: [expect.stringMatching(/^A socket and a host exclude each other\./)] },
  ]);
  expect(await errors({ mysql_socket, mysql_host: undefined, mysql_port: 3307 }, 'es')).toEqual([
    400,
    { mysql_socket: [expect.stringMatching(/^Un socket y un puerto se excluyen/)] },
  ]);
  expect(await errors({ mysql_host: 'db.example.com:/tmp/my.sock' }, 'es')).toEqual([
    400,
    { mysql_host: [expect.stringMatching(/^Un socket y un host se excluyen\./)] },
  ]);
  expect(await errors({ mysql_socket: 'mysqld.sock', mysql_host: undefined }, 'en')).toEqual([
    400,
    { mysql_socket: [expect.stringMatching(/absolute path/)] },
  ]);
  expect(await errors({ mysql_host: undefined }, 'en')).toEqual([400, { mysql_host: [expect.any(String)] }]);
});

test('a set changes to a socket and back only with its secrets, and the audit log has both addresses', async () => {
  const { id } = (
    await world.ask('superuser', 'POST', 'credentials/', { ...SET, name: 'to a socket', ...SECRETS })
  ).json();
  const change = async (body: object) => {
    const reply = await world.ask('superuser', 'PATCH', `credentials/${id}/`, body);
    return [reply.statusCode, reply.json()];
  };
  const mysql_socket = '/run/mysqld/mysqld.sock';
  expect(await change({ mysql_socket })).toEqual([
    400,
    expect.objectContaining({ code: 'credentials.secrets-needed' }),
  ]);
  expect(await change({ mysql_socket, ...SECRETS })).toEqual([
    200,
    expect.objectContaining({ mysql_socket }),
  ]);
  const { changes } = await world.one<{ changes: object }>(
    `select changes from audit_entries where object_id = '${id}' order by created_at desc, id desc limit 1`,
  );
  expect(changes).toMatchObject({ host: ['mysql.example.com', 'localhost'], socket: [null, mysql_socket] });
  const shown = (await world.ask('superuser', 'GET', `credentials/${id}/`)).json();
  const again = { mysql_host: shown.mysql_host, mysql_port: shown.mysql_port, mysql_socket };
  expect(await change(again)).toEqual([200, expect.objectContaining({ mysql_socket })]);
  expect(await change({ mysql_socket: '/tmp/other.sock' })).toEqual([
    400,
    expect.objectContaining({ code: 'credentials.secrets-needed' }),
  ]);
  expect(await change({ mysql_host: 'db.example.com', ...SECRETS })).toEqual([
    200,
    expect.objectContaining({ mysql_host: 'db.example.com', mysql_port: 3306, mysql_socket: null }),
  ]);
});

test('a host changed without its secrets is refused, even in a test that saves nothing', async () => {
  const { id } = (
    await world.ask('superuser', 'POST', 'credentials/', { ...SET, name: 'moved', ...SECRETS })
  ).json();
  const url = `credentials/${id}/`;
  for (const change of [
    { mysql_host: 'evil.example.com' },
    { ssh_host: 'evil.example.com' },
    { jump_username: 'other' },
    { mysql_port: 3307 },
    { tls_ca: '-----BEGIN CERTIFICATE-----' },
  ]) {
    for (const [method, path] of [
      ['PATCH', url],
      ['POST', `${url}test-connection/`],
    ] as const) {
      const refused = await world.ask('superuser', method, path, change);
      expect([change, refused.statusCode, refused.json().code]).toEqual([
        change,
        400,
        'credentials.secrets-needed',
      ]);
    }
  }
  const renamed = await world.ask('superuser', 'PATCH', url, { name: 'renamed' });
  expect([renamed.statusCode, renamed.json().has_ssh_password]).toEqual([200, true]);
  const moved = await world.ask('superuser', 'PATCH', url, { mysql_host: 'new.example.com', ...SECRETS });
  expect([moved.statusCode, moved.json().mysql_host]).toEqual([200, 'new.example.com']);
});

test('only superusers set the address of a connection, even for a test', async () => {
  const unsaved = {
    transport: 'direct',
    mysql_host: 'x.example.com',
    mysql_username: 'u',
    mysql_database: 'd',
  };
  const url = 'management/test-connection/';
  expect((await world.ask('operator', 'POST', url, unsaved)).statusCode).toBe(403);
  expect((await world.ask('operator', 'POST', url)).json()).toMatchObject({
    success: true,
    credentials: world.credentialsId,
  });
  const tried = await world.ask('superuser', 'POST', url, unsaved);
  expect([tried.statusCode, tried.json().credentials]).toEqual([200, null]);
});

test('credentials in use, or the default ones, are not deleted', async () => {
  const refused = await world.ask('superuser', 'DELETE', `credentials/${world.credentialsId}/`);
  expect([refused.statusCode, refused.json().code]).toEqual([409, 'credentials.in-use']);
});

test('a key pair never leaves the service: only superusers see its public half', async () => {
  const { id } = (
    await world.ask('superuser', 'POST', 'credentials/', { ...SET, name: 'paired', ...SECRETS })
  ).json();
  const url = `credentials/${id}/generate-key/`;
  expect((await world.ask('operator', 'POST', url, { hop: 'ssh' })).statusCode).toBe(403);
  const made = await world.ask('superuser', 'POST', url, { hop: 'ssh' });
  expect([made.statusCode, made.json()]).toMatchObject([
    200,
    { has_ssh_private_key: true, has_ssh_passphrase: false, has_ssh_password: true },
  ]);
  const { secrets } = await openCredentials(world.backend.db, SECRET_KEY, id);
  const kept = ssh2.utils.parseKey(secrets.ssh_private_key?.reveal() ?? '');
  if (kept instanceof Error) throw kept;
  expect(made.json().public_key.split(' ')).toEqual([
    'ssh-ed25519',
    kept.getPublicSSH().toString('base64'),
    expect.stringContaining('paired'),
  ]);
  expect(made.body).not.toContain('PRIVATE KEY');

  await world.ask('superuser', 'PATCH', `credentials/${id}/`, { jump_host: null, ...SECRETS });
  const refused = await world.ask('superuser', 'POST', url, { hop: 'jump' });
  expect([refused.statusCode, Object.keys(refused.json().errors)]).toEqual([400, ['hop']]);
});
