import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type ApiWorld, openApiWorld, PASSWORD } from './api-world.ts';

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

  test('is refused in the secrets of credentials and in the address of a set', async () => {
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
