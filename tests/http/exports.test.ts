import { get } from 'node:http';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { eventDetailShape } from '../../src/contract/ticketing/events.ts';
import { ticketDetailShape } from '../../src/contract/ticketing/tickets.ts';
import { formatMoney, parseMoney, sum } from '../../src/kernel/money/money.ts';
import type { Role } from '../../src/vocabulary/people.ts';
import { waitFor } from '../tasks/wait-for.ts';
import { type BackendWorld, openBackendWorld } from './backend-world.ts';
import { exportOf, rowsOf } from './export-calls.ts';
import { csvRecords, readCsv, readNdjson, readSheet, readZip } from './export-files.ts';

let world: BackendWorld;

beforeAll(async () => {
  world = await openBackendWorld(300);
  // An attendee whose answers a spreadsheet would run, and whose event is three hours behind UTC.
  await world.backend.db.query(
    `update tickets set first_name = '=HYPERLINK("http://example.com";"click")', last_name = '+56 9 8765',
       form_data = form_data || '[{"key": "x_rut", "label": "RUT", "value": "12.345.678-5"}]'::jsonb
     where id = (select id from tickets where event_id = $1 and removed_at is null order by id limit 1)`,
    [world.eventId],
  );
});
afterAll(async () => await world.close());

const exported = async (list: string, query: string, role: Role = 'superuser') =>
  await exportOf(world, list, query, role);
const objectsOf = async (list: string, query: string, role: Role = 'superuser') =>
  readNdjson((await exported(list, `format=ndjson&${query}`, role)).body);
const listed = async (path: string, role: Role = 'superuser') => await rowsOf(world, path, role);

function without(row: Readonly<Record<string, unknown>>, ...names: readonly string[]) {
  return Object.fromEntries(Object.entries(row).filter(([name]) => !names.includes(name)));
}

const FILTERS = [
  ['tickets', ''],
  ['tickets', 'removed=all&ordering=created_at'],
  ['tickets', 'event=EVENT&check_in_status=checked_in'],
  ['tickets', 'event=THREE_DAYS&status=active'],
  ['tickets', 'search=NAME'],
  ['tickets', 'event=EVENT&ticket_tier=TIER'],
  ['orders', ''],
  ['orders', 'event=EVENT&status=refunded'],
  ['orders', 'removed=all&ordering=created_at'],
  ['orders', 'search=NAME&event=EVENT'],
  ['orders', 'ordered_after=2020-10-01T00:00&ordered_before=2035-11-15T12:00:00Z&status=paid'],
  ['refunds', ''],
  ['refunds', 'event=EVENT&removed=all&ordering=refunded_at'],
] as const;

test.each(FILTERS)('the export of %s with the filter "%s" has the rows of the list', async (list, filter) => {
  const { id: tier } = await world.one<{ id: string }>(
    'select ticket_tier_id as id from tickets where event_id = $1 group by 1 order by count(*) desc limit 1',
    [world.eventId],
  );
  const { name } = await world.one<{ name: string }>(
    `select first_name as name from tickets where event_id = $1 and first_name <> '' and removed_at is null
     group by 1 order by count(*) desc, 1 limit 1`,
    [world.eventId],
  );
  const query = filter
    .replace('EVENT', world.eventId)
    .replace('THREE_DAYS', world.threeDayEventId)
    .replace('TIER', tier)
    .replace('NAME', encodeURIComponent(name));
  for (const role of ['superuser', 'viewer'] as const) {
    const expected = (await listed(`${list}/?${query}`, role)).map((row) => without(row, 'also_in'));
    if (role === 'superuser') expect(expected.length).toBeGreaterThan(0);
    const found = (await objectsOf(list, query, role)).map((row) => without(row, 'timezone', 'items'));
    expect(found).toEqual(expected);
  }
});

test('an export of several events has the rows of each', async () => {
  const of = async (event: string) => (await objectsOf('tickets', `event=${event}`)).length;
  const [one, other] = [await of(world.eventId), await of(world.threeDayEventId)];
  expect(await of(`${world.eventId},${world.threeDayEventId}`)).toBe(one + other);
  expect(Math.min(one, other)).toBeGreaterThan(0);
});

test('the export of the journal has the entries of each execution', async () => {
  const { id } = await world.one<{ id: string }>(
    'select execution_id as id from sync_changes group by 1 order by count(*) limit 1',
  );
  const path = `/api/v1/sync-woocommerce/executions/${id}/changes/`.replace('/api/v1/', '');
  expect(await objectsOf('changes', `execution=${id}&table=orders`)).toMatchObject(
    (await listed(`${path}?table=orders`)).map((row) => row),
  );
  const ofEvent = await objectsOf('changes', `event=${world.eventId}&operation=created`);
  const { count } = await world.one<{ count: number }>(
    `select count(*) as count from sync_changes c join sync_executions x on x.id = c.execution_id
     join events e on e.configuration_id = x.configuration_id where e.id = $1 and c.operation = 'created'`,
    [world.eventId],
  );
  expect(ofEvent.length).toBe(count);
});

test('the export of check-ins has those of each ticket', async () => {
  const all = await objectsOf('check-ins', `event=${world.threeDayEventId}`);
  const byTicket = new Map<unknown, unknown[]>();
  for (const row of all) byTicket.set(row['ticket_id'], [row, ...(byTicket.get(row['ticket_id']) ?? [])]);
  expect(byTicket.size).toBeGreaterThan(3);
  for (const [ticket, rows] of [...byTicket].slice(0, 5)) {
    const detail = await world.ask('superuser', 'GET', `/api/v1/tickets/${String(ticket)}/`);
    const ids = ticketDetailShape.parse(detail.json()).check_ins.map(({ id }) => id);
    expect(rows.map((row) => (row as { id: string }).id).toSorted()).toEqual(ids.toSorted());
  }
  const { count } = await world.one<{ count: number }>(
    'select count(*) as count from check_ins c join tickets t on t.id = c.ticket_id where t.event_id = $1',
    [world.threeDayEventId],
  );
  expect(all.length).toBe(count);
});

test('the export of payouts has the figures of each event’s page', async () => {
  const payouts = await objectsOf('payouts', '');
  for (const event of [world.eventId, world.threeDayEventId]) {
    const reply = await world.ask('viewer', 'GET', `/api/v1/events/${event}/`);
    const own = payouts.filter((row) => row['event_id'] === event);
    expect(own).toMatchObject(eventDetailShape.parse(reply.json()).payouts);
    expect(own.length).toBeGreaterThan(0);
  }
});

test('counts and sums of an export equal those of the proof', async () => {
  const { proof } = await world.sync();
  const orders = (await objectsOf('orders', `event=${world.eventId}&removed=all`)) as unknown as {
    readonly source_status: string;
    readonly currency: string;
    readonly removed_reason: string | null;
    readonly items: readonly { quantity: number; total: string; tax: string; removed_at: string | null }[];
  }[];
  const kept = orders.filter(({ removed_reason: why }) => why === null || why === 'trashed');
  const rows = proof.filter(
    ({ subject, measure }) => subject === 'orders' && /^(count|quantity|total)$/.test(measure),
  );
  expect(rows.length).toBeGreaterThan(5);
  for (const { group, measure, backend } of rows) {
    const own = kept.filter((one) => `${one.source_status} / ${one.currency}` === group);
    const items = own.flatMap((one) => one.items.filter(({ removed_at }) => removed_at === null));
    const figures: Readonly<Record<string, string>> = {
      count: String(own.length),
      quantity: String(items.reduce((all, { quantity }) => all + quantity, 0)),
      total: formatMoney(sum(items.map(({ total, tax }) => parseMoney(total) + parseMoney(tax)))),
    };
    expect({ group, measure, value: figures[measure] }).toEqual({ group, measure, value: backend });
  }
});

describe('a CSV file', () => {
  test('has a row for each ticket, and cells that no spreadsheet runs', async () => {
    const reply = await exported('tickets', `event=${world.eventId}&ordering=created_at&locale=en`);
    expect(reply.headers).toMatchObject({
      'content-type': 'text/csv; charset=utf-8',
      'content-disposition': expect.stringMatching(/^attachment; filename="tickets-\d{4}-\d\d-\d\d\.csv"$/),
    });
    const rows = csvRecords(reply.body);
    const objects = await objectsOf('tickets', `event=${world.eventId}&ordering=created_at`);
    expect(rows.length).toBe(objects.length);
    expect(rows[0]).toMatchObject({
      'First name': '\'=HYPERLINK("http://example.com";"click")',
      'Last name': "'+56 9 8765",
      RUT: '12.345.678-5',
      Price: objects[0]?.['price'],
      Id: objects[0]?.['id'],
    });
    expect(rows.map((row) => row['Price'])).toEqual(objects.map((one) => one['price']));
  });

  test('in Chilean Spanish separates with semicolons and shows the clock of the event', async () => {
    const query = `event=${world.eventId}&status=paid`;
    const reply = await exported('orders', `${query}&locale=es-CL&bom=true`);
    expect(reply.rawPayload.subarray(0, 3).toString('hex')).toBe('efbbbf');
    const rows = csvRecords(reply.body.replace(/^\uFEFF/, ''), ';');
    const { at, total, number } = await world.one<{ at: string; total: string; number: string }>(
      `select to_char(ordered_at at time zone 'America/Santiago', 'YYYY-MM-DD HH24:MI:SS') as at,
         trunc(total)::text as total, number from orders where event_id = $1 and status = 'paid' and removed_at is null and currency = 'CLP'
       order by coalesce(ordered_at, '-infinity') desc, id desc limit 1`,
      [world.eventId],
    );
    expect(rows.find((row) => row['Número'] === number)).toMatchObject({
      Número: number,
      'Fecha del pedido': at,
      Total: total,
      Moneda: 'CLP',
    });
    const { sum: whole } = await world.one<{ sum: string }>(
      `select trunc(sum(total))::text as sum from orders
       where event_id = $1 and status = 'paid' and removed_at is null and currency = 'CLP'`,
      [world.eventId],
    );
    // Each order's total is in one row only, so a sum over the column is right.
    const pesos = rows.filter((row) => row['Moneda'] === 'CLP').map((row) => Number(row['Total']));
    expect(String(pesos.reduce((all, total) => all + total, 0))).toBe(whole);
  });

  test('of nothing has its headings', async () => {
    const [headings, ...rows] = readCsv((await exported('refunds', 'search=none-has-this&locale=en')).body);
    expect(headings?.slice(0, 3)).toEqual(['Event', 'Order', 'Refund']);
    expect(rows).toEqual([]);
  });
});

test('a workbook has the rows of the CSV, with numbers as numbers and times as times', async () => {
  const query = `event=${world.eventId}&ordering=created_at&locale=en`;
  const files = readZip((await exported('tickets', `${query}&format=xlsx`)).rawPayload);
  const [headings, ...rows] = readSheet(files.get('xl/worksheets/sheet1.xml') ?? '');
  expect(files.get('xl/worksheets/sheet1.xml')).toContain('ySplit="1"');
  const csv = csvRecords((await exported('tickets', query)).body);
  expect(rows.length).toBe(csv.length);
  const columnOf = (heading: string): string =>
    [...(headings ?? [])].find(([, { value }]) => value === heading)?.[0] ?? heading;
  const cellsOf = (heading: string) => rows.map((row) => row.get(columnOf(heading)));
  expect(cellsOf('Price').map((cell) => [cell?.value, cell?.type, cell?.style])).toEqual(
    csv.map(({ Price = '' }) => [Price, undefined, Price.includes('.') ? '4' : '3']),
  );
  expect(cellsOf('First name')[0]).toMatchObject({
    value: '=HYPERLINK("http://example.com";"click")',
    type: 'inlineStr',
  });
  const days = cellsOf('Recorded at').map((cell) => Number(cell?.value));
  const texts = days.map((day) => new Date(Math.round((day - 25_569) * 86_400) * 1000).toISOString());
  expect(texts).toEqual(csv.map((row) => `${row['Recorded at']?.replace(' ', 'T')}.000Z`));
});

describe('the audit log', () => {
  interface Entry {
    readonly user_email: string;
    readonly sent: Readonly<Record<string, unknown>>;
  }
  const newest = async (): Promise<Entry> =>
    await world.one<Entry>(
      `select user_email, sent from audit_entries where action = 'exports.create' order by id desc limit 1`,
    );

  test('has each export with its filter, format and number of rows, and no searched name', async () => {
    const rows = await objectsOf('tickets', `event=${world.eventId}&search=ana&removed=all`, 'operator');
    // The entry is completed when the last byte was sent.
    expect(await waitFor(newest, ({ sent }) => sent['complete'] === true)).toEqual({
      user_email: 'operator@example.com',
      sent: {
        list: 'tickets',
        format: 'ndjson',
        filter: { event: [world.eventId], search: '***', removed: 'all' },
        rows: rows.length,
        complete: true,
      },
    });
  });

  test('says that an export was cut off, and a closed connection ends its query', async () => {
    const { db } = world.backend;
    await db.query(
      `insert into check_ins (id, ticket_id, day, status, at, origin)
       select gen_random_uuid(), t.id, 1, 'not_checked_in', now(), 'local'
       from (select id from tickets where event_id = $1 limit 1) t, generate_series(1, 150000)`,
      [world.threeDayEventId],
    );
    const origin = await world.server.listen({ host: '127.0.0.1', port: 0 });
    const url = `${origin}/api/v1/check-ins/export/?format=ndjson`;
    const received = await new Promise<number>((resolve, reject) => {
      const request = get(url, { headers: { authorization: `Token ${world.tokens.superuser}` } }, (reply) => {
        reply.once('data', (bytes: Buffer) => {
          request.destroy();
          resolve(bytes.length);
        });
      });
      request.once('error', reject);
    });
    expect(received).toBeGreaterThan(0);
    await waitFor(
      async () =>
        await world.one<{ busy: number }>(
          `select count(*) as busy from pg_stat_activity where pid <> pg_backend_pid()
             and datname = current_database() and state <> 'idle'`,
        ),
      ({ busy }) => busy === 0,
    );
    const { sent } = await waitFor(newest, (entry) => Number(entry.sent['rows']) > 0);
    expect(sent).toMatchObject({ list: 'check-ins', format: 'ndjson', complete: false });
    expect(sent['rows']).toBeLessThan(150_000);
  });
});

test('refuses what its list refuses, before it sends anything', async () => {
  const refused = async (path: string) => (await world.ask('viewer', 'GET', `/api/v1/${path}`)).statusCode;
  expect(await refused('tickets/export/?page=2')).toBe(400);
  expect(await refused('tickets/export/?seat_row=A')).toBe(400);
  expect(await refused('tickets/export/?event=7')).toBe(400);
  expect(await refused('orders/export/?ordering=total')).toBe(400);
  expect(await refused('refunds/export/?format=pdf')).toBe(400);
  expect((await world.ask(null, 'GET', '/api/v1/orders/export/')).statusCode).toBe(401);
});
