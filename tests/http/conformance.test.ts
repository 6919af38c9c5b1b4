import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { RESERVED_FIELDS } from '../../src/contract/problem.ts';
import type { Role } from '../../src/vocabulary/people.ts';
import { type BackendWorld, openBackendWorld } from './backend-world.ts';
import { type ApiDocument, type Operation, readApiDocument } from './openapi-document.ts';
import { addressOf, sampleBody, sampleIds } from './sample-requests.ts';

const RANK = { public: -1, viewer: 0, operator: 1, superuser: 2 } as const;
let world: BackendWorld;
let document: ApiDocument;

beforeAll(async () => {
  world = await openBackendWorld(40);
  document = await readApiDocument(world);
});
afterAll(async () => await world.close());

/** The code for a role that may not do this; null if it may. */
function refusalFor(operation: Operation, role: Role | null): number | null {
  if (operation['x-role'] === 'public') return null;
  if (role === null) return 401;
  if (RANK[role] < RANK[operation['x-visible-to']]) return 404;
  return RANK[role] < RANK[operation['x-role']] ? 403 : null;
}

/** Other tests request streams over a real connection. */
function isStream(operation: Operation): boolean {
  return 'text/event-stream' in (operation.responses['200']?.content ?? {});
}

describe('the document', () => {
  test('describes the whole API', () => {
    expect(document.operations.length).toBeGreaterThan(50);
    const paths = document.operations.map(({ path, method }) => `${method} ${path}`);
    expect(paths).toEqual(
      expect.arrayContaining([
        'POST /api/v1/sync-woocommerce/configurations/{id}/trigger/',
        'GET /api/v1/sync-woocommerce/executions/stream/',
        'GET /api/v1/sync-woocommerce/management/stats/',
        'POST /api/v1/auth/login/',
        'GET /api/v1/tickets/',
      ]),
    );
    expect(new Set(document.operations.map(({ operationId }) => operationId)).size).toBe(paths.length);
  });

  test('has no writable field whose faults would overwrite a member of an error reply', () => {
    const fields = document.operations.flatMap(({ requestBody }) => {
      const schema = requestBody?.content['application/json']?.schema;
      return Object.keys((schema?.['properties'] as object | undefined) ?? {});
    });
    expect(fields.length).toBeGreaterThan(50);
    // Every reply has a field `title` for an event's title, so its faults are only in `errors`.
    expect(fields.filter((field) => RESERVED_FIELDS.has(field))).toEqual(['title']);
  });

  test('finds a reply that lacks a key or has another type', () => {
    const operation = document.operations.find(({ operationId }) => operationId === 'session.me');
    if (operation === undefined) throw new Error('not described');
    const me = {
      id: world.eventId,
      email: 'a@example.com',
      name: null,
      role: 'viewer',
      language: 'es',
      sees_personal_data: true,
      must_set_up_second_factor: false,
    };
    const faultOf = (body: object) =>
      document.faultOf(operation, 200, 'application/json', JSON.stringify(body));
    expect(faultOf(me)).toBeNull();
    expect(faultOf({ ...me, name: undefined })).toContain('name');
    expect(faultOf({ ...me, sees_personal_data: 'yes' })).toContain('sees_personal_data');
    expect(document.faultOf(operation, 201, 'application/json', '{}')).toContain('not documented');
  });

  test('can be browsed', async () => {
    const page = await world.server.inject('/api/docs/');
    expect([page.statusCode, page.headers['content-type']]).toEqual([200, 'text/html; charset=utf-8']);
    expect((await world.server.inject('/api/docs')).statusCode).toBe(200);
  });
});

describe.each([null, 'viewer', 'operator', 'superuser'] as const)('every operation, called by %s', (role) => {
  test('answers with the right status and in the documented shape', async () => {
    const faults: string[] = [];
    let samples: Readonly<Record<string, string>> | null = null;
    for (const operation of document.operations) {
      const refusal = refusalFor(operation, role);
      if (isStream(operation) && refusal === null) continue;
      // Refused requests use nothing up.
      if (samples === null || refusal === null) samples = await sampleIds(world);
      const ids = {
        ...samples,
        ...(role === null ? {} : { 'kept token': world.tokenIds[role] }),
      };
      const reply = await world.ask(
        role,
        operation.method,
        addressOf(operation, ids),
        sampleBody(operation, ids),
      );
      const label = `${operation.method} ${operation.path}`;
      const { statusCode } = reply;
      if (refusal !== null ? statusCode !== refusal : statusCode >= 500)
        faults.push(`${label}: ${statusCode}`);
      // No authenticator app shows the sample code.
      const otherwise = operation.operationId === 'second-factor.confirm' ? [400] : [404, 409];
      if (refusal === null && ![operation.success, ...otherwise].includes(statusCode)) {
        faults.push(`${label}: ${statusCode} ${reply.body}`);
      }
      const fault = document.faultOf(
        operation,
        statusCode,
        String(reply.headers['content-type'] ?? ''),
        reply.body,
      );
      if (fault !== null) faults.push(`${label}: ${statusCode}: ${fault}`);
    }
    expect(faults).toEqual([]);
  });
});

test('every operation that a superuser may use succeeds', async () => {
  const undone: string[] = [];
  for (const operation of document.operations.filter((one) => !isStream(one))) {
    const ids = { ...(await sampleIds(world)), 'kept token': world.tokenIds.superuser };
    const reply = await world.ask(
      'superuser',
      operation.method,
      addressOf(operation, ids),
      sampleBody(operation, ids),
    );
    if (reply.statusCode !== operation.success)
      undone.push(`${operation.operationId}: ${reply.statusCode} ${reply.body}`);
  }
  // Operations that need another state than the samples have are covered by other tests.
  const elsewhere =
    /^(configurations\.(resume|enable|confirm-store)|executions\.cancel|tokens\.(revoke|confirm)|tickets\.undo-check-in|second-factor\.(set-up|confirm|renew-recovery-codes|remove|reset)|management\.test-alert|events\.retire|statements\.close|configurations\.preview):/;
  expect(undone.filter((line) => !elsewhere.test(line))).toEqual([]);
});

test('accounts, passwords and tokens are for sessions only: every token is refused, whatever its role', async () => {
  const forSessions = document.operations.filter(
    ({ 'x-role': role, security }) => role !== 'public' && !security.some((one) => 'token' in one),
  );
  expect(forSessions.map(({ operationId }) => operationId).sort()).toEqual([
    'second-factor.confirm',
    'second-factor.get',
    'second-factor.remove',
    'second-factor.renew-recovery-codes',
    'second-factor.require',
    'second-factor.reset',
    'second-factor.set-up',
    'session.change-me',
    'session.change-password',
    'tokens.confirm',
    'tokens.create',
    'tokens.list',
    'tokens.revoke',
    'users.change',
    'users.confirm-token',
    'users.create',
    'users.replace',
    'users.revoke-token',
    'users.tokens',
  ]);
  const ids = await sampleIds(world);
  for (const operation of forSessions) {
    for (const role of ['viewer', 'operator', 'superuser'] as const) {
      const reply = await world.server.inject({
        method: operation.method as 'GET',
        url: addressOf(operation, ids),
        headers: { authorization: `Token ${world.tokens[role]}`, 'content-type': 'application/json' },
        payload: JSON.stringify(sampleBody(operation, ids) ?? {}),
      });
      const label = `${operation.operationId} ${role}`;
      const refused =
        RANK[role] < RANK[operation['x-visible-to']] ? 'http.no-such-object' : 'auth.session-needed';
      expect([label, reply.json().code]).toEqual([label, refused]);
      expect(
        document.faultOf(operation, reply.statusCode, 'application/problem+json', reply.body),
      ).toBeNull();
    }
  }
});

test('a missing object in a body is answered as documented', async () => {
  const nothing = '00000000-0000-7000-8000-000000000000';
  const faults: string[] = [];
  let asked = 0;
  for (const operation of document.operations) {
    const ids = await sampleIds(world);
    const schema = operation.requestBody?.content['application/json']?.schema;
    for (const [field, shape] of Object.entries((schema?.['properties'] as object | undefined) ?? {})) {
      const { format, items } = shape as { format?: string; items?: { format?: string } };
      if (format !== 'uuid' && items?.format !== 'uuid') continue;
      asked += 1;
      const body = {
        ...(sampleBody(operation, ids) as object | undefined),
        // With a change, so that this opens the set itself and not the fixed store of these tests.
        ...(operation.operationId === 'management.test-connection' ? { mysql_host: 'db.example.com' } : {}),
        [field]: format === 'uuid' ? nothing : [nothing],
      };
      const reply = await world.ask('superuser', operation.method, addressOf(operation, ids), body);
      const fault = document.faultOf(
        operation,
        reply.statusCode,
        String(reply.headers['content-type'] ?? ''),
        reply.body,
      );
      if (fault !== null || ![400, 404].includes(reply.statusCode))
        faults.push(`${operation.operationId} ${field}: ${reply.statusCode}: ${fault}`);
    }
  }
  expect(asked).toBeGreaterThanOrEqual(5);
  expect(faults).toEqual([]);
});
