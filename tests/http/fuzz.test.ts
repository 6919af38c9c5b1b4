import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type BackendWorld, openBackendWorld } from './backend-world.ts';
import { type ApiDocument, type Operation, readApiDocument } from './openapi-document.ts';
import { addressOf, sampleBody, sampleIds } from './sample-requests.ts';

let world: BackendWorld;
let document: ApiDocument;
let ids: Record<string, string>;

beforeAll(async () => {
  world = await openBackendWorld(20);
  document = await readApiDocument(world);
  ids = await sampleIds(world);
});
afterAll(async () => await world.close());

const hostileText = fc.oneof(
  fc.constantFrom(
    '',
    ' ',
    '\0',
    'a\0b',
    '\ud800',
    "' or 1=1 --",
    '"; drop table users; --',
    '%',
    '\\',
    '../../etc/passwd',
    '<script>alert(1)</script>',
    '{{7*7}}',
    '🎟️'.repeat(50),
    'x'.repeat(100_000),
    '9'.repeat(400),
    '1e400',
    '-1',
    'NaN',
    'null',
    '0190b0b0-0000-7000-8000-000000000000',
    '9999-12-31T23:59:59Z',
    '0001-01-01T00:00:00-18:00',
    '2025-02-30T10:00:00Z',
    'last',
    'all',
    '-created_at,name',
  ),
  fc.string({ unit: 'binary', maxLength: 40 }),
);
const hostileValue = fc.oneof(
  hostileText,
  fc.constantFrom(null, true, false, 0, -0, -1, 1.5, 2 ** 31, 2 ** 53, 2 ** 63, 1e21, 1e308, -1e308, 5e-324),
  fc.constantFrom([], {}, [[]], { __proto__: null }, { constructor: { prototype: {} } }),
  fc.array(hostileText, { maxLength: 3 }),
  fc.dictionary(hostileText, fc.oneof(hostileText, fc.integer()), { maxKeys: 3 }),
  fc.jsonValue(),
);

/** No operation answers with a 5xx, and whatever it answers with is documented. */
async function requireOrder(operation: Operation, url: string, body?: string | Buffer): Promise<void> {
  const reply = await world.server.inject({
    method: operation.method as 'GET',
    url,
    headers: {
      // A session, since no token may do everything; it outlives a change of its own password.
      ...world.sessions.superuser,
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
    },
    ...(body === undefined ? {} : { payload: body }),
  });
  const { statusCode } = reply;
  if (statusCode >= 500)
    throw new Error(`${operation.operationId} ${url} ${String(body).slice(0, 500)}: ${reply.body}`);
  const type = String(reply.headers['content-type'] ?? '');
  const fault = document.faultOf(operation, statusCode, type, reply.body);
  if (fault !== null) throw new Error(`${operation.operationId} ${url}: ${fault}`);
}

test('hostile bodies are refused or taken, and never a defect', async () => {
  const operations = document.operations.filter(({ requestBody }) => requestBody !== undefined);
  expect(operations.length).toBeGreaterThan(10);
  for (const operation of operations) {
    const schema = operation.requestBody?.content['application/json']?.schema;
    const fields = Object.keys((schema?.['properties'] as object | undefined) ?? {});
    const field = fc.constantFrom(...fields, '__proto__', 'constructor', 'toString', 'id');
    const changed = fc.dictionary(field, hostileValue, { minKeys: 1, maxKeys: 4, noNullPrototype: true });
    const sample = sampleBody(operation, ids);
    const text = fc.oneof(
      { weight: 6, arbitrary: changed.map((values) => JSON.stringify({ ...(sample as object), ...values })) },
      { weight: 1, arbitrary: hostileValue.map((value) => JSON.stringify(value)) },
      { weight: 1, arbitrary: fc.string({ maxLength: 60 }) },
      {
        weight: 1,
        arbitrary: fc.constantFrom('[1e999]', `${'{"a":'.repeat(3000)}1${'}'.repeat(3000)}`, '{"a":1,"a":2}'),
      },
    );
    const bytes = fc.uint8Array({ maxLength: 60 }).map((raw) => Buffer.from(raw));
    await fc.assert(
      fc.asyncProperty(
        fc.oneof({ weight: 9, arbitrary: text }, { weight: 1, arbitrary: bytes }),
        async (body) => {
          await requireOrder(operation, addressOf(operation, ids), body);
        },
      ),
      { numRuns: operation.operationId === 'session.login' ? 15 : 40 },
    );
  }
}, 180_000);

test('hostile parameters and ids are refused or taken, and never a defect', async () => {
  const operations = document.operations.filter(
    ({ method, responses }) =>
      method === 'GET' && !('text/event-stream' in (responses['200']?.content ?? {})),
  );
  for (const operation of operations) {
    const names = operation.parameters.filter((one) => one.in === 'query').map(({ name }) => name);
    const name = fc.constantFrom(...names, 'unknown', '__proto__');
    const query = fc.dictionary(name, hostileText, { maxKeys: 3, noNullPrototype: true });
    const id = fc.oneof(fc.constant(null), hostileText);
    await fc.assert(
      fc.asyncProperty(query, id, async (parameters, wrongId) => {
        const path =
          wrongId === null || !operation.path.includes('{id}')
            ? addressOf(operation, ids)
            : operation.path.replace('{id}', encodeURIComponent(wrongId.toWellFormed()) || 'x');
        const pairs = Object.entries(parameters).map(
          ([key, value]) =>
            `${encodeURIComponent(key)}=${encodeURIComponent(value.slice(0, 3000).toWellFormed())}`,
        );
        await requireOrder(operation, `${path.slice(0, 4000)}?${pairs.join('&')}`);
      }),
      { numRuns: 25 },
    );
  }
}, 180_000);
