import { expect, test } from 'vitest';
import {
  type FoundChanges,
  firstMarks,
  fromCursor,
  nextMarks,
  type SignalIds,
  toCursor,
} from './change-cursor.ts';

const at = (time: string): Date => new Date(`2026-03-01T${time}Z`);
const ids = (all: number): SignalIds => ({
  post: all,
  postmeta: all,
  order: all,
  checkIn: all,
  action: all,
  note: all,
});

function changes(newest: Date | null, signalIds: SignalIds): FoundChanges {
  const lateRows = { orderIds: [], ticketIds: [] };
  const none = { orderIds: [], ticketIds: [], lateRows, late: null, openActions: [], walked: [], seen: {} };
  return { ...none, isComplete: true, newestChangeAtUtc: newest, signalIds };
}

test('a first quick reading begins a quarter of an hour before the store’s newest change', () => {
  expect(firstMarks(changes(at('10:00:00'), ids(7)), at('12:00:00')).readTo).toEqual(at('09:45:00'));
});

test('a clock of the store that is ahead is ignored', () => {
  const marks = firstMarks(changes(at('12:30:00'), ids(7)), at('12:00:00'));
  expect(marks.readTo).toEqual(at('11:45:00'));
});

test('times never go back, also when no change was found', () => {
  const first = firstMarks(changes(at('10:00:00'), ids(7)), at('10:00:00'));
  expect(nextMarks(first, changes(null, ids(7)), at('11:00:00')).readTo).toEqual(first.readTo);
  expect(nextMarks(first, changes(at('10:50:00'), ids(7)), at('11:00:00')).readTo).toEqual(at('10:35:00'));
  expect(nextMarks(first, changes(at('08:00:00'), ids(7)), at('11:00:00')).readTo).toEqual(first.readTo);
});

test('ids are passed once they were the newest for a quarter of an hour', () => {
  const first = firstMarks(changes(null, ids(7)), at('10:00:00'));
  const soon = nextMarks(first, changes(null, ids(9)), at('10:05:00'));
  expect([soon.ids, soon.nextIds]).toEqual([ids(7), ids(7)]);
  const later = nextMarks(soon, changes(null, ids(11)), at('10:16:00'));
  expect([later.ids, later.nextIds, later.notedAtUtc]).toEqual([ids(7), ids(11), at('10:16:00')]);
  const last = nextMarks(later, changes(null, ids(12)), at('10:32:00'));
  expect([last.ids, last.nextIds]).toEqual([ids(11), ids(12)]);
});

test('a store that was set back is read from its current ids', () => {
  const first = firstMarks(changes(null, ids(70)), at('10:00:00'));
  expect(nextMarks(first, changes(null, ids(40)), at('10:05:00')).ids).toEqual(ids(40));
});

test('a cursor is the same after conversion to JSON and back', () => {
  const marks = {
    ...firstMarks(changes(at('10:00:00'), ids(7)), at('12:00:00')),
    nextIds: ids(9),
    openActions: [3],
    seen: { 'meta 5': ['order', 5, 1_772_359_200] },
    late: { digest: '7 7 0  0 0  0', sinceS: 1_772_359_200 },
  } as const;
  const { readToUtc, state } = toCursor(marks);
  expect(fromCursor({ readToUtc, state: JSON.parse(JSON.stringify(state)) })).toEqual(marks);
});

test('a cursor of version 0.1 continues: orders from the post id, metas from now, and every post is searched once', () => {
  const stored = { post: 70, checkIn: 5, action: 6, note: 8 };
  const state = { ids: stored, nextIds: stored, openActions: [], notedAt: '2026-03-01T10:00:00.000Z' };
  const expected = { ...stored, order: 70, postmeta: Number.MAX_SAFE_INTEGER };
  expect(fromCursor({ readToUtc: at('09:45:00'), state })).toEqual({
    readTo: at('09:45:00'),
    ids: expected,
    nextIds: expected,
    openActions: [],
    notedAtUtc: at('10:00:00'),
    posts: { readTo: Array.from({ length: 16 }, () => at('09:45:00')), next: 0, walkedAtUtc: null },
    seen: {},
    late: null,
  });
});

test('the searched parts of the posts continue at the time of this reading', () => {
  const first = firstMarks(changes(at('10:00:00'), ids(7)), at('10:00:00'));
  const found = { ...changes(at('10:20:00'), ids(7)), walked: [0, 1] };
  const { posts } = nextMarks(first, found, at('10:21:00'));
  expect(posts.readTo.slice(0, 3)).toEqual([at('10:05:00'), at('10:05:00'), at('09:45:00')]);
  expect([posts.next, posts.walkedAtUtc]).toEqual([2, at('10:21:00')]);
});
