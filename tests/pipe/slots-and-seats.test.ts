import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { eventProduct, order, postMetas, sold, ticket, tinyStore } from '../woocommerce/tiny-store.ts';
import { type SmallWorld, smallWorld } from './small-world.ts';

const TOUR = 740;
const HALL = 750;
const OPTIONS = 'fooevents_bookings_options_serialized';
const ROW = 'fooevents_seat_row_name_rowa';
const NUMBER = 'fooevents_seat_number_rowa';

/** As people saved it: each part has the id of its slot before it. */
const SAVED = JSON.stringify({
  early: {
    early_label: 'Morning',
    early_add_time: 'enabled',
    early_hour: '10',
    early_minute: '30',
    early_period: 'a.m.',
    day1_add_date: '09/01/2027',
    day1_stock: '20',
  },
  late: {
    late_label: 'Afternoon',
    late_add_time: 'enabled',
    late_hour: '4',
    late_minute: '00',
    late_period: 'p.m.',
    day2_add_date: '10/01/2027',
    day2_stock: '20',
  },
  pass: { pass_label: 'Day pass', pass_add_time: '', day3_add_date: '11/01/2027' },
});
/** The same as the first sale rewrites it. */
const REWRITTEN = JSON.stringify({
  early: {
    label: 'Morning',
    hour: '10',
    minute: '30',
    period: 'a.m.',
    formatted_time: '(10:30 a.m.)',
    add_time: 'enabled',
    add_date: { day1: { date: '09/01/2027', stock: 19 } },
  },
  late: {
    label: 'Afternoon',
    hour: '4',
    minute: '00',
    period: 'p.m.',
    formatted_time: '(4:00 p.m.)',
    add_time: 'enabled',
    add_date: { day2: { date: '10/01/2027', stock: 20 } },
  },
  pass: { label: 'Day pass', add_time: '', add_date: { day3: { date: '11/01/2027', stock: 20 } } },
});

/** Metas of a ticket as the bookings add-on writes them. */
function booked(slot: string, date: string, time: string) {
  return { BookingSlot: slot, BookingSlotID: 'early', BookingDate: date, BookingDateMySQLFormat: time };
}

type PhpText = string | Readonly<Record<string, string>>;

/** As PHP writes it. */
function php(value: PhpText): string {
  if (typeof value === 'string') return `s:${Buffer.byteLength(value)}:"${value}";`;
  const entries = Object.entries(value);
  return `a:${entries.length}:{${entries.map(([key, part]) => php(key) + php(part)).join('')}}`;
}

/** A paid order whose tickets the plugin has not made, with an attendee for each of these choices. */
function waiting(id: number, product: number, choices: readonly Readonly<Record<string, PhpText>>[]): string {
  const attendees = choices.map((chosen, at) => {
    const fields = { WooCommerceEventsProductID: String(product), ...chosen };
    const parts = Object.entries(fields).map(([key, value]) => php(key) + php(value));
    return `i:${at + 1};a:${parts.length}:{${parts.join('')}}`;
  });
  return order({
    id,
    status: 'wc-processing',
    total: '1000',
    lines: { [id * 10]: sold(product, String(choices.length), '1000') },
    metas: { WooCommerceEventsOrderTickets: `a:1:{i:1;a:${attendees.length}:{${attendees.join('')}}}` },
  });
}

function choice(slot: string, label: string, date: string, dateLabel: string) {
  return { WooCommerceEventsBookingOptions: { slot, slot_label: label, date, date_label: dateLabel } };
}

function made(id: number, product: number, tickets: readonly (readonly [number, Record<string, string>])[]) {
  return [
    order({
      id,
      total: '1000',
      lines: { [id * 10]: sold(product, String(tickets.length), '1000') },
      metas: { WooCommerceEventsTicketsGenerated: 'yes' },
    }),
    ...tickets.map(([post, metas]) => ticket(post, product, { OrderID: String(id), ...metas })),
  ].join('\n');
}

const MORNING = 'Morning (10:30 a.m.)';
const STORE = [
  tinyStore(),
  `insert into wp_options values ('date_format', 'd/m/Y');`,
  eventProduct(TOUR, 'Tour of the cellar', { WooCommerceEventsTimeZone: 'Europe/Madrid', [OPTIONS]: SAVED }),
  eventProduct(HALL, 'Concert in the hall'),
  made(901, TOUR, [
    [9011, booked(MORNING, '09/01/2027', '2027-01-09 10:30:00')],
    [9012, booked(MORNING, '09/01/2027', '2027-01-09 10:30:00')],
    [9013, {}],
  ]),
  waiting(902, TOUR, [
    choice('late', 'Afternoon', 'day2', '10/01/2027'),
    choice('pass', 'Day pass', 'day3', '11/01/2027'),
    choice('gone', 'Evening', 'gone', '12/01/2027'),
  ]),
  made(903, HALL, [[9031, {}]]),
  postMetas(9031, { [ROW]: 'Row Á', [NUMBER]: '12' }),
  waiting(904, HALL, [{ WooCommerceEventsSeatingFields: { [ROW]: 'Row Á', [NUMBER]: '13' } }]),
].join('\n');

/** 10:30 in Madrid, where it is winter. */
const AT_1030 = '2027-01-09T09:30:00.000Z';
const WAITING = [
  ['902', '1.1', 'Afternoon (4:00 p.m.)', '2027-01-10T15:00:00.000Z', null],
  ['902', '1.2', 'Day pass', null, '11/01/2027'],
  ['902', '1.3', 'Evening', null, '12/01/2027'],
];

let world: SmallWorld;

beforeEach(async () => {
  world = await smallWorld(TOUR, STORE);
});
afterEach(async () => {
  await world.close();
});

async function slots(): Promise<readonly unknown[]> {
  const rows = await world.rows<Record<string, string | Date | null>>(
    `select coalesce(woo_ticket_id, woo_order_id)::text as id, pending_key, slot, slot_at, slot_date from tickets
     where removed_at is null order by coalesce(woo_ticket_id, woo_order_id), pending_key`,
  );
  return rows.map(({ id, pending_key, slot, slot_at, slot_date }) => [
    id,
    pending_key,
    slot,
    slot_at instanceof Date ? slot_at.toISOString() : slot_at,
    slot_date,
  ]);
}

const MADE = [
  ['9011', null, MORNING, AT_1030, null],
  ['9012', null, MORNING, AT_1030, null],
  ['9013', null, null, null, null],
];

describe('slots of a bookings event', () => {
  it('are those that its tickets and its waiting attendees name, whichever shape the product’s list has', async () => {
    await world.verified('full');
    expect(await slots()).toEqual([...WAITING, ...MADE]);

    await world.store.exec(
      `update wp_postmeta set meta_value = '${REWRITTEN}' where meta_key = '${OPTIONS}'`,
    );
    await world.verified('quick');
    expect(await slots()).toEqual([...WAITING, ...MADE]);
  });

  it('follow a list that was changed, where tickets wait, and do not change with its stock', async () => {
    await world.verified('full');
    const renamed = SAVED.replace('Afternoon', 'Evening').replace('"late_hour":"4"', '"late_hour":"6"');
    await world.store.exec(`update wp_postmeta set meta_value = '${renamed}' where meta_key = '${OPTIONS}'`);
    await world.verified('quick', 'full');
    const [, ...others] = WAITING;
    expect(await slots()).toEqual([
      ['902', '1.1', 'Evening (6:00 p.m.)', '2027-01-10T17:00:00.000Z', null],
      ...others,
      ...MADE,
    ]);

    const sold = renamed.replace('"day1_stock":"20"', '"day1_stock":"3"');
    await world.store.exec(`update wp_postmeta set meta_value = '${sold}' where meta_key = '${OPTIONS}'`);
    await world.verified('quick');
  });

  it('are read from the tickets alone where the product’s list is damaged, and what has no time is noted', async () => {
    await world.store.exec(`update wp_postmeta set meta_value = '{"early":' where meta_key = '${OPTIONS}'`);
    await world.store.exec(
      made(905, TOUR, [
        [9051, booked('Midday', 'in summer', 'soon')],
        [9052, { BookingSlot: MORNING, BookingDate: '09/01/2027' }],
      ]),
    );
    await world.verified('full');
    expect(await slots()).toEqual([
      ['902', '1.1', 'Afternoon', null, '10/01/2027'],
      ...WAITING.slice(1),
      ...MADE,
      ['9051', null, 'Midday', null, 'in summer'],
      ['9052', null, MORNING, AT_1030, null],
    ]);
    expect(
      await world.rows(`select woo_id, field, reason from sync_notes where woo_id = 9051 order by field`),
    ).toEqual([
      {
        woo_id: 9051,
        field: 'WooCommerceEventsBookingDateMySQLFormat',
        reason: 'slot_time_unknown',
      },
    ]);
  });

  it('are followed by the next quick execution when a ticket is moved in WordPress, and by a sweep otherwise', async () => {
    await world.verified('full');
    const move = (post: number, time: string) =>
      `update wp_postmeta set meta_value = '${time}' where post_id = ${post}
         and meta_key = 'WooCommerceEventsBookingDateMySQLFormat';`;
    await world.store.exec(`${move(9011, '2027-01-10 10:30:00')}
      update wp_posts set post_modified_gmt = utc_timestamp() where ID = 9011;`);
    await world.verified('quick');
    const moved = ['9011', null, MORNING, '2027-01-10T09:30:00.000Z', null];
    expect(await slots()).toEqual([...WAITING, moved, ...MADE.slice(1)]);

    await world.store.exec(move(9012, '2027-01-11 10:30:00'));
    await world.verified('sweep');
    expect(await slots()).toEqual([
      ...WAITING,
      moved,
      ['9012', null, MORNING, '2027-01-11T09:30:00.000Z', null],
      ...MADE.slice(2),
    ]);
  });

  it('are counted by the proof, which fails when one ticket is in another slot', async () => {
    await world.verified('full');
    await world.rows(`update tickets set slot_at = slot_at + interval '1 day' where woo_ticket_id = 9011`);
    // The digest that is kept of the row is still that of the store's: a full reading leaves the row as it is.
    const report = await world.sync('full');
    expect(report.verification).toBe('unverified');
    expect(
      report.proof
        .filter(({ equal }) => !equal)
        .map(({ subject, group, store, backend }) => [subject, group, store, backend]),
    ).toEqual([
      ['slots', `${MORNING} / 2027-01-09T09:30:00Z`, '2', '1'],
      ['slots', `${MORNING} / 2027-01-10T09:30:00Z`, '0', '1'],
    ]);
    await world.verified('sweep');
    expect(await slots()).toEqual([...WAITING, ...MADE]);
  });

  it('reach tickets that an older version stored by reading the event whole once, and no other row is written', async () => {
    // An older version read these rows and left the slot out; what it stored has the digest of then.
    const booking = "meta_key like 'WooCommerceEventsBooking%'";
    await world.store.exec(
      `create table aside as select * from wp_postmeta where ${booking}; delete from wp_postmeta where ${booking};`,
    );
    await world.verified('full');
    await world.rows(
      `update sync_checkpoints set rules_digest = 'newest_not_checked_in of-an-older-version'`,
    );
    await world.store.exec('insert into wp_postmeta select * from aside');
    const versions = async () =>
      await world.rows(
        `select coalesce(woo_ticket_id, woo_order_id)::text || coalesce(pending_key, '') as id, xmin::text as version
         from tickets order by 1`,
      );
    const before = await versions();

    const report = await world.verified('quick', 'full');
    expect(report.counts.tickets).toMatchObject({ created: 0, updated: 2, removed: 0 });
    expect(await slots()).toEqual([...WAITING, ...MADE]);
    const after = await versions();
    const written = after.filter(({ version }, at) => version !== before[at]?.['version']);
    expect(written.map(({ id }) => id)).toEqual(['9011', '9012']);

    for (const depth of ['quick', 'sweep'] as const) {
      const next = await world.verified(depth);
      expect(next.counts.tickets).toMatchObject({ created: 0, updated: 0, removed: 0 });
    }
  });
});

describe('seats of a hall', () => {
  it('are those that its tickets and its waiting attendees name', async () => {
    const hall = await smallWorld(HALL, STORE);
    try {
      await hall.verified('full');
      expect(
        await hall.rows(
          `select woo_ticket_id::text as ticket, seat_row, seat_number from tickets order by seat_number`,
        ),
      ).toEqual([
        { ticket: '9031', seat_row: 'Row Á', seat_number: '12' },
        { ticket: null, seat_row: 'Row Á', seat_number: '13' },
      ]);
    } finally {
      await hall.close();
    }
  });
});
