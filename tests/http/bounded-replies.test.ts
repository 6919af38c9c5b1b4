import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { problemShape } from '../../src/contract/problem.ts';
import { generateKeyPair } from '../../src/woocommerce/connect/ssh/ssh-key.ts';
import { API, type ApiWorld, BODY, openApiWorld } from './api-world.ts';
import { IDLE_CARRIER } from './idle-carrier.ts';
import { type Operation, readApiDocument } from './openapi-document.ts';

const LARGEST_ERROR_BYTES = 64 * 1024;
/** Twenty fields, and `non_field_errors`, which says that there are more. */
const MOST_FIELDS = 21;
const OPEN_LIMIT = 8 * 1024;
const USUAL_LIMIT = 64 * 1024;
const LIMITS: Readonly<Record<string, number>> = {
  'session.login': OPEN_LIMIT,
  'configurations.create': 160 * 1024,
  'configurations.replace': 160 * 1024,
  'configurations.change': 160 * 1024,
  'events.change': 160 * 1024,
  'credentials.create': 256 * 1024,
  'credentials.replace': 256 * 1024,
  'credentials.change': 256 * 1024,
  'credentials.test-connection': 256 * 1024,
  'management.test-connection': 256 * 1024,
};

let world: ApiWorld;
let operations: readonly Operation[];
beforeAll(async () => {
  world = await openApiWorld({ carrier: IDLE_CARRIER });
  ({ operations } = await readApiDocument(world));
});
afterAll(async () => await world.close());

function limitOf({ operationId, 'x-role': role }: Operation): number {
  return LIMITS[operationId] ?? (role === 'public' ? OPEN_LIMIT : USUAL_LIMIT);
}

function pathOf({ path }: Operation): string {
  return path.replaceAll(/\{\w+\}/g, '0190b0b0-0000-7000-8000-000000000000');
}

/** As many members as the limits of the operation and of JSON allow. */
function filled(limit: number, member: (at: number) => string, [open, close] = ['{', '}']): string {
  const members: string[] = [];
  let size = 2;
  for (let at = 0; at < 5_000; at += 1) {
    const text = member(at);
    size += Buffer.byteLength(text) + 1;
    if (size > limit) break;
    members.push(text);
  }
  return `${open}${members.join(',')}${close}`;
}

/** Bodies with many faults, long ones, or both. */
function hostileBodies(operation: Operation): readonly string[] {
  const limit = limitOf(operation);
  const schema = operation.requestBody?.content['application/json']?.schema;
  const fields = Object.keys((schema?.['properties'] as object | undefined) ?? {});
  const long = 'x'.repeat(Math.floor(limit / 2));
  return [
    filled(limit, (at) => `"${at}":1`),
    filled(limit, (at) => `"\\ud800\\u0000${at}${'\\u0001'.repeat(90)}":{}`),
    JSON.stringify({ [long]: 1, [`${long.slice(1)}y`.slice(0, limit / 3)]: 2 }),
    JSON.stringify(Object.fromEntries(fields.map((field) => [field, [[]]]))),
    JSON.stringify(Object.fromEntries(fields.map((field) => [field, `\0${'a.'.repeat(200)}`]))),
    ...fields.map((field) => `{"${field}":${filled(limit - 100, () => '"\\ud800"', ['[', ']'])}}`),
    ...fields.map((field) => `{"${field}":${filled(limit - 100, (at) => `"\\ud800 ${at}":null`)}}`),
  ];
}

async function requireBounded(operation: Operation, url: string, body: string | undefined): Promise<void> {
  const reply = await world.ask('superuser', operation.method, url, body);
  const label = `${operation.operationId} ${url.slice(0, 100)} ${body?.slice(0, 60) ?? ''}: ${reply.statusCode}`;
  expect([label, reply.statusCode < 500]).toEqual([label, true]);
  if (reply.statusCode < 400) return;
  const bytes = Buffer.byteLength(reply.body);
  expect([label, bytes, bytes <= LARGEST_ERROR_BYTES]).toEqual([label, bytes, true]);
  expect([label, reply.headers['cache-control']]).toEqual([label, 'no-store']);
  const { errors } = problemShape.parse(reply.json());
  expect([label, Object.keys(errors).length <= MOST_FIELDS]).toEqual([label, true]);
  for (const faults of Object.values(errors)) expect(new Set(faults).size).toBe(faults.length);
}

describe('an error reply is short, whatever is sent', () => {
  test('as a body, to any operation', async () => {
    const written = operations.filter(({ requestBody }) => requestBody !== undefined);
    expect(written.length).toBeGreaterThan(20);
    for (const operation of written) {
      for (const body of hostileBodies(operation)) await requireBounded(operation, pathOf(operation), body);
    }
  });

  test('as parameters, to any operation', async () => {
    const streams = (one: Operation) => 'text/event-stream' in (one.responses['200']?.content ?? {});
    const many = Array.from({ length: 3_000 }, (_, at) => `p${at}=1`).join('&');
    const long = Array.from({ length: 50 }, (_, at) => `${at}${'%01'.repeat(80)}=%00`).join('&');
    for (const operation of operations) {
      const known = operation.parameters.filter((one) => one.in === 'query');
      const wrong = known.map(({ name }) => `${name}=${'%00'.repeat(100)}`).join('&');
      for (const query of [many, long, ...(wrong === '' ? [] : [wrong])]) {
        if (streams(operation) && query === wrong) continue;
        await requireBounded(operation, `${pathOf(operation)}?${query}`, undefined);
      }
    }
  });

  test('and names the first faults, each once, and that there are more', async () => {
    const keys = Array.from({ length: 30 }, (_, at) => [`field${at}`, 1]);
    const reply = await world.ask('superuser', 'POST', 'configurations/', Object.fromEntries(keys), {
      'accept-language': 'es',
    });
    const { errors, ...problem } = problemShape.parse(reply.json());
    expect(Object.keys(errors)).toHaveLength(21);
    expect(errors['name']).toEqual(['Este campo es obligatorio.']);
    expect(errors['non_field_errors']).toEqual(['Hay más errores: estos son los primeros 20 campos.']);
    // Each field also appears at the top level, and nothing else does.
    const own = ['type', 'title', 'status', 'code', 'detail', 'error', 'instance', 'request_id'];
    expect(
      Object.keys(problem)
        .filter((key) => !own.includes(key))
        .sort(),
    ).toEqual(Object.keys(errors).sort());
  });
});

describe('a body', () => {
  test('is read up to the limit of its operation, and not a byte further', async () => {
    for (const operation of operations.filter(({ requestBody }) => requestBody !== undefined)) {
      const limit = limitOf(operation);
      const statusOf = async (size: number): Promise<number> =>
        (await world.ask('superuser', operation.method, pathOf(operation), `[${' '.repeat(size - 2)}]`))
          .statusCode;
      const label = `${operation.operationId}: ${limit}`;
      expect([label, await statusOf(limit), await statusOf(limit + 1)]).toEqual([label, 400, 413]);
    }
  });

  test('is not read if its request is refused anyway', async () => {
    // Neither JSON nor small enough.
    const body = `{"${'x'.repeat(USUAL_LIMIT)}`;
    for (const [method, path, status] of [
      ['POST', '/nothing', 404],
      ['DELETE', '/api/v1/auth/login/', 405],
      ['POST', `${API}configurations/`, 401],
    ] as const) {
      expect([path, (await world.ask(null, method, path, body)).statusCode]).toEqual([path, status]);
    }
  });

  test('of credentials with every secret and certificate of full length is accepted', async () => {
    const pem = `${'A'.repeat(64)}\n`.repeat(308).slice(0, 19_999);
    const secrets = ['mysql_password', 'tls_key', 'ssh_password', 'ssh_passphrase'];
    const jump = ['jump_password', 'jump_passphrase'];
    const key = generateKeyPair('of full length').privateKey.reveal().padEnd(19_999, '\n');
    const reply = await world.ask('superuser', 'POST', 'credentials/', {
      name: 'of full length',
      transport: 'direct',
      mysql_host: 'mysql.example.com',
      mysql_username: 'reader',
      mysql_database: 'wordpress',
      tls_ca: pem,
      tls_certificate: pem,
      ...Object.fromEntries([...secrets, ...jump].map((name) => [name, pem])),
      ssh_private_key: key,
      jump_private_key: key,
    });
    expect([reply.statusCode, reply.body.slice(0, 300)]).toEqual([201, reply.body.slice(0, 300)]);
  });

  test('of a configuration with a description of full length is accepted, also in ASCII', async () => {
    const text = JSON.stringify({ ...BODY, woocommerce_product_id: 5, event_description: 'D' });
    const reply = await world.ask(
      'superuser',
      'POST',
      'configurations/',
      text.replace('"D"', `"${'\\u00f1'.repeat(20_000)}"`),
    );
    expect(reply.statusCode).toBe(201);
    expect(reply.json().event_description).toBe('ñ'.repeat(20_000));
  });
});
