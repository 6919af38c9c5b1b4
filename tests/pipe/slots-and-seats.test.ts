import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ticket } from '../woocommerce/tiny-store.ts';
import { booked, MORNING, made, OPTIONS, REWRITTEN, SAVED, STORE, TOUR } from './booked-store.ts';
import { differencesIn, type SmallWorld, smallWorld } from './small-world.ts';

/** 10:30 in Madrid, in winter. */
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

function writtenAt(time: string) {
  return { BookingDateMySQLFormat: time };
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

  it('follow a zone that is corrected after the list of slots was emptied', async () => {
    await world.verified('full');
    await world.store.exec(`update wp_postmeta set meta_value = '' where meta_key = '${OPTIONS}'`);
    await world.verified('quick', 'full');
    expect((await slots()).slice(-MADE.length)).toEqual(MADE);
    await world.store.exec(
      `update wp_postmeta set meta_value = 'America/Lima' where meta_key = 'WooCommerceEventsTimeZone'`,
    );
    await world.verified('quick', 'full');
    const inLima = '2027-01-09T15:30:00.000Z';
    expect((await slots()).slice(-MADE.length)).toEqual([
      ['9011', null, MORNING, inLima, null],
      ['9012', null, MORNING, inLima, null],
      ['9013', null, null, null, null],
    ]);
    await world.verified('quick');
  });

  it('are read from the tickets alone if the product’s list is damaged, and slots without a time are noted', async () => {
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

  it('are read as the proof counts them if a ticket has only a part of its time', async () => {
    const midnight = '2027-01-09 00:00:00';
    await world.store.exec(
      made(905, TOUR, [
        [9051, booked('Party (00:00)', '09/01/2027', midnight)],
        [9052, booked('Party (12:00 a.m.)', '09/01/2027', midnight)],
        // Sold as a whole day, before the product's slot got its time.
        [9053, booked('Morning', '09/01/2027', midnight)],
        [9054, { BookingSlotID: 'early', BookingDateID: 'day1', BookingDate: '09/01/2027' }],
        [9055, { BookingSlotID: 'early', BookingDateMySQLFormat: '2027-01-12 10:30:00' }],
        [9056, { BookingSlotID: 'gone' }],
        [9057, booked('Noon (12:00)', '09/01/2027', '2027-01-09')],
        [9058, { BookingSlot: 'Pass', BookingSlotID: 'pass', BookingDateID: 'day3', ...writtenAt(midnight) }],
      ]),
    );
    for (const depth of ['full', 'quick', 'sweep'] as const) {
      await world.verified(depth);
      expect((await slots()).slice(WAITING.length + MADE.length)).toEqual([
        ['9051', null, 'Party (00:00)', '2027-01-08T23:00:00.000Z', null],
        ['9052', null, 'Party (12:00 a.m.)', '2027-01-08T23:00:00.000Z', null],
        ['9053', null, 'Morning', null, '09/01/2027'],
        ['9054', null, MORNING, AT_1030, null],
        ['9055', null, MORNING, '2027-01-12T09:30:00.000Z', null],
        ['9056', null, 'gone', null, null],
        ['9057', null, 'Noon (12:00)', '2027-01-09T11:00:00.000Z', null],
        ['9058', null, 'Pass', null, '11/01/2027'],
      ]);
    }
  });

  it('are updated by the next quick execution when a ticket is moved in WordPress, and by a sweep otherwise', async () => {
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
    // The stored digest of the row is still the store's, so a full reading leaves the row unchanged.
    const report = await world.sync('full');
    expect(report.verification).toBe('unverified');
    expect(differencesIn(report)).toEqual([
      ['slots', `${MORNING} / 2027-01-09T09:30:00Z`, '2', '1'],
      ['slots', `${MORNING} / 2027-01-10T09:30:00Z`, '0', '1'],
    ]);
    await world.verified('sweep');
    expect(await slots()).toEqual([...WAITING, ...MADE]);
  });

  it.each([
    [
      "slot_at = slot_at + interval '1 day'",
      [
        ['Afternoon (4:00 p.m.) / 2027-01-10T15:00:00Z', '1', '0'],
        ['Afternoon (4:00 p.m.) / 2027-01-11T15:00:00Z', '0', '1'],
      ],
    ],
    [
      "slot = 'Morning'",
      [
        ['Afternoon (4:00 p.m.) / 2027-01-10T15:00:00Z', '1', '0'],
        ['Morning / 2027-01-10T15:00:00Z', '0', '1'],
      ],
    ],
  ])('are counted by the proof while tickets wait, which fails at %s', async (change, differences) => {
    await world.verified('full');
    await world.rows(`update tickets set ${change} where woo_order_id = 902 and pending_key = '1.1'`);
    const report = await world.sync('full');
    expect(report.verification).toBe('unverified');
    expect(differencesIn(report)).toEqual(differences.map((difference) => ['pending_slots', ...difference]));
  });

  it('of tickets that wait are not compared while the plugin has made only some of an order', async () => {
    await world.store.exec(ticket(9021, TOUR, { OrderID: '902', ...booked('Elsewhere', '12/01/2027', '') }));
    for (const depth of ['full', 'sweep'] as const) await world.verified(depth);
    await world.store.exec(
      `update wp_postmeta set meta_value = 'Nowhere' where post_id = 9021 and meta_key = 'WooCommerceEventsBookingSlot'`,
    );
    await world.verified('sweep');
  });

  it('reach tickets that an older version stored by reading the event whole once, and no other row is written', async () => {
    // An older version read these rows without the slot, and stored the digest of that version.
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
