import { expect, it } from 'vitest';
import { readSlots } from './slot-options.ts';

const DATES = [
  { key: 'day1', text: '09/01/2027', day: '2027-01-09' },
  { key: 'day2', text: '10/01/2027', day: '2027-01-10' },
];

it('reads slots as people saved them, with the slot’s id before each part', () => {
  const saved = {
    early: {
      early_label: 'Morning &amp; coffee',
      early_add_time: 'enabled',
      early_hour: '4',
      early_minute: '05',
      early_period: 'p.m.',
      day1_add_date: '09/01/2027',
      day1_stock: '20',
      day2_add_date: '10/01/2027',
    },
  };
  expect(readSlots(JSON.stringify(saved), 'd/m/Y')).toEqual([
    { key: 'early', text: 'Morning & coffee (4:05 p.m.)', clock: '16:05:00', dates: DATES },
  ]);
});

it('reads slots as the first sale rewrites them', () => {
  const rewritten = {
    early: {
      label: 'Morning',
      hour: '10',
      minute: '30',
      period: 'a.m.',
      formatted_time: '(10:30 a.m.)',
      add_time: 'enabled',
      add_date: { day1: { date: '09/01/2027', stock: 56 }, day2: { date: '10/01/2027', stock: 1 } },
    },
  };
  expect(readSlots(JSON.stringify(rewritten), 'd/m/Y')).toEqual([
    { key: 'early', text: 'Morning (10:30 a.m.)', clock: '10:30:00', dates: DATES },
  ]);
});

it('reads midnight as a time of day where the slot has one', () => {
  const slot = { label: 'Party', hour: '00', minute: '00', period: '', add_time: 'enabled' };
  expect(readSlots(JSON.stringify({ one: slot }), 'd/m/Y')).toEqual([
    { key: 'one', text: 'Party (00:00)', clock: '00:00:00', dates: [] },
  ]);
});

it('reads a slot without a time of day, and a date in another form as a text', () => {
  const slot = { label: 'All day', hour: '10', minute: '30', add_time: '', a_add_date: 'Saturday' };
  expect(readSlots(JSON.stringify({ one: slot }), 'd/m/Y')).toEqual([
    { key: 'one', text: 'All day', clock: null, dates: [{ key: 'a', text: 'Saturday', day: null }] },
  ]);
});

it.each([undefined, '', '{"a":', '[]', 'null', '"text"', '{"a":1}', '{"":{"_label":""}}'])(
  'reads no slots in %j',
  (json) => {
    expect(readSlots(json, 'd/m/Y')).toEqual([]);
  },
);
