import { describe, expect, test } from 'vitest';
import type { StoreCheckIn } from '../../ticketing/model/store-order.ts';
import { type GateFacts, gateState } from './gate-state.ts';

const at = (minute: number) => new Date(Date.UTC(2026, 2, 1, 20, minute));
const facts = (given: Partial<GateFacts>): GateFacts => ({
  storeDays: [{ day: 1, checkedIn: false }],
  storeLog: [],
  local: [],
  numDays: 1,
  keptAtUtc: null,
  ...given,
});
const logged = (wooCheckInId: number, day: number, minute: number): StoreCheckIn => ({
  wooCheckInId,
  day,
  status: 'checked_in',
  atUtc: at(minute),
});

describe('the state of a ticket after a check-in or its undoing at the local gate', () => {
  test('checked in here: the time is ours', () => {
    expect(gateState(facts({ local: [{ day: 1, checkedIn: true, atUtc: at(5) }] }))).toEqual({
      days: [{ day: 1, checkedIn: true }],
      checkInStatus: 'checked_in',
      checkedInAtUtc: at(5),
    });
  });

  test('undone here and never checked in by the store is not checked in', () => {
    const undone = facts({ local: [{ day: 1, checkedIn: false, atUtc: at(6) }], keptAtUtc: at(5) });
    expect(gateState(undone)).toEqual({
      days: [{ day: 1, checkedIn: false }],
      checkInStatus: 'not_checked_in',
      checkedInAtUtc: null,
    });
  });

  test('undone here, checked in by the store: still in, at the store’s time', () => {
    const undone = facts({
      storeDays: [{ day: 1, checkedIn: true }],
      storeLog: [logged(7, 1, 2)],
      local: [{ day: 1, checkedIn: false, atUtc: at(6) }],
      keptAtUtc: at(2),
    });
    expect(gateState(undone)).toMatchObject({ checkInStatus: 'checked_in', checkedInAtUtc: at(2) });
  });

  test('one day of two is only part of the event', () => {
    const second = facts({
      storeDays: [
        { day: 1, checkedIn: false },
        { day: 2, checkedIn: false },
      ],
      local: [{ day: 2, checkedIn: true, atUtc: at(9) }],
      numDays: 2,
    });
    expect(gateState(second)).toMatchObject({ checkInStatus: 'partly_checked_in', checkedInAtUtc: at(9) });
  });

  test('undoing the first of two days leaves the time of the second', () => {
    const first = facts({
      storeDays: [],
      local: [
        { day: 1, checkedIn: false, atUtc: at(12) },
        { day: 2, checkedIn: true, atUtc: at(10) },
      ],
      numDays: 2,
      keptAtUtc: at(3),
    });
    expect(gateState(first)).toMatchObject({ checkInStatus: 'partly_checked_in', checkedInAtUtc: at(10) });
  });

  test('a state of the store without an entry in its log keeps the time of the row', () => {
    const unlogged = facts({ storeDays: [{ day: 1, checkedIn: true }], keptAtUtc: at(1) });
    expect(gateState(unlogged).checkedInAtUtc).toEqual(at(1));
  });
});
