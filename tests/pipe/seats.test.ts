import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { postMetas } from '../woocommerce/tiny-store.ts';
import { HALL, STORE } from './booked-store.ts';
import { differencesIn, type SmallWorld, smallWorld } from './small-world.ts';

describe('seats of a hall', () => {
  let hall: SmallWorld;
  beforeEach(async () => {
    hall = await smallWorld(HALL, STORE);
  });
  afterEach(async () => {
    await hall.close();
  });

  const seats = async () =>
    await hall.rows(
      `select woo_ticket_id::text as ticket, seat_row, seat_number from tickets order by seat_number`,
    );

  it('are those that its tickets and its waiting attendees name', async () => {
    for (const depth of ['full', 'quick', 'sweep'] as const) {
      await hall.verified(depth);
      expect(await seats()).toEqual([
        { ticket: '9031', seat_row: 'Row Á', seat_number: '12' },
        { ticket: null, seat_row: 'Row Á', seat_number: '13' },
      ]);
    }
  });

  it.each([
    ['seats', 'is not null', '12'],
    ['pending_seats', 'is null', '13'],
  ])(
    'are counted by the proof, which fails when one of its %s has another number',
    async (subject, whose, seat) => {
      await hall.verified('full');
      await hall.rows(`update tickets set seat_number = '14' where woo_ticket_id ${whose}`);
      const report = await hall.sync('full');
      expect(report.verification).toBe('unverified');
      expect(differencesIn(report)).toEqual([
        [subject, `Row Á / ${seat}`, '1', '0'],
        [subject, 'Row Á / 14', '0', '1'],
      ]);
      await hall.verified('sweep');
    },
  );

  it('are counted by the proof, which fails when one of them is in another row', async () => {
    await hall.verified('full');
    await hall.rows(`update tickets set seat_row = null where woo_ticket_id = 9031`);
    const report = await hall.sync('full');
    expect(report.verification).toBe('unverified');
    expect(differencesIn(report)).toEqual([
      ['seats', '', '0', '1'],
      ['seats', 'Row Á', '1', '0'],
      ['seats', ' / 12', '0', '1'],
      ['seats', 'Row Á / 12', '1', '0'],
    ]);
  });

  it('are those of the new row where a ticket that was moved has the names of both', async () => {
    const listed = `a:2:{s:28:"fooevents_seat_row_name_rowb";s:5:"Row B";s:26:"fooevents_seat_number_rowb";s:1:"3";}`;
    await hall.store.exec(
      postMetas(9031, {
        fooevents_seat_row_name_rowb: 'Row B',
        fooevents_seat_number_rowb: '3',
        WooCommerceEventsSeatingFields: listed,
      }),
    );
    await hall.verified('full');
    expect((await seats())[1]).toEqual({ ticket: '9031', seat_row: 'Row B', seat_number: '3' });
  });
});
