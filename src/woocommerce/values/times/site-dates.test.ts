import { expect, it } from 'vitest';
import { readSiteDate } from './site-dates.ts';

it.each([
  ['09/01/2027', 'd/m/Y', '2027-01-09'],
  ['01/09/2027', 'm/d/Y', '2027-01-09'],
  ['9.1.27', 'j.n.y', '2027-01-09'],
  ['January 9, 2027', 'F j, Y', '2027-01-09'],
  ['9 enero, 2027', 'j F, Y', '2027-01-09'],
  ['9 de enero de 2027', 'j \\d\\e F \\d\\e Y', '2027-01-09'],
  ['sábado 9 enero 2027', 'l j F Y', '2027-01-09'],
  ['2027年1月9日', 'Y年n月j日', '2027-01-09'],
  ['2027-01-09', 'd/m/Y', '2027-01-09'],
  ['29/02/2028', 'd/m/Y', '2028-02-29'],
])('reads %s where the site writes %s', (text, format, day) => {
  expect(readSiteDate(text, format)).toBe(day);
});

it.each([
  ['01/02/2027', ''],
  ['01/02/2027', 'F j, Y'],
  ['30/02/2027', 'd/m/Y'],
  ['09/01', 'd/m/Y'],
  ['next Saturday', 'd/m/Y'],
  ['', 'd/m/Y'],
])('reads no day in "%s" where the site writes "%s"', (text, format) => {
  expect(readSiteDate(text, format)).toBeNull();
});
