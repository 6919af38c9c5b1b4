import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type ApiWorld, BODY, openApiWorld, PASSWORD } from './api-world.ts';

const CHARACTERS = 'This field has characters that cannot be stored.';
const AUTH = '/api/v1/auth/';
let world: ApiWorld;
beforeAll(async () => {
  world = await openApiWorld();
});
afterAll(async () => await world.close());

describe.each(['a\0b@example.com', '\ud800', 'x\udfff'])('the text %j', (text) => {
  test('is refused in every text of a sign-in, a user and a password', async () => {
    const errorsOf = async (method: string, path: string, body: object, role: 'superuser' | null) => {
      const reply = await world.ask(role, method, `${AUTH}${path}`, body);
      return [reply.statusCode, reply.json().errors];
    };
    const user = { email: 'somebody@example.com', password: PASSWORD, role: 'viewer' };
    const wrong = (field: string) => [400, { [field]: [CHARACTERS] }];
    expect(await errorsOf('POST', 'login/', { email: text, password: 'x' }, null)).toEqual(wrong('email'));
    expect(await errorsOf('POST', 'login/', { email: 'a@example.com', password: text }, null)).toEqual(
      wrong('password'),
    );
    expect(await errorsOf('POST', 'users/', { ...user, email: text }, 'superuser')).toEqual(wrong('email'));
    expect(await errorsOf('POST', 'users/', { ...user, password: text }, 'superuser')).toEqual(
      wrong('password'),
    );
    expect(await errorsOf('POST', 'users/', { ...user, name: text }, 'superuser')).toEqual(wrong('name'));
    const change = { current_password: text, password: PASSWORD };
    expect(await errorsOf('POST', 'password/', change, 'superuser')).toEqual(wrong('current_password'));
  });

  test('is refused in the secrets of credentials and in what a set is reached by', async () => {
    const set = {
      name: 'a set',
      transport: 'direct',
      mysql_host: 'mysql.example.com',
      mysql_username: 'reader',
      mysql_database: 'wordpress',
    };
    for (const field of ['name', 'mysql_username', 'mysql_password', 'ssh_private_key', 'tls_ca']) {
      const reply = await world.ask('superuser', 'POST', 'credentials/', { ...set, [field]: text });
      expect([field, reply.statusCode, reply.json().errors]).toEqual([field, 400, { [field]: [CHARACTERS] }]);
    }
  });

  test('is refused in every header', async () => {
    const headers = [
      'idempotency-key',
      'last-event-id',
      'x-csrftoken',
      'user-agent',
      'cookie',
      'accept-language',
    ];
    for (const name of headers) {
      const reply = await world.ask('viewer', 'GET', `${AUTH}me/`, undefined, { [name]: text });
      expect([name, reply.statusCode, reply.json().code]).toEqual([name, 400, 'http.malformed-header']);
    }
  });
});

test('a NUL in a search, a filter or a place in a list is no defect', async () => {
  const cursor = Buffer.from(
    JSON.stringify(['after', 'name', 'a\0', '0190b0b0-0000-7000-8000-000000000000']),
  ).toString('base64url');
  for (const path of [
    'configurations/?search=a%00b',
    'configurations/?organizer_email=a%00@example.com',
    `/api/v1/auth/audit/?object_id=%00`,
    '/api/v1/tickets/?ticket_number=%00',
    `/api/v1/organizers/?ordering=name&cursor=${cursor}`,
  ]) {
    expect([path, (await world.ask('superuser', 'GET', path)).statusCode]).toEqual([path, 400]);
  }
});

test('a text that the audit log shortens within a character is no defect', async () => {
  // The log keeps 500 units of UTF-16, and a ticket's sign has two of them.
  const event_description = `${'x'.repeat(499)}🎟${'x'.repeat(10)}`;
  const made = await world.ask('superuser', 'POST', 'configurations/', { ...BODY, event_description });
  expect([made.statusCode, made.json().event_description]).toEqual([201, event_description]);
  const log = await world.ask('superuser', 'GET', `${AUTH}audit/?object_id=${made.json().id}`);
  expect(log.json().results[0].sent.event_description).toBe(`${'x'.repeat(499)}\ufffd`);
});
