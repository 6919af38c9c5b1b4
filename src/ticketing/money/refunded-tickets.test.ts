import { describe, expect, test } from 'vitest';
import type { RefundPolicy } from '../../vocabulary/ticketing.ts';
import { exampleLine, exampleTicket } from '../examples/example-order.ts';
import { issuedDraft, type TicketDraft } from '../tickets/ticket-draft.ts';
import { fillUnits } from '../tickets/ticket-units.ts';
import { chooseRefunded } from './refunded-tickets.ts';

/**
 * Tickets as words: `1` is plain, `2in` checked in, `3x` cancelled, `4t` in the trash, `5d` a draft, `6u` unpaid, `7r`
 * was refunded before. The answer is the ids of those refunded.
 */
function choose(words: string, refundedQuantity: number, policy: RefundPolicy = 'newest_not_checked_in') {
  const marked = words.split(' ').map((word) => ({ id: Number.parseInt(word, 10), word }));
  const drafts = marked.map(({ id, word }) =>
    issuedDraft(
      exampleTicket(id, {
        days: [{ day: 1, checkedIn: word.includes('in') }],
        sourceStatus: word.includes('x') ? 'Canceled' : word.includes('u') ? 'Unpaid' : 'Not Checked In',
        sourcePostStatus: word.includes('t') ? 'trash' : word.includes('d') ? 'draft' : 'publish',
      }),
      undefined,
      null,
    ),
  );
  const sticky = new Set(marked.filter(({ word }) => word.includes('r')).map(({ id }) => id));
  const [units] = fillUnits([exampleLine(1, drafts.length, '100')], drafts);
  if (units === undefined) throw new Error('one line gives one item');
  const wasRefunded = (draft: TicketDraft) => sticky.has(draft.wooTicketId ?? 0);
  const chosen = chooseRefunded(units, refundedQuantity, { policy, wasRefunded });
  return [...chosen].map((draft) => draft.wooTicketId ?? 0).toSorted((a, b) => a - b);
}

describe('a refunded quantity', () => {
  test('takes as many tickets, the newest first', () => {
    expect(choose('1 2 3 4', 0)).toEqual([]);
    expect(choose('1 2 3 4', 2)).toEqual([3, 4]);
    expect(choose('1 2 3 4', 9)).toEqual([1, 2, 3, 4]);
    expect(choose('1 2 3 4', -1)).toEqual([]);
  });

  test('takes the oldest first, if the configuration says so', () => {
    expect(choose('1 2in 3 4', 2, 'oldest_not_checked_in')).toEqual([1, 3]);
  });

  test('spares those inside until only they are left', () => {
    expect(choose('1 2 3in 4in', 2)).toEqual([1, 2]);
    expect(choose('1 2 3in 4in', 3)).toEqual([1, 2, 4]);
  });

  test('keeps its tickets, even if they are checked in later', () => {
    expect(choose('1r 2 3', 1)).toEqual([1]);
    expect(choose('1rin 2 3', 1)).toEqual([1]);
    expect(choose('1rin 2 3', 2)).toEqual([1, 3]);
  });

  test('gives up tickets by the same policy when it shrinks', () => {
    expect(choose('1r 2r 3r', 2)).toEqual([2, 3]);
    expect(choose('1r 2r 3rin', 1)).toEqual([2]);
    expect(choose('1rt 2r 3r', 1)).toEqual([1]);
  });

  test('takes invalid tickets before a valid holder’s', () => {
    expect(choose('1x 2 3', 1)).toEqual([1]);
    expect(choose('1t 2 3', 1)).toEqual([1]);
    expect(choose('1x 2t 3 4', 3)).toEqual([1, 2, 4]);
    expect(choose('1d 2 3', 1)).toEqual([1]);
    expect(choose('1u 2t 3 4', 2)).toEqual([1, 2]);
  });
});
