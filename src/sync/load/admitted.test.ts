import { expect, test } from 'vitest';
import type { ExistingTicketRow } from '../../backend/loader/existing-rows.ts';
import type { RowDraft } from '../../backend/tables/synced-table.ts';
import type { TicketRow } from '../../backend/tables/tickets.ts';
import { admittedOf } from './admitted.ts';

type State = readonly [status: string, checkIn: string];
const OUT = 'not_checked_in';
const IN = 'checked_in';

function tell(before: State | null, [status, checkIn]: State, enteredAnew = false) {
  const draft = { id: 'row', values: { status, check_in_status: checkIn } } as RowDraft<TicketRow>;
  const known = before === null ? undefined : { status: before[0], checkInStatus: before[1] };
  return admittedOf(draft, known as ExistingTicketRow | undefined, enteredAnew);
}

test.each<[string, State | null, State, object | null]>([
  ['is inside and stays valid', ['active', IN], ['active', IN], null],
  ['was outside', ['active', OUT], ['refunded', OUT], null],
  ['was inside', ['active', IN], ['refunded', IN], { base: 'active', ours: IN, theirs: 'refunded' }],
  ['was forgotten by the store', ['active', IN], ['cancelled', OUT], { base: 'active', ours: IN }],
  ['was told of already', ['refunded', IN], ['refunded', IN], null],
  ['was forgotten and told of already', ['cancelled', OUT], ['cancelled', OUT], null],
  [
    'was let in afterwards',
    ['refunded', OUT],
    ['refunded', 'partly_checked_in'],
    { ours: 'partly_checked_in' },
  ],
  ['was never seen before', null, ['refunded', IN], { base: null, ours: IN, theirs: 'refunded' }],
  ['got the ticket back', ['refunded', IN], ['active', IN], null],
])('a ticket that is taken back tells of somebody who %s', (_name, before, now, told) => {
  if (told === null) expect(tell(before, now)).toBeNull();
  else expect(tell(before, now)).toMatchObject(told);
});

test('a ticket that was told of is told of again when its holder is let in on another day', () => {
  const inside: State = ['refunded', 'partly_checked_in'];
  expect(tell(inside, inside)).toBeNull();
  expect(tell(inside, inside, true)).toMatchObject({ base: 'refunded', ours: 'partly_checked_in' });
});
