import { afterAll, beforeAll, expect, test } from 'vitest';
import { type BackendWorld, openBackendWorld } from './backend-world.ts';
import { type ApiDocument, readApiDocument } from './openapi-document.ts';
import { addressOf, sampleBody, sampleIds } from './sample-requests.ts';

/** Fields that the subject of a mail, a list or a terminal shows on one line. */
const ONE_LINE = /(^|_)(name|username|title|label|host|database)$/;
const HOSTILE = [
  'a\r\nBcc: b',
  'a\tb',
  'a\u001b[2Jb',
  'a\u009bb',
  'a\u0085b',
  'a\u202eb',
  'a\u2066b',
  'a\u2028b',
];

let world: BackendWorld;
let document: ApiDocument;

beforeAll(async () => {
  world = await openBackendWorld(12);
  document = await readApiDocument(world);
});
afterAll(async () => await world.close());

test('every name that the API accepts is one line without control characters', async () => {
  const asked: string[] = [];
  const taken: string[] = [];
  // Connection tests accept what `credentials.change` accepts, ten times a minute.
  const operations = document.operations.filter(
    ({ operationId }) => !operationId.endsWith('.test-connection'),
  );
  for (const operation of operations) {
    const schema = operation.requestBody?.content['application/json']?.schema;
    const fields = Object.keys((schema?.['properties'] as object | undefined) ?? {});
    const names = fields.filter((name) => ONE_LINE.test(name));
    if (names.length === 0) continue;
    const ids = await sampleIds(world);
    for (const field of names) {
      asked.push(`${operation.operationId} ${field}`);
      for (const value of HOSTILE) {
        const body = { ...(sampleBody(operation, ids) as object | undefined), [field]: value };
        const reply = await world.ask('superuser', operation.method, addressOf(operation, ids), body);
        const said = reply.json().errors?.[field];
        if (reply.statusCode !== 400 || !Array.isArray(said)) {
          taken.push(`${operation.operationId} ${field} ${JSON.stringify(value)}: ${reply.statusCode}`);
        }
      }
    }
  }
  expect(asked).toEqual(
    expect.arrayContaining([
      'tokens.create name',
      'users.create name',
      'session.change-me name',
      'configurations.create event_name',
      'configurations.change organizer_name',
      'configurations.replace ticket_tier_name',
      'credentials.create name',
      'credentials.create mysql_username',
    ]),
  );
  expect(taken).toEqual([]);
});

test('the refusal is in the reader’s language, and spaces around a name are removed', async () => {
  const ask = async (name: string) =>
    await world.ask('superuser', 'POST', '/api/v1/auth/tokens/', { name }, { 'accept-language': 'es' });
  expect((await ask('a\nb')).json().errors).toEqual({
    name: ['Escriba esto en una sola línea, sin caracteres de control.'],
  });
  expect((await ask('\r\n Ñandú 👩‍👩‍👧 \t')).json().name).toBe('Ñandú 👩‍👩‍👧');
});

test('a description may have several lines', async () => {
  const { configurations } = await sampleIds(world);
  const text = 'One line.\n\tAnother one.';
  const reply = await world.ask('superuser', 'PATCH', `configurations/${configurations}/`, {
    event_description: text,
  });
  expect([reply.statusCode, reply.json().event_description]).toEqual([200, text]);
});
