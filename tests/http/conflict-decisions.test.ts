import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { checkIn } from '../../src/backend/check-ins/local-gate.ts';
import { queryRows } from '../../src/backend/database.ts';
import { type Conflict, conflictShape } from '../../src/contract/conflict.ts';
import { cancel, setRefunded } from '../../src/demo/edit/order-changes.ts';
import { gate } from '../../src/demo/edit/ticket-changes.ts';
import { callTaquilla } from '../cli/call-taquilla.ts';
import { ContestedWorld } from './contested-world.ts';

const NOTE = 'Ana already had her money back; she paid again at the door.';
const DECISIONS = ['keep-ours', 'take-theirs', 'acknowledge'] as const;

let here: ContestedWorld;

beforeAll(async () => {
  here = await ContestedWorld.open(12, 10);
  await queryRows(here.world.backend.db, 'update sync_configurations set max_removal_percent = 100');
});
afterAll(async () => await here.close());

async function decide(id: string, how: string, body?: object) {
  const data = how === 'acknowledge' ? (body ?? { note: NOTE }) : body;
  return await here.world.ask('operator', 'POST', `conflicts/${id}/${how}/`, data);
}

async function conflictOf(rowId: string): Promise<Conflict> {
  const [found] = await here.conflictsOf(rowId, 'all');
  if (found === undefined) throw new Error('there is no conflict');
  return found;
}

const makes: Readonly<Record<string, () => Promise<string>>> = {
  'changed on both sides': async () => here.contested().ticket.id,
  'changed on both sides, and here to the same since': async () => {
    const { id } = here.contested().ticket;
    await here.edit('tickets', id, 'first_name', 'Ana María');
    return id;
  },
  'a field that the store no longer decides': async () => {
    const { ticket, conflict } = here.contested();
    await queryRows(here.world.backend.db, "update conflicts set field = 'price' where id = $1", [conflict]);
    return ticket.id;
  },
  'let in by the gate of the store': async () => await revoked(true, false),
  'let in by the local gate': async () => await revoked(false, true),
  'let in by both gates': async () => await revoked(true, true),
};

async function revoked(byStore: boolean, here_: boolean): Promise<string> {
  const { id, post, order } = here.freshTicket();
  if (here_) {
    await checkIn(here.world.backend.db, { ticketId: id, day: null, madeBy: null, now: new Date() });
  }
  if (byStore) await gate(here.shop, post, 'Checked In');
  await setRefunded(here.shop, order);
  await here.sync();
  return id;
}

interface Outcome {
  readonly status: 200 | 409;
  readonly settledAs: string | null;
  /** Columns of the ticket whose values change. */
  readonly changes: object;
}
const refused: Outcome = { status: 409, settledAs: null, changes: {} };
const kept: Outcome = { status: 200, settledAs: 'ours', changes: {} };
const acknowledged: Outcome = { status: 200, settledAs: 'acknowledged', changes: {} };

/** The effect of each decision in each case. Each offered decision changes the ticket or leaves it unchanged. */
describe.each<[string, readonly string[], Readonly<Record<(typeof DECISIONS)[number], Outcome>>]>([
  [
    'changed on both sides',
    ['keep-ours', 'take-theirs'],
    {
      'keep-ours': kept,
      'take-theirs': { status: 200, settledAs: 'theirs', changes: { first_name: 'Ana María' } },
      acknowledge: refused,
    },
  ],
  [
    'changed on both sides, and here to the same since',
    [],
    { 'keep-ours': refused, 'take-theirs': refused, acknowledge: refused },
  ],
  [
    'a field that the store no longer decides',
    ['keep-ours'],
    { 'keep-ours': kept, 'take-theirs': refused, acknowledge: refused },
  ],
  [
    'let in by the gate of the store',
    ['acknowledge'],
    // Clients of 0.1 close a case in this way, without a note.
    { 'keep-ours': kept, 'take-theirs': refused, acknowledge: acknowledged },
  ],
  [
    'let in by the local gate',
    ['acknowledge', 'take-theirs'],
    {
      'keep-ours': kept,
      'take-theirs': {
        status: 200,
        settledAs: 'theirs',
        changes: { check_in_status: 'not_checked_in', checked_in_at: null },
      },
      acknowledge: acknowledged,
    },
  ],
  [
    'let in by both gates',
    ['acknowledge'],
    { 'keep-ours': kept, 'take-theirs': refused, acknowledge: acknowledged },
  ],
])('%s', (name, offered, outcomes) => {
  test.each(DECISIONS)('%s', async (decision) => {
    const { status, settledAs, changes } = outcomes[decision];
    const rowId = await (makes[name] ?? fail)();
    const state = async () =>
      await here.world.one<object>(
        'select first_name, status, check_in_status, checked_in_at from tickets where id = $1',
        [rowId],
      );
    const before = await state();
    const open = await conflictOf(rowId);
    expect(open.decisions).toEqual(offered);

    const reply = await decide(open.id, decision);
    expect([reply.statusCode, reply.json().code]).toEqual([
      status,
      status === 200 ? undefined : 'conflict.not-offered',
    ]);
    expect(await state()).toEqual({ ...before, ...changes });
    const after = await conflictOf(rowId);
    expect(after).toMatchObject({ settled_as: settledAs, state: settledAs === null ? 'open' : 'settled' });
    expect(after.decisions).toEqual(settledAs === null ? offered : []);
    expect(after.note).toBe(settledAs === 'acknowledged' ? NOTE : null);
    if (settledAs !== null) expect(after.settled_by_name).toBe('operator');
    // The lost values can still be read.
    if (settledAs !== null) expect(after.ours).toBe(open.ours);
  });
});

function fail(): never {
  throw new Error('no such case');
}

describe('an acknowledged case', () => {
  test('keeps its note, is masked for viewers, and accepts no other note', async () => {
    const rowId = await revoked(true, false);
    const { id } = await conflictOf(rowId);
    expect((await decide(id, 'acknowledge', {})).statusCode).toBe(400);
    expect((await decide(id, 'acknowledge', { note: '   ' })).statusCode).toBe(400);
    const reply = await decide(id, 'acknowledge');
    expect(conflictShape.parse(reply.json())).toMatchObject({ note: NOTE, settled_by_name: 'operator' });
    expect((await decide(id, 'acknowledge')).statusCode).toBe(200);
    const other = await decide(id, 'acknowledge', { note: 'something else' });
    expect([other.statusCode, other.json().code]).toEqual([409, 'conflict.settled']);
    const [masked] = await here.conflictsOf(rowId, 'settled', 'viewer');
    expect(masked).toMatchObject({ first_name: '***', last_name: '***', note: '***' });
    expect(masked?.entry).toMatchObject({ sequence: expect.any(String) });
    const audit = await here.world.one(
      'select action, object_id, sent from audit_entries order by created_at desc limit 1',
    );
    // an erasure takes the note from the conflict, and must find no other copy
    expect(audit).toEqual({ action: 'conflicts.acknowledge', object_id: id, sent: { note: '***' } });
  });

  test('is found by its ticket and by its order', async () => {
    const rowId = await revoked(true, false);
    const { id, order } = await conflictOf(rowId);
    const ids = async (query: string): Promise<string[]> => {
      const reply = await here.world.ask('operator', 'GET', `conflicts/?state=all&${query}`);
      return reply.json().results.map((one: Conflict) => one.id);
    };
    expect(await ids(`row=${rowId}`)).toEqual([id]);
    expect(await ids(`order=${order}`)).toEqual([id]);
    expect(await ids(`order=${rowId}`)).toEqual([]);
  });

  test('can be closed on the command line', async () => {
    const { id, order, post } = here.freshTicket();
    await gate(here.shop, post, 'Checked In');
    await here.sync();
    await cancel(here.shop, order);
    await here.sync();
    const { id: conflict } = await conflictOf(id);
    const env = { DATABASE_URL: String(here.world.backend.db.options.connectionString) };
    const table = await callTaquilla(['conflicts', 'list'], { env: { ...env, TIME_ZONE: 'Asia/Tokyo' } });
    const time = String.raw`\d{4}-\d\d-\d\d \d\d:\d\d \(Asia/Tokyo\)`;
    const row = new RegExp(`cancelled after entry.*${time}, gate of the store.*${time}`, 'u');
    expect(table.stdout).toMatch(row);
    const settle = async (...given: string[]) =>
      await callTaquilla(['conflicts', 'settle', ...given], { env });
    expect(await settle(conflict, '--acknowledge', ' ')).toMatchObject({ exitCode: 64 });
    expect(await settle(conflict, '--take-theirs')).toMatchObject({ exitCode: 75 });
    expect(await settle(conflict, '--acknowledge', NOTE)).toMatchObject({
      exitCode: 0,
      stdout: 'Acknowledged.\n',
    });
    expect(await conflictOf(id)).toMatchObject({ settled_as: 'acknowledged', note: NOTE });
  });
});
