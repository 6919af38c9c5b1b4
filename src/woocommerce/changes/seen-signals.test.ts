import { expect, test } from 'vitest';
import { NamedRows } from './seen-signals.ts';

const START = new Date('2026-03-01T10:00:00Z');
const after = (seconds: number): Date => new Date(START.getTime() + seconds * 1000);

const NAME = 'post 7 2026-03-01 09:59:59';

function firstReading(): NamedRows {
  const rows = new NamedRows({}, null, START);
  rows.note(NAME, 'ticket', 7);
  return rows;
}

/** The tickets that each of the readings at these times reads. */
function readAt(...seconds: readonly number[]): readonly (readonly number[])[] {
  let { seen } = firstReading();
  let previous = START;
  return seconds.map((second) => {
    const rows = new NamedRows(seen, previous, after(second));
    rows.note(NAME, 'ticket', 7);
    ({ seen } = rows);
    previous = after(second);
    return [...rows.tickets];
  });
}

test('what a signal names is read again until a reading took place five minutes after the first', () => {
  expect(readAt(60, 299, 301, 360)).toEqual([[7], [7], [7], []]);
  expect(readAt(300, 360)).toEqual([[7], []]);
});

test.each([5, 15, 60])('a reading %i minutes after the first reads again what a signal names', (minutes) => {
  expect(readAt(minutes * 60, 2 * minutes * 60)).toEqual([[7], []]);
});

test('the rows of a signal are read if the time of the previous reading is unknown', () => {
  expect([...new NamedRows(firstReading().seen, null, after(3600)).tickets]).toEqual([7]);
});

test('another change of the same row is another signal', () => {
  const rows = new NamedRows(firstReading().seen, after(500), after(600));
  rows.note('post 7 2026-03-01 10:08:00', 'ticket', 7);
  expect([...rows.tickets]).toEqual([7]);
});

test('a young signal is kept if the next reading does not search for it', () => {
  const second = new NamedRows(firstReading().seen, START, after(400));
  expect([...second.tickets]).toEqual([7]);
  expect([...new NamedRows(second.seen, after(400), after(600)).tickets]).toEqual([]);
});

test('a clock that went back reads once more instead of once less', () => {
  const rows = new NamedRows(firstReading().seen, START, after(-600));
  rows.note(NAME, 'ticket', 7);
  expect([...rows.tickets]).toEqual([7]);
});

test('more signals than a cursor holds are all read, repeatedly', () => {
  const note = (rows: NamedRows): NamedRows => {
    for (let id = 1; id <= 3000; id += 1) rows.note(`meta ${id}`, 'order', id);
    return rows;
  };
  const first = note(new NamedRows({}, null, START));
  expect(first.orders.size).toBe(3000);
  expect(Object.keys(first.seen)).toHaveLength(2000);
  expect(note(new NamedRows(first.seen, after(500), after(600))).orders.size).toBe(1000);
});
