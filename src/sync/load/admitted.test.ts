import { expect, test } from 'vitest';
import type { ExistingTicketRow } from '../../backend/loader/existing-rows.ts';
import type { RowDraft } from '../../backend/tables/synced-table.ts';
import type { TicketRow } from '../../backend/tables/tickets.ts';
import { admittedOf } from './admitted.ts';

type State = readonly [status: string, checkIn: string];
const OUT = 'not_checked_in';
const IN = 'checked_in';

function admitted(before: State | null, [status, checkIn]: State, entersAgain = false) {
  const draft = { id: 'row', values: { status, check_in_status: checkIn } } as RowDraft<TicketRow>;
  const known = before === null ? undefined : { status: before[0], checkInStatus: before[1] };
  return admittedOf(draft, known as ExistingTicketRow | undefined, entersAgain);
}

test.each<[string, State | null, State, object | null]>([
  ['is inside and stays valid', ['active', IN], ['active', IN], null],
  ['was outside', ['active', OUT], ['refunded', OUT], null],
  ['was inside', ['active', IN], ['refunded', IN], { base: 'active', ours: IN, theirs: 'refunded' }],
  ['was forgotten by the store', ['active', IN], ['cancelled', OUT], { base: 'active', ours: IN }],
  ['was reported already', ['refunded', IN], ['refunded', IN], null],
  ['was reported already and then forgotten by the store', ['cancelled', OUT], ['cancelled', OUT], null],
  [
    'was let in afterwards',
    ['refunded', OUT],
    ['refunded', 'partly_checked_in'],
    { ours: 'partly_checked_in' },
  ],
  ['was never seen before', null, ['refunded', IN], { base: null, ours: IN, theirs: 'refunded' }],
  ['got the ticket back', ['refunded', IN], ['active', IN], null],
])('a refunded or cancelled ticket reports its holder, who %s', (_name, before, now, report) => {
  if (report === null) expect(admitted(before, now)).toBeNull();
  else expect(admitted(before, now)).toMatchObject(report);
});

test('a reported ticket is reported again when its holder is let in on another day', () => {
  const inside: State = ['refunded', 'partly_checked_in'];
  expect(admitted(inside, inside)).toBeNull();
  expect(admitted(inside, inside, true)).toMatchObject({ base: 'refunded', ours: 'partly_checked_in' });
});
