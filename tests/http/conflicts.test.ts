import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { checkIn } from '../../src/backend/check-ins/local-gate.ts';
import { conflictPageShape } from '../../src/contract/conflict.ts';
import { cancel, complete } from '../../src/demo/edit/order-changes.ts';
import { editEvent, editVariation } from '../../src/demo/edit/product-changes.ts';
import { gate, renameTicket } from '../../src/demo/edit/ticket-changes.ts';
import { MAIN_EVENT_ID } from '../../src/demo/model/catalogue.ts';
import { wholeUnits } from '../../src/kernel/money/money.ts';
import { callTaquilla } from '../cli/call-taquilla.ts';
import { ContestedWorld } from './contested-world.ts';

let here: ContestedWorld;

beforeAll(async () => {
  here = await ContestedWorld.open(5, 11);
});
afterAll(async () => await here.close());

describe('an attendee changed only here', () => {
  test('keeps the change and is listed as a local edit without a conflict', async () => {
    const { id } = here.freshTicket();
    expect(await here.editsOf(id)).toEqual([]);
    await here.edit('tickets', id, 'first_name', 'Anita');
    await here.edit('tickets', id, 'company', 'Aquí S.A.');
    await here.sync();
    expect(await here.nameOf(id)).toEqual({ first_name: 'Anita' });
    expect(await here.editsOf(id)).toEqual([
      ['company', 'Aquí S.A.', null],
      ['first_name', 'Anita', 'Ana'],
    ]);
    expect(await here.conflictsOf(id)).toEqual([]);
  });

  test('stays listed once when the store changes another field', async () => {
    const { id, post } = here.freshTicket();
    await here.edit('tickets', id, 'first_name', 'Anita');
    await renameTicket(here.shop, post, { lastName: 'Otra' });
    await here.sync();
    expect(await here.world.one('select first_name, last_name from tickets where id = $1', [id])).toEqual({
      first_name: 'Anita',
      last_name: 'Otra',
    });
    expect(await here.conflictsOf(id)).toEqual([]);
    expect(await here.editsOf(id)).toEqual([['first_name', 'Anita', 'Ana']]);
  });
});

describe('an attendee changed on both sides', () => {
  test('keeps ours and is listed once, with the values of all sides', async () => {
    const { ticket } = here.contested();
    expect(await here.nameOf(ticket.id)).toEqual({ first_name: 'Anita' });
    const found = await here.conflictsOf(ticket.id);
    expect(found).toMatchObject([
      {
        kind: 'edited',
        table: 'tickets',
        field: 'first_name',
        base: 'Ana',
        ours: 'Anita',
        theirs: 'Ana María',
      },
    ]);
    expect(found[0]).toMatchObject({ state: 'open', event: here.world.eventId, settled_as: null });
    await here.edit('tickets', ticket.id, 'first_name', 'Anuca');
    expect(await here.conflictsOf(ticket.id)).toMatchObject([{ ours: 'Anuca' }]);
  });

  test('settled by keeping ours is not listed again until the store changes again', async () => {
    const { ticket, conflict } = here.contested();
    expect(await here.settle(conflict, 'keep-ours')).toMatchObject({
      state: 'settled',
      settled_as: 'ours',
      settled_by_name: 'operator',
      ours: 'Anita',
    });
    await renameTicket(here.shop, ticket.post, { lastName: 'Otra' });
    await here.sync();
    expect(await here.conflictsOf(ticket.id)).toEqual([]);
    expect(await here.nameOf(ticket.id)).toEqual({ first_name: 'Anita' });
    expect(await here.editsOf(ticket.id)).toEqual([['first_name', 'Anita', 'Ana María']]);

    await renameTicket(here.shop, ticket.post, { firstName: 'Mariana' });
    await here.sync();
    expect(await here.conflictsOf(ticket.id)).toMatchObject([
      { base: 'Ana María', ours: 'Anita', theirs: 'Mariana' },
    ]);
    expect(await here.conflictsOf(ticket.id, 'settled')).toMatchObject([{ id: conflict }]);
  });

  test("settled by taking theirs has the store's value, and follows it from then on", async () => {
    const { ticket, conflict } = here.contested();
    expect(await here.settle(conflict, 'take-theirs')).toMatchObject({ settled_as: 'theirs' });
    expect(await here.nameOf(ticket.id)).toEqual({ first_name: 'Ana María' });
    expect(await here.editsOf(ticket.id)).toEqual([]);
    await renameTicket(here.shop, ticket.post, { firstName: 'Mariana' });
    await here.sync();
    expect(await here.nameOf(ticket.id)).toEqual({ first_name: 'Mariana' });
    expect(await here.conflictsOf(ticket.id)).toEqual([]);
  });

  test('is settled by itself when both sides become equal', async () => {
    const { ticket, conflict } = here.contested();
    await renameTicket(here.shop, ticket.post, { firstName: 'Anita' });
    await here.sync();
    expect(await here.conflictsOf(ticket.id)).toEqual([]);
    expect(await here.conflictsOf(ticket.id, 'settled')).toMatchObject([
      { id: conflict, settled_as: 'agreed' },
    ]);
    const other = here.contested();
    await here.edit('tickets', other.ticket.id, 'first_name', 'Ana María');
    await here.sync();
    expect(await here.conflictsOf(other.ticket.id, 'settled')).toMatchObject([{ settled_as: 'agreed' }]);
  });

  test('can be settled the same way twice, and not both ways', async () => {
    const { conflict } = here.contested();
    await here.settle(conflict, 'keep-ours');
    await here.settle(conflict, 'keep-ours');
    const other = await here.world.ask('operator', 'POST', `conflicts/${conflict}/take-theirs/`);
    expect([other.statusCode, other.json().code]).toEqual([409, 'conflict.settled']);
  });
});

test('events and tiers are merged in the same way: places, times and prices', async () => {
  const { rows } = await here.world.backend.db.query<{ id: string }>(
    'select id from ticket_tiers where event_id = $1 and woo_variation_id = 173912',
    [here.world.eventId],
  );
  const tier = rows[0]?.id ?? '';
  await here.sync();
  await here.edit('events', here.world.eventId, 'venue', 'Plaza');
  await here.edit('events', here.world.eventId, 'starts_at', '2025-11-15T23:00:00Z');
  await here.edit('ticket_tiers', tier, 'price', '23000.5');
  await here.edit('ticket_tiers', tier, 'name', 'Platea');
  await editEvent(here.shop, MAIN_EVENT_ID, { venue: 'Teatro', startsLocal: '2025-11-15 21:00:00' });
  await editVariation(here.shop, MAIN_EVENT_ID, 173_912, {
    price: { CLP: wholeUnits(25_000), USD: wholeUnits(25) },
  });
  await here.sync();
  const [time, place] = await here.conflictsOf(here.world.eventId);
  expect(time).toMatchObject({
    field: 'starts_at',
    // 19:30 and 21:00 in Santiago, three hours behind UTC
    base: '2025-11-15T22:30:00.000000Z',
    ours: '2025-11-15T23:00:00.000000Z',
    theirs: '2025-11-16T00:00:00.000000Z',
  });
  expect(place).toMatchObject({
    field: 'venue',
    base: 'Sala Alerce, Valdivia',
    ours: 'Plaza',
    theirs: 'Teatro',
  });
  const [price] = await here.conflictsOf(tier);
  expect(price).toMatchObject({ field: 'price', base: '22000', ours: '23000.5', theirs: '25000' });
  expect(await here.editsOf(tier)).toEqual([
    ['name', 'Platea', 'Sala'],
    ['price', '23000.5', '25000'],
  ]);

  await here.settle(time?.id ?? '', 'take-theirs');
  await here.settle(place?.id ?? '', 'keep-ours');
  await here.settle(price?.id ?? '', 'take-theirs');
  await here.sync();
  const now =
    'select e.starts_at, e.venue, t.price, t.name from events e, ticket_tiers t where e.id = $1 and t.id = $2';
  expect(await here.world.one(now, [here.world.eventId, tier])).toEqual({
    starts_at: new Date('2025-11-16T00:00:00Z'),
    venue: 'Plaza',
    price: '25000.00000000',
    name: 'Platea',
  });
  expect(await here.conflictsOf(here.world.eventId)).toEqual([]);
});

describe('an admitted person whose ticket the store cancels', () => {
  test('is listed, and stays inside when ours is kept', async () => {
    const { id, order } = here.freshTicket();
    await checkIn(here.world.backend.db, { ticketId: id, day: null, madeBy: null, now: new Date() });
    await cancel(here.shop, order);
    await here.sync();
    const [found, ...more] = await here.conflictsOf(id);
    expect(more).toEqual([]);
    expect(found).toMatchObject({
      kind: 'admitted',
      base: 'active',
      ours: 'checked_in',
      theirs: 'cancelled',
    });
    await here.settle(found?.id ?? '', 'keep-ours');
    await here.sync();
    const state = 'select status, check_in_status as gate from tickets where id = $1';
    expect(await here.world.one(state, [id])).toEqual({ status: 'cancelled', gate: 'checked_in' });
    expect(await here.conflictsOf(id)).toEqual([]);
  });

  test('is outside again when theirs is taken, and every check-in stays in the log', async () => {
    const { id, order } = here.freshTicket();
    await checkIn(here.world.backend.db, { ticketId: id, day: null, madeBy: null, now: new Date() });
    await cancel(here.shop, order);
    await here.sync();
    const [found] = await here.conflictsOf(id);
    await here.settle(found?.id ?? '', 'take-theirs');
    await here.sync();
    const state = `select check_in_status as gate, (select count(*) from check_ins where ticket_id = t.id) as words
      from tickets t where id = $1`;
    expect(await here.world.one(state, [id])).toEqual({ gate: 'not_checked_in', words: 2 });
    expect(await here.conflictsOf(id)).toEqual([]);
  });

  test('is reported although the store forgets it, and settled when the ticket is valid again', async () => {
    const { id, order, post } = here.freshTicket();
    await gate(here.shop, post, 'Checked In');
    await here.sync();
    await cancel(here.shop, order);
    await here.sync();
    expect(await here.conflictsOf(id)).toMatchObject([{ kind: 'admitted', ours: 'checked_in' }]);
    await complete(here.shop, order);
    await here.sync();
    expect(await here.conflictsOf(id, 'all')).toMatchObject([{ settled_as: 'agreed' }]);
  });
});

describe('the lists', () => {
  test('are filtered by configuration, execution, table, kind and state', async () => {
    const { ticket, conflict } = here.contested();
    const [found] = await here.conflictsOf(ticket.id);
    const count = async (query: string): Promise<string[]> => {
      const reply = await here.world.ask('operator', 'GET', `conflicts/?page_size=200&${query}`);
      return conflictPageShape.parse(reply.json()).results.map(({ id }) => id);
    };
    for (const query of [
      `configuration=${found?.configuration}`,
      `execution=${found?.execution}`,
      'table=tickets',
      'kind=edited',
      'state=all',
    ]) {
      expect([query, await count(query)]).toEqual([query, expect.arrayContaining([conflict])]);
    }
    for (const query of ['table=events', 'kind=admitted', 'state=settled', `configuration=${ticket.id}`]) {
      expect([query, await count(query)]).toEqual([query, expect.not.arrayContaining([conflict])]);
    }
  });

  test('show personal data only to users who may see it, and let only operators settle', async () => {
    const { ticket, conflict } = here.contested();
    expect(await here.conflictsOf(ticket.id, 'open', 'viewer')).toMatchObject([
      { base: '***', ours: '***', theirs: '***' },
    ]);
    const edits = await here.world.ask('viewer', 'GET', 'local-edits/?table=tickets&page_size=200');
    expect(edits.body).not.toContain('Anita');
    const refused = await here.world.ask('viewer', 'POST', `conflicts/${conflict}/keep-ours/`);
    expect(refused.statusCode).toBe(403);
    expect(await here.conflictsOf(ticket.id)).toHaveLength(1);
    await here.settle(conflict, 'keep-ours');
    const audit = await here.world.one(
      'select action, object_id from audit_entries order by created_at desc limit 1',
    );
    expect(audit).toEqual({ action: 'conflicts.keep-ours', object_id: conflict });
  });
});

test('can be listed and settled on the command line', async () => {
  const { ticket, conflict } = here.contested();
  const env = { DATABASE_URL: String(here.world.backend.db.options.connectionString) };
  const list = await callTaquilla(['conflicts', 'list', '--json'], { env });
  expect(JSON.parse(list.stdout)).toContainEqual(expect.objectContaining({ id: conflict, ours: 'Anita' }));
  const table = await callTaquilla(['conflicts', 'list'], { env });
  expect(table.stdout).toContain('Ana María');
  const edits = await callTaquilla(['conflicts', 'list', '--edits'], { env });
  expect(edits.stdout).toContain('Anita');

  expect(await callTaquilla(['conflicts', 'settle', conflict], { env })).toMatchObject({ exitCode: 64 });
  const settled = await callTaquilla(['conflicts', 'settle', conflict, '--take-theirs'], { env });
  expect(settled).toMatchObject({ exitCode: 0, stdout: 'Took theirs.\n' });
  expect(await here.nameOf(ticket.id)).toEqual({ first_name: 'Ana María' });
  expect(await callTaquilla(['conflicts', 'settle', ticket.id, '--keep-ours'], { env })).toMatchObject({
    exitCode: 66,
  });
});
