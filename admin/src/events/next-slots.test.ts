import { expect, it } from 'vitest';
import { nextSlots } from './next-slots.ts';

const NOW = new Date('2027-02-10T12:00:00Z');
/** One slot for each day from 1 January on. */
const daily = (days: number) =>
  Array.from({ length: days }, (_, at) => ({
    slot_at: new Date(Date.UTC(2027, 0, 1 + at, 10)).toISOString(),
  }));
const shownOf = (days: number): readonly [string | null | undefined, number] => {
  const shown = nextSlots(daily(days), NOW);
  return [shown[0]?.slot_at, shown.length];
};

it('shows all of few slots, past ones included', () => {
  expect(shownOf(50)).toEqual(['2027-01-01T10:00:00.000Z', 50]);
});

it('begins with the slots of today if there are many', () => {
  expect(shownOf(300)).toEqual(['2027-02-10T10:00:00.000Z', 50]);
});

it('shows the last ones if few are left, or none', () => {
  expect(shownOf(60)).toEqual(['2027-01-11T10:00:00.000Z', 50]);
  const past = daily(60).map(({ slot_at }) => ({ slot_at: slot_at.replace('2027', '2026') }));
  expect(nextSlots(past, NOW)[0]?.slot_at).toBe('2026-01-11T10:00:00.000Z');
});
