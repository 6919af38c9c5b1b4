import { expect, it } from 'vitest';
import { whenChosen, whenOf } from './slot-times.ts';

const at = (shown: string, time: string, date = '09/01/2027') =>
  whenOf({ shown, date, time, timezone: 'Europe/Madrid' });

it.each(['Party (00:00)', 'Party (12:00 a.m.)', 'Party (12:00 π.μ.)', 'Party (0:00:00 Uhr) '])(
  'counts a ticket at midnight where its text shows a time: %s',
  (shown) => {
    expect(at(shown, '2027-01-09 00:00:00')).toBe('2027-01-08T23:00:00Z');
  },
);

it.each([
  'All day',
  'Hall (2)',
  'Tour (10:30) of the cellar',
  'Tour (10:30-12:00)',
  'All day)',
  '(10:30) all)',
])('counts a ticket by its date where midnight is written and its text ends with no time: %s', (shown) => {
  expect(at(shown, '2027-01-09 00:00:00')).toBe('09/01/2027');
  expect(at(shown, '2027-01-09 00:00:00', '')).toBeNull();
});

it.each(['', 'soon', '2027-01-09', '10:30:00', '1970-01-01 00:00:00', '2027-02-30 10:30:00'])(
  'knows no time where the store writes %j',
  (time) => {
    expect(at('Tour (10:30)', time)).toBeNull();
  },
);

it('counts a ticket at its written time', () => {
  expect(at('Tour (10:30)', '2027-01-09 10:30:00')).toBe('2027-01-09T09:30:00Z');
  expect(at('Tour', ' 2027-01-09 10:30 ')).toBe('2027-01-09T09:30:00Z');
});

const chosen = (shown: string, dateFormat: string, date: string, offeredDate = '', isWholeDay = true) =>
  whenChosen({ shown, date, offeredDate, timezone: 'Europe/Madrid', isWholeDay }, dateFormat);

it.each([
  ['d/m/Y', '09/01/2027'],
  ['F j, Y', 'January 9, 2027'],
  ['j F, Y', '9 enero, 2027'],
  ['Y-m-d', '2027-01-09'],
  ['j \\d\\e M \\d\\e y', '9 de ene de 27'],
])('counts a chosen slot by the site’s form of a day: %s', (format, date) => {
  expect(chosen('Tour (10:30 a.m.)', format, date)).toBe('2027-01-09T09:30:00Z');
  expect(chosen('Tour (10:30 p.m.)', format, 'never', date)).toBe('2027-01-09T21:30:00Z');
});

it('counts a chosen slot that the product’s list has without a time by its day', () => {
  expect(chosen('All day', 'd/m/Y', '09/01/2027')).toBe('09/01/2027');
  expect(chosen('All day', 'd/m/Y', '', '10/01/2027')).toBe('10/01/2027');
});

it.each([
  ['All day', 'd/m/Y', '09/01/2027', false],
  ['Tour (10:30)', 'd/m/Y', '2027-01-09', true],
  ['Tour (10:30)', 'l d/m/Y', '09/01/2027', true],
  ['Tour (10:30 π.μ.)', 'd/m/Y', '09/01/2027', true],
  ['Tour (24:30)', 'd/m/Y', '09/01/2027', true],
  ['All day', 'd/m/Y', '', true],
  ['Tour (10:30)', 'j F', '9 enero', true],
  ['Tour (10:30)', 'm/Y', '01/2027', true],
  ['Tour 10:30 a.m.', 'd/m/Y', '09/01/2027', false],
])('knows no time of the chosen slot %j, form %s, day %j', (shown, format, date, isWholeDay) => {
  expect(chosen(shown, format, date, '', isWholeDay)).toBeNull();
});
