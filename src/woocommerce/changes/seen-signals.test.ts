import { expect, test } from 'vitest';
import { NamedRows } from './seen-signals.ts';

const START = new Date('2026-03-01T10:00:00Z');
const after = (seconds: number): Date => new Date(START.getTime() + seconds * 1000);

function firstReading(): NamedRows {
  const rows = new NamedRows({}, START);
  rows.note('post 7 2026-03-01 09:59:59', 'ticket', 7);
  return rows;
}

test('what a signal names is read again for five minutes, and then no more', () => {
  const { seen } = firstReading();
  for (const [seconds, tickets] of [
    [60, [7]],
    [299, [7]],
    [300, []],
  ] as const) {
    const rows = new NamedRows(seen, after(seconds));
    rows.note('post 7 2026-03-01 09:59:59', 'ticket', 7);
    expect([...rows.tickets]).toEqual(tickets);
  }
});

test('another change of the same row is another signal', () => {
  const rows = new NamedRows(firstReading().seen, after(600));
  rows.note('post 7 2026-03-01 10:08:00', 'ticket', 7);
  expect([...rows.tickets]).toEqual([7]);
});

test('a young signal is kept where the next reading does not search for it', () => {
  const second = new NamedRows(firstReading().seen, after(200));
  expect([...second.tickets]).toEqual([7]);
  expect([...new NamedRows(second.seen, after(400)).tickets]).toEqual([]);
});

test('a clock that went back reads once more instead of once less', () => {
  const rows = new NamedRows(firstReading().seen, after(-600));
  rows.note('post 7 2026-03-01 09:59:59', 'ticket', 7);
  expect([...rows.tickets]).toEqual([7]);
});

test('more signals than a cursor holds are all read, again and again', () => {
  const note = (rows: NamedRows): NamedRows => {
    for (let id = 1; id <= 3000; id += 1) rows.note(`meta ${id}`, 'order', id);
    return rows;
  };
  const first = note(new NamedRows({}, START));
  expect(first.orders.size).toBe(3000);
  expect(Object.keys(first.seen)).toHaveLength(2000);
  expect(note(new NamedRows(first.seen, after(600))).orders.size).toBe(1000);
});
