import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { queryRows } from '../../src/backend/database.ts';
import type { EditedTable } from '../../src/backend/tables/edited-tables.ts';
import { newId } from '../../src/kernel/ids.ts';
import { EditedWorld } from '../http/edited-world.ts';
import { callTaquilla } from './call-taquilla.ts';

let here: EditedWorld;

beforeAll(async () => {
  here = await EditedWorld.open();
});
afterAll(async () => await here.close());

const GROUPS = { events: 'events', ticket_tiers: 'tiers', tickets: 'tickets' } as const;

async function taquilla(...args: readonly string[]) {
  const env = { DATABASE_URL: here.world.url, TAQUILLA_SECRET_KEY: 'a secret key of the tests, long enough' };
  return await callTaquilla(args, { env });
}

async function edit(table: EditedTable, ...options: readonly string[]) {
  return await taquilla(GROUPS[table], 'edit', here.ids[table], ...options);
}

async function audited() {
  const rows = await queryRows<Record<string, unknown>>(
    here.world.backend.db,
    'select action, object_id, address, user_id, sent, changes from audit_entries order by created_at, id',
    [],
  );
  await queryRows(here.world.backend.db, 'delete from audit_entries', []);
  return rows;
}

const LINE = 'a'.repeat(201);

/** A change over the API, and the options that request the same change. */
const REFUSED: readonly (readonly [EditedTable, object, readonly string[]])[] = [
  ['events', { title: LINE }, ['--title', LINE]],
  ['events', { title: ' ' }, ['--title', ' ']],
  ['events', { title: null }, []],
  ['events', { timezone: 'America/Nowhere' }, ['--timezone', 'America/Nowhere']],
  ['events', { starts_at: 'soon' }, ['--start', 'soon']],
  ['events', { ends_at: '1999-01-01T10:00' }, ['--end', '1999-01-01T10:00']],
  ['events', { title: 'One', revert: ['title'] }, ['--title', 'One', '--take-back', 'title']],
  ['events', { revert: ['price'] }, ['--take-back', 'price']],
  ['ticket_tiers', { name: '' }, ['--name', '']],
  ['ticket_tiers', { price: '-1' }, ['--price=-1']],
  ['ticket_tiers', { price: '1,5' }, ['--price', '1,5']],
  ['ticket_tiers', { capacity: -1 }, ['--capacity=-1']],
  ['ticket_tiers', { revert: ['capacity'] }, ['--take-back', 'capacity']],
  ['tickets', { email: 'no address' }, ['--email', 'no address']],
  ['tickets', { first_name: 'two\nlines' }, ['--first-name', 'two\nlines']],
  ['tickets', { form_data: [{ key: 'none', value: 'x' }] }, ['--answer', 'none=x']],
];

describe('a correction on the command line', () => {
  test('is refused with the sentence of the API, and writes nothing', async () => {
    const before = await here.versions();
    await audited();
    for (const [table, body, options] of REFUSED) {
      const reply = await here.patch(table, body);
      const said = Object.values(reply.json().errors as Record<string, string[]>).flat();
      const ended = options.length === 0 ? null : await edit(table, ...options);
      expect([body, reply.statusCode]).toEqual([body, 400]);
      if (ended === null) continue;
      expect([options, ended.exitCode]).toEqual([options, 64]);
      // The API requires a number; the command line passes any other input on as text.
      if (!options.includes('--capacity=-1')) expect(ended.stderr).toContain(said[0]);
    }
    expect(await here.versions()).toEqual(before);
    expect((await audited()).filter(({ address }) => address === 'command line')).toEqual([]);
  });

  test('is kept by every sync, audited, and undone', async () => {
    const { title, venue } = await here.get('events');
    await audited();
    const ended = await edit('events', '--title', 'Corrected here', '--no-venue');
    expect([ended.exitCode, ended.stderr]).toEqual([0, '']);
    expect(ended.stdout).toContain('Changed: title, venue.');
    expect(await audited()).toEqual([
      {
        action: 'events.change',
        object_id: here.ids.events,
        address: 'command line',
        user_id: null,
        sent: { title: 'Corrected here', venue: null },
        changes: { title: [title, 'Corrected here'], venue: [venue, null] },
      },
    ]);
    for (const depth of ['quick', 'sweep', 'full'] as const) {
      await here.sync(depth);
      expect(await here.get('events')).toMatchObject({ title: 'Corrected here', venue: null });
    }
    const shown = await taquilla('events', 'show', here.ids.events);
    expect(shown.stdout).toMatch(new RegExp(`title +│ Corrected here +│ ${String(title)}`));
    expect(await edit('events', '--take-back', 'title,venue')).toMatchObject({ exitCode: 0 });
    expect(await here.get('events')).toMatchObject({ title, venue, edits: [] });
  });

  test('of a tier sets and clears its capacity, which the store does not have', async () => {
    expect(await edit('ticket_tiers', '--capacity', '300', '--price', '12.5')).toMatchObject({ exitCode: 0 });
    expect(await here.get('ticket_tiers')).toMatchObject({ capacity: 300, edits: [{ field: 'price' }] });
    const ended = await edit('ticket_tiers', '--no-capacity', '--take-back', 'price', '--json');
    expect(JSON.parse(ended.stdout)).toMatchObject({ capacity: null, edits: [] });
  });

  test('of an attendee leaves no personal data in the audit log', async () => {
    const question = await here.answerKey();
    await audited();
    const personal = ['--first-name', 'Zqxname', '--answer', `${question}=Zqxanswer`];
    expect(await edit('tickets', ...personal)).toMatchObject({ exitCode: 0 });
    const entries = await audited();
    expect(entries).toMatchObject([
      { action: 'tickets.change', sent: { first_name: '***', form_data: '***' }, changes: null },
    ]);
    expect(JSON.stringify(entries)).not.toMatch(/zqx/i);
    expect(await edit('tickets', '--take-back', 'first-name,answers')).toMatchObject({ exitCode: 0 });
    expect(await here.get('tickets')).toMatchObject({ edits: [] });
  });

  test('of a row that changed since it was seen is refused, as over the API', async () => {
    const { version } = JSON.parse((await taquilla('events', 'show', here.ids.events, '--json')).stdout);
    await here.change('events', { venue: 'Moved' });
    const ended = await edit('events', '--venue', 'Elsewhere', '--seen', version);
    expect([ended.exitCode, ended.stderr]).toEqual([75, expect.stringContaining('(edit.changed-meanwhile)')]);
    expect(await here.get('events')).toMatchObject({ venue: 'Moved' });
    await here.change('events', { revert: ['venue'] });
  });

  test.each([
    ['events', 'event.none'],
    ['tiers', 'ticket-tier.none'],
    ['tickets', 'ticket.none'],
  ])('of %s that do not exist ends with %s', async (group, code) => {
    const ended = await taquilla(group, 'show', newId());
    expect([ended.exitCode, ended.stderr]).toEqual([66, expect.stringContaining(`(${code})`)]);
  });

  test('without a change names an option', async () => {
    const ended = await edit('events');
    expect([ended.exitCode, ended.stderr]).toEqual([64, expect.stringContaining('--title')]);
  });
});
