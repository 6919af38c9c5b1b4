import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { EDITED_TABLES, type EditedTable, editableFields } from '../../src/backend/tables/edited-tables.ts';
import { auditPageShape } from '../../src/contract/access/auth.ts';
import { conflictPageShape } from '../../src/contract/conflict.ts';
import { eventEditInput } from '../../src/contract/ticketing/events.ts';
import { tierEditInput } from '../../src/contract/ticketing/ticket-tiers.ts';
import { ticketEditInput } from '../../src/contract/ticketing/tickets.ts';
import { editProduct, editVariation } from '../../src/demo/edit/product-changes.ts';
import { gate, renameTicket } from '../../src/demo/edit/ticket-changes.ts';
import { addPerson, addToken } from './access/people.ts';
import { MAIN_PRODUCT } from './backend-world.ts';
import { EditedWorld } from './edited-world.ts';

let here: EditedWorld;
/** The key of an answer of the ticket. */
let answer: string;

beforeAll(async () => {
  here = await EditedWorld.open();
  answer = (
    await here.world.one<{ key: string }>(
      "select form_data -> 0 ->> 'key' as key from tickets where id = $1",
      [here.ids.tickets],
    )
  ).key;
});
afterAll(async () => await here.close());

interface Sample {
  readonly given: unknown;
  /** As the reply shows it, where that is not what was given. */
  readonly shown?: unknown;
}

/** A correction of each field that people may edit: one that is added to the tables fails here until it has one. */
const samples = (): Readonly<Record<EditedTable, Readonly<Record<string, Sample>>>> => ({
  events: {
    title: { given: 'Corrected title' },
    description: { given: 'First line\nand another' },
    // Twelve o'clock in Santiago in November is three in the afternoon in UTC; in Madrid it is eleven.
    starts_at: { given: '2025-11-20T12:00', shown: '2025-11-20T11:00:00.000000Z' },
    ends_at: { given: '2025-11-20T18:30:00-03:00', shown: '2025-11-20T21:30:00.000000Z' },
    timezone: { given: 'Europe/Madrid' },
    venue: { given: 'Plaza Corregida' },
  },
  ticket_tiers: {
    name: { given: 'Corrected tier' },
    price: { given: '12345.5' },
    capacity: { given: 77 },
  },
  tickets: {
    first_name: { given: 'Corrected' },
    last_name: { given: 'Attendee' },
    email: { given: 'corrected@example.com' },
    phone: { given: '+56 9 1111 2222' },
    company: { given: 'Corrected S.A.' },
    designation: { given: null },
    form_data: {
      given: [{ key: answer, value: 'Corrected answer' }],
      shown: expect.arrayContaining([expect.objectContaining({ key: answer, value: 'Corrected answer' })]),
    },
  },
});

const shownOf = ({ given, shown }: Sample): unknown => (shown === undefined ? given : shown);

test.each(EDITED_TABLES)(
  'every editable column of %s has a field in the API and a sample here, and no other',
  (table) => {
    const inputs = { events: eventEditInput, ticket_tiers: tierEditInput, tickets: ticketEditInput };
    const fields = [...editableFields(table)].toSorted();
    const { version: _v, revert, ...rest } = inputs[table].shape;
    expect(Object.keys(rest).toSorted()).toEqual(fields);
    expect(Object.keys(samples()[table]).toSorted()).toEqual(fields);
    // The store says nothing of the capacity.
    const synced = fields.filter((field) => field !== 'capacity');
    expect([...revert.unwrap().element.options].toSorted()).toEqual(synced);
  },
);

const STOCK = { quick: 41, sweep: 42, full: 43 } as const;

describe('an edit of every field', () => {
  const before: Partial<Record<EditedTable, Readonly<Record<string, unknown>>>> = {};

  test('is shown at once, beside the store’s value, and listed as a local edit', async () => {
    // So that the empty designation is an edit.
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
      expect((await here.listed(table)).toSorted()).toEqual(fields.map((field) => [field, null]).toSorted());
    }
  });

  test.each(['quick', 'sweep', 'full'] as const)(
    'is kept by a sync of depth %s that writes these rows',
    async (depth) => {
      // Each row is written, for another column of the store’s.
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

  test('is taken back field by field, and the next syncs change nothing', async () => {
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

describe('two people', () => {
  test('who saw the same cannot both write: the second one learns what changed, and loses nothing', async () => {
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

  test('a price that changed meanwhile is shown in its currency', async () => {
    const seen = await here.get('ticket_tiers');
    await here.change('ticket_tiers', { price: '9000' });
    const late = await here.patch('ticket_tiers', { version: seen.version, price: '8000' });
    expect(late.json().changed).toEqual([{ field: 'price', ours: '9000', store: seen['price'] }]);
    await here.change('ticket_tiers', { revert: ['price'] });
  });

  test('a request that is sent again because its reply was lost writes once, and succeeds', async () => {
    const { version } = await here.get('events');
    const first = await here.patch('events', { version, venue: 'Repeated' });
    const written = await here.versions();
    const second = await here.patch('events', { version, venue: 'Repeated' });
    expect([first.statusCode, second.statusCode, second.json()]).toEqual([200, 200, first.json()]);
    expect(await here.versions()).toEqual(written);
    await here.change('events', { revert: ['venue'] });
  });

  test('a version is of one row alone, and a text that is none is refused', async () => {
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

test('the store’s change of an edited field is a conflict, and taking the edit back settles it', async () => {
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
  // The version covers the store's value: somebody who saw another one does not take this one by mistake.
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

describe('who may edit', () => {
  test('no viewer may, whatever they see', async () => {
    const { db } = here.world.backend;
    const viewer = await addPerson(db, { role: 'viewer', sees: true });
    const { headers } = await addToken(db, viewer, { role: 'viewer', sees: true });
    const written = await here.versions();
    for (const table of EDITED_TABLES) {
      const [field = '', sample] = Object.entries(samples()[table])[0] ?? [];
      const reply = await here.patch(table, { [field]: sample?.given }, here.ids[table], { ...headers });
      expect([table, reply.statusCode, reply.json().code]).toEqual([table, 403, 'auth.not-allowed']);
    }
    expect(await here.versions()).toEqual(written);
  });

  test('an operator’s token that sees no personal data edits events and tiers, and no field of an attendee', async () => {
    const { db } = here.world.backend;
    const operator = await addPerson(db, { role: 'operator' });
    const { headers } = await addToken(db, operator, { role: 'operator', sees: false });
    await here.change('tickets', { first_name: 'Secret' });
    const masked = await here.world.ask(null, 'GET', `/api/v1/tickets/${here.ids.tickets}/`, undefined, {
      ...headers,
    });
    expect(masked.json()).toMatchObject({
      version: null,
      edits: [{ field: 'first_name', ours: '***', store: '***' }],
    });
    const written = await here.versions();
    for (const [field, { given }] of Object.entries(samples().tickets)) {
      for (const body of [{ [field]: given }, { revert: [field] }]) {
        const reply = await here.patch('tickets', body, here.ids.tickets, { ...headers });
        expect([field, reply.statusCode, reply.json().code]).toEqual([
          field,
          403,
          'auth.personal-data-needed',
        ]);
      }
    }
    expect(await here.versions()).toEqual(written);
    for (const table of ['events', 'ticket_tiers'] as const) {
      for (const [field, { given }] of Object.entries(samples()[table])) {
        const reply = await here.patch(table, { [field]: given }, here.ids[table], { ...headers });
        expect([field, reply.statusCode]).toEqual([field, 200]);
      }
      const revert = Object.keys(samples()[table]).filter((field) => field !== 'capacity');
      await here.change(table, { revert, ...(table === 'ticket_tiers' && { capacity: null }) });
    }
    await here.change('tickets', { revert: ['first_name'] });
  });

  test('the audit log says who edited which field, and nothing of the attendee', async () => {
    const audit = async () =>
      auditPageShape.parse(
        (await here.world.ask('superuser', 'GET', '/api/v1/auth/audit/?page_size=1')).json(),
      ).results[0];
    await here.change('tickets', {
      first_name: 'Zqxname',
      email: 'zqxname@example.com',
      form_data: [{ key: answer, value: 'Zqxanswer' }],
    });
    const ofTicket = await audit();
    expect(ofTicket).toMatchObject({
      action: 'tickets.change',
      user_email: 'operator@example.com',
      subject: { kind: 'ticket', id: here.ids.tickets },
      sent: { version: '***', first_name: '***', email: '***', form_data: '***' },
      changes: null,
    });
    const { rows } = await here.world.backend.db.query(
      "select from audit_entries a where a::text ilike '%zqx%'",
    );
    expect(rows).toEqual([]);
    await here.change('tickets', { revert: ['first_name', 'email', 'form_data'] });
    expect((await audit())?.sent).toMatchObject({ revert: ['first_name', 'email', 'form_data'] });

    const { version: _, ...was } = await here.get('ticket_tiers');
    await here.change('ticket_tiers', { name: 'Named', capacity: 5 });
    expect(await audit()).toMatchObject({
      action: 'ticket-tiers.change',
      subject: { kind: 'ticket_tier', name: was['name'] },
      changes: { name: [was['name'], 'Named'], capacity: [null, '5'] },
    });
    await here.change('ticket_tiers', { revert: ['name'], capacity: null });
    const { title } = await here.get('events');
    await here.change('events', { title: 'Titled' });
    expect(await audit()).toMatchObject({ action: 'events.change', changes: { title: [title, 'Titled'] } });
    await here.change('events', { revert: ['title'] });
  });
});

describe('what is refused', () => {
  test('every other field of a reply, by its name', async () => {
    const written = await here.versions();
    for (const table of EDITED_TABLES) {
      const shown = await here.get(table);
      const others = Object.keys(shown).filter(
        (name) => name !== 'version' && !editableFields(table).includes(name),
      );
      expect(others.length).toBeGreaterThan(10);
      for (const name of others) {
        const reply = await here.patch(table, { [name]: shown[name] });
        expect([name, reply.statusCode, reply.json().errors]).toEqual([
          name,
          400,
          { [name]: ['This field cannot be changed here.'] },
        ]);
      }
    }
    expect(await here.versions()).toEqual(written);
  });

  test.each<[EditedTable, object, string]>([
    ['events', { title: null }, 'title'],
    ['events', { title: '  ' }, 'title'],
    ['events', { title: 'two\nlines' }, 'title'],
    ['events', { title: 'x'.repeat(201) }, 'title'],
    ['events', { title: 'a\0b' }, 'title'],
    ['events', { title: '\ud800' }, 'title'],
    ['events', { title: { $ne: null } }, 'title'],
    ['events', { description: 'x'.repeat(20_001) }, 'description'],
    ['events', { venue: ['x'] }, 'venue'],
    ['events', { timezone: 'Mars/Olympus' }, 'timezone'],
    ['events', { timezone: null }, 'timezone'],
    ['events', { starts_at: 'tomorrow' }, 'starts_at'],
    ['events', { starts_at: '2025-02-30T10:00' }, 'starts_at'],
    ['events', { starts_at: '0001-01-01T00:00:00+14:00' }, 'starts_at'],
    ['events', { ends_at: '9999-12-31T23:59:59-12:00' }, 'ends_at'],
    ['events', { starts_at: '2025-11-20T12:00', ends_at: '2025-11-20T11:59' }, 'ends_at'],
    ['events', { ends_at: '1999-01-01T00:00' }, 'ends_at'],
    ['events', { revert: ['title', 'colour'] }, 'revert.1'],
    ['events', { revert: 'title' }, 'revert'],
    ['events', { revert: ['venue'], venue: 'both' }, 'revert'],
    ['events', { status: 'draft' }, 'status'],
    ['events', { store_values: {} }, 'store_values'],
    ['events', { colour: 'red' }, 'colour'],
    ['ticket_tiers', { price: '-1' }, 'price'],
    ['ticket_tiers', { price: 'free' }, 'price'],
    ['ticket_tiers', { price: 1e300 }, 'price'],
    ['ticket_tiers', { price: '0.123456789' }, 'price'],
    ['ticket_tiers', { price: '1e3' }, 'price'],
    ['ticket_tiers', { capacity: -1 }, 'capacity'],
    ['ticket_tiers', { capacity: 1.5 }, 'capacity'],
    ['ticket_tiers', { capacity: 2_147_483_648 }, 'capacity'],
    ['ticket_tiers', { capacity: '7' }, 'capacity'],
    ['ticket_tiers', { revert: ['capacity'] }, 'revert.0'],
    ['ticket_tiers', { name: null }, 'name'],
    ['tickets', { email: 'not an address' }, 'email'],
    ['tickets', { first_name: '' }, 'first_name'],
    ['tickets', { first_name: '\u202egnirts' }, 'first_name'],
    ['tickets', { phone: 'x'.repeat(101) }, 'phone'],
    ['tickets', { form_data: null }, 'form_data'],
    ['tickets', { form_data: [{ key: 'nobody asked', value: 'x' }] }, 'form_data'],
    ['tickets', { form_data: [{ key: 'x', value: 'a\0b' }] }, 'form_data.0.value'],
    ['tickets', { form_data: [{ key: 'x', value: 'x', label: 'x' }] }, 'form_data.0.label'],
    ['tickets', { form_data: Array.from({ length: 201 }, () => ({ key: 'x', value: 'x' })) }, 'form_data'],
    ['tickets', { day_status: { 1: 'checked_in' } }, 'day_status'],
  ])('a value that a field of %s does not take (%#)', async (table, body, field) => {
    const written = await here.versions();
    const reply = await here.patch(table, body);
    expect([reply.statusCode, Object.keys(reply.json().errors ?? {})]).toEqual([400, [field]]);
    expect(await here.versions()).toEqual(written);
  });

  test('an object that is not there', async () => {
    for (const path of ['events', 'ticket-tiers', 'tickets']) {
      const url = `/api/v1/${path}/${here.ids.events.replace(/^./, 'f')}/`;
      expect((await here.world.ask('operator', 'PATCH', url, { version: 'x' })).statusCode).toBe(404);
    }
  });

  test('nothing of text that only looks dangerous: it is kept as it was written', async () => {
    const text = `'); drop table tickets; -- "\\x" $1 <b>&amp;</b> 😀`;
    expect(await here.change('events', { venue: text })).toMatchObject({ venue: text });
    expect(await here.change('tickets', { form_data: [{ key: answer, value: text }] })).toMatchObject({
      form_data: expect.arrayContaining([expect.objectContaining({ key: answer, value: text })]),
    });
    await here.sync('full');
    expect(await here.get('events')).toMatchObject({ venue: text });
    await here.change('events', { revert: ['venue'] });
    await here.change('tickets', { revert: ['form_data'] });
  });
});
