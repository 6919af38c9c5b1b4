import { afterAll, beforeAll, expect, test } from 'vitest';
import { listen } from '../../src/http/server/listen.ts';
import { MemoryCarrier } from '../tasks/memory-carrier.ts';
import { backendChecksum, changedTables } from './access/backend-checksum.ts';
import { type Answer, call, FORMS } from './access/call.ts';
import { type Caller, makeCallers, refusalOf } from './access/callers.ts';
import { PASSWORDS } from './access/people.ts';
import { PERSONAL_MARKS, type Planted, plant, SECRET_MARKS, shownIn } from './access/planted.ts';
import { prepareCall, prepareCalls } from './access/prepare-call.ts';
import { ACCESS_TABLE, type AccessRow } from './access-table.ts';
import { type BackendWorld, openBackendWorld } from './backend-world.ts';
import { type ApiDocument, type Operation, readApiDocument } from './openapi-document.ts';

const CODES: Readonly<Record<number, readonly string[]>> = {
  401: ['auth.not-signed-in', 'auth.bad-token'],
  403: ['auth.not-allowed', 'auth.csrf', 'auth.session-needed', 'auth.cross-site'],
  404: ['http.no-such-object'],
};

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

test('no role does or sees more than the table says', async () => {
  const faults: string[] = [];
  // An operation that only reads ends no session.
  const readers = await makeCallers(world.backend.db);
  for (const [at, operation] of document.operations.entries()) {
    const row = ACCESS_TABLE[operation.operationId];
    if (row === undefined) continue;
    const callers = operation.method === 'GET' ? readers : await makeCallers(world.backend.db);
    const secrets = [
      ...SECRET_MARKS,
      ...PASSWORDS,
      ...planted.secrets,
      ...callers.flatMap((one) => one.secrets),
    ];
    const found = [
      ...(await faultsOfRefused(operation, row, callers, secrets, at)),
      ...(await faultsOfAllowed(operation, row, callers, secrets)),
    ];
    faults.push(...found.map((fault) => `${operation.operationId}: ${fault}`));
  }
  expect(faults).toEqual([]);
});

/** Calls that the table refuses: the status is right, nothing is shown, and nothing changes. */
async function faultsOfRefused(
  operation: Operation,
  row: AccessRow,
  callers: readonly Caller[],
  secrets: readonly string[],
  number: number,
): Promise<string[]> {
  const refused = callers.filter((caller) => refusalOf(row, operation.method, caller) !== null);
  if (refused.length === 0) return [];
  const faults: string[] = [];
  const calls = await prepareCalls(world, planted, operation, refused);
  const before = await backendChecksum(world.backend.db);
  for (const [at, [caller, prepared]] of calls.entries()) {
    const form = FORMS[(number + at) % FORMS.length] ?? String;
    const path = form(prepared.path);
    for (const method of operation.method === 'GET' ? ['GET', 'HEAD'] : [operation.method]) {
      // A stream has no end for which a HEAD could wait, and a HEAD would make the whole file, so neither has one.
      if (method === 'HEAD' && /\/(stream|export)\/$/.test(operation.path)) continue;
      const answer = await call(address, operation, { ...prepared, path }, caller.headers, method);
      const expected = refusalOf(row, method, caller) ?? 0;
      const name = `${method} ${path} by ${caller.name}`;
      if (answer.status !== expected) faults.push(`${name}: ${answer.status} instead of ${expected}`);
      else if (method !== 'HEAD' && !(CODES[expected] ?? []).includes(answer.code ?? '')) {
        faults.push(`${name}: ${expected} as ${answer.code}`);
      }
      const shown = shownIn(answer.shown, [...PERSONAL_MARKS, ...secrets]);
      if (shown.length > 0) faults.push(`${name}: shows ${shown.join(', ')}`);
    }
  }
  const changed = changedTables(before, await backendChecksum(world.backend.db));
  if (changed.length > 0) faults.push(`refused calls changed ${changed.join(', ')}`);
  return faults;
}

/** Calls that the table allows: they succeed, and show personal data only to those who may see it. */
async function faultsOfAllowed(
  operation: Operation,
  row: AccessRow,
  callers: readonly Caller[],
  secrets: readonly string[],
): Promise<string[]> {
  const faults: string[] = [];
  for (const caller of callers.filter((one) => refusalOf(row, operation.method, one) === null)) {
    const prepared = await prepareCall(world, planted, operation, caller);
    const answer = await call(address, operation, prepared, caller.headers);
    if (answer.status === 409 && row.conflicts) continue;
    if (answer.status !== operation.success) {
      faults.push(`by ${caller.name}: ${answer.status} ${answer.shown.split('\n\n')[1]?.slice(0, 300)}`);
      continue;
    }
    faults.push(...faultsOfShown(row, caller, answer, secrets).map((fault) => `by ${caller.name}: ${fault}`));
  }
  return faults;
}

function faultsOfShown(
  row: AccessRow,
  caller: Caller,
  { shown }: Answer,
  secrets: readonly string[],
): string[] {
  const persons = shownIn(shown, PERSONAL_MARKS);
  const mayShow = row.personal && caller.worth?.sees === true;
  return [
    ...shownIn(shown, secrets).map((secret) => `shows the secret ${secret}`),
    ...(persons.length > 0 && !mayShow ? [`shows persons: ${persons.join(', ')}`] : []),
    // The planted data really can be seen.
    ...(persons.length === 0 && mayShow ? ['shows no person'] : []),
  ];
}
