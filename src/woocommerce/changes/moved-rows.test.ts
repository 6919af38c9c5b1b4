import { expect, it } from 'vitest';
import type { FoundChanges, StoreMarks } from './change-cursor.ts';
import { NO_LATE_ROWS } from './late-rows.ts';
import { movedRows } from './moved-rows.ts';
import { newRotation } from './post-rotation.ts';
import { MOST_SEEN, type SeenSignals } from './seen-signals.ts';

const IDS = { post: 0, postmeta: 0, order: 0, checkIn: 0, action: 0, note: 0 };
const START = new Date('2025-06-02T20:00:00Z');

function at(seconds: number): Date {
  return new Date(START.getTime() + seconds * 1000);
}

function marks(walkedAtUtc: Date, seen: SeenSignals): StoreMarks {
  const posts = newRotation(START, walkedAtUtc);
  return { readTo: START, ids: IDS, openActions: [], notedAtUtc: START, posts, seen, late: null };
}

function found(seen: SeenSignals, over: Partial<FoundChanges> = {}): FoundChanges {
  return {
    orderIds: [],
    ticketIds: [],
    lateRows: NO_LATE_ROWS,
    late: null,
    newestChangeAtUtc: null,
    signalIds: IDS,
    openActions: [],
    walked: [],
    seen,
    isComplete: true,
    ...over,
  };
}

const FIRST_S = START.getTime() / 1000;
const SEEN: SeenSignals = { 'order 7 20:00': ['order', 7, FIRST_S], 'post 9 20:00': ['ticket', 9, FIRST_S] };
const NOTHING = { orderIds: [], ticketIds: [] };
const BOTH = { orderIds: [7], ticketIds: [9] };

it('names what a new signal names, again ten seconds and five minutes later, and at no other time', () => {
  expect(movedRows(marks(at(-12), {}), found(SEEN), at(0)).moved).toEqual(BOTH);
  const moved = (previous: number, now: number) =>
    movedRows(marks(at(previous), SEEN), found(SEEN), at(now)).moved;
  expect(moved(0, 9)).toEqual(NOTHING);
  expect(moved(0, 12)).toEqual(BOTH);
  expect(moved(12, 24)).toEqual(NOTHING);
  expect(moved(288, 300)).toEqual(BOTH);
  expect(moved(300, 312)).toEqual(NOTHING);
});

it('names late rows only in the first reading that finds them', () => {
  const lateRows = { orderIds: [5], ticketIds: [] };
  const late = { digest: 'one', sinceS: FIRST_S };
  const rows = (now: number) =>
    movedRows(marks(at(-12), {}), found({}, { lateRows, late }), at(now)).lateRows;
  expect(rows(0)).toEqual(lateRows);
  expect(rows(12)).toEqual(NOTHING);
});

it('says that it is incomplete where more moved than a cursor names', () => {
  const many = Object.fromEntries(
    Array.from({ length: MOST_SEEN }, (_, id) => [`order ${id}`, ['order', id, FIRST_S] as const]),
  );
  expect(movedRows(marks(at(-12), {}), found(many), at(0)).isComplete).toBe(false);
});
