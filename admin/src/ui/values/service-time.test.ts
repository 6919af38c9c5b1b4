import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { noteServiceTime, present } from './service-time.ts';

const NOON = new Date('2026-03-01T12:00:00Z');

beforeEach(() => {
  vi.useFakeTimers({ now: NOON, toFake: ['Date'] });
});
afterEach(() => {
  noteServiceTime(NOON.toUTCString());
  vi.useRealTimers();
});

test('is the service’s, however wrong the browser’s clock is', () => {
  noteServiceTime('Sun, 01 Mar 2026 15:00:00 GMT');
  expect(present()).toEqual(new Date('2026-03-01T15:00:00Z'));
  vi.setSystemTime(new Date('2026-03-01T12:01:00Z'));
  expect(present()).toEqual(new Date('2026-03-01T15:01:00Z'));
  noteServiceTime('Sun, 01 Mar 2026 09:01:00 GMT');
  expect(present()).toEqual(new Date('2026-03-01T09:01:00Z'));
});

test('is the browser’s if both differ by no more than the time of a reply', () => {
  noteServiceTime('Sun, 01 Mar 2026 11:59:56 GMT');
  expect(present()).toEqual(NOON);
});

test('stays the same after a reply without a time', () => {
  noteServiceTime('Sun, 01 Mar 2026 15:00:00 GMT');
  noteServiceTime(null);
  noteServiceTime('noon');
  expect(present()).toEqual(new Date('2026-03-01T15:00:00Z'));
});
