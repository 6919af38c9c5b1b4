import { afterAll, beforeAll, expect, test } from 'vitest';
import { AUDIT_ACTIONS, isAuditAction } from '../../src/backend/audit/audit-actions.ts';
import { auditPageShape } from '../../src/contract/access/auth.ts';
import { listen } from '../../src/http/server/listen.ts';
import { MemoryCarrier } from '../tasks/memory-carrier.ts';
import { call } from './access/call.ts';
import { makeCallers } from './access/callers.ts';
import { type Planted, plant } from './access/planted.ts';
import { prepareCall } from './access/prepare-call.ts';
import { type BackendWorld, openBackendWorld } from './backend-world.ts';
import { type ApiDocument, readApiDocument } from './openapi-document.ts';

/** They need a state that other tests set up, and those tests check their entries too. */
const ELSEWHERE: ReadonlySet<string> = new Set([
  'account.password-reset',
  'account.password-reset-requested',
  'configurations.confirm-store',
  'conflicts.acknowledge',
  'conflicts.keep-ours',
  'conflicts.take-theirs',
  'configurations.preview',
  'events.retire',
  'management.test-alert',
  'second-factor.confirm',
  'second-factor.remove',
  'second-factor.renew-recovery-codes',
  'second-factor.reset',
  'statements.close',
]);

let world: BackendWorld;
let document: ApiDocument;
let planted: Planted;
let address: string;

beforeAll(async () => {
  world = await openBackendWorld(40, { carrier: new MemoryCarrier() });
  document = await readApiDocument(world);
  planted = await plant(world);
  address = await listen(world.server, { host: '127.0.0.1', port: 0 });
});
afterAll(async () => await world.close());

test('every operation that writes leaves an entry, which names its object', async () => {
  const faults: string[] = [];
  const writing = document.operations.filter(({ method }) => method !== 'GET');
  expect(writing.length).toBeGreaterThan(40);
  for (const operation of writing) {
    const { operationId } = operation;
    if (ELSEWHERE.has(operationId)) continue;
    const callers = await makeCallers(world.backend.db);
    const caller = callers.find(({ name }) => name === 'superuser by session');
    if (caller === undefined) throw new Error('no role can call it');
    const prepared = await prepareCall(world, planted, operation, caller);
    await world.backend.db.query('delete from audit_entries');
    const answer = await call(address, operation, prepared, caller.headers);
    if (answer.status !== operation.success) {
      faults.push(`${operationId}: ${answer.status}`);
      continue;
    }
    const { results } = auditPageShape.parse(
      (await world.ask('superuser', 'GET', '/api/v1/auth/audit/')).json(),
    );
    const [entry, ...more] = results;
    if (entry?.action !== operationId || more.length > 0) {
      faults.push(`${operationId}: ${results.map(({ action }) => action).join(', ') || 'no entry'}`);
      continue;
    }
    const kind = isAuditAction(operationId) ? AUDIT_ACTIONS[operationId] : null;
    if (kind !== (entry.subject?.kind ?? null)) faults.push(`${operationId}: about ${entry.subject?.kind}`);
    if (kind !== null && entry.subject?.name === null) faults.push(`${operationId}: its object has no name`);
  }
  expect(faults).toEqual([]);
});
