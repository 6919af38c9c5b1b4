import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { EDITED_TABLES, type EditedTable, editableFields } from '../../src/backend/tables/edited-tables.ts';
import { conflictPageShape } from '../../src/contract/conflict.ts';
import { eventEditInput } from '../../src/contract/ticketing/events.ts';
import { tierEditInput } from '../../src/contract/ticketing/ticket-tiers.ts';
import { ticketEditInput } from '../../src/contract/ticketing/tickets.ts';
import { editProduct, editVariation } from '../../src/demo/edit/product-changes.ts';
import { gate, renameTicket } from '../../src/demo/edit/ticket-changes.ts';
import { MAIN_PRODUCT } from './backend-world.ts';
import { editSamples, shownOf } from './edit-samples.ts';
import { EditedWorld } from './edited-world.ts';

let here: EditedWorld;
/** The key of one answer of the ticket. */
let answer: string;

beforeAll(async () => {
  here = await EditedWorld.open();
  answer = await here.answerKey();
});
afterAll(async () => await here.close());

const samples = () => editSamples(answer);

test.each(EDITED_TABLES)(
  'every editable column of %s has a field in the API and a sample here, and no other',
  (table) => {
    const inputs = { events: eventEditInput, ticket_tiers: tierEditInput, tickets: ticketEditInput };
    const fields = [...editableFields(table)].toSorted();
    const { version: _v, revert, ...rest } = inputs[table].shape;
    expect(Object.keys(rest).toSorted()).toEqual(fields);
    expect(Object.keys(samples()[table]).toSorted()).toEqual(fields);
    // The store has no value for the capacity.
    const synced = fields.filter((field) => field !== 'capacity');
    expect([...revert.unwrap().element.options].toSorted()).toEqual(synced);
  },
);

const STOCK = { quick: 41, sweep: 42, full: 43 } as const;

describe('an edit of every field', () => {
  const before: Partial<Record<EditedTable, Readonly<Record<string, unknown>>>> = {};

  test('is shown at once, beside the store’s value, and listed as a local edit', async () => {
    // Makes the empty designation an edit.
    await here.shop.saveTickets([
      {
        ...here.shop.ticket(here.post),
        attendee: { ...here.shop.ticket(here.post).attendee, designation: 'Jefa' },
      },
    ]);
    await here.sync('full');
    for (const table of EDITED_TABLES) {
      const old = await here.get(table);
      before[table] = old;
      expect(old.edits).toEqual([]);
      const wanted = samples()[table];
      const body = Object.fromEntries(Object.entries(wanted).map(([field, { given }]) => [field, given]));
      const shown = await here.change(table, body);
      for (const [field, sample] of Object.entries(wanted)) {
        expect([field, shown[field]]).toEqual([field, shownOf(sample)]);
        if (field === 'capacity') continue;
        const edit = shown.edits.find((one) => one.field === field);
        expect(edit).toEqual({ field, ours: shownOf(sample), store: old[field] });
      }
      expect(shown.version).not.toBe(old.version);
      expect(await here.get(table)).toEqual(shown);
      const fields = Object.keys(wanted).filter((field) => field !== 'capacity');
      expect(Object.fromEntries(await here.listed(table))).toEqual(
        Object.fromEntries(fields.map((field) => [field, null])),
      );
    }
  });

  test.each(['quick', 'sweep', 'full'] as const)(
    'is kept by a sync of depth %s that writes these rows',
    async (depth) => {
      // Each row is written, because another column of the store changes.
      await editProduct(here.shop, MAIN_PRODUCT, { status: depth === 'sweep' ? 'publish' : 'draft' });
      await editVariation(here.shop, MAIN_PRODUCT, 173_912, { stock: STOCK[depth] });
      await gate(here.shop, here.post, depth === 'sweep' ? 'Not Checked In' : 'Checked In');
      const was = await here.versions();
      await here.sync(depth);
      const is = await here.versions();
      for (const table of EDITED_TABLES) {
        const of = (rows: unknown[]) => rows.find((row) => (row as { id: string }).id === here.ids[table]);
        expect(of(is)).not.toEqual(of(was));
        const shown = await here.get(table);
        for (const [field, sample] of Object.entries(samples()[table])) {
          expect([field, shown[field]]).toEqual([field, shownOf(sample)]);
        }
        expect((await here.listed(table)).every(([, conflict]) => conflict === null)).toBe(true);
      }
    },
  );

  test('is undone field by field, and the next syncs change nothing', async () => {
    await editProduct(here.shop, MAIN_PRODUCT, { status: 'publish' });
    await here.sync('full');
    for (const table of EDITED_TABLES) {
      for (const field of Object.keys(samples()[table])) {
        if (field === 'capacity') {
          expect((await here.change(table, { capacity: null }))['capacity']).toBeNull();
          continue;
        }
        const shown = await here.change(table, { revert: [field] });
        expect([field, shown[field]]).toEqual([field, before[table]?.[field]]);
        expect(shown.edits.map((one) => one.field)).not.toContain(field);
      }
      expect((await here.get(table)).edits).toEqual([]);
      expect(await here.listed(table)).toEqual([]);
    }
    const written = await here.versions();
    for (const depth of ['quick', 'sweep', 'full'] as const) await here.sync(depth);
    expect(await here.versions()).toEqual(written);
  });
});

test("a time without an offset is in the event’s zone after the change, even if the zone's edit is undone", async () => {
  // Noon in Tokyo is 03:00 UTC, and noon in Santiago is 15:00 UTC.
  await here.change('events', { timezone: 'Asia/Tokyo' });
  const there = await here.change('events', { starts_at: '2025-11-20T12:00' });
  expect(there['starts_at']).toBe('2025-11-20T03:00:00.000000Z');
  const back = await here.change('events', { starts_at: '2025-11-20T12:00', revert: ['timezone'] });
  expect([back['timezone'], back['starts_at']]).toEqual(['America/Santiago', '2025-11-20T15:00:00.000000Z']);
  await here.change('events', { revert: ['starts_at'] });
});

describe('two people', () => {
  test('two users who saw the same version cannot both write: the second one learns what changed, and loses nothing', async () => {
    const seen = await here.get('tickets');
    const body = { version: seen.version, phone: '111 111', company: 'One' };
    expect((await here.patch('tickets', body)).statusCode).toBe(200);
    const second = await here.patch('tickets', {
      version: seen.version,
      phone: '222 222',
      email: 'two@example.com',
    });
    expect([second.statusCode, second.json()]).toEqual([
      409,
      expect.objectContaining({
        code: 'edit.changed-meanwhile',
        detail: 'These fields were changed meanwhile: phone, company. Look at them and save again.',
        changed: [
          { field: 'phone', ours: '111 111', store: seen['phone'] },
          { field: 'company', ours: 'One', store: seen['company'] },
        ],
      }),
    ]);
    expect(await here.get('tickets')).toMatchObject({
      phone: '111 111',
      company: 'One',
      email: seen['email'],
    });
    const again = await here.patch('tickets', { phone: '222 222', email: 'two@example.com' });
    expect(again.json()).toMatchObject({ phone: '222 222', company: 'One', email: 'two@example.com' });
    await here.change('tickets', { revert: ['phone', 'company', 'email'] });
  });

  test('a price that changed in the meantime is shown in its currency', async () => {
    const seen = await here.get('ticket_tiers');
    await here.change('ticket_tiers', { price: '9000' });
    const late = await here.patch('ticket_tiers', { version: seen.version, price: '8000' });
    expect(late.json().changed).toEqual([{ field: 'price', ours: '9000', store: seen['price'] }]);
    await here.change('ticket_tiers', { revert: ['price'] });
  });

  test('a request that is repeated after a lost reply writes once, and succeeds', async () => {
    const { version } = await here.get('events');
    const first = await here.patch('events', { version, venue: 'Repeated' });
    const written = await here.versions();
    const second = await here.patch('events', { version, venue: 'Repeated' });
    expect([first.statusCode, second.statusCode, second.json()]).toEqual([200, 200, first.json()]);
    expect(await here.versions()).toEqual(written);
    await here.change('events', { revert: ['venue'] });
  });

  test('a version belongs to one row, and an invalid one is refused', async () => {
    for (const version of [(await here.get('ticket_tiers')).version, 'x', 'x'.repeat(48)]) {
      const reply = await here.patch('events', { version, venue: 'Elsewhere' });
      expect([reply.statusCode, reply.json().code]).toEqual([409, 'edit.changed-meanwhile']);
    }
    const none = await here.world.ask('operator', 'PATCH', `/api/v1/events/${here.ids.events}/`, {
      venue: 'x',
    });
    expect([none.statusCode, none.json().errors]).toEqual([400, { version: ['This field is required.'] }]);
  });
});

test('the store’s change of an edited field is a conflict, and undoing the edit settles it', async () => {
  await here.change('tickets', { first_name: 'Ours' });
  const seen = await here.get('tickets');
  await renameTicket(here.shop, here.post, { firstName: 'Theirs' });
  await here.sync('quick');
  const conflictsOf = async (state: string) => {
    const reply = await here.world.ask(
      'operator',
      'GET',
      `conflicts/?row=${here.ids.tickets}&state=${state}`,
    );
    return conflictPageShape.parse(reply.json()).results;
  };
  expect(await conflictsOf('open')).toMatchObject([{ field: 'first_name', ours: 'Ours', theirs: 'Theirs' }]);
  // The version includes the store's value, so that a user who saw another one does not accept this one by mistake.
  const late = await here.patch('tickets', { version: seen.version, revert: ['first_name'] });
  expect([late.statusCode, late.json().changed]).toEqual([
    409,
    [{ field: 'first_name', ours: 'Ours', store: 'Theirs' }],
  ]);
  expect(await here.change('tickets', { revert: ['first_name'] })).toMatchObject({
    first_name: 'Theirs',
    edits: [],
  });
  expect(await conflictsOf('open')).toEqual([]);
  expect(await conflictsOf('settled')).toMatchObject([
    { settled_as: 'theirs', settled_by_name: 'operator', ours: 'Ours', theirs: 'Theirs' },
  ]);
});
