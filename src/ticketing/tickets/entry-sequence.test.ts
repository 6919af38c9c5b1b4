import { describe, expect, test } from 'vitest';
import type { EntrySequence } from '../../vocabulary/ticketing.ts';
import {
  narrowRevocation,
  orderEntry,
  type RevocationFacts,
  type RevocationTime,
  revocationTime,
} from './entry-sequence.ts';

const at = (text: string) => new Date(`2025-11-${text}:00Z`);
const TENTH = at('10T12:00');
const ELEVENTH = at('11T12:00');
const FIFTEENTH = at('15T22:10');
const SIXTEENTH = at('16T09:00');

const facts = (given: Partial<RevocationFacts>): RevocationFacts => ({
  ticketStatus: 'refunded',
  orderStatus: 'paid',
  orderModifiedAtUtc: SIXTEENTH,
  lineQuantity: 2,
  unitRefunds: [],
  orderRefundsAtUtc: [],
  cancelledAtUtc: null,
  ...given,
});
const exactly = (time: Date): RevocationTime => ({ earliestUtc: time, latestUtc: time });
const NOT_KNOWN: RevocationTime = { earliestUtc: null, latestUtc: null };

describe('a ticket stopped being valid', () => {
  test.each<[string, Partial<RevocationFacts>, RevocationTime]>([
    [
      'at the refund of its unit',
      { unitRefunds: [{ atUtc: ELEVENTH, quantity: 1 }], orderRefundsAtUtc: [ELEVENTH, SIXTEENTH] },
      exactly(ELEVENTH),
    ],
    [
      'between the first and the last of several such refunds',
      {
        unitRefunds: [
          { atUtc: SIXTEENTH, quantity: 1 },
          { atUtc: ELEVENTH, quantity: 1 },
        ],
      },
      { earliestUtc: ELEVENTH, latestUtc: SIXTEENTH },
    ],
    [
      'at an unknown time, if one of the refunds has no time',
      {
        unitRefunds: [
          { atUtc: SIXTEENTH, quantity: 1 },
          { atUtc: null, quantity: 1 },
        ],
      },
      NOT_KNOWN,
    ],
    [
      'at no refund of an amount alone',
      { unitRefunds: [{ atUtc: ELEVENTH, quantity: 0 }], orderRefundsAtUtc: [ELEVENTH] },
      NOT_KNOWN,
    ],
    [
      'with the last refund of an order that was refunded whole',
      { orderStatus: 'refunded', orderRefundsAtUtc: [TENTH, ELEVENTH] },
      exactly(ELEVENTH),
    ],
    [
      'from the refund of a unit on, if the rest of the order followed later',
      {
        orderStatus: 'refunded',
        unitRefunds: [{ atUtc: TENTH, quantity: 1 }],
        orderRefundsAtUtc: [TENTH, SIXTEENTH],
      },
      { earliestUtc: TENTH, latestUtc: SIXTEENTH },
    ],
    [
      'when all units of its line were refunded, despite later changes',
      {
        orderStatus: 'refunded',
        unitRefunds: [{ atUtc: ELEVENTH, quantity: 2 }],
        orderRefundsAtUtc: [ELEVENTH, SIXTEENTH],
      },
      exactly(ELEVENTH),
    ],
    [
      'by the last change of an order that is refunded without a refund',
      { orderStatus: 'refunded' },
      { earliestUtc: null, latestUtc: SIXTEENTH },
    ],
    [
      'by the last change of a cancelled order',
      { ticketStatus: 'cancelled', orderStatus: 'cancelled', cancelledAtUtc: TENTH },
      { earliestUtc: null, latestUtc: SIXTEENTH },
    ],
    [
      'when the plugin logged that this ticket was cancelled',
      { ticketStatus: 'cancelled', cancelledAtUtc: ELEVENTH },
      exactly(ELEVENTH),
    ],
    ['at a time that the store does not have', { ticketStatus: 'cancelled' }, NOT_KNOWN],
    ['at a time that the store does not have, without an order', { orderStatus: null }, NOT_KNOWN],
  ])('%s', (_name, given, expected) => {
    expect(revocationTime(facts(given))).toEqual(expected);
  });
});

describe('a time that syncs saw', () => {
  const between = (earliestUtc: Date | null, latestUtc: Date | null): RevocationTime => ({
    earliestUtc,
    latestUtc,
  });
  test.each<[string, RevocationTime, Date | null, Date, RevocationTime]>([
    ['leaves an exact time alone', exactly(ELEVENTH), TENTH, FIFTEENTH, exactly(ELEVENTH)],
    [
      'gives the bound that the store lacks',
      between(null, FIFTEENTH),
      TENTH,
      SIXTEENTH,
      between(TENTH, FIFTEENTH),
    ],
    ['gives both bounds', NOT_KNOWN, TENTH, SIXTEENTH, between(TENTH, SIXTEENTH)],
    ['gives the last one alone', NOT_KNOWN, null, SIXTEENTH, between(null, SIXTEENTH)],
    [
      'narrows a range of several refunds',
      between(TENTH, SIXTEENTH),
      ELEVENTH,
      FIFTEENTH,
      between(ELEVENTH, FIFTEENTH),
    ],
    [
      'yields to a contradicting time of the store',
      between(null, TENTH),
      ELEVENTH,
      FIFTEENTH,
      between(null, TENTH),
    ],
  ])('%s', (_name, byStore, seenValid, seenRevoked, expected) => {
    expect(narrowRevocation(byStore, seenValid, seenRevoked)).toEqual(expected);
  });
});

type Seen = 'before_entry' | 'after_entry' | null;

describe('which came first', () => {
  test.each<[string, (Date | null)[], RevocationTime, Seen, EntrySequence, Date | null]>([
    ['refunded on the 11th, in on the 15th', [FIFTEENTH], exactly(ELEVENTH), null, 'before_entry', FIFTEENTH],
    ['in on the 15th, refunded on the 16th', [FIFTEENTH], exactly(SIXTEENTH), null, 'after_entry', FIFTEENTH],
    ['both at the same moment', [FIFTEENTH], exactly(FIFTEENTH), null, 'same_time', FIFTEENTH],
    [
      'in on the 10th and again on the 15th, refunded between',
      [FIFTEENTH, TENTH],
      exactly(ELEVENTH),
      null,
      'before_entry',
      FIFTEENTH,
    ],
    [
      'in after the last change of a cancelled order',
      [SIXTEENTH],
      { earliestUtc: null, latestUtc: FIFTEENTH },
      null,
      'before_entry',
      SIXTEENTH,
    ],
    [
      'in before that change: the cancellation may be older still',
      [TENTH],
      { earliestUtc: null, latestUtc: FIFTEENTH },
      null,
      'unknown',
      TENTH,
    ],
    [
      'in before that change, and a sync saw it valid then',
      [TENTH],
      { earliestUtc: null, latestUtc: FIFTEENTH },
      'after_entry',
      'after_entry',
      TENTH,
    ],
    [
      'in between two refunds, one of which took the ticket',
      [FIFTEENTH],
      { earliestUtc: TENTH, latestUtc: SIXTEENTH },
      null,
      'unknown',
      FIFTEENTH,
    ],
    ['no time of the refund', [FIFTEENTH], NOT_KNOWN, null, 'unknown', FIFTEENTH],
    ['no time of the entry', [null], exactly(ELEVENTH), null, 'unknown', null],
    ['no time of the entry, seen later', [null], exactly(ELEVENTH), 'before_entry', 'before_entry', null],
    ['one of two entries without a time', [TENTH, null], exactly(ELEVENTH), null, 'unknown', TENTH],
    [
      'the times against what syncs saw',
      [FIFTEENTH],
      exactly(ELEVENTH),
      'after_entry',
      'before_entry',
      FIFTEENTH,
    ],
    ['no entry at all', [], exactly(ELEVENTH), null, 'unknown', null],
  ])('%s', (_name, entries, revoked, seen, sequence, entered) => {
    const answer = orderEntry(
      entries.map((atUtc) => ({ atUtc, day: 1 })),
      revoked,
      seen,
    );
    expect([answer.sequence, answer.entry?.atUtc ?? null]).toEqual([sequence, entered]);
  });
});
