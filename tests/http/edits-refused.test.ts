import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { EDITED_TABLES, type EditedTable, editableFields } from '../../src/backend/tables/edited-tables.ts';
import { auditPageShape } from '../../src/contract/access/auth.ts';
import { addPerson, addToken } from './access/people.ts';
import { editSamples } from './edit-samples.ts';
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

describe('who may edit', () => {
  test('no viewer may edit, whatever they see', async () => {
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

  test('an operator’s token without personal data edits events and tiers, but no field of an attendee', async () => {
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

  test("the audit log names who edited which field, without the attendee's values", async () => {
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
    ['tickets', { form_data: [{ key: 'not in the form', value: 'x' }] }, 'form_data'],
    ['tickets', { form_data: [{ key: 'x', value: 'a\0b' }] }, 'form_data.0.value'],
    ['tickets', { form_data: [{ key: 'x', value: 'x', label: 'x' }] }, 'form_data.0.label'],
    ['tickets', { form_data: Array.from({ length: 201 }, () => ({ key: 'x', value: 'x' })) }, 'form_data'],
    ['tickets', { day_status: { 1: 'checked_in' } }, 'day_status'],
  ])('an invalid value for a field of %s (%#)', async (table, body, field) => {
    const written = await here.versions();
    const reply = await here.patch(table, body);
    expect([reply.statusCode, Object.keys(reply.json().errors ?? {})]).toEqual([400, [field]]);
    expect(await here.versions()).toEqual(written);
  });

  test('an object that does not exist', async () => {
    for (const path of ['events', 'ticket-tiers', 'tickets']) {
      const url = `/api/v1/${path}/${here.ids.events.replace(/^./, 'f')}/`;
      expect((await here.world.ask('operator', 'PATCH', url, { version: 'x' })).statusCode).toBe(404);
    }
  });

  test('accepts text that only looks dangerous, and stores it unchanged', async () => {
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
